// The pattern of classic nets as a form: how many convolutions, stages and hidden layers; the net and its cost follow.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Pattern, parsePattern, patternDocument, patternFields } from '../../engine/spec/pattern.ts';
import { FieldControl } from '../controls/FieldControl.tsx';
import { compact, count } from '../draw/format.ts';
import { useEditor, usePlayground } from '../store/context.tsx';
import { reportOf, useClasses } from '../store/report.ts';
import { openDialog } from './dialogs.ts';

/** "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC" */
const patternText = ({ convolutions, pooled, stages, hidden }: Pattern): string =>
  [
    'INPUT',
    `[[CONV → RELU]*${convolutions}${pooled ? ' → POOL' : ''}]*${stages}`,
    `[FC → RELU]*${hidden}`,
    'FC',
  ].join(' → ');

export default function PatternDialog() {
  const { t } = useTranslation('pattern');
  const { actions } = usePlayground();
  const classes = useClasses();
  const input = useEditor((editor) => editor.draft.input);
  const [pattern, setPattern] = useState(() => parsePattern({}));
  const network = patternDocument(pattern, input, classes);
  const { parameterCount, macs } = reportOf(network, classes);
  return (
    <div className="pattern">
      <p>{t('text')}</p>
      <p className="pattern-text">{patternText(pattern)}</p>
      <div className="fields">
        {patternFields.map((field) => (
          <FieldControl
            key={field.key}
            field={field}
            value={pattern[field.key]}
            texts={`pattern:fields.${field.key}`}
            onChange={(value) => setPattern((before) => ({ ...before, [field.key]: value }))}
          />
        ))}
      </div>
      <p>{t('cost', { parameters: count(parameterCount), macs: compact(macs) })}</p>
      <button
        type="button"
        className="btn primary"
        onClick={() => {
          actions.replace(network);
          openDialog(null);
        }}
      >
        {t('use')}
      </button>
    </div>
  );
}
