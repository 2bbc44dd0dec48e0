// The guide: every layer type, loss and optimiser explained from its definition, with a search and a table of contents.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDialogTopic } from '../shell/dialogs.ts';
import { type Entry, entries, groups } from './entries.ts';
import { GuideEntry } from './GuideEntry.tsx';
import './guide.css';

/** Brings an entry to the top and moves the focus there, so that keys and screen readers go on from it. */
function show(id: string, within: HTMLElement | null): void {
  const heading = within?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"] h4`);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/** The entries whose name, type or text holds what is sought. */
function useMatches(sought: string): readonly Entry[] {
  const { t } = useTranslation();
  const wanted = sought.trim().toLowerCase();
  return entries.filter(({ id, name, about }) =>
    [id, t(name), t(about)].some((text) => text.toLowerCase().includes(wanted)),
  );
}

function Contents({ matches, onChoose }: { matches: readonly Entry[]; onChoose(id: string): void }) {
  const { t } = useTranslation('guide');
  return (
    <nav className="guide-contents" aria-label={t('contents')}>
      {groups.map((group) => {
        const inside = matches.filter((entry) => entry.group === group);
        return (
          inside.length > 0 && (
            <div key={group}>
              <span className="lab">{t(`group.${group}`)}</span>
              {inside.map(({ id, name }) => (
                <button type="button" key={id} onClick={() => onChoose(id)}>
                  {t(name)}
                </button>
              ))}
            </div>
          )
        );
      })}
    </nav>
  );
}

export default function GuideDialog() {
  const { t } = useTranslation('guide');
  const [sought, setSought] = useState('');
  const matches = useMatches(sought);
  const topic = useDialogTopic();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (topic) show(topic, element.current);
  }, [topic]);
  return (
    <div className="guide" ref={element}>
      <div className="guide-side">
        <input
          type="search"
          className="guide-search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
        <p className="vh" role="status">
          {t('found', { count: matches.length })}
        </p>
        <Contents matches={matches} onChoose={(id) => show(id, element.current)} />
      </div>
      <div className="guide-text">
        {matches.length === 0 && <p>{t('nothing')}</p>}
        {sought === '' && <p className="guide-notation">{t('notation')}</p>}
        {groups.map((group) => {
          const inside = matches.filter((entry) => entry.group === group);
          return (
            inside.length > 0 && (
              <section key={group}>
                <h3>{t(`group.${group}`)}</h3>
                {inside.map((entry) => (
                  <GuideEntry key={entry.id} entry={entry} />
                ))}
              </section>
            )
          );
        })}
      </div>
    </div>
  );
}
