// Notices between header and panels, newest last; errors are read out at once.

import type { TFunction } from 'i18next';
import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Icon } from '../controls/icons.tsx';
import { failureText, messageText } from '../i18n/failure.ts';
import { usePlayground } from '../store/context.tsx';
import type { LinkProblem } from '../store/link.ts';
import { dismiss, type Notice, type NoticeText } from '../store/notices.ts';
import { lacksRoom } from '../store/room.ts';

/** "batch (must be ...)", or "theme=blue" where there is nothing to say but that it is no value. */
const problemText = (t: TFunction, { name, value, error }: LinkProblem): string =>
  error ? `${name} (${messageText(t, error.code, error.values)})` : `${name}=${value}`;

function noticeText(t: TFunction, text: NoticeText): string {
  if ('failure' in text) {
    const said = failureText(t, text.failure);
    const problem = lacksRoom(text.failure) ? `${said}${t('notice.smallerBatch')}` : said;
    if (!text.dataset) return problem;
    return t('notice.otherData', { problem, title: t(`data.titles.${text.dataset}`) });
  }
  if ('key' in text) return t(text.key, text.values);
  return t('notice.link', { parts: text.problems.map((one) => problemText(t, one)).join('; ') });
}

/** How long a notice stays that is no error and asks for nothing, in milliseconds. */
const shownFor = 10_000;

/** All notices, or those younger than the one with the id `since`. */
export function NoticeBar({ since = 0 }: { since?: number }) {
  const notices = useStore(usePlayground().notices, (state) => state.notices);
  return (
    <div className="notices">
      {notices.map((notice) => notice.id > since && <NoticeLine key={notice.id} notice={notice} />)}
    </div>
  );
}

function NoticeLine({ notice: { id, kind, text, action } }: { notice: Notice }) {
  const { t } = useTranslation('shell');
  const store = usePlayground().notices;
  useEffect(() => {
    if (kind === 'error' || action) return;
    const timer = setTimeout(() => dismiss(store, id), shownFor);
    return () => clearTimeout(timer);
  }, [store, id, kind, action]);
  return (
    <p className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon of={kind === 'error' ? TriangleAlert : Info} />
      <span>{noticeText(t, text)}</span>
      {action && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            dismiss(store, id);
            action.run();
          }}
        >
          {t(action.key)}
        </button>
      )}
      <button
        type="button"
        className="btn quiet icon"
        aria-label={t('notice.dismiss')}
        onClick={() => dismiss(store, id)}
      >
        <Icon of={X} />
      </button>
    </p>
  );
}
