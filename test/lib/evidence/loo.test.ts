import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { elpdDifference } from "../../../lib/evidence/elpd-difference.ts";
import { fitGeneralizedPareto } from "../../../lib/evidence/generalized-pareto.ts";
import { foldsByGroup, heldOutRow, kfold } from "../../../lib/evidence/kfold.ts";
import { loo, relativeEss, replaceLooRows } from "../../../lib/evidence/loo.ts";
import { momentMatch } from "../../../lib/evidence/moment-matching.ts";
import { pseudoBma, pseudoBmaPlus } from "../../../lib/evidence/pseudo-bma.ts";
import { goodParetoK, psis, upperTailShape } from "../../../lib/evidence/psis.ts";
import { stackingWeights } from "../../../lib/evidence/stacking.ts";
import { logGamma } from "../../../lib/posterior/log-gamma.ts";
import { stream } from "../../../lib/random/stream.ts";
import { densityOf } from "./targets.ts";

interface Truth {
  y: number[];
  chains: number;
  draws: number[];
  gpd: { exceedances: number[]; fit: { k: number; sigma: number } };
  psis: { logRatios: number[]; relativeEss: number; logWeights: number[]; k: number; ess: number };
  relativeEss: number[];
  loo: Record<"elpd" | "se" | "p" | "seP", number> &
    Record<"pointwise" | "pointwiseP" | "k" | "ess" | "mcse" | "mcseLognormal", number[]>;
  comparison: { difference: number; se: number };
  matched: { threshold: number; elpd: number[]; k: number[] };
  weights: { elpds: number[][]; stacking: number[]; pseudoBma: number[]; pseudoBmaPlus: number[] };
}

const TRUTH = JSON.parse(readFileSync(new URL("../../truth/loo.json", import.meta.url), "utf8")) as Truth;
const { y, chains } = TRUTH;
const positions = Float64Array.from(TRUTH.draws);
const nDraws = positions.length / 2;
const posterior = { chains, draws: nDraws / chains, dim: 2, positions };

const normalRow = (row: number, [mu, logSigma]: Float64Array): number =>
  -0.5 * ((y[row] - mu) / Math.exp(logSigma)) ** 2 - logSigma - 0.5 * Math.log(2 * Math.PI);
const studentRow = (row: number, [mu, logSigma]: Float64Array): number =>
  studentLog((y[row] - mu) / Math.exp(logSigma), 4) - logSigma;
const studentLog = (z: number, nu: number): number =>
  logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI) - ((nu + 1) / 2) * Math.log1p(z ** 2 / nu);

/** One buffer for all rows, as a caller that streams them would have. */
function* streamed(logLikelihood: typeof normalRow): Generator<Float64Array> {
  const buffer = new Float64Array(nDraws);
  for (let row = 0; row < y.length; row++) {
    for (let i = 0; i < nDraws; i++) buffer[i] = logLikelihood(row, positions.subarray(2 * i, 2 * i + 2));
    yield buffer;
  }
}

const close = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) {
    const limit = tolerance * Math.max(1, Math.abs(expected[i]));
    expect(Math.abs(found[i] - expected[i]), `[${i}] ${found[i]} ${expected[i]}`).toBeLessThan(limit);
  }
};

describe("generalised Pareto", () => {
  test("shape and scale equal loo's", () => {
    const { k, sigma } = fitGeneralizedPareto(Float64Array.from(TRUTH.gpd.exceedances));
    close([k, sigma], [TRUTH.gpd.fit.k, TRUTH.gpd.fit.sigma], 1e-10);
  });
});

describe("psis", () => {
  test("smoothed log weights, k and ess equal loo's", () => {
    const { logRatios, relativeEss: relative, logWeights, k, ess } = TRUTH.psis;
    const found = psis(Float64Array.from(logRatios), relative);
    close(found.logWeights, logWeights, 1e-9);
    close([found.k, found.ess], [k, ess], 1e-9);
  });

  test("does not mind a constant added to the log ratios", () => {
    const ratios = Float64Array.from(TRUTH.psis.logRatios);
    const [here, there] = [psis(ratios), psis(ratios.map((value) => value + 700))];
    close(here.logWeights, there.logWeights, 1e-10);
  });

  test("cannot fit a tail of equal weights or of 20 draws, and says so by k = Infinity", () => {
    expect(psis(new Float64Array(100)).k).toBe(Number.POSITIVE_INFINITY);
    expect(psis(Float64Array.from({ length: 20 }, (_, i) => i)).k).toBe(Number.POSITIVE_INFINITY);
  });

  test("the good k is 0.7 from 2154 draws on and less for fewer", () => {
    expect(goodParetoK(4000)).toBe(0.7);
    expect(goodParetoK(100)).toBe(0.5);
  });

  test("the tail of Pareto draws with k = 0.8 is told from that of exponential ones", () => {
    const rng = stream("tail");
    const uniform = Float64Array.from({ length: 4000 }, () => 1 - rng.uniform());
    expect(Math.abs(upperTailShape(uniform.map((u) => u ** -0.8)) - 0.8)).toBeLessThan(0.3);
    expect(upperTailShape(uniform.map((u) => -Math.log(u)))).toBeLessThan(0.3);
  });
});

