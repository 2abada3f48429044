/**
 * Every shipped model fits its own simulated table at default settings: the chains converge and the posterior covers
 * the truth. A few models in the quick set, all under CREDENCE_SLOW=1, which prints a table.
 */
import { afterAll, describe, expect, test } from "vitest";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";
import { type Fit, fit } from "../../study/fit.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
const QUICK: ReadonlySet<string> = new Set(["power-law-const", "chinchilla"]);
/** two-sided; with Bonferroni over a model's parameters, one false alarm in a thousand for a correct model */
const ALARM = 0.001;

/** laws that diverge a few times in 4000 transitions at the default target, and why; no parameter's recovery suffers */
const FEW_DIVERGENCES: ReadonlyMap<string, number> = new Map([
  ["multi-circuit", 4], // a sharp bend narrows the place where circuits cross, a soft one does not
  ["monotone-curve", 20], // rises near zero are a funnel: thirty of them share one spread, each known by one score
]);

/** laws that mix slowly on their simulated table, as their traps say */
const DRAWS: ReadonlyMap<string, number> = new Map([["multi-circuit", 4000]]);

const lines: string[] = [];

describe("recovery of the truth from a simulated table", () => {
  for (const [name, document] of models) {
    if (!document.simulation || !(isSlow || QUICK.has(name))) continue;
    test(name, { timeout: 600_000 }, () => {
      const { table, truth } = simulateTable(document, { seed: "recovery" });
      const result = fit(document, table, { seed: "recovery", draws: DRAWS.get(name) ?? 1000 });
      const { diagnostics, timing } = result;
      const tails = tailProbabilities(result, truth);
      const [worst, p] = tails.reduce((a, b) => (b[1] < a[1] ? b : a));
      lines.push(row([name, String(table.rows), String(diagnostics.divergences), diagnostics.max_rhat.toFixed(4), diagnostics.min_ess_bulk.toFixed(0), `${worst} ${p.toPrecision(2)}`, timing.total_s.toFixed(1)]));
      expect(diagnostics.divergences, "divergences").toBeLessThanOrEqual(FEW_DIVERGENCES.get(name) ?? 0);
      expect(diagnostics.max_rhat).toBeLessThan(1.01);
      expect(tails.filter(([, tail]) => !(tail > ALARM / tails.length))).toEqual([]);
    });
  }
  afterAll(() => {
    if (isSlow) console.log([row(["model", "rows", "diverged", "max R-hat", "min ESS", "least likely truth, p", "seconds"]), ...lines].join("\n"));
  });
});

/** for each parameter: how likely a truth at least as far out is under the posterior, by ranks */
function tailProbabilities({ draws, parameterElements }: Fit, truth: ReadonlyMap<string, number>): [string, number][] {
  return draws.names.slice(0, parameterElements).map((name, k) => {
    const column = draws.columns[k]!;
    const below = column.reduce((n, x) => n + (x < truth.get(name)! ? 1 : 0), 0);
    return [name, (2 * (Math.min(below, column.length - below) + 0.5)) / (column.length + 1)];
  });
}

const widths = [24, 6, 9, 10, 8, 30, 8];
const row = (cells: readonly string[]): string => cells.map((cell, k) => cell.padEnd(widths[k]!)).join("").trimEnd();
