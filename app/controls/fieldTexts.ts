// Where the texts of a layer's field are, with the layer or with what several layers share; and how the value of any
// field is written.
import type { TFunction } from 'i18next';
import { layerOf } from '../../engine/layers/index.ts';
import { fiveFigures, setting } from '../draw/format.ts';

/** "layers:conv.fields.kernel", or "layers:weights.fields.bias" */
export function fieldTexts(type: string, key: string): string {
  const field = layerOf(type)?.fields.find((one) => one.key === key);
  return `layers:${field?.texts ?? type}.fields.${key}`;
}

/** "epochs", what the numbers of a field count, or nothing; `texts` is where the field's texts are. */
export const unitText = (t: TFunction, texts: string, value: number): string =>
  t(`${texts}.unit`, { count: value, defaultValue: '' });

/** "3", "1×7", "5e-4", "10 epochs", "on", or the name of a choice. */
export function valueText(t: TFunction, texts: string, value: unknown): string {
  if (typeof value === 'string') return t(`${texts}.options.${value}`);
  if (typeof value === 'boolean') return t(value ? 'shell:control.on' : 'shell:control.off');
  if (Array.isArray(value)) return value.join('×');
  const unit = unitText(t, texts, value as number);
  const number = setting(fiveFigures(value as number));
  return unit ? `${number}\u00a0${unit}` : number;
}
