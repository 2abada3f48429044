/** wabt as the independent assembler: what it makes of our text, and how it reads our bytes. */
import wabtModule from "wabt";
import { encode } from "../../../../lib/compile/wasm/encode.ts";
import { type FunctionBuilder, ModuleBuilder } from "../../../../lib/compile/wasm/module.ts";
import { print } from "../../../../lib/compile/wasm/print.ts";

const wabt = await wabtModule();

/** a module with one exported function `f` */
export function moduleOf(
  params: Parameters<ModuleBuilder["define"]>[1],
  build: (f: FunctionBuilder, m: ModuleBuilder) => void,
): ModuleBuilder {
  const m = new ModuleBuilder();
  const f = m.define("f", params, [], true);
  build(f, m);
  return m;
}

/** the binary that wabt makes of `print` */
export function assembled(m: ModuleBuilder): Uint8Array<ArrayBuffer> {
  const parsed = wabt.parseWat("printed.wat", print(m));
  try {
    parsed.validate();
    return Uint8Array.from(parsed.toBinary({}).buffer);
  } finally {
    parsed.destroy();
  }
}

/** a binary as wabt disassembles it, without the numbering of types, which an assembler may choose */
export function disassembled(binary: Uint8Array): string {
  const read = wabt.readWasm(binary, {});
  try {
    read.validate();
    const text = read.toText({ foldExprs: false, inlineExport: false });
    return text.replace(/^\s*\(type .*\n/gm, "").replace(/ \(type \d+\)/g, "");
  } finally {
    read.destroy();
  }
}

/** text that wabt printed from a binary, assembled by wabt again */
export function reassembled(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const read = wabt.readWasm(binary, {});
  try {
    const parsed = wabt.parseWat("read.wat", read.toText({ foldExprs: false, inlineExport: false }));
    try {
      return Uint8Array.from(parsed.toBinary({}).buffer);
    } finally {
      parsed.destroy();
    }
  } finally {
    read.destroy();
  }
}

export interface Ran {
  readonly memory: Uint8Array;
  readonly result: unknown;
}

/** runs `f` on a copy of `start` */
export function execute(binary: Uint8Array<ArrayBuffer>, start: Uint8Array, ...args: number[]): Ran {
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(start.length / 65536)) });
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(start);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  const result = (exports["f"] as (...values: number[]) => unknown)(...args);
  return { memory: bytes.slice(0, start.length), result };
}

/** both binaries of a module: our encoder's, and wabt's from our text */
export function binaries(m: ModuleBuilder): [own: Uint8Array<ArrayBuffer>, wabt: Uint8Array<ArrayBuffer>] {
  return [encode(m), assembled(m)];
}
