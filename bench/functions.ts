/**
 * Nanoseconds per element of the vector functions in a loop over 1024 elements: inlined, called, JavaScript's Math,
 * and a C loop over libm (gcc -O3 -march=native, when gcc is there). The least of many rounds, in turn.
 *
 * Run: npx esbuild bench/functions.ts --bundle --platform=node --format=esm --outfile=/tmp/functions.mjs && node /tmp/functions.mjs [names]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callVector, vectorFunctions, vectorPairs } from "../lib/compile/functions/index.ts";
import { encode } from "../lib/compile/wasm/encode.ts";
import { type Expr, type FunctionBuilder, ModuleBuilder, wasm } from "../lib/compile/wasm/module.ts";

const N = 1024;
const REPEATS = 100;
const ROUNDS = 60;
const EXPONENT = 2.37;

interface Case {
  readonly range: readonly [number, number];
  readonly js?: (x: number) => number;
  /** an expression in v */
  readonly c?: string;
}

const cases: Record<string, Case> = {
  exp: { range: [-10, 10], js: Math.exp, c: "exp(v)" },
  expm1: { range: [-3, 3], js: Math.expm1, c: "expm1(v)" },
  log: { range: [0.01, 50], js: Math.log, c: "log(v)" },
  log1p: { range: [-0.9, 10], js: Math.log1p, c: "log1p(v)" },
  log1p_exp: {
    range: [-10, 10],
    js: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    c: "(v > 0 ? v : 0) + log1p(exp(-fabs(v)))",
  },
  log1m_exp: { range: [-10, -0.01], js: (x) => Math.log(-Math.expm1(x)), c: "log(-expm1(v))" },
  inv_logit: { range: [-10, 10], js: (x) => 1 / (1 + Math.exp(-x)), c: "1 / (1 + exp(-v))" },
  log_inv_logit: { range: [-10, 10], c: "(v < 0 ? v : 0) - log1p(exp(-fabs(v)))" },
  tanh: { range: [-3, 3], js: Math.tanh, c: "tanh(v)" },
  sin: { range: [-10, 10], js: Math.sin, c: "sin(v)" },
  cos: { range: [-10, 10], js: Math.cos, c: "cos(v)" },
  atan: { range: [-5, 5], js: Math.atan, c: "atan(v)" },
  erf: { range: [-3, 3], c: "erf(v)" },
  erfc: { range: [-3, 3], c: "erfc(v)" },
  Phi: { range: [-4, 4], c: "0.5 * erfc(-M_SQRT1_2 * v)" },
  log_Phi: { range: [-4, 4], c: "log(0.5 * erfc(-M_SQRT1_2 * v))" },
  log_Phi_slope: { range: [-4, 4], c: "exp(-0.5 * v * v) / (1.2533141373155003 * erfc(-M_SQRT1_2 * v))" },
  lgamma: { range: [0.1, 20], c: "lgamma(v)" },
  digamma: { range: [0.1, 20] },
  trigamma: { range: [0.1, 20] },
  pow: { range: [0.01, 50], js: (x) => x ** EXPONENT, c: `pow(v, ${EXPONENT})` },
};

const argumentsOf = ({ range: [low, high] }: Case): Float64Array =>
  Float64Array.from({ length: N }, (_, k) => low + ((high - low) * ((k * 619) % N)) / N);

/** the least nanoseconds per element over many rounds */
function least(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let k = 0; k < REPEATS; k++) run();
    best = Math.min(best, performance.now() - start);
  }
  return (1e6 * best) / (REPEATS * N);
}

type Body = (m: ModuleBuilder, f: FunctionBuilder, args: Expr[]) => Expr[];

