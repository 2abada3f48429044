/** The verdict on a fit: each check fires alone, with its count, its share and a remedy. */
import { describe, expect, it } from "vitest";
import type { Draws, SamplerStatistics } from "../../../lib/fit.ts";
import { diagnose } from "../../../lib/posterior/index.ts";
import { stream } from "../../../lib/random/stream.ts";

const CHAINS = 4;
const DRAWS = 500;
const N = CHAINS * DRAWS;
const normals = (key: string): Float64Array => {
  const { normal } = stream(key);
  return Float64Array.from({ length: N }, () => normal());
};

function good(): { draws: Draws; statistics: SamplerStatistics } {
  const zeros = (): Float64Array => new Float64Array(N);
  const draws = {
    chains: CHAINS,
    draws: DRAWS,
    names: ["alpha", "beta"],
    columns: [normals("alpha"), normals("beta")],
  };
  const statistics = {
    lp__: zeros(),
    accept_stat__: zeros(),
    stepsize__: zeros(),
    treedepth__: zeros().fill(3),
    n_leapfrog__: zeros(),
    divergent__: zeros(),
    energy__: normals("energy"),
  };
  return { draws, statistics };
}

describe("diagnose", () => {
  it("passes independent draws, and reports the extremes it saw", () => {
    const { draws, statistics } = good();
    const digest = diagnose(draws, statistics);
    expect(digest.ok).toBe(true);
    expect(digest.warnings).toEqual([]);
    expect(digest.max_rhat).toBeLessThan(1.01);
    expect(digest.min_ess_bulk).toBeGreaterThan(400);
    expect(digest.min_ess_tail).toBeGreaterThan(400);
    expect(digest.min_ebfmi).toBeGreaterThan(1.5);
    expect([digest.divergences, digest.max_treedepth_hits]).toEqual([0, 0]);
  });

  it("fails on one divergence, with its share of all transitions", () => {
    const { draws, statistics } = good();
    statistics.divergent__[7] = 1;
    const digest = diagnose(draws, statistics);
    expect([digest.ok, digest.divergences]).toEqual([false, 1]);
    expect(digest.warnings[0].message).toBe("1 of 2000 (0.05 %) transitions diverged; none may");
    expect(diagnose(draws, statistics, { maxDivergences: 1 }).ok).toBe(true);
  });

  it("warns of tree depth hits without failing, and never reports more than 100 %", () => {
    const { draws, statistics } = good();
    statistics.treedepth__.fill(10);
    const digest = diagnose(draws, statistics);
    expect([digest.ok, digest.max_treedepth_hits]).toEqual([true, N]);
    expect(digest.warnings[0].message).toBe("2000 of 2000 (100 %) transitions reached the maximum tree depth 10");
  });

  it("fails when one chain of one quantity sits elsewhere, and names it", () => {
    const { draws, statistics } = good();
    draws.columns[1].subarray(0, DRAWS).forEach((x, i) => (draws.columns[1][i] = x + 3));
    const digest = diagnose(draws, statistics);
    expect(digest.ok).toBe(false);
    expect(digest.warnings.map(({ code }) => code)).toEqual(["rhat", "ess_bulk", "ess_tail"]);
    expect(digest.warnings[0].message).toMatch(
      /^R-hat is above 1.01 for 1 of 2 \(50 %\) quantities, worst beta: 1\.\d{3}$/,
    );
  });

  it("fails on too few effective draws and says how many times more are needed", () => {
    const { draws, statistics } = good();
    const digest = diagnose(draws, statistics, { essMin: 20_000 });
    expect(digest.warnings.map(({ code }) => code)).toEqual(["ess_bulk", "ess_tail"]);
    const times = 20_000 / digest.min_ess_bulk;
    expect(digest.warnings[0].remedy).toContain(`take ${times.toFixed(1)} times as many draws`);
  });

  it("fails when the energy walks instead of jumping", () => {
    const { draws, statistics } = good();
    for (let i = 1; i < N; i++) statistics.energy__[i] = statistics.energy__[i - 1] + 0.1 * statistics.energy__[i];
    const digest = diagnose(draws, statistics);
    expect([digest.ok, digest.warnings[0].code]).toEqual([false, "ebfmi"]);
    expect(digest.warnings[0].message).toContain("4 of 4 (100 %) chains");
  });

  it("fails on draws that are not finite, and passes a quantity the model fixes", () => {
    const { draws, statistics } = good();
    draws.columns[0].fill(2);
    const fixed = diagnose(draws, statistics);
    expect([fixed.ok, fixed.warnings[0].code]).toEqual([true, "constant"]);
    draws.columns[1][3] = Number.NaN;
    expect(diagnose(draws, statistics).ok).toBe(false);
  });

  it("fails when nothing moves at all", () => {
    const { draws, statistics } = good();
    for (const column of draws.columns) column.fill(2);
    const digest = diagnose(draws, statistics);
    expect([digest.ok, digest.max_rhat]).toEqual([false, Number.NaN]);
  });
});
