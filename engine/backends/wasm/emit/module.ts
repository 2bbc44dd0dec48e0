// A module: functions over one memory that is imported, those with a name exported. A kernel is one.
import { type Bytes, list, section, text, unsigned } from './encoding.ts';
import { FunctionBuilder, type FunctionReference, type Local } from './function.ts';

/** Pages of 64 KiB that 32 bits can address. */
export const mostPages = 65536;

const i32 = 0x7f;

interface Emitted extends FunctionReference {
  name: string;
  body: number[];
}

export class ModuleBuilder {
  private readonly functions: Emitted[] = [];

  /**
   * Adds a function whose parameters are the 32-bit numbers named; an empty name keeps it inside the module.
   */
  define<const P extends string>(
    name: string,
    parameters: readonly P[],
    write: (f: FunctionBuilder, parameter: Record<P, Local<'i32'>>) => void,
  ): FunctionReference {
    const builder = new FunctionBuilder(parameters.length);
    const named = parameters.map((parameter, index) => [parameter, builder.parameter(index)]);
    write(builder, Object.fromEntries(named));
    const emitted = {
      name,
      index: this.functions.length,
      parameters: parameters.length,
      body: builder.encode(),
    };
    this.functions.push(emitted);
    return emitted;
  }

  /** The whole module; its memory is imported as "engine" "memory", shared between threads or not. */
  encode(shared: boolean): Uint8Array<ArrayBuffer> {
    const types = this.functions.map(({ parameters }) => [
      0x60,
      ...list(new Array<Bytes>(parameters).fill([i32])),
      0,
    ]);
    const limits = shared ? [3, 0, ...unsigned(mostPages)] : [0, 0];
    const memory = [...text('engine'), ...text('memory'), 2, ...limits];
    const exported = this.functions.filter(({ name }) => name !== '');
    return Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, list(types)),
      ...section(2, list([memory])),
      ...section(3, list(this.functions.map(({ index }) => unsigned(index)))),
      ...section(7, list(exported.map(({ name, index }) => [...text(name), 0, ...unsigned(index)]))),
      ...section(10, list(this.functions.map(({ body }) => body))),
    ]);
  }
}
