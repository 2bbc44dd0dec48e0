// Worked examples: what well-known nets cost and why, each with its formulas filled in and its net to open.
import { useTranslation } from 'react-i18next';
import { bytes, count, significant } from '../../draw/format.ts';
import { openDialog } from '../../shell/dialogs.ts';
import { usePlayground } from '../../store/context.tsx';
import './stories.css';
import { type Story, type StoryLine, stories } from './stories.ts';
import { Textbook } from './Textbook.tsx';

const shown = ({ result, unit }: StoryLine): string => {
  if (unit === 'bytes') return `${count(result)} = ${bytes(result)}`;
  return Number.isInteger(result) ? count(result) : significant(result);
};

function Example({ story: { id, lines, nets, counted } }: { story: Story }) {
  const { t } = useTranslation('stories');
  const { actions } = usePlayground();
  return (
    <section className="story">
      <h3>{t(`${id}.title`)}</h3>
      <p>{t(`${id}.text`)}</p>
      <dl className="story-lines">
        {lines.map((line) => (
          <div key={line.key}>
            <dt>{t(`${id}.lines.${line.key}`)}</dt>
            {/* A long sum breaks after its signs. */}
            <dd className="formula">{line.formula.replaceAll(' + ', '\u00a0+ ')}</dd>
            <dd>{shown(line)}</dd>
          </div>
        ))}
      </dl>
      <div className="story-nets">
        {nets.map(({ key, network }) => (
          <button
            type="button"
            className="btn"
            key={key}
            onClick={({ currentTarget }) => {
              actions.replace(network);
              if (counted) currentTarget.closest('.stories')?.firstElementChild?.scrollIntoView();
              else openDialog(null);
            }}
          >
            {t(`${id}.open.${key}`)}
          </button>
        ))}
      </div>
    </section>
  );
}

export default function StoriesDialog() {
  return (
    <div className="stories">
      <Textbook />
      {stories().map((story) => (
        <Example key={story.id} story={story} />
      ))}
    </div>
  );
}