/** one loop in a module of its own, over arrays behind the constant pool */
function timeWasm(arity: number, x: Float64Array, body: Body): number {
  const address = (slot: number): number => 65536 + 8 * N * slot;
  const m = new ModuleBuilder();
  const f = m.define("f", ["i32"], [], true);
  const at = f.local("i32");
  f.loop(
    () => {
      const args = Array.from({ length: arity }, (_, k) => f.bind(wasm("v128.load", at, address(k))));
      body(m, f, args).forEach((value, k) => f.emit(wasm("v128.store", at, value, address(2 + k))));
      f.assign(at, wasm("i32.add", at, wasm("i32.const", 16)));
    },
    () => wasm("i32.lt_u", at, f.parameter(0)),
  );
  const memory = new WebAssembly.Memory({ initial: 2 });
  m.writePool(memory.buffer);
  new Float64Array(memory.buffer, address(0), N).set(x);
  new Float64Array(memory.buffer, address(1), N).fill(EXPONENT);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(encode(m)), { env: { memory } });
  const loop = instance.exports["f"] as (bytes: number) => void;
  return least(() => loop(8 * N));
}

function timeJs(js: (x: number) => number, x: Float64Array): number {
  const out = new Float64Array(N);
  return least(() => {
    for (let k = 0; k < N; k++) out[k] = js(x[k]!);
  });
}

/** name -> nanoseconds per element, empty when there is no gcc */
function timeC(names: readonly string[]): Record<string, number> {
  const loops = names
    .filter((name) => cases[name]!.c)
    .map((name) => {
      const [low, high] = cases[name]!.range;
      return `BENCH("${name}", ${cases[name]!.c}, ${low}, ${high})`;
    });
  const source = `#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <time.h>
double x[${N}], out[${N}];
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return 1e9 * t.tv_sec + t.tv_nsec; }
#define BENCH(name, expression, low, high) { double best = INFINITY; \\
  for (int i = 0; i < ${N}; i++) x[i] = low + (high - low) * ((i * 619) % ${N}) / ${N}.0; \\
  for (int round = 0; round < ${ROUNDS}; round++) { double start = now(); \\
    for (int k = 0; k < ${REPEATS}; k++) { for (int i = 0; i < ${N}; i++) { double v = x[i]; out[i] = expression; } \\
      __asm__ volatile("" ::: "memory"); } \\
    if (now() - start < best) best = now() - start; } \\
  printf("%s %g\\n", name, best / ${REPEATS} / ${N}); }
int main(void) { ${loops.join("\n")} }
`;
  const folder = mkdtempSync(join(tmpdir(), "functions-"));
  try {
    writeFileSync(join(folder, "functions.c"), source);
    execFileSync("gcc", ["-O3", "-march=native", "-o", join(folder, "functions"), join(folder, "functions.c"), "-lm"]);
    const lines = execFileSync(join(folder, "functions"), { encoding: "utf8" }).trim().split("\n");
    return Object.fromEntries(lines.map((line) => line.split(" ")).map(([name, time]) => [name!, Number(time)]));
  } catch (error) {
    console.error(`no C column: ${(error as Error).message}`);
    return {};
  }
}

const wanted = process.argv.slice(2);
const names = Object.keys(vectorFunctions).filter((name) => wanted.length === 0 || wanted.includes(name));
const c = timeC(names);
const cell = (time: number | undefined): string => (time === undefined ? "" : time.toFixed(2)).padStart(8);
console.log(
  `${"ns per element".padEnd(24)}${["inlined", "called", "Math", "libm"].map((title) => title.padStart(8)).join("")}`,
);
for (const name of names) {
  const { arity, build, inline } = vectorFunctions[name]!;
  const { js } = cases[name]!;
  const x = argumentsOf(cases[name]!);
  const inlined = timeWasm(arity, x, (m, f, args) => [build(m, f, ...args)]);
  const called = timeWasm(arity, x, (m, f, args) => [callVector(m, f, name, ...args)]);
  const row = [inlined, called, js && timeJs(js, x), c[name]].map(cell).join("");
  console.log(`${name.padEnd(16)}${(inline ? "inline" : "call").padEnd(8)}${row}`);
}
for (const [name, { derivative, build }] of Object.entries(vectorPairs)) {
  if (!names.includes(name)) continue;
  const pair = timeWasm(1, argumentsOf(cases[name]!), (m, f, args) => build(m, f, args[0]!));
  console.log(`${`${name}, ${derivative}`.padEnd(24)}${cell(pair)}`);
}
