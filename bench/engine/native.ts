/** Hand-written C kernels of three models, compiled here: the same log density and gradient, as the physical limit. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoundModel } from "../../lib/model/bind.ts";
import { ModelDensity } from "../../lib/model/model-density.ts";
import { gradientMicroseconds } from "./clock.ts";
import type { Reference } from "./references.ts";
import { declaredOrder } from "./stan-data.ts";

/** columns in the order of bench/native/NAME.c */
const columns: Readonly<Record<string, readonly string[]>> = {
  chinchilla: ["logN", "logD", "logL"],
  platt_hier: ["group", "x", "y"],
  irt_2pl: ["model", "item", "correct"],
};

export const nativeNames: readonly string[] = Object.keys(columns);

export interface NativeResult {
  readonly us_per_gradient: number;
  /** with `gcc -O3 -march=native`, as numbers must be */
  readonly native_us: number;
  readonly ratio: number;
  /** with -ffast-math beside, which turns loops into vectors of eight and gives up accuracy */
  readonly fast_math_us: number;
  readonly ratio_fast_math: number;
  /** largest difference of value and gradient, relative to the gradient's size */
  readonly difference: number;
}

/** @returns undefined without gcc */
export function nativeKernel(name: string, { document, table }: Reference): NativeResult | undefined {
  const density = new ModelDensity(new BoundModel(document, table));
  const [position, gradient] = [new Float64Array(density.dim), new Float64Array(density.dim)];
  position.fill(0.1);
  const value = density.evaluate(position, gradient);
  const bound = columns[name]!.map((column) => density.model.rows.columns.get(column)!);
  const numbers = bound.map((column) => (column.kind === "factor" ? column.index : column.values));
  const dir = mkdtempSync(join(tmpdir(), "credence-bench-"));
  const data = join(dir, "data");
  writeFileSync(data, new Uint8Array(Float64Array.from([table.rows, density.dim, numbers.length, ...position, ...numbers.flatMap((array) => [...array])]).buffer));
  const run = (...flags: string[]): number[] => {
    const program = join(dir, "kernel");
    execFileSync("gcc", ["-O3", "-march=native", ...flags, "-o", program, join(process.cwd(), "bench", "native", `${name}.c`), "-lm"]);
    return execFileSync(program, [data], { encoding: "utf8" }).trim().split(" ").map(Number);
  };
  let exact: number[];
  try {
    exact = run();
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
  const fast = run("-ffast-math");
  const us = gradientMicroseconds(density);
  const size = Math.max(...gradient.map(Math.abs));
  const slopes = declaredOrder(density).map((at) => gradient[at]!);
  const differences = [Math.abs(exact[1]! - value) / Math.abs(value), ...slopes.map((g, i) => Math.abs(exact[2 + i]! - g) / size)];
  const [native, fastest] = [exact[0]!, fast[0]!];
  return {
    us_per_gradient: us,
    native_us: native,
    ratio: us / native,
    fast_math_us: fastest,
    ratio_fast_math: us / fastest,
    difference: Math.max(...differences),
  };
}
