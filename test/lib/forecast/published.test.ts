/** Metrics on real data against the values their authors printed; skipped where the data tables are absent. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { auroc, brier, ece } from "../../../lib/forecast/calibration/index.ts";
import { passAtKOverItems } from "../../../lib/forecast/pass-at-k.ts";

const folder = new URL("../../../../shared/data/", import.meta.url);
const present = existsSync(new URL("calibration_cifar.csv", folder));
if (!present) console.info(`skipped: no data tables at ${folder.pathname}`);

function rows(file: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(new URL(file, folder), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(cells.map((cell, i) => [header[i], cell])));
}

function columns(all: Record<string, string>[]): [Float64Array, Float64Array] {
  return [Float64Array.from(all, ({ conf }) => Number(conf)), Float64Array.from(all, ({ correct }) => Number(correct))];
}

describe.runIf(present)("published values", () => {
  it("the 15-bin ECE of five image models, to the last printed digit", () => {
    const table = rows("calibration_cifar.csv");
    const printed = {
      resnet110_c10: "0.0475035",
      resnet110_c100: "0.1848045",
      densenet40_c10: "0.0550027",
      densenet40_c100: "0.2115629",
      resnet50_birds: "0.0235350",
    };
    for (const [model, value] of Object.entries(printed)) {
      const [c, y] = columns(table.filter((row) => row.model === model));
      expect([model, ece(c, y).toFixed(7)]).toEqual([model, value]);
    }
  });

  it("AUROC, Brier score and 10-bin ECE of language models on the set that is stored whole, to five digits", () => {
    const table = rows("calibration_llm.csv").filter(({ dataset }) => dataset === "truthfulqa");
    const summary = rows("calibration_llm_summary.csv").filter(
      ({ dataset, prompt }) => dataset === "truthfulqa" && prompt === "first",
    );
    expect(summary.length).toBe(14);
    for (const { model, auroc: area, brier: score, ece10, published_auroc, published_lo, published_hi } of summary) {
      const [c, y] = columns(table.filter((row) => row.model === model));
      const found = auroc(c, y);
      // the table keeps seven decimals, which tie saturated confidences: the area lies between the ways to untie them
      const [low, high] = [-1e-9, 1e-9].map(
        (nudge) =>
          auroc(
            c.map((v, i) => 0.999 * v + nudge * (y[i] - 0.5) + 1e-9),
            y,
          ).auroc,
      );
      expect([model, low - 5e-6 <= Number(area) && Number(area) <= high + 5e-6]).toEqual([model, true]);
      if (high - low < 1e-5) expect([model, found.auroc]).toEqual([model, expect.closeTo(Number(area), 5)]);
      expect([model, brier(c, y).brier]).toEqual([model, expect.closeTo(Number(score), 5)]);
      expect([model, ece(c, y, { bins: 10 })]).toEqual([model, expect.closeTo(Number(ece10), 5)]);
      if (published_auroc === "") continue;
      expect(Math.abs(found.auroc - Number(published_auroc))).toBeLessThan((high - low) / 2 + 1e-5);
      // the authors' intervals come from a bootstrap: within a tenth of DeLong's
      const width = (2 * 1.96 * found.standardError) / (Number(published_hi) - Number(published_lo));
      expect([model, Math.abs(width - 1) < 0.1]).toEqual([model, true]);
    }
  });

  it("pass@1 and pass@10000 of a small model on 128 problems: 0.2673 % and 57.03 %", () => {
    const items = rows("passk_pythia_math_10k.csv").filter(({ model }) => model === "Pythia 160M");
    const tries = items.map(({ n, c }) => ({ n: Number(n), c: Number(c) }));
    expect((100 * passAtKOverItems(tries, 1).passAtK).toFixed(4)).toBe("0.2673");
    expect((100 * passAtKOverItems(tries, 10_000).passAtK).toFixed(2)).toBe("57.03");
  });
});
