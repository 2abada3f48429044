/**
 * The engine's benchmark, in one run on this machine: every reference model fitted with defaults, rstan's defaults where it is
 * installed, the cost of a gradient beside hand-written C, rows from 1e3 to 1e6, and the targets. CPU seconds everywhere.
 * rstan's runs are kept in ~/.cache/credence-bench, so that a bench can be interrupted: --sample says what of it is run again.
 *
 * Run: npm run bench [-- --only chinchilla,irt_2pl] [--peers rstan,c | none] [--sample missing | all | none]
 *   [--rows 1000,10000 | none] [--no-commands] [--out FILE]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { BoundModel } from "../lib/model/bind.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { gradientMicroseconds } from "./engine/clock.ts";
import { largePeak, startRatio, workerRatio } from "./engine/command.ts";
import { nativeKernel, nativeNames, type NativeResult } from "./engine/native.ts";
import { measureOurs, type OurResult } from "./engine/ours.ts";
import { manyRows, type Reference, readReference, referenceNames } from "./engine/references.ts";
import { type Resampling, rstanFit, rstanVersion } from "./engine/rstan.ts";
import { print } from "./engine/table.ts";
import { type CommandCosts, type Ratios, type RowCost, verdicts } from "./engine/verdicts.ts";
import { perGradientOver, type Yield, yieldOf } from "./engine/yield.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    peers: { type: "string", default: "rstan,c" },
    rows: { type: "string", default: "1000,10000,100000,1000000" },
    sample: { type: "string", default: "missing" },
    commands: { type: "boolean", default: true },
    out: { type: "string", default: ".credence/bench/engine.json" },
    /** one model, measured in this process, printed as JSON */
    measure: { type: "string" },
  },
  allowNegative: true,
});
const root = join(process.cwd(), "..", "shared", "reference");

interface Ours {
  readonly reference: Reference;
  readonly fit: Yield & { readonly dim: number; readonly rows: number; readonly cold_s: number };
  readonly c: NativeResult | undefined;
}

type Peer = Yield & { readonly density_difference: number; readonly chains: number; readonly from: "this run" | "stored run" };

/** in a process of its own, so that one model's fit does not warm the engine for the next */
function inNewProcess(name: string): OurResult {
  const { status, stdout } = spawnSync(process.execPath, [process.argv[1]!, "--measure", name], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`the fit of ${name} failed`);
  return JSON.parse(stdout) as OurResult;
}

async function measure(name: string, wantsC: boolean): Promise<Ours> {
  const reference = await readReference(root, name);
  const result = inNewProcess(name);
  const { dim, rows, cold_s, summaries } = result;
  const c = wantsC && nativeNames.includes(name) ? nativeKernel(name, reference) : undefined;
  console.error(`${name}: ${result.cpu_s.toFixed(2)} CPU s`);
  return { reference, fit: { dim, rows, ...yieldOf(result, summaries, reference.summary), cold_s }, c };
}

function measurePeer(name: string, reference: Reference, version: string): Peer | undefined {
  const peer = rstanFit(name, reference, version, values.sample as Resampling);
  if (!peer) return undefined;
  console.error(`${name}: rstan ${peer.cpu_s.toFixed(2)} CPU s${peer.isStored ? ", stored" : ""}`);
  const { density_difference, chains, isStored, summaries } = peer;
  return { ...yieldOf(peer, summaries, reference.summary), density_difference, chains, from: isStored ? "stored run" : "this run" };
}

function compare(model: string, { reference: { summary }, fit, c }: Ours, rstan: Peer | undefined): Ratios {
  const best = summary.stan_best ?? { ...summary.stan, gradients: summary.stan.leapfrog_warmup + summary.stan.leapfrog_sampling };
  return {
    model,
    ...(rstan && {
      ess_per_s_over_rstan: fit.ess_per_cpu_s / rstan.ess_per_cpu_s,
      with_compile: fit.min_ess_bulk / fit.cold_s / (rstan.min_ess_bulk / (rstan.compile_s + rstan.cpu_s)),
    }),
    ess_per_gradient_over_stan_best: perGradientOver(fit, best),
    ...(rstan && { gradient_over_rstan: fit.us_per_gradient / rstan.us_per_gradient, run_over_rstan: fit.run_us / rstan.run_us }),
    ...(c && { gradient_over_c: c.ratio }),
  };
}

