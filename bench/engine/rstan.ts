/** R's rstan with its defaults, 4 x (1000 + 1000), where it is installed; its runs are kept, so that a bench can go on. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, homedir } from "node:os";
import { join } from "node:path";
import type { ModelDensity } from "../../lib/model/model-density.ts";
import { type Summary, summarizeOne } from "../../lib/posterior/index.ts";
import type { Reference } from "./references.ts";
import { declaredOrder, stanData, stanDensity, typicalPoints } from "./stan-data.ts";

/** what a Stan program may differ by from our density, relative to its size, before it is another model */
const SAME = 1e-8;

export interface RstanResult {
  readonly compile_s: number;
  /** CPU seconds of warmup and sampling as Stan counts them, without R's part */
  readonly cpu_s: number;
  /** the whole call of `sampling` */
  readonly call_s: number;
  readonly gradients_warmup: number;
  readonly gradients_sampling: number;
  /** the run's CPU seconds over its gradients */
  readonly run_us: number;
  /** a leapfrog step of long trajectories without a tree: the gradient and little else; 1e9 where rstan could not be timed so, Infinity in an unfinished run */
  readonly leapfrog_us: number;
  /** the lesser of the two */
  readonly us_per_gradient: number;
  /** of the log density between points and of the gradient, relative to their sizes, at draws of the posterior */
  readonly density_difference: number;
  readonly divergences: number;
  /** by the estimators that judge our own draws */
  readonly summaries: readonly Summary[];
  /** 4, or fewer where a stored run did not end */
  readonly chains: number;
  /** whether the chains were there from an earlier run on this machine */
  readonly isStored: boolean;
}

interface ChainCosts {
  readonly warmup_s: number;
  readonly sampling_s: number;
  readonly call_s: number;
  readonly gradients_warmup: number;
  readonly gradients_sampling: number;
  readonly divergences: number;
}

const CHAINS = [1, 2, 3, 4];
/** R-hat needs more than one */
const FEWEST = 2;
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "credence-bench", "rstan");
const rscript = (...args: string[]) => spawnSync("Rscript", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const hash = (...texts: string[]): string => createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16);
const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), "utf8")) as T;

/** the user's compiler flags, where there are any, make another program of the same text */
const makevars = [process.env.R_MAKEVARS_USER ?? "", join(homedir(), ".R", "Makevars")].filter((file) => existsSync(file)).slice(0, 1).map((file) => readFileSync(file, "utf8"));

/** undefined when R or rstan is absent */
export function rstanVersion(): string | undefined {
  const { status, stdout } = rscript("-e", 'cat(as.character(packageVersion("rstan")))');
  return status === 0 ? stdout.trim() : undefined;
}

/** `missing`: run what is not stored; `all`: sample everything again, with the compiled programs that are kept; `none`: only what is stored */
export type Resampling = "missing" | "all" | "none";

/**
 * @returns undefined when nothing may be run and less than two chains are stored
 * @throws Error when the program fails, or is not the same density as the model
 */
export function rstanFit(name: string, reference: Reference, version: string, resampling: Resampling): RstanResult | undefined {
  const path = join(process.cwd(), "bench", "stan", `${name}.stan`);
  const program = readFileSync(path, "utf8");
  const density = stanDensity(reference, program);
  const data = stanData(density.model);
  const compiled = join(cache, "programs", `${name}-${hash(program, version, ...makevars)}.rds`);
  const folder = join(cache, "runs", `${name}-${hash(program, version, data, cpus()[0]!.model, ...makevars)}`);
  const stored = (): number[] => CHAINS.filter((chain) => existsSync(join(folder, `chain${chain}.json`)));
  const isStored = resampling !== "all" && stored().length === CHAINS.length && ["check.json", "leapfrog.json"].every((file) => existsSync(join(folder, file)));
  if (!isStored && resampling !== "none") {
    mkdirSync(join(cache, "programs"), { recursive: true });
    mkdirSync(folder, { recursive: true });
    sample(path, compiled, folder, data, density, resampling === "all");
  }
  const chains = stored();
  if (chains.length < FEWEST) return undefined;
  const costs = chains.map((chain) => readJson<ChainCosts>(folder, `chain${chain}.json`));
  const total = (key: keyof ChainCosts): number => costs.reduce((sum, chain) => sum + chain[key], 0);
  const { log_prob, gradient } = readJson<{ log_prob: number[]; gradient: number[] }>(folder, "check.json");
  const leapfrog_us = existsSync(join(folder, "leapfrog.json")) ? readJson<{ us: number }>(folder, "leapfrog.json").us : Infinity;
  const difference = densityDifference(density, readJson<number[][]>(folder, "points.json"), log_prob, gradient);
  if (!(difference <= SAME)) throw new Error(`${name}.stan is another density than ${name}: they differ by ${difference}`);
  const gradients = total("gradients_warmup") + total("gradients_sampling");
  const cpu_s = total("warmup_s") + total("sampling_s");
  const run_us = (1e6 * cpu_s) / gradients;
  return {
    ...readJson<{ compile_s: number }>(compiled.replace(/rds$/, "json")),
    cpu_s,
    call_s: total("call_s"),
    gradients_warmup: total("gradients_warmup"),
    gradients_sampling: total("gradients_sampling"),
    run_us,
    leapfrog_us,
    us_per_gradient: Math.min(run_us, leapfrog_us),
    density_difference: difference,
    divergences: total("divergences"),
    summaries: summaries(folder, chains, density, Object.keys(reference.summary.posterior)),
    chains: chains.length,
    isStored: isStored || resampling === "none",
  };
}

