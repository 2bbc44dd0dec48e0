// About the net that is edited: where it comes from, how it is meant to be trained, what it reached there, what it runs
// on here, and in what it and its settings have been changed since.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preset } from '../../engine/spec/presets/index.ts';
import type { TrainingDocument } from '../../engine/spec/training.ts';
import { count } from '../draw/format.ts';
import { changesBetween } from '../editor/change.ts';
import { useChangeText } from '../editor/useChangeText.ts';
import { useDatasetTitle } from '../shell/DataMenu.tsx';
import { useOrigin } from '../shell/origin.ts';
import { useEditor, useRun } from '../store/context.tsx';
import { sameNetwork } from '../store/link.ts';
import { useSeesGrey } from '../store/report.ts';
import './about.css';
import { recipeOf, settingChanges, settingText } from './recipe.ts';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** "81.25% accuracy on CIFAR-10" */
function Published({ published }: { published: NonNullable<Preset['published']> }) {
  const { t } = useTranslation('about');
  const { measure, percent, on, about, averaged } = published;
  const figure = t(about ? 'roughly' : 'exactly', { percent });
  return (
    <>
      {t(`measure.${measure}`, { figure, on: t(`on.${on}`) })}
      {averaged && t(`averaged.${averaged.of}`, { count: averaged.count })}
    </>
  );
}

function Recipe({ training }: { training: TrainingDocument }) {
  const { t } = useTranslation('about');
  return recipeOf(training).map(({ group, fields }) => (
    <Fact key={group} name={t(`run:group.${group}`)}>
      {fields.map((field) => settingText(t, field, training, group)).join(t('separator'))}
    </Fact>
  ));
}

/** What was changed in net and settings since the preset was chosen. */
function Changes({ preset }: { preset: Preset }) {
  const { t } = useTranslation('about');
  const draft = useEditor((editor) => editor.draft);
  const training = useRun((run) => run.training);
  const changeText = useChangeText();
  const changed = !sameNetwork(draft, preset.network);
  const settings = settingChanges(preset.training, training);
  if (!changed && settings.length === 0) return <p>{t('unchanged')}</p>;
  return (
    <>
      {changed && <p>{t('changedNet', { changes: changeText(changesBetween(preset.network, draft)) })}</p>}
      {settings.length > 0 && (
        <p>
          {t('changedSettings', {
            settings: settings.map((field) => settingText(t, field, training)).join(t('separator')),
          })}
        </p>
      )}
    </>
  );
}

export default function AboutNet() {
  const { t } = useTranslation(['about', 'presets']);
  const { name, preset } = useOrigin();
  const title = useDatasetTitle();
  const images = useRun((run) => run.dataset?.train.total ?? 0);
  const training = useRun((run) => run.training);
  const grey = useSeesGrey();
  const here = images > 0 ? t('hereImages', { title, images: count(images) }) : title;
  return (
    <div className="about-net">
      <h3>{preset ? t(`presets:${preset.id}.title`) : name}</h3>
      <dl>
        <Fact name={t('from')}>{preset ? preset.source || t('playground') : t('own')}</Fact>
        {preset && <Fact name={t('madeFor')}>{t(`data.${preset.data}`)}</Fact>}
        <Fact name={t('here')}>
          {here}
          {grey && t('inGrey')}
        </Fact>
        {preset && (
          <Fact name={t('published')}>
            {preset.published ? <Published published={preset.published} /> : t('notPublished')}
          </Fact>
        )}
      </dl>
      <h4>{t(preset ? 'recipe' : 'settings')}</h4>
      <dl>
        <Recipe training={preset?.training ?? training} />
        {preset && preset.unlike.length > 0 && (
          <Fact name={t('unlike')}>
            {preset.unlike.map((code) => (
              <p key={code}>{t(`unlikeOf.${code}`)}</p>
            ))}
          </Fact>
        )}
      </dl>
      {preset && <Changes preset={preset} />}
    </div>
  );
}
