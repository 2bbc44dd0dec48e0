// What an open card holds: the fields of the layer, its arithmetic, and what can be done with it.
import { BookA, ChevronDown, ChevronUp, Copy, ListPlus, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { layerOf } from '../../engine/layers/index.ts';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import { blockFields } from '../../engine/spec/blockFields.ts';
import { type Element, isParallel } from '../../engine/spec/document.ts';
import { applies, type Field } from '../../engine/spec/fields.ts';
import { volume } from '../../engine/spec/shape.ts';
import { FieldControl } from '../controls/FieldControl.tsx';
import { fieldTexts } from '../controls/fieldTexts.ts';
import { Help } from '../controls/Help.tsx';
import { Icon } from '../controls/icons.tsx';
import { bytes, count, significant } from '../draw/format.ts';
import { openDialog } from '../shell/dialogs.ts';
import { usePlayground } from '../store/context.tsx';
import { deleteSelected, duplicateSelected, openSlotAfter } from './commands.ts';
import { addBranch, branchLimits, setField } from './edits.ts';
import { WindowGrid } from './WindowGrid.tsx';

/** Fields that are always shown; the others are under "More". */
const shown = 4;

const settingsOf = (element: Element) => element as Record<string, unknown>;

const fieldsOf = ({ type, element }: ElementReport): readonly Field[] =>
  (isParallel(element) ? blockFields : layerOf(type)!.fields).filter((field) =>
    applies(field, settingsOf(element)),
  );

export function LayerEditor({ report }: { report: ElementReport }) {
  const { t } = useTranslation('editor');
  const fields = fieldsOf(report);
  const settings = settingsOf(report.element);
  const rest = fields.slice(shown);
  const [more, setMore] = useState(() => rest.some((field) => settings[field.key] !== field.default));
  return (
    <div className="edit">
      {fields.length === 0 && <p className="about">{t(`layers:${report.type}.help`)}</p>}
      <Fields report={report} fields={fields.slice(0, shown)} />
      {more && <Fields report={report} fields={rest} />}
      <Arithmetic report={report} />
      <WindowGrid report={report} />
      <Tools
        report={report}
        more={rest.length > 0 ? more : null}
        onMore={() => setMore((before) => !before)}
      />
    </div>
  );
}

function Fields({ report, fields }: { report: ElementReport; fields: readonly Field[] }) {
  const { editor, actions } = usePlayground();
  if (fields.length === 0) return null;
  const { id, type } = report;
  const settings = settingsOf(report.element);
  return (
    <div className="fields">
      {fields.map((field) => (
        <FieldControl
          key={field.key}
          field={field}
          value={settings[field.key]}
          texts={fieldTexts(type, field.key)}
          onChange={(value, visit) =>
            actions.edit(
              setField(editor.getState().draft, id, field.key, value),
              visit && `${id}.${field.key}.${visit}`,
            )
          }
        />
      ))}
    </div>
  );
}

/** Shapes and counts with their numbers in, and the memory that one image's output takes. */
function Arithmetic({ report }: { report: ElementReport }) {
  const { t } = useTranslation('editor');
  const { arithmetic, elementwise, diagnostic, output } = report;
  if (diagnostic || arithmetic.length === 0) return null;
  return (
    <dl className="arithmetic">
      {arithmetic.map(({ quantity, formula, result }) => (
        <Help key={quantity} text={t(`quantity.${quantity}.help`)} side="right">
          <div>
            <dt>{t(`quantity.${quantity}.label`)}</dt>
            <dd>{formula}</dd>
            <dd className="result">{Number.isInteger(result) ? count(result) : significant(result)}</dd>
          </div>
        </Help>
      ))}
      {!elementwise && (
        <Help text={t('quantity.memory.help')} side="right">
          <div>
            <dt>{t('quantity.memory.label')}</dt>
            <dd>
              {output.height}*{output.width}*{output.channels} * 4 B
            </dd>
            <dd className="result">{bytes(4 * volume(output))}</dd>
          </div>
        </Help>
      )}
    </dl>
  );
}

interface ToolsProps {
  report: ElementReport;
  /** Whether the further fields are shown, or null if there are none. */
  more: boolean | null;
  onMore(): void;
}

function Tools({ report, more, onMore }: ToolsProps) {
  const { t } = useTranslation('editor');
  const playground = usePlayground();
  const { editor, actions } = playground;
  const block = isParallel(report.element) ? report.element : null;
  return (
    <div className="tools">
      <Help text={t('tool.duplicateHelp')} keys="D">
        <button type="button" className="btn quiet" onClick={() => duplicateSelected(playground)}>
          <Icon of={Copy} />
          {t('tool.duplicate')}
        </button>
      </Help>
      <Help text={t('tool.deleteHelp')} keys="Del">
        <button type="button" className="btn quiet" onClick={() => deleteSelected(playground)}>
          <Icon of={Trash2} />
          {t('tool.delete')}
        </button>
      </Help>
      <Help text={t('tool.insertHelp')} keys="I">
        <button type="button" className="btn quiet" onClick={() => openSlotAfter(playground)}>
          <Icon of={ListPlus} />
          {t('tool.insert')}
        </button>
      </Help>
      {block && block.branches.length < branchLimits.most && (
        <Help text={t('tool.addBranchHelp')}>
          <button
            type="button"
            className="btn quiet"
            onClick={() => actions.edit(addBranch(editor.getState().draft, block.id))}
          >
            <Icon of={Plus} />
            {t('tool.addBranch')}
          </button>
        </Help>
      )}
      <span className="grow" />
      <Help text={t('tool.explain')}>
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t('tool.explain')}
          onClick={() => openDialog('guide', report.type)}
        >
          <Icon of={BookA} />
        </button>
      </Help>
      {more !== null && (
        <button type="button" className="btn quiet" aria-expanded={more} onClick={onMore}>
          {t(more ? 'tool.less' : 'tool.more')}
          <Icon of={more ? ChevronUp : ChevronDown} />
        </button>
      )}
    </div>
  );
}