describe("loo", () => {
  const found = loo(streamed(normalRow), chains);

  test("estimates and standard errors equal loo's to 1e-6", () => {
    const { elpd, se, p, seP } = TRUTH.loo;
    close([found.elpd, found.se, found.p, found.seP], [elpd, se, p, seP], 1e-9);
  });

  test("pointwise values, Pareto k and effective draws equal loo's", () => {
    close(
      found.rows.map((row) => row.elpd),
      TRUTH.loo.pointwise,
      1e-9,
    );
    close(
      found.rows.map((row) => row.p),
      TRUTH.loo.pointwiseP,
      1e-9,
    );
    close(
      found.rows.map((row) => row.k),
      TRUTH.loo.k,
      1e-8,
    );
    close(
      found.rows.map((row) => row.ess),
      TRUTH.loo.ess,
      1e-8,
    );
  });

  test("relative effective sizes equal loo's", () => {
    const first = streamed(normalRow).next().value as Float64Array;
    expect(relativeEss(first, chains)).toBeCloseTo(TRUTH.relativeEss[0], 10);
  });

  test("the error of a row is the lognormal one, within 1 % of loo 2.5.1's normal quantiles on good rows", () => {
    close(
      found.rows.map((row) => row.mcse),
      TRUTH.loo.mcseLognormal,
      1e-9,
    );
    found.rows.slice(0, -1).forEach(({ mcse }, i) => {
      expect(Math.abs(mcse / TRUTH.loo.mcse[i] - 1)).toBeLessThan(0.01);
    });
  });

  test("refuses while a row is bad, naming the worst", () => {
    expect(found.badRows).toEqual([19]);
    expect(found.reliable).toBe(false);
    expect(found.reasons[0]).toContain("row 20 with k = 1.36");
    expect(found.mcse).toBeNaN();
  });

  test("a row whose log likelihood is not finite is a reason, not a number", () => {
    const rows = [Float64Array.from({ length: 400 }, (_, i) => (i === 7 ? Number.NEGATIVE_INFINITY : -1))];
    expect(loo(rows, 2).reliable).toBe(false);
  });
});

/** Flat priors on mu and log sigma: a row left out has a t with n - 2 degrees of freedom. */
function exactElpd(row: number): number {
  const rest = y.filter((_, i) => i !== row);
  const n = rest.length;
  const mean = rest.reduce((sum, value) => sum + value, 0) / n;
  const s2 = rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const scale = Math.sqrt(s2 * (1 + 1 / n));
  return studentLog((y[row] - mean) / scale, n - 1) - Math.log(scale);
}

describe("moment matching", () => {
  const density = densityOf(2, (x) => y.reduce((sum, _, row) => sum + normalRow(row, x), 0));
  const before = loo(streamed(normalRow), chains);
  const options = { rowLogLikelihood: normalRow, threshold: TRUTH.matched.threshold };
  const after = momentMatch(before, density, posterior, options);

  test("equals loo_moment_match of R's loo", () => {
    close(
      after.rows.map((row) => row.elpd),
      TRUTH.matched.elpd,
      1e-6,
    );
    close(
      after.rows.map((row) => row.k),
      TRUTH.matched.k,
      1e-6,
    );
  });

  test("repairs the bad row: k falls below the limit and elpd comes to the exact value within 4 of its errors", () => {
    const exact = exactElpd(19);
    expect(before.rows[19].elpd - exact).toBeGreaterThan(0.5);
    expect(after.reliable).toBe(true);
    expect(Math.abs(after.rows[19].elpd - exact)).toBeLessThan(4 * after.rows[19].mcse);
    expect(after.mcse).toBeGreaterThan(after.rows[19].mcse);
  });

  test("leaves the good rows as they were", () => {
    expect(after.rows.slice(0, 19)).toEqual(before.rows.slice(0, 19));
  });

  test("a row that no affine map can save stays bad", () => {
    // without this row the posterior of mu would grow without bound on both sides
    const rowLogLikelihood = (_: number, [mu]: Float64Array): number => -20 * (mu - 0.3) ** 2;
    const rows = [Float64Array.from({ length: nDraws }, (_, i) => rowLogLikelihood(0, positions.subarray(2 * i)))];
    const bad = loo(rows, chains);
    expect(bad.badRows).toEqual([0]);
    expect(momentMatch(bad, density, posterior, { rowLogLikelihood }).badRows).toEqual([0]);
  });
});

