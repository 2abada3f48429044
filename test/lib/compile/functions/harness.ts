/** Runs vector functions over arrays through the production encoder: one loop over pairs of lanes for each. */
import { callVector, vectorFunctions, vectorPairs } from "../../../../lib/compile/functions/index.ts";
import { encode } from "../../../../lib/compile/wasm/encode.ts";
import { type Expr, type FunctionBuilder, ModuleBuilder, wasm } from "../../../../lib/compile/wasm/module.ts";

const PAGE = 65536;
const CAPACITY = 2048;
const addressOf = (slot: number): number => PAGE + 8 * CAPACITY * slot;

type Loop = (bytes: number) => void;
type Body = (f: FunctionBuilder, args: Expr[]) => Expr[];

/** memory: the constant pool, then two input arrays and two output arrays */
export interface Kernels {
  readonly input: readonly [Float64Array, Float64Array];
  readonly output: readonly [Float64Array, Float64Array];
  /** each is named by a function, with `call:` before it when called and `pair:` when it gives value and derivative */
  readonly loops: Readonly<Record<string, Loop>>;
}

export function kernels(): Kernels {
  const m = new ModuleBuilder();
  for (const [name, { arity, build }] of Object.entries(vectorFunctions)) {
    defineLoop(m, name, arity, (f, args) => [build(m, f, ...args)]);
    defineLoop(m, `call:${name}`, arity, (f, args) => [callVector(m, f, name, ...args)]);
  }
  for (const [name, { build }] of Object.entries(vectorPairs)) {
    defineLoop(m, `pair:${name}`, 1, (f, args) => build(m, f, args[0]!));
  }
  const memory = new WebAssembly.Memory({ initial: 2 });
  m.writePool(memory.buffer);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(encode(m)), { env: { memory } });
  const array = (slot: number): Float64Array => new Float64Array(memory.buffer, addressOf(slot), CAPACITY);
  return {
    input: [array(0), array(1)],
    output: [array(2), array(3)],
    loops: instance.exports as Record<string, Loop>,
  };
}

function defineLoop(m: ModuleBuilder, name: string, arity: number, body: Body): void {
  const f = m.define(name, ["i32"], [], true);
  const at = f.local("i32");
  f.loop(
    () => {
      const args = Array.from({ length: arity }, (_, k) => f.bind(wasm("v128.load", at, addressOf(k))));
      body(f, args).forEach((value, k) => f.emit(wasm("v128.store", at, value, addressOf(2 + k))));
      f.assign(at, wasm("i32.add", at, wasm("i32.const", 16)));
    },
    () => wasm("i32.lt_u", at, f.parameter(0)),
  );
}

/** the first output, or both when `second` is given, for as many elements as `x` has */
export function run(
  kernel: Kernels,
  name: string,
  x: readonly number[],
  y: readonly number[] = [],
): [Float64Array, Float64Array] {
  const length = x.length + (x.length % 2);
  if (length > CAPACITY) throw new Error(`${x.length} points, room for ${CAPACITY}`);
  kernel.input[0].set(x);
  kernel.input[1].set(y);
  for (const output of kernel.output) output.fill(Number.NaN);
  kernel.loops[name]!(8 * length);
  return [kernel.output[0].slice(0, x.length), kernel.output[1].slice(0, x.length)];
}
