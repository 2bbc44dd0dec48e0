// One element of the stack: its row, what is wrong with it, the drawing of a block, and, when it is
// selected and open, its editor. Below a failing layer it shows the shapes of the running net.
import { useSortable } from '@dnd-kit/sortable';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ElementReport, hasError } from '../../engine/plan/analyse.ts';
import { isParallel } from '../../engine/spec/document.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { GripIcon, Icon } from '../controls/icons.tsx';
import { useEditor, usePlayground } from '../store/context.tsx';
import { BlockDrawing } from './BlockDrawing.tsx';
import { Diagnosis } from './Diagnosis.tsx';
import { LayerEditor } from './LayerEditor.tsx';
import { Row } from './Row.tsx';
import { Slot } from './Slot.tsx';
import { useSettingsText } from './texts.ts';

interface CardProps {
  report: ElementReport;
  /** The same element in the running net, for where the draft has no shape of its own. */
  running: ElementReport | undefined;
  /** The same element without the fix that is being previewed. */
  unfixed: ElementReport | undefined;
  /** MACs of the costliest element of the stack. */
  most: number;
  /** Whether dropping what is dragged in front of this card would break the net. */
  breaks: boolean;
}

/** How other cards make way for a dragged one: as tokens.css has it, at once under reduced motion. */
const motion = () =>
  matchMedia('(prefers-reduced-motion: reduce)').matches
    ? null
    : { duration: 160, easing: 'cubic-bezier(.2, 0, 0, 1)' };

/** Whether an element is, or holds, the one with this id. */
const holds = (report: ElementReport, id: string | null): boolean =>
  id !== null && (report.id === id || report.branches.some((branch) => branch.some((one) => holds(one, id))));

export const Card = memo(function Card({ report, running, unfixed, most, breaks }: CardProps) {
  const { t } = useTranslation('editor');
  const { actions } = usePlayground();
  const { id, element, stale } = report;
  const selected = useEditor((editor) => holds(report, editor.selected));
  const self = useEditor((editor) => editor.selected === id);
  const open = useEditor((editor) => editor.open && editor.selected === id);
  const folded = useEditor((editor) => editor.folded.includes(id));
  const settings = useSettingsText(report);
  const drag = useSortable({ id, transition: motion() });
  const values = stale && running ? running : report;
  const failing = report.diagnostic !== null;
  const wrong = unfixed ?? report;
  const drawn = isParallel(element) && !folded;
  const { transform, transition } = drag;
  const select = () => actions.select(id, self ? !open : true);
  return (
    <li
      ref={drag.setNodeRef}
      className="card"
      data-selected={selected || undefined}
      data-failing={hasError(wrong) || undefined}
      data-stale={stale || undefined}
      data-thin={report.elementwise || undefined}
      data-dragging={drag.isDragging || undefined}
      data-breaks={breaks || undefined}
      data-drop={(drag.isOver && drag.activeIndex === -1) || undefined}
      style={transform ? { transform: `translateY(${transform.y}px)`, transition } : undefined}
    >
      <span className="grip" ref={drag.setActivatorNodeRef} {...drag.listeners}>
        <Icon of={GripIcon} />
      </span>
      <Row
        id={id}
        settings={settings}
        output={failing ? t('row.noShape') : shapeText(values.output)}
        failing={failing}
        parameters={failing ? null : values.parameterCount}
        macs={failing ? null : values.macs}
        cost={failing || most === 0 ? 0 : values.macs / most}
        selected={self}
        open={open || drawn}
        reachable={self}
        onSelect={select}
      />
      {wrong.diagnostic && <Diagnosis id={id} type={report.type} diagnostic={wrong.diagnostic} />}
      {drawn ? <Drawn report={report} unfixed={unfixed} /> : open && <LayerEditor report={report} />}
    </li>
  );
});

/** A block's drawing; under it the palette if it is open in the block, and what is selected inside. */
function Drawn({ report, unfixed }: { report: ElementReport; unfixed: ElementReport | undefined }) {
  const selected = useEditor((editor) => editor.selected);
  const open = useEditor((editor) => editor.open);
  const slot = useEditor((editor) => (editor.slot?.block === report.id ? editor.slot : null));
  const inside = report.branches.flat().find((one) => holds(one, selected));
  const wrong = unfixed?.branches.flat().find((one) => one.id === inside?.id) ?? inside;
  return (
    <>
      <BlockDrawing report={report} diagnostic={(unfixed ?? report).diagnostic} />
      {slot && <Slot place={slot} />}
      {report.id === selected && open && <LayerEditor report={report} />}
      {inside && (
        <>
          {wrong?.diagnostic && <Diagnosis id={inside.id} type={inside.type} diagnostic={wrong.diagnostic} />}
          {isParallel(inside.element) ? (
            <Drawn report={inside} unfixed={wrong} />
          ) : (
            open && <LayerEditor report={inside} />
          )}
        </>
      )}
    </>
  );
}

/** The line between two rows: accent with a plus under the pointer. */
export function Between({ after, index }: { after: string; index: number }) {
  const { t } = useTranslation('editor');
  const { actions } = usePlayground();
  return (
    <button
      type="button"
      className="between"
      tabIndex={-1}
      aria-label={t('slot.after', { layer: after })}
      onClick={() => actions.openSlot({ block: null, branch: 0, index })}
    >
      <span className="plus">
        <Icon of={Plus} />
      </span>
    </button>
  );
}
