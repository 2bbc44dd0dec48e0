// The stack as a list of cards, with the places between them, dragging, and the total that stays in view.
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { Fragment, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkReport } from '../../engine/plan/analyse.ts';
import { briefCount, compact } from '../draw/format.ts';
import { useEditor, usePlayground } from '../store/context.tsx';
import { findReport, reportOf, useClasses, useDraftReport, useRunningReport } from '../store/report.ts';
import { Between, Card } from './Card.tsx';
import { announcePlace } from './commands.ts';
import { collisions, dropPlace, failingPlaces } from './dragging.ts';
import { EndCard } from './EndCard.tsx';
import { move } from './edits.ts';
import { Slot, samePlace } from './Slot.tsx';

/** Screen readers are told by our own live region; the keyboard has its own keys. */
const silent = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: '' },
};

export function LayerList() {
  const { t } = useTranslation('editor');
  const playground = usePlayground();
  const { editor, actions } = playground;
  const classes = useClasses();
  const report = useDraftReport();
  const running = useRunningReport();
  const draft = useEditor((state) => state.draft);
  const slot = useEditor((state) => state.slot);
  // What is dragged: its name follows the pointer, while its row or chip shows where it would stand.
  const [flying, setFlying] = useState<string | null>(null);
  const [breaking, setBreaking] = useState<ReadonlySet<number>>(new Set());
  // An open card is closed while it is dragged, and opened again where it is dropped.
  const closed = useRef(false);
  // A finger that moves at once scrolls; one that rests first takes hold of what is under it.
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
  );
  const ids = report.elements.map((one) => one.id);
  const most = Math.max(0, ...report.elements.map((one) => one.macs));
  const unfixed = reportOf(draft, classes);
  const previewing = report !== unfixed;
  const sameOrigin = running.document.name === draft.name;

  const start = ({ active }: DragStartEvent) => {
    actions.openSlot(null);
    const { selected, open } = editor.getState();
    closed.current = open && selected === active.id;
    if (closed.current) actions.select(selected, false);
    setFlying(String(active.id));
    setBreaking(failingPlaces(editor.getState().draft, String(active.id), classes));
  };
  const settle = () => {
    setFlying(null);
    setBreaking(new Set());
    if (closed.current) actions.select(editor.getState().selected, true);
  };
  const end = ({ active, over }: DragEndEvent) => {
    settle();
    const { draft: before } = editor.getState();
    const place = over && dropPlace(before, String(active.id), String(over.id));
    if (!place) return;
    actions.edit(move(before, String(active.id), place));
    if (editor.getState().draft !== before) announcePlace(playground, String(active.id));
  };
  const gap = (index: number, after: string) => {
    const place = { block: null, branch: 0, index };
    return (
      <li className="gap-line">
        {samePlace(slot, place) ? <Slot place={place} /> : <Between after={after} index={index} />}
      </li>
    );
  };
  return (
    <div className="stack">
      <DndContext
        sensors={sensors}
        collisionDetection={collisions}
        accessibility={silent}
        onDragStart={start}
        onDragEnd={end}
        onDragCancel={settle}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className="cards" aria-label={t('list')}>
            <EndCard id="input" shape={report.document.input} diagnostic={null} stale={false} />
            {gap(0, 'input')}
            {report.elements.map((one, index) => (
              <Fragment key={one.id}>
                <Card
                  report={one}
                  running={one.stale && sameOrigin ? findReport(running, one.id) : undefined}
                  unfixed={previewing ? findReport(unfixed, one.id) : undefined}
                  most={most}
                  breaks={breaking.has(index)}
                />
                {gap(index + 1, one.id)}
              </Fragment>
            ))}
            <EndCard
              id="softmax"
              shape={report.loss.stale && sameOrigin ? running.loss.input : report.loss.input}
              diagnostic={report.loss.diagnostic}
              stale={report.loss.stale}
            />
          </ol>
        </SortableContext>
        <DragOverlay dropAnimation={null}>
          {flying && <span className="chip flying">{flying}</span>}
        </DragOverlay>
      </DndContext>
      <Total report={report} />
    </div>
  );
}

function Total({ report }: { report: NetworkReport }) {
  const { t } = useTranslation('editor');
  return (
    <div className="lay total">
      <span>{t('total')}</span>
      <span />
      <span className="num">{briefCount(report.parameterCount)}</span>
      <span className="num">{compact(report.macs)}</span>
      <span />
    </div>
  );
}