function sample(program: string, compiled: string, folder: string, data: string, density: ModelDensity, isFresh: boolean): void {
  if (!existsSync(join(folder, "check.json"))) {
    const order = declaredOrder(density);
    const points = typicalPoints(density).map((point) => order.map((at) => point[at]!));
    writeFileSync(join(folder, "points.json"), JSON.stringify(points));
  }
  const known = readJson<number[][]>(folder, "points.json");
  writeFileSync(join(folder, "data.R"), `${data}points__ <- c(${known.flat().join(",")})\n`);
  const run = (): void => {
    const { status, stderr } = rscript(join(process.cwd(), "bench", "stan", "run.R"), compiled, join(folder, "data.R"), folder, program, String(isFresh));
    if (status !== 0) throw new Error(`rstan failed:\n${stderr}`);
  };
  if (!existsSync(compiled)) run();
  run();
}

/** log densities are known up to a constant, so their differences from the first point are compared */
function densityDifference(density: ModelDensity, points: readonly number[][], logProb: readonly number[], gradient: readonly number[]): number {
  const order = declaredOrder(density);
  const [position, slopes] = [new Float64Array(density.dim), new Float64Array(density.dim)];
  const ours = points.map((point) => {
    order.forEach((at, k) => (position[at] = point[k]!));
    const value = density.evaluate(position, slopes);
    return { value, slopes: order.map((at) => slopes[at]!) };
  });
  const size = Math.max(1, ...logProb.map(Math.abs));
  const steepest = Math.max(1, ...gradient.map(Math.abs));
  return Math.max(
    ...ours.map(({ value }, k) => Math.abs(value - ours[0]!.value - (logProb[k]! - logProb[0]!)) / size),
    ...ours.flatMap((point, k) => point.slopes.map((slope, i) => Math.abs(slope - gradient[k * order.length + i]!) / steepest)),
  );
}

function summaries(folder: string, chains: readonly number[], density: ModelDensity, names: readonly string[]): Summary[] {
  const columns = readFileSync(join(folder, "names.txt"), "utf8").trim().split("\n");
  const draws = chains.map((chain) => {
    const bytes = readFileSync(join(folder, `chain${chain}.bin`));
    return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  });
  const n = draws[0]!.length / columns.length;
  return names.map((name) => {
    const at = stanColumn(name, density.elements, columns);
    const column = new Float64Array(chains.length * n);
    draws.forEach((chain, k) => column.set(chain.subarray(at * n, (at + 1) * n), k * n));
    return summarizeOne(name, column, chains.length);
  });
}

/** `theta[s2]` is theta[2] in Stan, and `beta3` may be beta[3] */
function stanColumn(name: string, elements: readonly string[], columns: readonly string[]): number {
  const base = name.replace(/\[.*/, "");
  const siblings = elements.filter((element) => element === base || element.startsWith(`${base}[`));
  const spellings = siblings.length > 1 ? [`${base}[${siblings.indexOf(name) + 1}]`] : [base, base.replace(/(\d+)$/, "[$1]")];
  const at = columns.findIndex((column) => spellings.includes(column));
  if (at < 0) throw new Error(`the Stan program has no ${name}`);
  return at;
}
