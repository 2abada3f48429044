/** Candidate runs against closed forms of normal means: log Bayes factors, shrinking intervals, repeats. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { checkDocument, type ModelDocument } from "../../lib/model/document.ts";
import { rankCandidates } from "../../study/design/next-run.ts";
import { fit } from "../../study/fit.ts";

const model = (name: string, prior: string, law = "a"): ModelDocument =>
  checkDocument({ name, data: { x: { kind: "real" }, y: { kind: "real" } }, parameters: { a: prior }, likelihood: { y: `normal(${law} + 0 * x, 1)` } });
const table = tableFromColumns({ x: [0, 1, 2], y: [0.2, -0.3, 0.4] });
const candidates = tableFromColumns({ x: [0, 1] });
const costs = Float64Array.of(1, 2);
const named = (document: ModelDocument): { name: string; fit: ReturnType<typeof fit> } => ({ name: document.name, fit: fit(document, table, { seed: "1" }) });

describe("two models that predict normal means 1.2 apart", () => {
  const [first] = rankCandidates([named(model("low", "normal(-0.6, 0.001)")), named(model("high", "normal(0.6, 0.001)"))], { candidates, costs });

  test("the expected log Bayes factor is gap² / 2 either way", () => {
    for (const found of [first!.ifFirst!, first!.ifSecond!]) expect(Math.abs(found.value - 0.72)).toBeLessThan(4 * found.mcse + 0.01);
  });

  test("runs to decide are those of sums of normal log ratios with mean 0.72 and sd 1.2", () => {
    // Φ((0.72 n - 3) / (1.2 √n)) = 0.9 at n = 9.9
    expect(first!.runsToDecide).toBeGreaterThanOrEqual(8);
    expect(first!.runsToDecide).toBeLessThanOrEqual(13);
  });
});

test("models that predict alike are not told apart, and nothing is negative", () => {
  const [first] = rankCandidates([named(model("one", "normal(0, 1)")), named(model("other", "normal(0, 1.01)"))], { candidates, costs });
  expect(first!.ifFirst!.value).toBeGreaterThanOrEqual(0);
  expect(first!.ifFirst!.value).toBeLessThan(0.01);
  expect(first!.runsToDecide === undefined || first!.runsToDecide > 100).toBe(true);
});

test("one more run shrinks the interval of a normal mean as its precision grows from 4 to 5", () => {
  const [here, there] = rankCandidates([named(model("mean", "normal(0, 1)"))], { candidates, costs, target: { x: 5 } });
  expect(Math.abs(here!.shrinkage!.value - (1 - Math.sqrt(4 / 5)))).toBeLessThan(4 * here!.shrinkage!.mcse);
  expect(here!.shrinkage!.mcse).toBeLessThan(0.02);
  expect(there!.at).toEqual({ x: 1 });
  expect(there!.cost).toBe(2);
});

test("repeats until the side of a threshold is known follow its distance in noise", () => {
  const known = named(model("known", "normal(1, 0.001)"));
  const at = (threshold: number): number | undefined => rankCandidates([known], { candidates, costs, threshold })[0]!.repeatsToDecide;
  // (1.96 + 1.28)² / distance²
  expect(at(0.5)).toBeGreaterThanOrEqual(39);
  expect(at(0.5)).toBeLessThanOrEqual(46);
  expect(at(-2)).toBeLessThanOrEqual(2);
});

test("three runs are not planned for", () => {
  const one = named(model("one", "normal(0, 1)"));
  expect(() => rankCandidates([one, one, one], { candidates, costs })).toThrow(/one run, or for two/);
});