async function rowCosts(names: readonly string[]): Promise<RowCost[]> {
  const costs: RowCost[] = [];
  for (const name of names.filter((model) => ["chinchilla", "platt_hier"].includes(model))) {
    for (const n of values.rows.split(",").map(Number)) {
      const { document, table } = manyRows(await readReference(root, name), n);
      const us = gradientMicroseconds(new ModelDensity(new BoundModel(document, table)));
      costs.push({ model: name, rows: n, us_per_gradient: us, ns_per_row: (1000 * us) / n });
    }
  }
  return costs;
}

/** of the built command; undefined before `npm run build`, or when the models are not asked for */
async function commandCosts(names: readonly string[]): Promise<(CommandCosts & Readonly<Record<string, number>>) | undefined> {
  if (!values.commands || !existsSync("dist/cli.js") || !["chinchilla", "irt_2pl"].every((name) => names.includes(name))) return undefined;
  const chinchilla = await readReference(root, "chinchilla");
  const [start, peak] = [startRatio(chinchilla), largePeak(chinchilla)];
  const workers = workerRatio(join(root, "irt_2pl", "model.yaml"), join(root, "irt_2pl", "data.csv"));
  return { fit_240_rows_s: start.fit_s, node_s: start.node_s, start: start.ratio, peak_mb: peak.peak_mb, irt_1_worker_s: workers.one_s, irt_2_workers_s: workers.two_s, workers: workers.ratio };
}

async function main(): Promise<void> {
  const names = referenceNames(root).filter((name) => !values.only || values.only.split(",").includes(name));
  if (names.length === 0) return console.log(`skipped: no reference models at ${root}`);
  const peers = values.peers.split(",");
  const version = peers.includes("rstan") ? rstanVersion() : undefined;
  console.log(`${cpus()[0]!.model}, node ${process.version}, ${version ? `rstan ${version}` : "rstan is absent or not asked for: no ratios to it"}\n`);
  const ours = new Map<string, Ours>();
  for (const name of names) ours.set(name, await measure(name, peers.includes("c")));
  const rows = values.rows === "none" ? [] : await rowCosts(names);
  const commands = await commandCosts(names);
  // the peer comes last: it takes longest, and what of it is done is kept when the bench is interrupted
  const rstan = new Map([...ours].map(([name, { reference }]) => [name, version ? measurePeer(name, reference, version) : undefined]));
  const ratios = [...ours].map(([name, own]) => compare(name, own, rstan.get(name)));
  const agreements = [...ours].map(([model, { fit, reference }]) => ({ model, ...fit, reference_divergences: reference.summary.stan.divergences }));
  const judged = verdicts(ratios, rows, agreements, commands);
  const table = (title: string, lines: readonly object[]): void => {
    if (lines.length === 0) return;
    console.log(title);
    print(lines);
  };
  table("credence, defaults: 4 x (400 + 1000)", [...ours].map(([model, { fit }]) => ({ model, ...fit })));
  table("rstan, defaults: 4 x (1000 + 1000)", [...rstan].flatMap(([model, peer]) => (peer ? [{ model, ...peer }] : [])));
  table("C kernels, gcc -O3 -march=native", [...ours].flatMap(([model, { c }]) => (c ? [{ model, ...c }] : [])));
  table("rows", rows);
  table("the whole command", commands ? [commands] : []);
  table("ratios", ratios.map((row) => ({ model: row.model, ...Object.fromEntries(ratioColumns.map((key) => [key, row[key] ?? "-"])) })));
  table("targets", judged.map(({ target, measured, is_met }) => ({ target: unbroken(target), measured: unbroken(measured), "": is_met === null ? "-" : is_met ? "met" : "MISSED" })));
  mkdirSync(dirname(values.out), { recursive: true });
  const models = [...ours].map(([model, { fit, c }], k) => ({ model, ours: fit, rstan: rstan.get(model), c, ratios: ratios[k] }));
  writeFileSync(values.out, `${JSON.stringify({ machine: cpus()[0]!.model, node: process.version, rstan: version ?? null, models, rows, commands, targets: judged }, null, 1)}\n`);
  console.log(`written to ${values.out}`);
}

/** for a table that breaks its cells at spaces */
const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");

const ratioColumns = ["ess_per_s_over_rstan", "with_compile", "ess_per_gradient_over_stan_best", "gradient_over_rstan", "run_over_rstan", "gradient_over_c"] as const;

if (values.measure) console.log(JSON.stringify(measureOurs(await readReference(root, values.measure))));
else await main();
