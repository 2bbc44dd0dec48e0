// What a shader's bindings hold, written into its text: the element types that the plan chose, and the lengths
// of the arrays.
import { bytesPerElement, type DType } from '../../plan/plan.ts';

/** What a binding shows: elements of a type, in so many bytes, a multiple of 4. */
export interface Shown {
  dtype: DType;
  bytes: number;
}

/** Elements of the array, as shaders see it: bytes lie four to a word. */
const lengthOf = ({ dtype, bytes }: Shown): number => bytes / (dtype === 'f16' ? bytesPerElement.f16 : 4);

const declaration = /(var<storage, \w+> (\w+): array<)(\w+)>/g;

/**
 * The text with f16 for the bindings that show it, those of type Stored (prelude/stored.wgsl) included, and with
 * the lengths of all arrays: bounds checks then compare with constants, which a software adapter runs a fifth
 * faster. Shaders that ask for the length of an array keep it open.
 */
export function withArrays(code: string, shown: Readonly<Record<string, Shown>>): string {
  const open = code.includes('arrayLength');
  let stored = 'f32';
  const text = code.replace(declaration, (_, start: string, name: string, element: string) => {
    const half = shown[name].dtype === 'f16';
    if (half && element === 'Stored') stored = 'f16';
    const type = half && element === 'f32' ? 'f16' : element;
    return `${start}${type}${open ? '' : `, ${lengthOf(shown[name])}`}>`;
  });
  const typed = text.replace('alias Stored = f32;', `alias Stored = ${stored};`);
  return Object.values(shown).some(({ dtype }) => dtype === 'f16') ? `enable f16;\n${typed}` : typed;
}
