/** Expression trees of WebAssembly instructions, and the module and function builders that collect them. */
import { opcodes, type ValueType } from "./opcodes.ts";

/** An instruction with its operands. Trees are emitted in post-order; a tree used twice is computed twice: `bind` it. */
export interface Expr {
  readonly op: string;
  readonly args: readonly Expr[];
  /** constants, indices, offsets, lanes */
  readonly immediates: readonly (number | bigint)[];
  readonly type: ValueType | "void";
  /** the statements of `loop`, `block` and `if`; `otherwise` of `if` */
  readonly body?: readonly Expr[];
  readonly otherwise?: readonly Expr[];
}

/** One instruction: `wasm("f64x2.add", a, b)`; operands first, then immediates. */
export function wasm(op: string, ...operands: (Expr | number | bigint)[]): Expr {
  const opcode = opcodes[op];
  if (!opcode) throw new Error(`unknown WebAssembly instruction ${op}`);
  const args = operands.filter((operand): operand is Expr => typeof operand === "object");
  const immediates = operands.filter((operand): operand is number | bigint => typeof operand !== "object");
  if (args.length !== opcode.params.length || args.some((arg, k) => arg.type !== opcode.params[k])) {
    throw new Error(`${op} takes (${opcode.params.join(", ")}), got (${args.map((arg) => arg.type).join(", ")})`);
  }
  return { op, args, immediates, type: opcode.result };
}

export interface FunctionType {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function under construction. Locals are numbered after the parameters. */
export class FunctionBuilder implements FunctionType {
  readonly name: string;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly locals: ValueType[] = [];
  body: Expr[] = [];

  constructor(name: string, params: readonly ValueType[], results: readonly ValueType[]) {
    this.name = name;
    this.params = params;
    this.results = results;
  }

  parameter(index: number): Expr {
    return { op: "local.get", args: [], immediates: [index], type: this.params[index]! };
  }

  /** a fresh local variable, zero at first; read it by using the expression */
  local(type: ValueType): Expr {
    this.locals.push(type);
    return { op: "local.get", args: [], immediates: [this.params.length + this.locals.length - 1], type };
  }

  /** emits an assignment to a local made by `local` */
  assign(local: Expr, value: Expr): void {
    this.emit({ op: "local.set", args: [value], immediates: local.immediates, type: "void" });
  }

  /** computes once, now; the result may be used many times */
  bind(value: Expr): Expr {
    if (value.op === "local.get") return value;
    const local = this.local(value.type as ValueType);
    this.assign(local, value);
    return local;
  }

  emit(statement: Expr): void {
    this.body.push(statement);
  }

  /** do { body } while (condition): the body runs at least once */
  loop(body: () => void, condition: () => Expr): void {
    const statements = this.collect(() => {
      body();
      this.emit({ op: "br_if", args: [condition()], immediates: [0], type: "void" });
    });
    this.emit({ op: "loop", args: [], immediates: [], type: "void", body: statements });
  }

  when(condition: Expr, body: () => void, otherwise?: () => void): void {
    const then = this.collect(body);
    const rest = otherwise && this.collect(otherwise);
    this.emit({
      op: "if",
      args: [condition],
      immediates: [],
      type: "void",
      body: then,
      ...(rest && { otherwise: rest }),
    });
  }

  private collect(build: () => void): Expr[] {
    const outer = this.body;
    this.body = [];
    build();
    const inner = this.body;
    this.body = outer;
    return inner;
  }
}

/** A module with one imported memory (`env.memory`), imported and exported functions. Constants live in that memory. */
export class ModuleBuilder {
  /** of `env` */
  readonly imported: FunctionBuilder[] = [];
  readonly functions: FunctionBuilder[] = [];
  readonly exported = new Set<string>();
  /** the pool of float64 constants, at address 0, each stored twice so that a v128 load reads both lanes */
  readonly pool: bigint[] = [];
  private readonly poolIndex = new Map<bigint, number>();

  define(name: string, params: readonly ValueType[], results: readonly ValueType[], exported = false): FunctionBuilder {
    const builder = new FunctionBuilder(name, params, results);
    this.functions.push(builder);
    if (exported) this.exported.add(name);
    return builder;
  }

  /** a function that the importer gives, `env.name` */
  import(name: string, params: readonly ValueType[], results: readonly ValueType[]): FunctionBuilder {
    const builder = new FunctionBuilder(name, params, results);
    this.imported.push(builder);
    return builder;
  }

  find(name: string): FunctionBuilder | undefined {
    return this.functions.find((candidate) => candidate.name === name);
  }

  /** in the order of their indices; every import comes before the first call */
  get all(): readonly FunctionBuilder[] {
    return [...this.imported, ...this.functions];
  }

  call(callee: FunctionBuilder, ...args: Expr[]): Expr {
    const type = callee.results[0] ?? "void";
    return { op: "call", args, immediates: [this.all.indexOf(callee)], type };
  }

  /** both lanes equal to a float64 given by value */
  constant(value: number): Expr {
    return this.bits(floatBits(value));
  }

  /** both lanes equal to a 64-bit pattern; a load from the pool costs less than rebuilding the constant */
  bits(pattern: bigint): Expr {
    const unsigned = BigInt.asUintN(64, pattern);
    let index = this.poolIndex.get(unsigned);
    if (index === undefined) {
      index = this.pool.length;
      this.pool.push(unsigned);
      this.poolIndex.set(unsigned, index);
    }
    return wasm("v128.load", wasm("i32.const", 0), 16 * index);
  }

  /** bytes that the pool occupies from address 0 */
  get poolBytes(): number {
    return 16 * this.pool.length;
  }

  writePool(memory: ArrayBufferLike): void {
    const words = new BigUint64Array(memory, 0, 2 * this.pool.length);
    this.pool.forEach((pattern, index) => words.fill(pattern, 2 * index, 2 * index + 2));
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** the IEEE 754 bits of a float64 */
export function floatBits(value: number): bigint {
  scratch.setFloat64(0, value);
  return scratch.getBigUint64(0);
}
