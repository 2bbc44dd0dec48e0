// The body of a function, statement by statement: locals, stores, loops, conditions and calls. What is
// computed is said in values; what happens, and in which order, is said here.
import { type Bytes, list, sized, unsigned } from './encoding.ts';
import { type I32, i32, type Type, type V128, Value, word } from './value.ts';

const typeCodes: Record<Type, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const empty = 0x40;

/** A variable of a function; as a value it is read where it stands. */
export class Local<T extends Type> extends Value<T> {
  constructor(readonly index: number) {
    super([0x20, ...unsigned(index)]);
  }
}

/** A function that others of its module may call. Parameters are 32-bit numbers; nothing is returned. */
export interface FunctionReference {
  readonly index: number;
  readonly parameters: number;
}

const memory = (offset: number): number[] => [0, ...unsigned(offset)];

export class FunctionBuilder {
  private readonly code: number[] = [];
  private readonly locals: Type[] = [];

  constructor(private readonly parameters: number) {}

  parameter(index: number): Local<'i32'> {
    return new Local(index);
  }

  /** A fresh variable, 0 until it is set, or set to `start` here. */
  local<T extends Type>(type: T, start?: Value<T>): Local<T> {
    const local = new Local<T>(this.parameters + this.locals.length);
    this.locals.push(type);
    if (start) this.set(local, start);
    return local;
  }

  /** A fresh 32-bit variable. */
  number(start: I32): Local<'i32'> {
    return this.local('i32', word(start));
  }

  set<T extends Type>(local: Local<T>, value: Value<T>): void {
    this.emit(value.code, [0x21, ...unsigned(local.index)]);
  }

  /** local += by */
  increase(local: Local<'i32'>, by: I32): void {
    if (by !== 0) this.set(local, i32.add(local, by));
  }

  storeWord(address: I32, value: I32, offset = 0): void {
    this.emit(word(address).code, word(value).code, [0x36, ...memory(offset)]);
  }

  storeFloat(address: I32, value: Value<'f32'>, offset = 0): void {
    this.emit(word(address).code, value.code, [0x38, ...memory(offset)]);
  }

  /** Stores the first `lanes` (1 to 4) of the four numbers of a vector. */
  storeVector(address: I32, value: V128, offset = 0, lanes = 4): void {
    const at = word(address).code;
    if (lanes === 4) this.emit(at, value.code, [0xfd, 11, ...memory(offset)]);
    if (lanes === 2 || lanes === 3) this.emit(at, value.code, [0xfd, 91, ...memory(offset), 0]);
    if (lanes === 1 || lanes === 3)
      this.emit(at, value.code, [0xfd, 90, ...memory(offset + 4 * (lanes - 1)), lanes - 1]);
  }

  /** Reads a number and forgets it: what lies there is in the nearest cache soon after. */
  touch(address: I32, offset = 0): void {
    this.emit(i32.load(address, offset).code, [0x1a]);
  }

  /** Sets `bytes` bytes from `address` on to 0. */
  clear(address: I32, bytes: I32): void {
    this.emit(word(address).code, word(0).code, word(bytes).code, [0xfc, 11, 0]);
  }

  copy(to: I32, from: I32, bytes: I32): void {
    this.emit(word(to).code, word(from).code, word(bytes).code, [0xfc, 10, 0, 0]);
  }

  call(target: FunctionReference, ...args: readonly I32[]): void {
    if (args.length !== target.parameters)
      throw new Error(`${args.length} arguments for ${target.parameters}`);
    for (const arg of args) this.emit(word(arg).code);
    this.emit([0x10, ...unsigned(target.index)]);
  }

  when(condition: I32, then: () => void, otherwise?: () => void): void {
    this.emit(word(condition).code, [0x04, empty]);
    then();
    if (otherwise) {
      this.emit([0x05]);
      otherwise();
    }
    this.emit([0x0b]);
  }

  /** Runs the body once, and again as long as the condition it returns is not 0. */
  repeat(body: () => I32): void {
    this.emit([0x03, empty]);
    const again = body();
    this.emit(word(again).code, [0x0d, 0, 0x0b]);
  }

  /** Runs the body for a variable from `from` to `to`, excluded, both unsigned; `to` is computed each time. */
  range(from: I32, to: I32, body: (index: Local<'i32'>) => void, step = 1): void {
    const index = this.number(from);
    const fixed = (value: I32) => (value instanceof Value ? value.constant : value);
    const [first, last] = [fixed(from), fixed(to)];
    const certain = first !== undefined && last !== undefined;
    if (certain && first >= last) return;
    if (certain && first + step >= last) {
      body(index);
      return;
    }
    const loop = () =>
      this.repeat(() => {
        body(index);
        this.increase(index, step);
        return i32.lt_u(index, to);
      });
    if (certain) loop();
    else this.when(i32.lt_u(index, to), loop);
  }

  /** The function as the code section holds it. */
  encode(): number[] {
    const locals = this.locals.map((type) => [1, typeCodes[type]]);
    return sized([...list(locals), ...this.code, 0x0b]);
  }

  private emit(...parts: readonly Bytes[]): void {
    for (const part of parts) for (const byte of part) this.code.push(byte);
  }
}