describe("an exact refit", () => {
  test("replaces a bad row and makes the whole reliable", () => {
    const rng = stream("refit");
    const rest = y.slice(0, 19);
    const mean = rest.reduce((sum, value) => sum + value, 0) / 19;
    const squares = rest.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const logLikelihood = Float64Array.from({ length: 4000 }, () => {
      let chi = 0;
      for (let i = 0; i < 18; i++) chi += rng.normal() ** 2;
      const sigma = Math.sqrt(squares / chi);
      return normalRow(19, Float64Array.of(mean + (rng.normal() * sigma) / Math.sqrt(19), Math.log(sigma)));
    });
    const before = loo(streamed(normalRow), chains);
    const after = replaceLooRows(before, new Map([[19, heldOutRow(logLikelihood, 4)]]));
    expect(after.reliable).toBe(true);
    expect(Math.abs(after.rows[19].elpd - exactElpd(19))).toBeLessThan(4 * after.rows[19].mcse);
  });
});

describe("kfold", () => {
  test("whole groups go to folds of about equal size", () => {
    const groups = [..."aaaabbccdde"];
    const folds = foldsByGroup(groups, 3);
    expect(folds.map((fold) => fold.length).sort()).toEqual([3, 4, 4]);
    for (const fold of folds) {
      const inside = new Set(fold.map((row) => groups[row]));
      expect(groups.filter((group) => inside.has(group)).length).toBe(fold.length);
    }
    expect(foldsByGroup(groups).length).toBe(5);
  });

  test("sums held-out rows; the standard error is over groups", () => {
    const constant = (value: number): Float64Array => Float64Array.of(value, value, value, value);
    const folds = [
      { rows: [0, 2], logLikelihood: [constant(-1), constant(-2)], chains: 1 },
      { rows: [1], logLikelihood: [constant(-5)], chains: 1 },
    ];
    const found = kfold(folds, ["a", "b", "a"]);
    expect(Array.from(found.pointwise)).toEqual([-1, -5, -2]);
    expect(found.elpd).toBe(-8);
    // sums -3 and -5: sqrt(2) · sd = 2
    expect(found.se).toBeCloseTo(2, 12);
    expect(found.mcse).toBe(0);
  });

  test("a row that no fold left out is not passed over in silence", () => {
    expect(kfold([], ["a", "b"]).elpd).toBeNaN();
  });
});

describe("comparing elpd", () => {
  test("difference and standard error equal loo_compare's", () => {
    const [first, second] = [normalRow, studentRow].map((row) => loo(streamed(row), chains));
    const columns = [first, second].map(({ rows }) => Float64Array.from(rows, (row) => row.elpd));
    const found = elpdDifference(columns[0], columns[1]);
    close([found.difference, found.se], [TRUTH.comparison.difference, TRUTH.comparison.se], 1e-8);
    expect(found.caveats.join()).toContain("20 rows");
  });
});

describe("weights", () => {
  const columns = [0, 1, 2].map((k) => Float64Array.from(TRUTH.weights.elpds, (row) => row[k]));

  test("stacking equals loo's, and meets the optimality conditions to 1e-8", () => {
    const weights = stackingWeights(columns);
    close(weights, TRUTH.weights.stacking, 1e-5);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    // the gradient is n for used models, below n for others
    const gradient = columns.map((column) =>
      column.reduce((sum, value, i) => {
        const mixed = weights.reduce((total, weight, k) => total + weight * Math.exp(columns[k][i]), 0);
        return sum + Math.exp(value) / mixed;
      }, 0),
    );
    close(gradient.slice(0, 2), [20, 20], 1e-8);
    expect(gradient[2]).toBeLessThan(20);
  });

  test("stacking gives all to a model that is better in every row, and halves equal models", () => {
    const worse = columns[0].map((value) => value - 1);
    expect(stackingWeights([columns[0], worse])[0]).toBeGreaterThan(1 - 1e-9);
    close(stackingWeights([columns[0], columns[0]]), [0.5, 0.5], 1e-9);
  });

  test("pseudo-BMA equals loo's", () => {
    close(pseudoBma(columns), TRUTH.weights.pseudoBma, 1e-10);
  });

  test("pseudo-BMA+ equals loo's within its own error", () => {
    pseudoBmaPlus(columns, stream("bootstrap"), 4000).forEach(({ weight, mcse }, k) => {
      expect(Math.abs(weight - TRUTH.weights.pseudoBmaPlus[k])).toBeLessThan(4 * mcse);
    });
  });
});
