/** The implicit law of loss-trajectory holds at the loss that it gives, wherever the prior puts its parameters. */
import { expect, test } from "vitest";
import { evaluateFormula } from "../../lib/model/evaluate.ts";
import { stream } from "../../lib/random/stream.ts";
import { models } from "../../models/index.ts";

const DRAWS = 5000;

/** parameters and rows, with the standard deviations of the prior multiplied */
function world(width: number): Map<string, number | Float64Array> {
  const rng = stream(`trajectory/${width}`);
  const column = (draw: () => number): Float64Array => Float64Array.from({ length: DRAWS }, draw);
  const lognormal = (median: number, sd: number): Float64Array => column(() => median * Math.exp(width * sd * rng.normal()));
  const ladder = (from: number, ratio: number): Float64Array => column(() => from * ratio ** rng.uniform());
  return new Map<string, number | Float64Array>([
    ["Lref", 3], ["N0", 3e8], ["S0", 7e3],
    ["N", ladder(1e7, 1000)], ["S", ladder(500, 200)], ["B", ladder(1e5, 100)],
    ["L0", lognormal(3, 0.5)], ["r", column(() => 1 / (1 + Math.exp(0.7 - width * rng.normal())))],
    ["aN", lognormal(0.1, 0.7)], ["aS", lognormal(0.6, 0.5)], ["Bref", lognormal(1e6, 1.5)], ["aB", lognormal(0.2, 0.4)],
  ]);
}

test.each([[1, 1e-12], [1.5, 1e-11]])("with scales %d times the prior's, log L is that of the law's right side at L within %d", (width, tolerance) => {
  const names = world(width);
  const L = evaluateFormula(models.get("loss-trajectory")!.let!["mu"]!, names, DRAWS);
  const right = evaluateFormula("log(L0 * (1 - r) * (N / N0)^-aN + L0 * r * (S0 / S)^aS * (1 + Bref * (L / Lref)^(-1 / aB) / B)^aS)", new Map([...names, ["L", L]]), DRAWS);
  expect(Math.max(...right.map((value, k) => Math.abs(value - Math.log(L[k]!))))).toBeLessThan(tolerance);
});
