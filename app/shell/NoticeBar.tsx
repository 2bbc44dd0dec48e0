// Notices between header and panels, newest last; errors are read out at once.
import { Info, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Icon } from '../controls/icons.tsx';
import { failureText } from '../i18n/failure.ts';
import { usePlayground } from '../store/context.tsx';
import { dismiss } from '../store/notices.ts';

export function NoticeBar() {
  const { t } = useTranslation('shell');
  const store = usePlayground().notices;
  const notices = useStore(store, (state) => state.notices);
  return (
    <div className="notices">
      {notices.map(({ id, kind, text }) => (
        <p key={id} className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <Icon of={kind === 'error' ? TriangleAlert : Info} />
          <span>{'failure' in text ? failureText(t, text.failure) : t(text.key, text.values)}</span>
          <button
            type="button"
            className="btn quiet icon"
            aria-label={t('notice.dismiss')}
            onClick={() => dismiss(store, id)}
          >
            <Icon of={X} />
          </button>
        </p>
      ))}
    </div>
  );
}
