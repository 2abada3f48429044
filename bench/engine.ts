/**
 * The engine's benchmark, in one run on this machine: every reference model fitted with defaults, the cost of a gradient
 * beside hand-written C, rows from 1e3 to 1e6, and rstan where it is installed. CPU seconds of this process; least of
 * several rounds where a gradient is timed.
 *
 * Run: npm run bench [-- --models chinchilla,irt_2pl] [--rows 1000,10000] [--no-rstan] [--out FILE]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { BoundModel } from "../lib/model/bind.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { fit } from "../study/fit.ts";
import { cpu, gradientMicroseconds } from "./engine/clock.ts";
import { nativeKernel, nativeNames } from "./engine/native.ts";
import { type Reference, manyRows, readReference, referenceNames } from "./engine/references.ts";
import { rstanFit, rstanVersion } from "./engine/rstan.ts";
import { geometricMean, print } from "./engine/table.ts";

const { values } = parseArgs({
  options: {
    models: { type: "string" },
    rows: { type: "string", default: "1000,10000,100000,1000000" },
    rstan: { type: "boolean", default: true },
    out: { type: "string", default: ".credence/bench/engine.json" },
  },
  allowNegative: true,
});

/** one model: what a default fit costs and yields */
function measure({ document, table, summary }: Reference) {
  const before = cpu();
  const density = new ModelDensity(new BoundModel(document, table));
  const compile_s = cpu() - before;
  const us = gradientMicroseconds(density);
  const start = cpu();
  const result = fit(document, table);
  const cpu_s = cpu() - start - compile_s;
  const own = result.summaries.filter(({ name }) => name in summary.posterior);
  const least = (key: "ess_bulk" | "ess_tail"): number => Math.min(...own.map((row) => row[key]));
  const distance = Math.max(
    ...own.map(({ name, mean, mcse_mean }) => Math.abs(mean - summary.posterior[name]!.mean) / Math.hypot(mcse_mean, summary.posterior[name]!.mcse_mean)),
  );
  const { gradients, gradients_warmup } = result.timing;
  const ess = least("ess_bulk");
  const best = summary.stan_best ?? summary.stan;
  return {
    dim: density.dim,
    compile_s,
    us_per_gradient: us,
    gradients_warmup,
    gradients_sampling: gradients - gradients_warmup,
    min_ess_bulk: ess,
    min_ess_tail: least("ess_tail"),
    ess_per_1000_gradients: (1000 * ess) / gradients,
    cpu_s,
    ess_per_cpu_s: ess / cpu_s,
    divergences: result.diagnostics.divergences,
    max_rhat: Math.max(...own.map(({ rhat }) => rhat)),
    distance_in_errors: distance,
    per_gradient_over_stan: ess / gradients / (summary.stan.min_ess_bulk / (summary.stan.leapfrog_warmup + summary.stan.leapfrog_sampling)),
    per_gradient_over_stan_best: ess / gradients / (best.min_ess_bulk / best.gradients),
  };
}

const root = join(process.cwd(), "..", "shared", "reference");
const names = referenceNames(root).filter((name) => !values.models || values.models.split(",").includes(name));
if (names.length === 0) console.log(`skipped: no reference models at ${root}`);
const version = values.rstan ? rstanVersion() : undefined;
console.log(version ? `rstan ${version}` : "rstan is absent or not asked for: no ratios of seconds to it");

const models: Record<string, object> = {};
const suite: ({ model: string } & ReturnType<typeof measure>)[] = [];
for (const name of names) {
  const reference = await readReference(root, name);
  const ours = measure(reference);
  suite.push({ model: name, ...ours });
  const native = nativeNames.includes(name) ? nativeKernel(name, reference) : undefined;
  const rstan = version ? rstanFit(name, reference) : undefined;
  models[name] = { ...ours, ...(native && { native }), ...(rstan && { rstan }) };
  console.error(`${name}: ${ours.cpu_s.toFixed(2)} CPU s`);
}
print(suite);
const mean = (key: "per_gradient_over_stan" | "per_gradient_over_stan_best"): number => geometricMean(suite.map((row) => row[key]));
console.log(`geometric mean of effective draws per gradient: ${mean("per_gradient_over_stan").toFixed(1)} x default Stan, ${mean("per_gradient_over_stan_best").toFixed(1)} x its best variant\n`);

const natives = Object.entries(models).flatMap(([model, { native }]: [string, { native?: object }]) => (native ? [{ model, ...native }] : []));
if (natives.length > 0) print(natives);
else console.log("gcc is absent: no native kernels\n");
const rstans = Object.entries(models).flatMap(([model, { rstan }]: [string, { rstan?: object }]) => (rstan ? [{ model, ...rstan }] : []));
if (rstans.length > 0) print(rstans);

const rows: object[] = [];
for (const name of ["chinchilla", "platt_hier"].filter((name) => names.includes(name))) {
  for (const n of values.rows.split(",").map(Number)) {
    const { document, table } = manyRows(await readReference(root, name), n);
    const us = gradientMicroseconds(new ModelDensity(new BoundModel(document, table)));
    rows.push({ model: name, rows: n, us_per_gradient: us, ns_per_row: (1000 * us) / n });
  }
}
if (rows.length > 0) print(rows);
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify({ node: process.version, rstan: version ?? null, models, rows }, null, 1)}\n`);
console.log(`written to ${values.out}`);
