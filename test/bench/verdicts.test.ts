/** The benchmark's targets are judged by their limits, and what was not measured is not called met. */
import { expect, test } from "vitest";
import { type Agreement, type Ratios, type RowCost, verdicts } from "../../bench/engine/verdicts.ts";

const ratios: readonly Ratios[] = [
  { model: "chinchilla", ess_per_s_over_rstan: 400, with_compile: 900, ess_per_gradient_over_stan_best: 4, gradient_over_rstan: 0.1, run_over_rstan: 0.2, gradient_over_c: 1.9 },
  { model: "ark", ess_per_s_over_rstan: 4, with_compile: 29, ess_per_gradient_over_stan_best: 2, gradient_over_rstan: 0.3, run_over_rstan: 0.2 },
];
const rows: readonly RowCost[] = [
  { model: "chinchilla", rows: 1e4, us_per_gradient: 200, ns_per_row: 20 },
  { model: "chinchilla", rows: 1e6, us_per_gradient: 32_000, ns_per_row: 32 },
];
const same: Agreement = { model: "ark", errors_from_reference: 1, sd_from_reference: 0.01, divergences: 0, reference_divergences: 0 };
const judged = (...given: Parameters<typeof verdicts>): Record<string, [string, boolean | null]> =>
  Object.fromEntries(verdicts(...given).map(({ target, measured, is_met }) => [target, [measured, is_met]]));

test("every target is judged from the worst model or the mean that it names", () => {
  expect(judged(ratios, rows, [same], { start: 21, peak_mb: 399, workers: 0.55 })).toEqual({
    "1 chinchilla, ESS per CPU second over rstan ≥ 300": ["400", true],
    "1 geometric mean, ESS per CPU second over rstan ≥ 15": ["40", true],
    "1 every model, ESS per CPU second over rstan ≥ 3": ["4 (ark)", true],
    "1 every model, with compilation ≥ 30": ["29 (ark)", false],
    "1 geometric mean, ESS per gradient over the best Stan variant ≥ 3": ["2.83", false],
    "2 every C kernel, time of a gradient ≤ 2": ["1.9 (chinchilla)", true],
    "2 every model, time of a gradient over rstan ≤ 0.25": ["0.3 (ark)", false],
    "3 chinchilla, a row's cost at 1e6 rows over that at 1e4 ≤ 1.5": ["1.6", false],
    "3 chinchilla, megabytes at 1e6 rows ≤ 400": ["399", true],
    "4 the whole command, CPU over that of node -e 0 ≤ 20": ["21", false],
    "5 every posterior as the reference": ["yes", true],
    "6 irt_2pl, wall time on 2 workers over that on 1 ≤ 0.6": ["0.55", true],
  });
});

test("without peers and commands the targets that need them are neither met nor missed", () => {
  const alone = ratios.map(({ model, ess_per_gradient_over_stan_best }) => ({ model, ess_per_gradient_over_stan_best }));
  const open = Object.values(judged(alone, [], [])).filter(([, isMet]) => isMet === null);
  expect(open).toHaveLength(10);
});

test.each([
  [{ errors_from_reference: 5.1 }, "not ark"],
  [{ sd_from_reference: 0.11 }, "not ark"],
  [{ divergences: 2 }, "not ark (2 divergences)"],
  [{ divergences: 2, reference_divergences: 3 }, "yes"],
])("a posterior that is away from the reference is named: %o", (change, measured) => {
  expect(judged(ratios, rows, [{ ...same, ...change }])["5 every posterior as the reference"]![0]).toBe(measured);
});
