/** A compiled program in memory, ready to run: one per worker and data set. */
import { type Layout, writeData } from "./layout.ts";
import type { DataArray } from "../expression/node.ts";
import type { Program } from "./program.ts";
import { ensureBytes, PAGE } from "./wasm/memory.ts";

export class Instance {
  /** what V8 made of the program's binary; threads may share it */
  readonly compiled: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  private readonly exports: Record<string, (position: number, output: number) => number>;
  private readonly layout: Layout;
  private readonly arrays: { next: number; end: number };

  /**
   * @param reserve float64 numbers set aside for `array`
   * @param compiled of an equal program, in another thread perhaps
   */
  constructor(program: Program, reserve: number, compiled?: WebAssembly.Module) {
    const { module, layout, binary } = program;
    const end = layout.bytes + 8 * reserve;
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
    this.layout = layout;
    this.arrays = { next: layout.bytes, end };
    module.writePool(this.memory.buffer);
    layout.write(this.memory.buffer);
    this.compiled = compiled ?? new WebAssembly.Module(binary);
    const { exports } = new WebAssembly.Instance(this.compiled, { env: { memory: this.memory } });
    this.exports = exports as typeof this.exports;
    this.exports["prepare"]!(0, 0);
  }

  /** an array in the program's own memory, or an ordinary one when the reserve is used up */
  array(length: number): Float64Array {
    const bytes = (8 * length + 15) & ~15;
    const { next, end } = this.arrays;
    if (next + bytes > end) return new Float64Array(length);
    this.arrays.next += bytes;
    return new Float64Array(this.memory.buffer, next, length);
  }

  /** The address of `bytes` bytes at the end of the memory, the same at every call; arrays are void when the memory grows. */
  workspace(bytes: number): number {
    const { end } = this.arrays;
    ensureBytes(this.memory, end + bytes);
    return end;
  }

  /** the raw function; both arguments are byte addresses of arrays made by `array` */
  entry(name: string): (position: number, output: number) => number {
    return this.exports[name]!;
  }

  /** reads mutable data again and recomputes what depends on it */
  refresh(changed: readonly DataArray[]): void {
    for (const data of changed) writeData(this.memory.buffer, this.layout.data(data), data.values);
    this.exports["prepare"]!(0, 0);
  }
}
