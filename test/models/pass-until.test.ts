/**
 * Sampling until the first pass, with a cap: the estimate 1 / K is too large by -log p / (1 - p), dropping capped runs
 * makes it worse, and the 90 % intervals of the model cover at every p. CREDENCE_SLOW=1 prints the tables.
 */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { geometric } from "../../lib/distribution/geometric.ts";
import { plugInBias } from "../../lib/forecast/pass-until.ts";
import { stream } from "../../lib/random/stream.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
/** runs of one table; one in 37 reaches the cap at 3.6 / p */
const RUNS = 10;
const TABLES = isSlow ? 100 : 10;
const document = models.get("pass-until")!;
const set = { items: "pooled", stopping: "first_pass" };

function runsAt(p: number, name: string, n = RUNS): { tries: number[]; passes: number[] } {
  const rng = stream(`pass-until/${p}/${name}`);
  const cap = Math.round(3.6 / p);
  const draws = Array.from({ length: n }, () => geometric.variate([p], rng) as number);
  return { tries: draws.map((k) => Math.min(k, cap)), passes: draws.map((k) => (k > cap ? 0 : 1)) };
}

test("1 / K is too large by 2.6, 4.7, 6.9, 9.2, 11.5 at p = 1e-1 .. 1e-5", () => {
  const rows = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5].map((p) => {
    const rng = stream(`plug-in/${p}`);
    const n = 200_000;
    let sum = 0;
    for (let k = 0; k < n; k++) sum += 1 / (geometric.variate([p], rng) as number);
    return { p, simulated: sum / n / p, exact: plugInBias(p) };
  });
  if (isSlow) console.log(rows.map(({ p, simulated, exact }) => `p ${p}   1/K over p: simulated ${simulated.toFixed(2)}, exact ${exact.toFixed(2)}`).join("\n"));
  expect(rows.map(({ exact }) => Number(exact.toFixed(1)))).toEqual([2.6, 4.7, 6.9, 9.2, 11.5]);
  // the sd of 1/K is about sqrt(1/p) of p, so of its mean over 2e5 runs at most 0.7 p at 1e-5
  for (const { p, simulated, exact } of rows) expect(Math.abs(simulated - exact)).toBeLessThan(5 * Math.sqrt(1 / p / 200_000) + 0.05);
});

/** the model's posterior of one table by quadrature: 5, 50 and 95 % of p */
function exactQuantiles({ tries, passes }: { tries: readonly number[]; passes: readonly number[] }): [number, number, number] {
  const [total, passed] = [tries, passes].map((column) => column.reduce((a, b) => a + b, 0)) as [number, number];
  const nodes = Array.from({ length: 1400 }, (_, k) => -22 + 0.02 * k);
  const logs = nodes.map((eta) => passed * eta - total * Math.log1p(Math.exp(eta)) - ((eta + 5) / 4) ** 2 / 2);
  const top = Math.max(...logs);
  const weights = logs.map((value) => Math.exp(value - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  const at = (share: number): number => {
    let below = 0;
    const k = weights.findIndex((weight) => (below += weight / sum) >= share);
    return 1 / (1 + Math.exp(-nodes[k]!));
  };
  return [at(0.05), at(0.5), at(0.95)];
}

const chances = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];

test("90 % intervals of the model's posterior, by quadrature, cover 85 to 95 % at every p", { timeout: 300_000 }, () => {
  const tables = isSlow ? 4000 : 1000;
  const shares = chances.map((p) => {
    let covered = 0;
    for (let k = 0; k < tables; k++) {
      const [low, , high] = exactQuantiles(runsAt(p, String(k)));
      if (low <= p && p <= high) covered++;
    }
    return covered / tables;
  });
  if (isSlow) console.log(chances.map((p, k) => `p ${p}   coverage over ${tables} tables ${(100 * shares[k]!).toFixed(1)} %`).join("\n"));
  expect(shares.filter((share) => !(share > 0.85 && share < 0.95))).toEqual([]);
});

test(`the sampled intervals are those of the quadrature over ${TABLES} tables a p, and the naive estimate is far off`, { timeout: 900_000 }, () => {
  const rows = chances.map((p) => {
    const naive: number[] = [];
    const gaps: number[][] = [[], [], []];
    let covered = 0;
    let ratio = 0;
    for (let k = 0; k < TABLES; k++) {
      const runs = runsAt(p, String(k));
      const result = fit(document, tableFromColumns(runs), { set, seed: String(k), chains: 1, warmup: 250, draws: 500 });
      const { q5, q50, q95 } = result.summaries.find(({ name }) => name === "PU")! as unknown as Record<"q5" | "q50" | "q95", number>;
      [q5, q50, q95].forEach((value, i) => gaps[i]!.push(Math.log(value / exactQuantiles(runs)[i]!)));
      if (q5 <= p && p <= q95) covered++;
      ratio += Math.log(q50 / p) / TABLES;
      const passed = runs.tries.filter((_, i) => runs.passes[i] === 1);
      naive.push(passed.reduce((sum, t) => sum + 1 / t, 0) / passed.length / p);
    }
    return { p, covered: covered / TABLES, ratio: Math.exp(ratio), naive: mean(naive), gaps: gaps.map(mean) };
  });
  if (isSlow) console.log(rows.map(({ p, covered, ratio, naive }) => `p ${p}   sampled coverage ${(100 * covered).toFixed(1)} %   model's median over p ${ratio.toFixed(2)}   mean of 1/K of passed runs over p ${naive.toFixed(2)}`).join("\n"));
  for (const { p, naive, gaps } of rows) {
    expect(naive).toBeGreaterThan(p > 0.05 ? 1.7 : 2.5);
    // a tail quantile of log p from 500 draws has an error near 0.06; four of them over the tables, and the grid's step
    for (const gap of gaps) expect(Math.abs(gap)).toBeLessThan(0.01 + (4 * 0.06) / Math.sqrt(TABLES));
  }
});

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
