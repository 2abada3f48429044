/**
 * Models of the library by name against long runs of another program. The law, its coordinates and its likelihood are
 * the library's; where the reference has other priors, or names other functions of the parameters, a patch says so,
 * with priors at the library's pivots that are the reference's at its own. The slow ones under CREDENCE_SLOW=1.
 */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTable } from "../../lib/data/files.ts";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { cellText, type Table } from "../../lib/data/table.ts";
import type { Patch } from "../../lib/model/document.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";

const root = new URL("../../../shared/reference/", import.meta.url).pathname;
const isHere = existsSync(root);
const isSlow = process.env["CREDENCE_SLOW"] === "1";

type Columns = Readonly<Record<string, ArrayLike<number> | readonly string[]>>;

interface Case {
  readonly folder: string;
  readonly model: string;
  readonly quick?: true;
  readonly set?: Readonly<Record<string, string>>;
  /** priors and quantities of the reference */
  readonly patch?: Patch;
  /** the model's columns from the file's */
  readonly columns: (table: Table) => Columns;
  /** the reference's parameter -> ours; levels follow. Those left out have another scale, and functions of them stand for them */
  readonly names: Readonly<Record<string, string>>;
}

const labels = (table: Table, name: string): string[] => Array.from({ length: table.rows }, (_, row) => cellText(table.columns.get(name)!, row));
const numbers = (table: Table, name: string): number[] => labels(table, name).map(Number);
const exps = (table: Table, name: string): number[] => numbers(table, name).map(Math.exp);
const surface = (table: Table): Columns => ({ N: exps(table, "logN"), D: exps(table, "logD"), loss: exps(table, "logL") });

const cases: readonly Case[] = [
  {
    folder: "chinchilla",
    model: "chinchilla",
    quick: true,
    patch: {
      parameters: {
        E: { prior: "lognormal(log(1.7), 0.5)" },
        A0: { prior: "lognormal(6 - alpha * log(N0), 2)" },
        B0: { prior: "lognormal(7 - beta * log(D0), 2)" },
        alpha: { prior: "lognormal(log(0.35), 0.5)" },
        beta: { prior: "lognormal(log(0.35), 0.5)" },
        sigma: { prior: "half_normal(0.05)" },
      },
      quantities: { log_A: "log(A)", log_B: "log(B)" },
    },
    columns: surface,
    names: { E: "E", logA: "log_A", logB: "log_B", alpha: "alpha", beta: "beta", sigma: "sigma" },
  },
  {
    folder: "kaplan_joint",
    model: "kaplan-nd",
    quick: true,
    patch: {
      parameters: {
        LN: { prior: "lognormal(aN * (30 - log(N0)), 5 * aN)" },
        LD: { prior: "lognormal(aD * (30 - log(D0)), 5 * aD)" },
        aN: { prior: "lognormal(log(0.08), 0.5)" },
        aD: { prior: "lognormal(log(0.1), 0.5)" },
        sigma: { prior: "half_normal(0.05)" },
      },
      quantities: { log_Nc: "log(Nc)", log_Dc: "log(Dc)" },
    },
    columns: surface,
    names: { logNc: "log_Nc", logDc: "log_Dc", aN: "aN", aD: "aD", sigma: "sigma" },
  },
  {
    folder: "passuntil",
    model: "task-scaling",
    quick: true,
    set: { items: "item", stopping: "first_pass" },
    patch: {
      parameters: { c0: { prior: "lognormal(5 - alpha * log(N0), 2)" }, alpha: { prior: "lognormal(log(0.25), 0.5)" } },
      quantities: { log_c: "log(c)", "log_c_at_1[item]": "log_c_of[item] + alpha * log(N0)" },
    },
    columns: (table) => ({ N: exps(table, "logN"), item: labels(table, "task"), tries: numbers(table, "tries"), passes: numbers(table, "passed") }),
    names: { a: "alpha", mu_c: "log_c", sigma_c: "tau_c", log_c: "log_c_at_1" },
  },
  {
    // one run logged at every step, lambda 0.999 in the file's S2; its S1 sums rates where ours takes the mean of neighbours, 3e-4 apart at the end
    folder: "loss_curve",
    model: "lr-annealing",
    patch: {
      constants: { one_minus_lambda: 1e-3 },
      parameters: {
        one_minus_lambda: null,
        L0: { prior: "lognormal(log(2.5), 0.5)" },
        A0: { prior: "lognormal(log(0.5) - alpha * log(S0), 1)" },
        alpha: { prior: "lognormal(log(0.4), 0.5)" },
        G: { prior: "half_normal(2 * lr_max / one_minus_lambda)" },
        sigma: { prior: "half_normal(0.1)" },
      },
      likelihood: { "log(loss)": null, loss: "normal(mu, sigma)" },
    },
    columns: (table) => {
      const sums = exps(table, "logS1");
      return { run: sums.map(() => "run"), step: sums.map((_, k) => k + 1), lr: sums.map((sum, k) => sum - (sums[k - 1] ?? 0)), loss: numbers(table, "L") };
    },
    names: { L0: "L0", A: "A", alpha: "alpha", C: "C", sigma: "sigma" },
  },
  {
    folder: "platt_hier",
    model: "platt",
    set: { input: "score", grouped: "true" },
    patch: { quantities: { log_a: "log(a)" } },
    columns: (table) => ({ score: numbers(table, "x"), correct: numbers(table, "y"), group: labels(table, "group") }),
    names: { mu_a: "b", s_a: "tau_b", mu_b: "log_a", s_b: "tau_a", alpha: "b_of", log_beta: "log_a_of" },
  },
  {
    folder: "seed_variance",
    model: "seed-variance",
    patch: { quantities: { "fm[model]": "mean_of[model] - mu", "fi[model, bench]": "cell[model, bench] - mean_of[model] - fb[bench]" } },
    columns: (table) => ({ model: labels(table, "model"), bench: labels(table, "bench"), score: numbers(table, "y") }),
    names: {
      mu: "mu", sd_model: "sd_model", sd_bench: "sd_bench", sd_inter: "sd_inter", m_lsig: "m_lsig", s_lsig: "s_lsig",
      fm: "fm", fb: "fb", fi: "fi", lsig: "lsig", sigma_seed: "sigma_seed",
    },
  },
  {
    folder: "irt_2pl",
    model: "irt",
    columns: (table) => ({ model: labels(table, "model"), item: labels(table, "item"), correct: numbers(table, "correct") }),
    names: { sigma_b: "sigma_b", sigma_a: "sigma_a", theta: "theta", b: "b", log_a: "log_a" },
  },
];

