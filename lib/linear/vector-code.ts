/** WebAssembly for operations on rows of a matrix, two numbers at a time. */
import { add, mul, sub } from "../compile/functions/arithmetic.ts";
import { encode } from "../compile/wasm/encode.ts";
import { ensureBytes } from "../compile/wasm/memory.ts";
import { type Expr, type FunctionBuilder, ModuleBuilder, wasm } from "../compile/wasm/module.ts";

/** Vectors are byte addresses, multiples of 16; lengths are bytes, multiples of 16 and above 0. */
interface Functions {
  /** x ← c x - s y and y ← s x + c y */
  readonly rotate: (x: number, y: number, bytes: number, c: number, s: number) => void;
  readonly dot: (x: number, y: number, bytes: number) => number;
  /** y ← y + a x + b z */
  readonly addTwo: (y: number, bytes: number, x: number, a: number, z: number, b: number) => void;
}

/** A memory of its own for one computation at a time, and the code that works in it. */
export interface VectorCode extends Functions {
  /** room for this many numbers from address 0 on, all zero; void at the next call */
  room(numbers: number): Float64Array;
}

let code: VectorCode | undefined;

/** the one of this thread */
export function vectorCode(): VectorCode {
  return (code ??= makeVectorCode());
}

function makeVectorCode(): VectorCode {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encode(program())), { env: { memory } });
  return {
    ...(exports as unknown as Functions),
    room(numbers) {
      ensureBytes(memory, 8 * numbers);
      return new Float64Array(memory.buffer, 0, numbers).fill(0);
    },
  };
}

const at = (base: Expr, offset: Expr): Expr => wasm("i32.add", base, offset);
const load = (base: Expr, offset: Expr): Expr => wasm("v128.load", at(base, offset), 0);
const splat = (f: FunctionBuilder, value: Expr): Expr => f.bind(wasm("f64x2.splat", value));

function program(): ModuleBuilder {
  const module = new ModuleBuilder();
  const rotate = module.define("rotate", ["i32", "i32", "i32", "f64", "f64"], [], true);
  {
    const [x, y] = [rotate.parameter(0), rotate.parameter(1)];
    const [c, s] = [splat(rotate, rotate.parameter(3)), splat(rotate, rotate.parameter(4))];
    each(rotate, rotate.parameter(2), (offset) => {
      const [a, b] = [rotate.bind(load(x, offset)), rotate.bind(load(y, offset))];
      rotate.emit(wasm("v128.store", at(x, offset), sub(mul(c, a), mul(s, b)), 0));
      rotate.emit(wasm("v128.store", at(y, offset), add(mul(s, a), mul(c, b)), 0));
    });
  }
  const dot = module.define("dot", ["i32", "i32", "i32"], ["f64"], true);
  {
    const sum = dot.local("v128");
    each(dot, dot.parameter(2), (offset) => dot.assign(sum, add(sum, mul(load(dot.parameter(0), offset), load(dot.parameter(1), offset)))));
    dot.emit(wasm("f64.add", wasm("f64x2.extract_lane", sum, 0), wasm("f64x2.extract_lane", sum, 1)));
  }
  const addTwo = module.define("addTwo", ["i32", "i32", "i32", "f64", "i32", "f64"], [], true);
  {
    const [y, x, z] = [addTwo.parameter(0), addTwo.parameter(2), addTwo.parameter(4)];
    const [a, b] = [splat(addTwo, addTwo.parameter(3)), splat(addTwo, addTwo.parameter(5))];
    each(addTwo, addTwo.parameter(1), (offset) => {
      const sum = add(load(y, offset), add(mul(a, load(x, offset)), mul(b, load(z, offset))));
      addTwo.emit(wasm("v128.store", at(y, offset), sum, 0));
    });
  }
  return module;
}

/** over the pairs of `bytes` */
function each(f: FunctionBuilder, bytes: Expr, body: (offset: Expr) => void): void {
  const offset = f.local("i32");
  f.assign(offset, wasm("i32.const", 0));
  f.loop(
    () => {
      body(offset);
      f.assign(offset, wasm("i32.add", offset, wasm("i32.const", 16)));
    },
    () => wasm("i32.lt_u", offset, bytes),
  );
}
