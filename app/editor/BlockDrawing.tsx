// A block drawn as its branches, top to bottom: wires in SVG, chips and the places between them as buttons
// above it. A block inside a block is one chip, which opens its own drawing below when it is selected.
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ElementReport } from '../../engine/plan/analyse.ts';
import type { Diagnostic } from '../../engine/spec/diagnostic.ts';
import { isParallel, type ParallelElement } from '../../engine/spec/document.ts';
import { shapeText } from '../../engine/spec/shape.ts';
import { Icon } from '../controls/icons.tsx';
import { useWidth } from '../controls/useSize.ts';
import { useEditor, usePlayground, useView } from '../store/context.tsx';
import type { Place } from '../store/editor.ts';
import type { ViewState } from '../store/view.ts';
import { type BlockGeometry, type Box, blockGeometry } from './blockGeometry.ts';
import { dropId } from './dragging.ts';
import { branchLimits, removeBranch } from './edits.ts';
import { samePlace } from './Slot.tsx';
import { useSettingsText } from './texts.ts';

/** Height of a line of text in pixels, as tokens.css has it. */
const lineHeight = ({ size }: ViewState) => (size === 'projector' ? 20 : 16);

const at = ({ x, y, width, height }: Box) => ({ left: x, top: y, width, height });

interface Props {
  report: ElementReport;
  /** What is wrong with the block itself. */
  diagnostic: Diagnostic | null;
}

/** Whether a mistake of a block is that of a branch: of one head, or of all that do not agree. */
const isAt = (diagnostic: Diagnostic | null, branch: number): boolean =>
  diagnostic !== null && (diagnostic.values.branch ?? branch + 1) === branch + 1;

export function BlockDrawing({ report, diagnostic }: Props) {
  const { t } = useTranslation('editor');
  const [ref, width] = useWidth<HTMLDivElement>();
  const line = useView(lineHeight);
  const element = report.element;
  if (!isParallel(element)) return null;
  const chips = report.branches.map((branch) =>
    branch.map((one) => ({ id: one.id, height: one.elementwise ? line + 4 : line + 10 })),
  );
  const drawing = blockGeometry(chips, { width, line, merge: element.merge });
  return (
    <div className="block" data-failing={diagnostic !== null || undefined} data-merge={element.merge}>
      <div className="block-scroll" ref={ref}>
        {width > 0 && (
          <div className="block-drawing" style={{ width: drawing.width, height: drawing.height }}>
            <Wires drawing={drawing} />
            {drawing.identities.map(({ branch, ...box }) => (
              <Identity key={branch} block={report.id} branch={branch} box={box} />
            ))}
            {drawing.gaps.map(({ branch, index, ...box }) => (
              <Gap
                key={`${branch}.${index}`}
                place={{ block: report.id, branch, index }}
                box={box}
                reachable={report.branches[branch].length === 0}
              />
            ))}
            {drawing.chips.map(({ id, branch, index, ...box }) => {
              const last = isAt(diagnostic, branch) && index === report.branches[branch].length - 1;
              return <Chip key={id} report={report.branches[branch][index]} box={box} failing={last} />;
            })}
            {element.branches.length > branchLimits.least &&
              drawing.tops.map(({ branch, x, y }) => (
                <RemoveBranch key={branch} block={report.id} branch={branch} x={x} y={y} />
              ))}
            {drawing.losses.map(({ branch, ...box }) => (
              <span
                key={branch}
                className="joint"
                data-failing={isAt(diagnostic, branch) || undefined}
                style={at(box)}
              >
                {t('block.loss', { weight: element.weight })}
              </span>
            ))}
            {element.merge !== 'head' && (
              <span
                className="joint"
                data-failing={diagnostic !== null || undefined}
                style={at(drawing.joint)}
              >
                {element.merge === 'add' ? '+' : t('block.concat')}
              </span>
            )}
            <span
              className="joint-text"
              style={{ left: drawing.joint.x + drawing.joint.width + 8, top: drawing.joint.y + 13 }}
            >
              <JointText report={report} merge={element.merge} diagnostic={diagnostic} />
            </span>
          </div>
        )}
      </div>
    </div>
  );
}

