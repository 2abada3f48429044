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
import { manyRows, readReference, referenceNames } from "./engine/references.ts";
import { type Resampling, rstanFit, rstanVersion } from "./engine/rstan.ts";
import { print } from "./engine/table.ts";
import { type Agreement, type CommandCosts, type Ratios, type RowCost, verdicts } from "./engine/verdicts.ts";
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

interface Measured {
  readonly model: string;
  readonly ours: Yield & { readonly dim: number; readonly rows: number; readonly cold_s: number };
  readonly rstan?: Yield & { readonly density_difference: number; readonly chains: number; readonly from: "this run" | "stored run" };
  readonly c?: NativeResult;
  readonly ratios: Ratios;
  readonly agreement: Agreement;
}

/** in a process of its own, so that one model's fit does not warm the engine for the next */
function inNewProcess(name: string): OurResult {
  const { status, stdout } = spawnSync(process.execPath, [process.argv[1]!, "--measure", name], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`the fit of ${name} failed`);
  return JSON.parse(stdout) as OurResult;
}

async function measure(name: string, peers: readonly string[], version: string | undefined): Promise<Measured> {
  const reference = await readReference(root, name);
  const { summary } = reference;
  const result = inNewProcess(name);
  const { dim, rows, cold_s, summaries } = result;
  const ours = { dim, rows, ...yieldOf(result, summaries, summary), cold_s };
  const peer = version ? rstanFit(name, reference, version, values.sample as Resampling) : undefined;
  const rstan = peer && {
    ...yieldOf(peer, peer.summaries, summary),
    density_difference: peer.density_difference,
    chains: peer.chains,
    from: peer.isStored ? ("stored run" as const) : ("this run" as const),
  };
  const c = peers.includes("c") && nativeNames.includes(name) ? nativeKernel(name, reference) : undefined;
  const best = summary.stan_best ?? { ...summary.stan, gradients: summary.stan.leapfrog_warmup + summary.stan.leapfrog_sampling };
  const ratios: Ratios = {
    model: name,
    ...(rstan && {
      ess_per_s_over_rstan: ours.ess_per_cpu_s / rstan.ess_per_cpu_s,
      with_compile: ours.min_ess_bulk / cold_s / (rstan.min_ess_bulk / (rstan.compile_s + rstan.cpu_s)),
    }),
    ess_per_gradient_over_stan_best: perGradientOver(ours, best),
    ...(rstan && { gradient_over_rstan: ours.us_per_gradient / rstan.us_per_gradient, run_over_rstan: ours.run_us / rstan.run_us }),
    ...(c && { gradient_over_c: c.ratio }),
  };
  const { errors_from_reference, sd_from_reference, divergences } = ours;
  const agreement = { model: name, errors_from_reference, sd_from_reference, divergences, reference_divergences: summary.stan.divergences };
  return { model: name, ours, ...(rstan && { rstan }), ...(c && { c }), ratios, agreement };
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
async function commandCosts(names: readonly string[]): Promise<CommandCosts | undefined> {
  if (!values.commands || !existsSync("dist/cli.js") || !["chinchilla", "irt_2pl"].every((name) => names.includes(name))) return undefined;
  const chinchilla = await readReference(root, "chinchilla");
  const start = startRatio(chinchilla);
  const workers = workerRatio(join(root, "irt_2pl", "model.yaml"), join(root, "irt_2pl", "data.csv"));
  const peak = largePeak(chinchilla);
  print([{ fit_240_rows_s: start.fit_s, node_s: start.node_s, irt_1_worker_s: workers.one_s, irt_2_workers_s: workers.two_s, peak_mb: peak.peak_mb }]);
  return { start: start.ratio, workers: workers.ratio, peak_mb: peak.peak_mb };
}

async function main(): Promise<void> {
  const names = referenceNames(root).filter((name) => !values.only || values.only.split(",").includes(name));
  if (names.length === 0) return console.log(`skipped: no reference models at ${root}`);
  const peers = values.peers.split(",");
  const version = peers.includes("rstan") ? rstanVersion() : undefined;
  console.log(`${cpus()[0]!.model}, node ${process.version}, ${version ? `rstan ${version}` : "rstan is absent or not asked for: no ratios to it"}\n`);
  const measured: Measured[] = [];
  for (const name of names) {
    measured.push(await measure(name, peers, version));
    const { ours, rstan } = measured.at(-1)!;
    console.error(`${name}: ${ours.cpu_s.toFixed(2)} CPU s${rstan ? `, rstan ${rstan.cpu_s.toFixed(2)} (${rstan.from})` : ""}`);
  }
  const rows = values.rows === "none" ? [] : await rowCosts(names);
  const ratios = measured.map((row) => row.ratios);
  const commands = await commandCosts(names);
  const judged = verdicts(ratios, rows, measured.map((row) => row.agreement), commands);
  const table = (title: string, lines: readonly object[]): void => {
    if (lines.length === 0) return;
    console.log(title);
    print(lines);
  };
  table("credence, defaults: 4 x (400 + 1000)", measured.map(({ model, ours }) => ({ model, ...ours })));
  table("rstan, defaults: 4 x (1000 + 1000)", measured.flatMap(({ model, rstan }) => (rstan ? [{ model, ...rstan }] : [])));
  table("C kernels, gcc -O3 -march=native", measured.flatMap(({ model, c }) => (c ? [{ model, ...c }] : [])));
  table("rows", rows);
  table("ratios", ratios.map((row) => ({ model: row.model, ...Object.fromEntries(ratioColumns.map((key) => [key, row[key] ?? "-"])) })));
  table("targets", judged.map(({ target, measured: value, is_met }) => ({ target: target.replaceAll(" ", "\u00a0"), measured: value.replaceAll(" ", "\u00a0"), "": is_met === null ? "-" : is_met ? "met" : "MISSED" })));
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${JSON.stringify({ machine: cpus()[0]!.model, node: process.version, rstan: version ?? null, models: measured, rows, commands: commands ?? null, targets: judged }, null, 1)}\n`);
  console.log(`written to ${values.out}`);
}

const ratioColumns = ["ess_per_s_over_rstan", "with_compile", "ess_per_gradient_over_stan_best", "gradient_over_rstan", "run_over_rstan", "gradient_over_c"] as const;

if (values.measure) console.log(JSON.stringify(measureOurs(await readReference(root, values.measure))));
else await main();
