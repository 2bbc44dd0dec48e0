// The two rows that are always there and cannot be moved: the image that comes in, and softmax with the loss.
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../engine/spec/diagnostic.ts';
import { type Shape, shapeText } from '../../engine/spec/shape.ts';
import { useEditor, usePlayground } from '../store/context.tsx';
import { useSeesGrey } from '../store/report.ts';
import { Diagnosis } from './Diagnosis.tsx';
import { LossEditor } from './LossEditor.tsx';
import { Row } from './Row.tsx';

interface Props {
  id: 'input' | 'softmax';
  shape: Shape;
  diagnostic: Diagnostic | null;
  stale: boolean;
}

/** The last card opens where the list ends: it is brought into view, at once or when it has grown. */
const show = (opened: HTMLElement | null) => opened?.scrollIntoView({ block: 'nearest' });

export function EndCard({ id, shape, diagnostic, stale }: Props) {
  const { t } = useTranslation('editor');
  const { actions } = usePlayground();
  const loss = useEditor((editor) => editor.draft.loss.type);
  const selected = useEditor((editor) => editor.selected === id);
  const open = useEditor((editor) => editor.open && editor.selected === id);
  const grey = useSeesGrey();
  const ofLoss = loss === 'softmax' ? '' : t(`layers:loss.fields.type.options.${loss}`);
  const settings = id === 'softmax' ? ofLoss : grey ? t('row.grey') : '';
  return (
    <li
      className="card"
      data-selected={selected || undefined}
      data-failing={diagnostic !== null || undefined}
      data-stale={stale || undefined}
    >
      <Row
        id={id}
        settings={settings}
        output={shapeText(shape)}
        failing={false}
        parameters={0}
        macs={0}
        cost={0}
        selected={selected}
        open={open}
        reachable={selected}
        onSelect={() => actions.select(id, !open)}
      />
      {diagnostic && <Diagnosis id={id} type={id} diagnostic={diagnostic} />}
      {open && (
        <div
          className="edit"
          ref={show}
          onTransitionEnd={({ target, currentTarget }) => target === currentTarget && show(currentTarget)}
        >
          <p className="about">{t(`layers:${id}.help`)}</p>
          {id === 'softmax' && <LossEditor />}
        </div>
      )}
    </li>
  );
}
