// What the open card of the loss holds: which loss it is, and the settings of that one.
import { losses, lossOf } from '../../engine/layers/losses/index.ts';
import type { Field } from '../../engine/spec/fields.ts';
import { FieldControl } from '../controls/FieldControl.tsx';
import { useEditor, usePlayground } from '../store/context.tsx';
import { setLoss } from './edits.ts';

const types = losses.map(({ type }) => type);
const typeField: Field = { key: 'type', kind: 'choice', options: types, default: types[0] };

export function LossEditor() {
  const { editor, actions } = usePlayground();
  const loss = useEditor(({ draft }) => draft.loss);
  const change = (key: string, value: unknown, visit: string | null) => {
    const next = key === 'type' ? { type: value as string } : { ...loss, [key]: value };
    actions.edit(setLoss(editor.getState().draft, next), visit && `softmax.${key}.${visit}`);
  };
  return (
    <div className="fields">
      {[typeField, ...lossOf(loss.type)!.fields].map((field) => (
        <FieldControl
          key={field.key}
          field={field}
          value={loss[field.key]}
          texts={`layers:loss.fields.${field.key}`}
          onChange={(value, visit) => change(field.key, value, visit)}
        />
      ))}
    </div>
  );
}
