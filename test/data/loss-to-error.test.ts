/** Over-training: loss and 17-task error of the two held-out runs from small ones, with the uncertainty the published point forecasts lack. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { predict } from "../../lib/forecast/predict.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";
import { type DataRow, describeData, numbers, readData } from "../support/data.ts";

/** relative errors in per cent that the authors' notebook prints for the models trained on RedPajama */
const published = [{ M: "640.0", loss: 0.7103, error: 3.6365 }, { M: "20.0", loss: 0.732, error: 0.0464 }];

describeData("loss and error of held-out over-trained runs (Gadre et al. 2024, RedPajama)", (report) => {
  const all = readData("overtraining.csv").filter((row) => row["dataset"] === "redpajama");
  const targets = published.map(({ M }) => all.find((row) => row["target"] === "1" && Number(row["M"]) === Number(M))!);

  /** @param isLoss, isError which runs show their loss, and their error */
  const forecast = (what: string, isLoss: (row: DataRow) => boolean, isError: (row: DataRow) => boolean): void => {
    const rows = all.filter((row) => isLoss(row) || isError(row));
    const table = tableFromColumns({
      N: numbers(rows, "N"), D: numbers(rows, "D"),
      loss: rows.map((row) => (isLoss(row) ? row["loss_c4_val"]! : "")), error: rows.map((row) => (isError(row) ? row["err_avg17"]! : "")),
    });
    const result = fit(models.get("loss-to-error")!, table, { seed: "data", warmup: 1000, draws: 2000, targetAccept: 0.97 });
    expect(result.diagnostics.max_rhat).toBeLessThan(1.03);
    const at = tableFromColumns({ N: numbers(targets, "N"), D: numbers(targets, "D") });
    const predictions = predict(result.density, result.sampled, at, "data");
    targets.forEach((target, k) => {
      for (const { column, predictive, draws } of predictions) {
        const observed = Number(target[column === "loss" ? "loss_c4_val" : "err_avg17"]);
        const own = predictive.slice(k * draws, (k + 1) * draws);
        const name = `${what}: ${(Number(target["N"]) / 1e9).toFixed(1)}B, M = ${target["M"]}, ${column}`;
        const { low, high, median } = report.add(`${name}, observed`, observed, own);
        report.score(`${name}, relative error in %`, published[k]![column as "loss" | "error"], (100 * Math.abs(median - observed)) / observed);
        expect(observed, name).toBeGreaterThan(low);
        expect(observed, name).toBeLessThan(high);
      }
    });
    if (what === "published rows") {
      for (const [name, value] of Object.entries({ k: 2.2065, gamma: 0.7146, eps: 0.857 })) {
        const { low, high } = report.add(name, value, result.draws.columns[result.draws.names.indexOf(name)]!);
        expect(value, name).toBeGreaterThan(low);
        expect(value, name).toBeLessThan(high);
      }
    }
  };

  test("from the five and six runs that were fitted in the paper", { timeout: 600_000 }, () =>
    forecast("published rows", (row) => row["fit_loss"] === "1", (row) => row["fit_err"] === "1"));

  test("from all runs but the two", { timeout: 600_000 }, () =>
    forecast("all small runs", (row) => row["target"] !== "1", (row) => row["target"] !== "1"));
});
