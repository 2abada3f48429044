/** The Chinchilla points as Epoch AI extracted them: published point estimates beside the posterior, for three noises. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";
import { column, describeData, numbers, readData } from "../support/data.ts";

/** Besiroglu et al. 2024: bootstrap means of the notebook */
const besiroglu = { E: 1.81686, A: 482.00572, B: 2085.4342, alpha: 0.34781, beta: 0.36585, a: 0.513 };

describeData("Chinchilla (Hoffmann et al. 2022; Besiroglu et al. 2024)", (report) => {
  const rows = readData("chinchilla.csv").filter((row) => row["epoch_fit"] === "1");
  const table = tableFromColumns({ N: numbers(rows, "N"), D: numbers(rows, "D"), loss: numbers(rows, "loss") });

  for (const noise of ["student_t", "student_t_nu", "huber"]) {
    test(`with ${noise} noise every published estimate lies in the 95 % interval`, { timeout: 300_000 }, () => {
      const result = fit(models.get("chinchilla")!, table, { seed: "data", set: { noise } });
      expect(result.diagnostics.ok, JSON.stringify(result.diagnostics.warnings)).toBe(true);
      expect(table.rows).toBe(240);
      for (const [name, value] of Object.entries(besiroglu)) {
        const { low, high } = report.add(`${noise}: ${name}`, value, column(result, name));
        expect(value, name).toBeGreaterThan(low);
        expect(value, name).toBeLessThan(high);
      }
      // 5.76e23 FLOP, the budget of Chinchilla: D / N = (C / 6)^((alpha - beta) / (alpha + beta)) / G^2
      const [G, alpha, beta] = ["G", "alpha", "beta"].map((name) => column(result, name));
      const ratio = G!.map((g, k) => (5.76e23 / 6) ** ((alpha![k]! - beta![k]!) / (alpha![k]! + beta![k]!)) / g ** 2);
      const { low, high } = report.add(`${noise}: tokens per parameter at 5.76e23 FLOP`, 25.66, ratio, 3);
      expect(low).toBeLessThan(25.66);
      expect(high).toBeGreaterThan(18);
      // the rounded constants of Hoffmann et al. promise 93: no draw of the posterior does
      expect(high).toBeLessThan(93);
      if (noise === "student_t_nu") {
        const nu = report.add("degrees of freedom", 2.58, column(result, "nu"), 3);
        expect(nu.low).toBeLessThan(2.58);
        expect(nu.high).toBeGreaterThan(2.58);
      }
    });
  }
});
