/** Fits compared: against exact marginal likelihoods and left-out densities of linear models, and refused where they must be. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { checkDocument, type ModelDocument } from "../../lib/model/document.ts";
import { stream } from "../../lib/random/stream.ts";
import { compareFits, type NamedFit } from "../../study/compare.ts";
import { fitWithout } from "../../study/comparison/refit.ts";
import { fit } from "../../study/fit.ts";
import { reportComparison } from "../../study/report/comparison.ts";

// y = a + b x + noise of sd 1 with normal priors: everything has a closed form. The last x is far out: its row has leverage
const X = [-1.2, -0.7, -0.4, 0, 0.1, 0.5, 0.8, 1.1, 1.3, 12];
const Y = [0.1, -0.9, 0.4, 0.2, 1.3, -0.2, 0.9, 0.3, 1.6, 4.1];
const table = tableFromColumns({ x: X, y: Y }, "line.csv");

function line(name: string, slope: string | undefined, response = "y"): ModelDocument {
  return checkDocument({
    name,
    data: { x: { kind: "real" }, y: { kind: "real" } },
    parameters: { a: "normal(0, 1)", ...(slope ? { b: slope } : {}) },
    likelihood: { [response]: slope ? "normal(a + b * x, 1)" : "normal(a, 1)" },
  });
}

const sampled = (document: ModelDocument, data: Table = table, seed = "1"): NamedFit => ({
  name: document.name,
  fit: fit(document, data, { seed, draws: 600 }),
});

/** log of the normal density of y under mean 0 and covariance I + Z diag(sds²) Zᵀ, rows chosen */
function logEvidence(sds: readonly number[], rows: readonly number[] = X.map((_, i) => i)): number {
  const z = (row: number): number[] => [1, X[row]!].slice(0, sds.length);
  const covariance = rows.map((i) => rows.map((j) => (i === j ? 1 : 0) + z(i).reduce((s, v, k) => s + v * z(j)[k]! * sds[k]! ** 2, 0)));
  // Cholesky, then the density of the whitened values
  let log = 0;
  const lower: number[][] = [];
  const white: number[] = [];
  rows.forEach((row, i) => {
    lower[i] = [];
    for (let j = 0; j <= i; j++) {
      const rest = covariance[i]![j]! - lower[i]!.reduce((s, v, k) => s + v * (lower[j]![k] ?? 0), 0);
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
    white[i] = (Y[row]! - white.reduce((s, w, k) => s + w * lower[i]![k]!, 0)) / lower[i]![i]!;
    log -= 0.5 * white[i]! ** 2 + Math.log(lower[i]![i]!) + 0.5 * Math.log(2 * Math.PI);
  });
  return log;
}

describe("two lines and a constant", () => {
  const fits = [sampled(line("wide", "normal(0, 2)")), sampled(line("narrow", "normal(0, 0.5)")), sampled(line("constant", undefined))];
  const found = compareFits(fits);
  const [wide, narrow, constant] = found.models;
  const exact = [logEvidence([1, 2]), logEvidence([1, 0.5]), logEvidence([1])];

  test("log marginal likelihoods are the exact ones within 4 of their errors, and the probabilities follow", () => {
    found.models.forEach(({ logMarginalLikelihood, mcse, reasons }, k) => {
      expect(reasons).toEqual([]);
      expect(Math.abs(logMarginalLikelihood! - exact[k]!)).toBeLessThan(4 * mcse!);
      expect(mcse).toBeLessThan(0.05);
    });
    expect(found.reference).toBe("narrow");
    const total = exact.reduce((sum, log) => sum + Math.exp(log), 0);
    expect(narrow!.probability).toBeCloseTo(Math.exp(exact[1]!) / total, 2);
    expect(narrow).toMatchObject({ logBayesFactor: 0, logBayesFactorMcse: 0 });
    expect(constant!.logBayesFactor).toBeCloseTo(exact[2]! - exact[1]!, 1);
  });

  test("scales that only one of two models has are halved and doubled: the exact Bayes factors with those priors", () => {
    const pair = found.pairs.find(({ first, second }) => first === "wide" && second === "constant")!;
    expect(pair.logBayesFactor).toBeCloseTo(exact[0]! - exact[2]!, 1);
    expect(pair.halved).toBeCloseTo(logEvidence([1, 1]) - exact[2]!, 1);
    expect(pair.doubled).toBeCloseTo(logEvidence([1, 4]) - exact[2]!, 1);
    // the lines have the same parameters, so there is nothing to scale between them
    expect(found.pairs.find(({ first, second }) => first === "wide" && second === "narrow")).toMatchObject({ halved: null, doubled: null });
    expect(wide!.scales.each.map(({ parameters }) => parameters)).toEqual([["b"], ["b"]]);
  });

  test("a row with leverage has a bad k and is mended; left-out densities are the exact ones", () => {
    const all = X.map((_, i) => i);
    const loo = (sds: readonly number[]): number => all.reduce((sum, i) => sum + logEvidence(sds) - logEvidence(sds, all.filter((j) => j !== i)), 0);
    const mended = [...wide!.looRows.matched, ...wide!.looRows.refitted];
    expect(mended).toEqual([9]);
    expect(found.warnings.some((warning) => warning.startsWith("leave-one-out of wide: 1 rows had a Pareto k above"))).toBe(true);
    expect(Math.abs(wide!.elpdLoo! - loo([1, 2]))).toBeLessThan(0.25);
    expect(Math.abs(constant!.elpdLoo! - loo([1]))).toBeLessThan(0.25);
    const weights = found.models.map(({ stackingWeight }) => stackingWeight!);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  });

  test("an exact refit predicts the row it has not seen", () => {
    const all = X.map((_, i) => i);
    const exactElpd = logEvidence([1, 2]) - logEvidence([1, 2], all.filter((i) => i !== 9));
    const [draws] = [...fitWithout(fits[0]!.fit, [9], "test").logLikelihood([9])];
    const mean = draws!.reduce((sum, value) => sum + Math.exp(value), 0) / draws!.length;
    expect(Math.log(mean)).toBeCloseTo(exactElpd, 0);
  });

  test("the page's section says the same", () => {
    const section = reportComparison("laws", found);
    expect(section.reference).toBe("narrow");
    expect(section.models.find(({ name }) => name === "constant")).toMatchObject({ logBayesFactor: constant!.logBayesFactor, mcse: constant!.logBayesFactorMcse });
  });
});

describe("what is refused", () => {
  const one = sampled(line("one", "normal(0, 2)"));

  test("other rows, other responses, one name twice", () => {
    const fewer = sampled(line("fewer", undefined), tableFromColumns({ x: X.slice(1), y: Y.slice(1) }, "fewer.csv"));
    expect(() => compareFits([one, fewer])).toThrow(/different rows/);
    const scaled = sampled(line("scaled", undefined), tableFromColumns({ x: X, y: Y.map((y) => 2 * y) }, "scaled.csv"));
    expect(() => compareFits([one, scaled])).toThrow(/different responses/);
    expect(() => compareFits([one, one])).toThrow(/two fits are called one/);
    expect(() => compareFits([one])).toThrow(/nothing to compare/);
  });

  test("a transformed response is comparable: its Jacobian is in the density", () => {
    const positive = tableFromColumns({ x: X, y: Y.map((y) => Math.exp(y)) }, "positive.csv");
    const model = (name: string, likelihood: Record<string, string>): ModelDocument =>
      checkDocument({ name, data: { x: { kind: "real" }, y: { kind: "positive" } }, parameters: { a: "normal(0, 1)" }, likelihood });
    const found = compareFits([sampled(model("logs", { "log(y)": "normal(a, 1)" }), positive), sampled(model("direct", { y: "lognormal(a, 1)" }), positive)]);
    expect(Math.abs(found.pairs[0]!.logBayesFactor)).toBeLessThan(4 * found.pairs[0]!.mcse);
    expect(found.models[0]!.logMarginalLikelihood).toBeCloseTo(logEvidence([1]) - Y.reduce((a, b) => a + b), 1);
  });

  test("twenty draws, a flat prior, two modes, tails without a variance: no number is given, and the reason is", () => {
    const few: NamedFit = { name: "few", fit: fit(line("few", "normal(0, 2)"), table, { seed: "1", draws: 5 }) };
    const flat = sampled(line("flat", "flat()"));
    const [first, second, third] = compareFits([few, flat, one]).models;
    expect([first, second].map((model) => [model!.logMarginalLikelihood, model!.probability, model!.logBayesFactor])).toEqual([[null, null, null], [null, null, null]]);
    expect(first!.reasons.join()).toMatch(/too few draws/);
    expect(second!.reasons.join()).toMatch(/flat prior has no evidence/);
    expect(third!.logMarginalLikelihood).not.toBeNull();
    expect(third!.probability).toBeNull();
    const modes: ModelDocument = checkDocument({ name: "modes", data: { x: { kind: "real" }, y: { kind: "real" } }, parameters: { a: "normal(0, 10)" }, likelihood: { y: "normal(abs(a) + 8, 0.3)" } });
    const up = tableFromColumns({ x: X, y: X.map((_, i) => 16 + 0.1 * i) }, "modes.csv");
    const heavy: ModelDocument = { ...modes, name: "heavy", parameters: { a: "cauchy(0, 1)" }, likelihood: { y: "normal(16 + 0 * a, 1)" } };
    // with seed 2 the chains find both modes; where all chains miss a mode, nobody can know
    const found = compareFits([sampled(modes, up, "2"), sampled(heavy, up)]);
    expect(found.models.map(({ logMarginalLikelihood }) => logMarginalLikelihood)).toEqual([null, null]);
    expect(found.models[0]!.reasons.join()).toMatch(/chains disagree|disagree/);
    expect(found.models[1]!.reasons.join()).toMatch(/heavy tails/);
    expect(found.reliable).toBe(false);
  });
});

test("the same fits give the same comparison", () => {
  const data = tableFromColumns({ x: X, y: X.map((x) => x + stream("noise").normal()) }, "again.csv");
  const both = (): NamedFit[] => [sampled(line("a", "normal(0, 1)"), data), sampled(line("b", undefined), data)];
  expect(JSON.stringify(compareFits(both()))).toBe(JSON.stringify(compareFits(both())));
});