describe.skipIf(!isHere)("library models match reference posteriors (skipped: ../shared/reference is absent)", () => {
  for (const { folder, model, quick, set = {}, patch = {}, columns, names } of cases) {
    test.skipIf(!quick && !isSlow)(`${model} is ${folder}: means within 5 standard errors, sds within 10 %`, { timeout: 1_800_000 }, async () => {
      const { posterior } = JSON.parse(readFileSync(`${root}${folder}/summary.json`, "utf8")) as { posterior: Record<string, { mean: number; sd: number; mcse_mean: number }> };
      const document = models.get(model)!;
      const patched = { ...document, options: { ...document.options, reference: { about: "priors of the reference", default: "true", choices: { true: patch } } } };
      const table = tableFromColumns(columns(await readTable(`${root}${folder}/data.csv`)));
      const result = fit(patched, table, { seed: "1", set });
      const ours = new Map(result.summaries.map((row) => [row.name, row]));
      const compared = Object.entries(posterior).map(([element, truth]) => {
        const [name, level = ""] = element.split(/(?=\[)/) as [string, string?];
        return { element, own: ours.get(`${names[name]}${level}`)!, truth };
      });
      const wrong = compared.filter(({ own, truth }) => !(Math.abs(own?.mean - truth.mean) <= 5 * Math.hypot(own?.mcse_mean, truth.mcse_mean) && Math.abs(own.sd / truth.sd - 1) <= 0.1));
      const { diagnostics, timing } = result;
      if (isSlow) console.log(`${model}: ${compared.length} parameters compared, R-hat ${diagnostics.max_rhat.toFixed(4)}, ${diagnostics.divergences} divergences, ${timing.total_s.toFixed(0)} s`);
      expect(wrong.map(({ element, own, truth }) => `${element}: ${own?.mean} ± ${own?.sd}, not ${truth.mean} ± ${truth.sd}`)).toEqual([]);
      expect(diagnostics.max_rhat).toBeLessThan(1.01);
    });
  }
});