function Wires({ drawing }: { drawing: BlockGeometry }) {
  const { width, height, source, wires } = drawing;
  return (
    <svg width={width} height={height} aria-hidden>
      <circle cx={source.x} cy={source.y} r="2.5" />
      {wires.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}

/** The arithmetic of the merge, or what is wrong with it. */
function JointText({ report, merge, diagnostic }: Props & Pick<ParallelElement, 'merge'>) {
  const { t } = useTranslation('editor');
  if (diagnostic) return t(merge === 'head' ? 'block.noClasses' : 'block.disagree', diagnostic.values);
  const [sum] = report.arithmetic;
  if (merge === 'head') return t('block.goesOn', { shape: shapeText(report.output) });
  return sum
    ? t('block.channels', { formula: sum.formula.replace(/ /g, ''), result: sum.result })
    : t('block.agree', { shape: shapeText(report.output) });
}

/** The widest chip, at normal size, that has no room for the layer's type beside its settings. */
const narrowChip = 100;

/** Type and settings; in a narrow chip the settings alone, stride, padding and groups in the weaker part. */
function chipText(name: string, settings: string, narrow: boolean): [strong: string, weak: string] {
  if (!narrow || settings === '') return [name, settings];
  const [, main, rest] = /^(.*?)((?: [spg]\d\S*)*)$/.exec(settings)!;
  return [main, rest.trim()];
}

function Chip({ report, box, failing }: { report: ElementReport; box: Box; failing: boolean }) {
  const line = useView(lineHeight);
  const { t } = useTranslation(['editor', 'layers']);
  const { actions } = usePlayground();
  const selected = useEditor((editor) => editor.selected === report.id);
  const settings = useSettingsText(report);
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: report.id });
  const name = t(`layers:${report.type}.name`);
  const [strong, weak] = chipText(name, report.summary && settings, box.width < narrowChip * (line / 16));
  const wrong = failing || report.diagnostic !== null;
  return (
    <button
      ref={setNodeRef}
      type="button"
      className="chip"
      style={at(box)}
      data-row={report.id}
      data-failing={wrong || undefined}
      data-dragging={isDragging || undefined}
      tabIndex={selected ? 0 : -1}
      aria-current={selected || undefined}
      aria-label={t('block.chip', { id: report.id, name, settings, output: shapeText(report.output) })}
      {...listeners}
      onClick={() => actions.select(report.id, true)}
    >
      <b>{strong}</b> {weak}
    </button>
  );
}

function useDropHere(place: Place) {
  const { setNodeRef, isOver } = useDroppable({ id: dropId(place) });
  return { setNodeRef, isOver };
}

interface GapProps {
  place: Place;
  box: Box;
  /** Whether the Tab key stops here: on the identity, since no chip is there to insert after. */
  reachable: boolean;
}

/** Between two chips: a plus under the pointer, a target while something is dragged. */
function Gap({ place, box, reachable }: GapProps) {
  const { t } = useTranslation('editor');
  const { actions } = usePlayground();
  const { setNodeRef, isOver } = useDropHere(place);
  const open = useEditor((editor) => samePlace(editor.slot, place));
  return (
    <button
      ref={setNodeRef}
      type="button"
      className="gap"
      style={at(box)}
      tabIndex={reachable ? 0 : -1}
      data-over={isOver || undefined}
      data-open={open || undefined}
      aria-label={t('block.insert', { branch: place.branch + 1, block: place.block, index: place.index + 1 })}
      onClick={() => actions.openSlot(open ? null : place)}
    >
      <span className="plus">
        <Icon of={Plus} />
      </span>
    </button>
  );
}

function Identity({ block, branch, box }: { block: string; branch: number; box: Box }) {
  const { t } = useTranslation('editor');
  return (
    <span className="identity" style={at(box)} data-block={block} data-branch={branch}>
      {t('block.identity')}
    </span>
  );
}

function RemoveBranch({ block, branch, x, y }: { block: string; branch: number; x: number; y: number }) {
  const { t } = useTranslation('editor');
  const { editor, actions } = usePlayground();
  return (
    <button
      type="button"
      className="remove-branch"
      style={{ left: x - 8, top: y - 8 }}
      aria-label={t('block.removeBranch', { branch: branch + 1, block })}
      onClick={() => actions.edit(removeBranch(editor.getState().draft, block, branch))}
    >
      <Icon of={X} />
    </button>
  );
}
