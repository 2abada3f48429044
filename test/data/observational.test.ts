/** Observational scaling: emergent tasks of strong models from their benchmark scores, learnt on weak models only. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { predict } from "../../lib/forecast/predict.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";
import { type DataRow, describeData, readData } from "../support/data.ts";

const BENCHMARKS = ["mmlu", "arc-c", "hellaswag", "winograd", "truthfulqa", "gsm8k", "xwinograd", "humaneval"];
/** training compute of Llama-2 7B in 1e21 FLOP: the published split between weak and strong */
const WEAK = 84;

describeData("emergent tasks from benchmarks, weak to strong (Ruan et al. 2024)", (report) => {
  for (const target of ["word_unscrambling_em", "arithmetic_3ds_acc"]) {
    test(target, { timeout: 900_000 }, () => {
      const all = readData("obs_scaling.csv").filter((row) => row[target] !== "" && row["flops_1e21"] !== "");
      const isWeak = (row: DataRow): boolean => Number(row["flops_1e21"]) <= WEAK;
      const cells = all.flatMap((row) => [...BENCHMARKS, ...(isWeak(row) ? [target] : [])].filter((name) => row[name] !== "").map((name) => ({ model: row["model"]!, benchmark: name, score: Number(row[name]) })));
      const column = (name: "model" | "benchmark"): string[] => cells.map((cell) => cell[name]);
      const table = tableFromColumns({ model: column("model"), benchmark: column("benchmark"), score: cells.map(({ score }) => score) });
      const result = fit(models.get("observational")!, table, { seed: "data", chains: 2, warmup: 600, draws: 600 });
      expect(result.diagnostics.max_rhat).toBeLessThan(1.1);
      const strong = all.filter((row) => !isWeak(row));
      const at = tableFromColumns({ model: strong.map((row) => row["model"]!), benchmark: strong.map(() => target) });
      const { predictive, draws } = predict(result.density, result.sampled, at, "data")[0]!;
      const weak = all.filter(isWeak).map((row) => Number(row[target]));
      const baseline = weak.reduce((a, b) => a + b, 0) / weak.length;
      let [square, flat, inside] = [0, 0, 0];
      strong.forEach((row, k) => {
        const sorted = predictive.slice(k * draws, (k + 1) * draws).sort();
        const y = Number(row[target]);
        square += (sorted[draws >> 1]! - y) ** 2;
        flat += (baseline - y) ** 2;
        if (sorted[Math.floor(0.1 * draws)]! <= y && y <= sorted[Math.floor(0.9 * draws)]!) inside++;
      });
      const n = strong.length;
      report.score(`${target}: strong models forecast (weak: ${weak.length})`, "", n, 3);
      report.score(`${target}: RMSE of the median (the weak models' mean as forecast)`, Math.sqrt(flat / n), Math.sqrt(square / n));
      report.score(`${target}: coverage of 80 % intervals`, "", inside / n, 2);
      expect(square).toBeLessThan(flat / 2);
    });
  }
});
