// The settings that the run trains with: a strip of groups, each opening its fields in place, or all of them
// behind one button where the page is narrower.
import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ComponentType, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldControl } from '../../controls/FieldControl.tsx';
import { Icon } from '../../controls/icons.tsx';
import { Stepper } from '../../controls/Stepper.tsx';
import { count } from '../../draw/format.ts';
import { later } from '../../shell/later.tsx';
import { usePlayground, useRun } from '../../store/context.tsx';
import { Smoothing } from './Smoothing.tsx';
import { fieldsOf, type SettingGroup, settingGroups } from './settingGroups.ts';
import { useSettings } from './useSettings.ts';

const ComingImages = later(() => import('./ComingImages.tsx'), 'coming');

const TestViews = later(() => import('./TestViews.tsx'), 'testViews');

/** The curve of the schedule, which is fetched when settings are first opened. */
const RateCurve = later(() => import('./RateCurve.tsx'));

/** What stands under the fields of some groups. */
const below: Record<string, ComponentType> = {
  rate: RateCurve,
  augment: ComingImages,
  evaluate: Tests,
};

/** The fields of a group that mean something now, and what shows their effect. */
function GroupForm({ group }: { group: SettingGroup }) {
  const { training, change } = useSettings();
  const Below = below[group.id];
  return (
    <>
      <div className="setting-fields">
        {fieldsOf(group, training).map((field) => (
          <FieldControl
            key={field.key}
            field={field}
            value={training[field.key]}
            texts={`training:${field.key}`}
            onChange={(value, visit) => change({ [field.key]: value }, visit === null)}
          />
        ))}
      </div>
      {Below && (
        <Suspense>
          <Below />
        </Suspense>
      )}
    </>
  );
}

function Tests() {
  return (
    <>
      <EvaluateNow />
      <TestViews />
    </>
  );
}

/** Evaluates the whole test split now; training waits meanwhile. */
function EvaluateNow() {
  const { t } = useTranslation('run');
  const { act, client } = usePlayground();
  const [busy, setBusy] = useState(false);
  const total = useRun((run) => run.dataset?.test.count ?? 0);
  const loading = useRun((run) => run.status.state === 'loading');
  const evaluate = () => {
    setBusy(true);
    act(() => client.request('evaluate', { split: 'test' }).finally(() => setBusy(false)));
  };
  return (
    <button type="button" className="btn" disabled={busy || loading} aria-busy={busy} onClick={evaluate}>
      {busy ? t('evaluate.busy') : t('evaluate.now', { count: count(total) })}
    </button>
  );
}

/** Another seed is another run: it starts from step 0 with the weights of that seed. */
function SeedForm() {
  const { t } = useTranslation('run');
  const { act } = usePlayground();
  const current = useRun((run) => run.status.seed);
  const [seed, setSeed] = useState(current);
  const restart = (wanted: number) => {
    setSeed(wanted);
    act((actions) => actions.reset(wanted));
  };
  return (
    <div className="seed-form">
      <p>{t('seed.help')}</p>
      <div className="row">
        <Stepper
          value={seed}
          min={0}
          max={2 ** 32 - 1}
          step={1}
          integer
          name={t('group.seed')}
          onChange={setSeed}
        />
        <button type="button" className="btn" disabled={seed === current} onClick={() => restart(seed)}>
          {t('seed.restart')}
        </button>
        <button type="button" className="btn" onClick={() => restart(Math.floor(Math.random() * 10_000))}>
          {t('seed.random')}
        </button>
      </div>
    </div>
  );
}

function Folding({ trigger, name, children }: { trigger: ReactNode; name: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="floating popover"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={name}
          onOpenAutoFocus={(event) => {
            // The first field would open its help at once, over what one came to see.
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function StripItem({ id, value, children }: { id: string; value: string; children: ReactNode }) {
  const { t } = useTranslation('run');
  const trigger = (
    <button type="button" className="h" data-group={id}>
      <span className="lab">{t(`group.${id}`)}</span>
      <b title={value}>{value}</b>
    </button>
  );
  return (
    <Folding trigger={trigger} name={t(`group.${id}`)}>
      {children}
    </Folding>
  );
}

export function SettingsStrip() {
  const { t } = useTranslation();
  const training = useRun((run) => run.training);
  const seed = useRun((run) => run.status.seed);
  const rate = useRun((run) => run.status.rate);
  const [before, after] = [settingGroups.slice(0, 5), settingGroups.slice(5)];
  const item = (group: SettingGroup) => (
    <StripItem key={group.id} id={group.id} value={group.summary(training, t, rate)}>
      <GroupForm group={group} />
    </StripItem>
  );
  return (
    <div className="hyper">
      {before.map(item)}
      <StripItem id="seed" value={String(seed)}>
        <SeedForm />
      </StripItem>
      {after.map(item)}
    </div>
  );
}

/** "SGD, rate 0.0015, batch 32", and everything behind it. */
export function SettingsButton() {
  const { t } = useTranslation();
  const training = useRun((run) => run.training);
  const learningRate = useRun((run) => run.status.rate);
  const [optimiser, rate, batch] = settingGroups;
  const text = [
    t(`training:optimiser.options.${training.optimiser}`),
    ...[rate, batch].map(
      (group) => `${t(`run:group.${group.id}`)} ${group.summary(training, t, learningRate)}`,
    ),
  ].join(t('run:comma'));
  const trigger = (
    <button type="button" className="pick" title={optimiser.summary(training, t, learningRate)}>
      {text}
      <Icon of={ChevronDown} />
    </button>
  );
  return (
    <Folding trigger={trigger} name={t('run:settings')}>
      <div className="all-settings">
        {settingGroups.map((group) => (
          <section key={group.id}>
            <h3>{t(`run:group.${group.id}`)}</h3>
            <GroupForm group={group} />
          </section>
        ))}
        <section>
          <h3>{t('run:group.seed')}</h3>
          <SeedForm />
        </section>
        <Smoothing />
      </div>
    </Folding>
  );
}
