/** Models of the library by name against long runs of another program, where the model is the same; under CREDENCE_SLOW=1. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTable } from "../../lib/data/files.ts";
import { renameColumns } from "../../lib/data/rename-columns.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";

const root = new URL("../../../shared/reference/", import.meta.url).pathname;
const isAsked = process.env["CREDENCE_SLOW"] === "1" && existsSync(root);

interface Case {
  readonly folder: string;
  readonly model: string;
  readonly set?: Record<string, string>;
  /** our column -> the file's */
  readonly columns: Record<string, string>;
  /** the reference's parameter -> ours; levels follow */
  readonly names: Record<string, string>;
}

const cases: readonly Case[] = [
  {
    folder: "platt_hier",
    model: "platt",
    set: { input: "score", grouped: "true" },
    columns: { score: "x", correct: "y" },
    names: { mu_a: "b", s_a: "tau_b", s_b: "tau_a", alpha: "b_of", log_beta: "log_a_of" },
  },
  {
    folder: "seed_variance",
    model: "seed-variance",
    columns: { score: "y" },
    names: { mu: "mu", sd_model: "sd_model", sd_bench: "sd_bench", sd_inter: "sd_inter", m_lsig: "m_lsig", s_lsig: "s_lsig", fb: "fb", lsig: "lsig" },
  },
  { folder: "irt_2pl", model: "irt", columns: {}, names: { sigma_b: "sigma_b", sigma_a: "sigma_a", theta: "theta", b: "b", log_a: "log_a" } },
];

describe.runIf(isAsked)("library models match reference posteriors", () => {
  for (const { folder, model, set = {}, columns, names } of cases) {
    test(`${model} is ${folder}: means within 5 standard errors, sds within 10 %`, { timeout: 1_800_000 }, async () => {
      const { posterior } = JSON.parse(readFileSync(`${root}${folder}/summary.json`, "utf8")) as { posterior: Record<string, { mean: number; sd: number; mcse_mean: number }> };
      const table = renameColumns(await readTable(`${root}${folder}/data.csv`), columns);
      const result = fit(models.get(model)!, table, { seed: "1", set });
      const ours = new Map(result.summaries.map((row) => [row.name, row]));
      const compared = Object.entries(posterior).flatMap(([element, truth]) => {
        const [name, level] = element.split(/(?=\[)/) as [string, string?];
        const own = names[name] === undefined ? undefined : ours.get(`${names[name]}${level ?? ""}`);
        return own ? [{ element, own, truth }] : [];
      });
      const wrong = compared.filter(({ own, truth }) => !(Math.abs(own.mean - truth.mean) <= 5 * Math.hypot(own.mcse_mean, truth.mcse_mean) && Math.abs(own.sd / truth.sd - 1) <= 0.1));
      console.log(`${model}: ${compared.length} parameters compared, R-hat ${result.diagnostics.max_rhat.toFixed(4)}, ${result.timing.total_s.toFixed(0)} s`);
      expect(compared.length).toBeGreaterThan(10);
      expect(wrong.map(({ element, own, truth }) => `${element}: ${own.mean} ± ${own.sd}, not ${truth.mean} ± ${truth.sd}`)).toEqual([]);
    });
  }
});
