// Where the texts of a layer's field are: with the layer, or with what several layers share.
import { layerOf } from '../../engine/layers/index.ts';

/** "layers:conv.fields.kernel", or "layers:weights.fields.bias" */
export function fieldTexts(type: string, key: string): string {
  const field = layerOf(type)?.fields.find((one) => one.key === key);
  return `layers:${field?.texts ?? type}.fields.${key}`;
}
