// What is wrong with a net before it runs: a sentence on the layer that has the error, and fixes to click.
import type { MessageCode, MessageValues } from './messages.ts';
import type { Shape } from './shape.ts';

/** A change of one setting that would make the layer valid, and the output shape it would give. */
export interface Fix {
  field: string;
  value: unknown;
  output: Shape;
}

export interface Diagnostic {
  code: MessageCode;
  values: MessageValues;
  /** The field at fault, if it is one. */
  field?: string;
  fixes: readonly Fix[];
}
