// The network: its head line, the stack of layers, and what stands between the draft and the running net.
import { useTranslation } from 'react-i18next';

export function NetworkPanel() {
  const { t } = useTranslation('editor');
  return (
    <div className="ph">
      <h2 id="network-title">{t('title')}</h2>
    </div>
  );
}
