/** Simultaneous ECDF bands, rank ECDFs and rank uniformity: exact in small, calibrated in large. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  countBand,
  groupCounts,
  pathPValue,
  rankEcdf,
  rankUniformity,
  uniformCounts,
} from "../../../lib/posterior/index.ts";
import { stream } from "../../../lib/random/stream.ts";

interface Stored {
  bands: { prob: number; lower: number[]; upper: number[]; coverage: number }[];
  paths: { counts: number[]; p: number }[];
}
const truth = JSON.parse(readFileSync(new URL("../../truth/ecdf.json", import.meta.url), "utf8")) as {
  uniform: Stored & { n: number; shares: number[] };
  group: Stored & { n: number; total: number; counts: number[] };
};

describe.each([
  ["independent uniforms", uniformCounts(truth.uniform.n, truth.uniform.shares), truth.uniform],
  ["one group among all", groupCounts(truth.group.n, truth.group.total, truth.group.counts), truth.group],
])("%s: equal to the list of all outcomes", (_, law, stored) => {
  it.each(stored.bands)("the band of probability $prob and its coverage", ({ prob, lower, upper, coverage }) => {
    const band = countBand(law, prob);
    expect([band.lower, band.upper]).toEqual([lower, upper]);
    expect(band.coverage).toBeCloseTo(coverage, 12);
  });

  it.each(stored.paths)("the p-value of the path $counts", ({ counts, p }) => {
    expect(pathPValue(law, counts)).toBeCloseTo(p, 12);
  });
});

/** Ranks of a value among 99 draws whose spread is `spread` times the right one. */
function ranks(key: string, simulations: number, spread: number): number[] {
  const { normal } = stream(key);
  return Array.from({ length: simulations }, () => {
    const value = normal();
    return Array.from({ length: 99 }, () => spread * normal()).filter((draw) => draw < value).length;
  });
}

describe("rankUniformity", () => {
  it("gives p-values that are themselves uniform when all is right", () => {
    const pValues = Array.from(
      { length: 400 },
      (_, i) => rankUniformity(ranks(`right/${i}`, 60, 1), 99, { points: 20 }).pValue,
    );
    // 4 standard errors of a share of 400 at 0.05, 0.5: false alarm 1 in 8000 each
    expect(Math.abs(pValues.filter((p) => p <= 0.05).length / 400 - 0.05)).toBeLessThan(0.044);
    expect(Math.abs(pValues.filter((p) => p <= 0.5).length / 400 - 0.5)).toBeLessThan(0.1);
  });

  it("finds posteriors 30 % too narrow in 300 simulations, and shows them outside the band", () => {
    const { pValue, ecdf, histogram } = rankUniformity(ranks("narrow", 300, 0.7), 99);
    expect(pValue).toBeLessThan(1e-4);
    expect(ecdf.difference.some((d, i) => d < ecdf.lower[i] || d > ecdf.upper[i])).toBe(true);
    expect(ecdf.shares.length).toBe(99);
    expect([histogram.starts.length, histogram.starts[1], histogram.expected[0]]).toEqual([20, 5, 15]);
    expect(histogram.counts[0] + histogram.counts[19]).toBeGreaterThan(2 * 30);
  });

  it("a p-value below 0.05 and a path outside the 95 % band are one statement", () => {
    for (let i = 0; i < 60; i++) {
      const { pValue, ecdf } = rankUniformity(ranks(`edge/${i}`, 50, 0.8), 99, { points: 10 });
      const out = ecdf.difference.some((d, j) => d < ecdf.lower[j] - 1e-12 || d > ecdf.upper[j] + 1e-12);
      expect([i, out]).toEqual([i, pValue <= 0.05]);
    }
  });

  it("says 1 without ranks and refuses a rank out of range", () => {
    expect(rankUniformity([], 9).pValue).toBe(1);
    expect(() => rankUniformity([10], 9)).toThrow("rank 10 is not a whole number from 0 to 9");
  });
});

function chains(key: string, nChains: number, n: number, shift: number): Float64Array {
  const { normal } = stream(key);
  return Float64Array.from({ length: nChains * n }, (_, i) => normal() + (i < n ? shift : 0));
}

describe("rankEcdf", () => {
  it("keeps all four agreeing chains within the envelope about as often as it says", () => {
    const inside = Array.from({ length: 400 }, (_, i) => {
      const { differences, lower, upper } = rankEcdf(chains(`agree/${i}`, 4, 50, 0), 4, { thin: 1, points: 20 });
      return differences.every((path) => path.every((d, j) => d >= lower[j] - 1e-12 && d <= upper[j] + 1e-12));
    });
    const share = inside.filter(Boolean).length / 400;
    expect(share).toBeGreaterThan(0.95 - 0.044);
    expect(share).toBeLessThan(1);
  });

  it("finds one chain of four moved by half a standard deviation", () => {
    const { pValue, differences, lower } = rankEcdf(chains("moved", 4, 300, 0.5), 4, { thin: 1 });
    expect(pValue).toBeLessThan(1e-4);
    expect(differences[0].some((d, j) => d < lower[j])).toBe(true);
    expect(differences[1].every((d, j) => d >= lower[j])).toBe(true);
  });

  it("gives a binary quantity one point and a p-value that does not mistake ties for disagreement", () => {
    const binary = chains("binary", 4, 200, 0).map((x) => (x < 0.3 ? 0 : 1));
    const { shares, pValue } = rankEcdf(binary, 4, { thin: 1 });
    expect(shares).toEqual([binary.filter((x) => x === 0).length / 800]);
    expect(pValue).toBeGreaterThan(0.01);
  });

  it("has nothing to say about constant draws or a single chain", () => {
    expect(rankEcdf(new Float64Array(40), 4)).toMatchObject({ shares: [], pValue: 1 });
    expect(rankEcdf(chains("alone", 1, 100, 0), 1).pValue).toBe(1);
  });

  it("thins correlated draws to about their effective number before it judges", () => {
    const walk = chains("slow", 4, 400, 0);
    for (let i = 1; i < walk.length; i++) if (i % 400 !== 0) walk[i] += 0.9 * walk[i - 1];
    const { thin, pValue } = rankEcdf(walk, 4);
    expect(thin).toBeGreaterThan(5);
    expect(pValue).toBeGreaterThan(0.01);
  });
});
