/** Calibration, seed variance and repeated sampling on published tables. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { auroc, ece } from "../../lib/forecast/calibration/index.ts";
import { models } from "../../models/index.ts";
import { answersOf } from "../../study/answers/index.ts";
import { fit } from "../../study/fit.ts";
import { quantityDraws } from "../../study/quantity-draws.ts";
import { column, describeData, numbers, readData } from "../support/data.ts";

describeData("Confidences of image classifiers (Kängsepp's logits)", (report) => {
  /** 15-bin ECE printed in the notebook of markus93/NN_calibration */
  const published = { resnet110_c10: 0.0475035, resnet110_c100: 0.1848045, densenet40_c10: 0.0550027, densenet40_c100: 0.2115629, resnet50_birds: 0.023535 };
  const rows = readData("calibration_cifar.csv");
  for (const [name, value] of Object.entries(published)) {
    const own = rows.filter(({ model }) => model === name);
    if (own.length === 0) continue;
    test(`${name}: expected calibration error in 15 bins`, () => {
      const found = ece(numbers(own, "conf"), numbers(own, "correct"), { bins: 15 });
      report.score(`${name}: ECE`, value, found, 5);
      expect(Math.abs(found - value)).toBeLessThan(6e-5);
    });
  }
  test("resnet110_c100: overconfident; Platt's error without bins is near the binned one, one temperature alone fits less of it", { timeout: 600_000 }, () => {
    const own = rows.filter(({ model }) => model === "resnet110_c100");
    const table = tableFromColumns({ confidence: numbers(own, "conf"), correct: numbers(own, "correct") });
    for (const name of ["temperature", "platt"]) {
      const result = fit(models.get(name)!, table, { seed: "data", chains: 2, warmup: 300, draws: 400 });
      expect(result.diagnostics.max_rhat).toBeLessThan(1.02);
      const { low, high } = report.add(`resnet110_c100, ${name}: calibration error`, published.resnet110_c100, column(result, "calibration_error"));
      expect(low).toBeGreaterThan(name === "platt" ? 0.16 : 0.1);
      expect(high).toBeLessThan(0.21);
      if (name === "temperature") report.add("resnet110_c100: temperature", "> 1", column(result, "T"));
      expect(answersOf(result)[0]!.text).toMatch(/too high/);
    }
  });
});

describeData("Confidences of language models (Plaut et al. 2024)", (report) => {
  test("a map for each model, partially pooled, on one data set", { timeout: 900_000 }, () => {
    const rows = readData("calibration_llm.csv").filter(({ dataset, conf }) => dataset === "truthfulqa" && conf !== "");
    const own = rows.filter((_, k) => k % 4 === 0);
    const table = tableFromColumns({ confidence: numbers(own, "conf"), correct: numbers(own, "correct"), group: own.map(({ model }) => model!) });
    const result = fit(models.get("platt")!, table, { seed: "data", set: { grouped: "true" }, chains: 2, warmup: 500, draws: 500 });
    expect(result.diagnostics.max_rhat).toBeLessThan(1.02);
    report.add("truthfulqa: slope of the middle model", "below 1: too extreme", column(result, "a"));
    report.score("truthfulqa: AUROC of all", "", auroc(numbers(rows, "conf"), numbers(rows, "correct")).auroc);
    expect(report.add("truthfulqa: calibration error", "", column(result, "calibration_error")).low).toBeGreaterThan(0.02);
  });
});

describeData("A hundred seeds of BERT on HANS (McCoy et al. 2020)", (report) => {
  /** sd over seeds in points, from the file's own summary */
  const published = { mnli_dev_acc: 0.242, lexical_nonent: 12.3643, subseq_nonent: 2.416, constituent_nonent: 4.0625 };
  test("the seed sd of each test set", { timeout: 600_000 }, () => {
    const rows = readData("seed_variance_bert_hans.csv");
    const sets = Object.keys(published);
    const table = tableFromColumns({
      model: sets.flatMap(() => rows.map(() => "bert")),
      bench: sets.flatMap((name) => rows.map(() => name)),
      score: sets.flatMap((name) => [...numbers(rows, name)].map((score) => 100 * score)),
    });
    const result = fit(models.get("seed-variance")!, table, { seed: "data", chains: 2, warmup: 800, draws: 500 });
    for (const [name, sd] of Object.entries(published)) {
      const { low, high } = report.add(`seed sd of ${name}`, sd, column(result, `sigma_seed[${name}]`));
      expect(sd > low && sd < high).toBe(true);
    }
  });
});

describeData("Ten thousand samples a problem (Brown et al. 2024, Pythia on MATH)", (report) => {
  test("Pythia-160M: coverage at 10 000 near the observed 57 %, and at 1 near 0.27 %", { timeout: 600_000 }, () => {
    const rows = readData("passk_pythia_math_10k.csv").filter(({ model }) => model === "Pythia 160M");
    const table = tableFromColumns({ tries: numbers(rows, "n"), passes: numbers(rows, "c") });
    for (const problems of ["beta", "zero_inflated"]) {
      const result = fit(models.get("pass-at-k")!, table, { seed: "data", set: { problems }, chains: 2, warmup: 500, draws: 500 });
      const draws = quantityDraws(result.density, result.sampled, { name: "pass_at", parameters: ["k"] }, [[1], [10_000]]);
      const first = report.add(`${problems}: pass@1`, 0.002673, draws.subarray(0, draws.length / 2));
      const last = report.add(`${problems}: pass@10000`, 0.5703, draws.subarray(draws.length / 2));
      report.add(`${problems}: tail exponent`, "", column(result, "tail_exponent"));
      expect(0.002673 > first.low && 0.002673 < first.high).toBe(true);
      expect(0.5703 > last.low && 0.5703 < last.high).toBe(true);
    }
  });
});
