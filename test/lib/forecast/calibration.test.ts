/** Calibration metrics: equal to their definitions computed by other means, and right about what they claim. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  ace,
  aurc,
  auroc,
  binSensitivity,
  bootstrap,
  brier,
  brierSkill,
  calibrationMetrics,
  corp,
  debiasedEce,
  ece,
  eceBias,
  equalWidthBins,
  FIELD_BIN_COUNTS,
  isotonic,
  kernelEce,
  ksError,
  logLoss,
  mce,
  mmce,
  murphy,
  precisionThreshold,
  riskCoverage,
  smoothEce,
} from "../../../lib/forecast/calibration/index.ts";
import { stream } from "../../../lib/random/stream.ts";
import { expectClose } from "../posterior/truth.ts";

const truth = JSON.parse(readFileSync(new URL("../../truth/calibration.json", import.meta.url), "utf8"));
const cases = Object.entries(truth.cases as Record<string, Record<string, any>>).map(([name, one]) => ({
  name,
  one,
  c: Float64Array.from(one.confidence),
  y: Float64Array.from(one.correct),
}));
const named = (name: string) => cases.find((one) => one.name === name)!;

describe.each(cases)("$name confidences", ({ one, c, y }) => {
  it("Brier score with its error, skill with its error, Murphy's parts", () => {
    const { brier: score, standardError } = brier(c, y);
    expectClose([score, standardError], [one.brier, one.brier_se]);
    const skill = brierSkill(c, y);
    expectClose([skill.skill, skill.standardError], [one.skill ?? Number.NaN, one.skill_se ?? Number.NaN]);
    const { reliability, resolution, uncertainty, withinBins } = murphy(c, y);
    expectClose([reliability, resolution, uncertainty], Object.values(one.murphy), 1e-3);
    expect(withinBins).toBeCloseTo(0, 14);
  });

  it("log loss with saturated confidences clipped and counted", () => {
    const found = logLoss(c, y);
    expectClose([found.logLoss, found.clipped], [one.log_loss, one.clipped]);
  });

  it("area under the ROC with DeLong's error, and under the risk-coverage curve", () => {
    const found = auroc(c, y);
    expectClose([found.auroc, found.standardError], [one.auroc ?? Number.NaN, one.auroc_se ?? Number.NaN]);
    expectClose(aurc(c, y), one.aurc);
  });

  it("KS error and MMCE", () => {
    expectClose([ksError(c, y), mmce(c, y)], [one.ks, one.mmce]);
  });

  it("isotonic curve, and the CORP decompositions of Brier and log score", () => {
    const curve = isotonic(c, y);
    expectClose(curve.confidence, one.isotonic.confidence, 1);
    expectClose(curve.calibrated, one.isotonic.calibrated, 1);
    expectClose(curve.n, one.isotonic.n);
    for (const [rule, stored] of [
      ["brier", one.corp],
      ["log", one.corp_log],
    ] as const) {
      const { score, miscalibration, discrimination, uncertainty } = corp(c, y, rule);
      const { score: s, miscalibration: m, discrimination: d, uncertainty: u } = stored;
      expectClose([score, miscalibration, discrimination, uncertainty], [s, m, d, u], 1);
    }
  });

  it.each(one.binned as Record<string, any>[])("binned errors with $bins bins of equal $scheme", (stored) => {
    const { bins, scheme } = stored as { bins: number; scheme: "width" | "mass" };
    expectClose(
      [1, 2, 3].map((norm) => ece(c, y, { bins, scheme, norm })),
      [stored.ece, stored.q2, stored.q3],
      1e-3,
    );
    if (scheme === "width") {
      const { reliability, resolution } = murphy(c, y, equalWidthBins(c, y, bins));
      expectClose([reliability, resolution], [stored.reliability, stored.resolution], 1e-3);
    }
    expectClose(mce(c, y, { bins, scheme }), stored.mce);
    expectClose(eceBias(c, y, { bins, scheme }), stored.bias);
    expectClose(debiasedEce(c, y, { bins, scheme }), stored.debiased ?? Number.NaN, 1);
    expectClose(debiasedEce(c, y, { bins, scheme, norm: 2 }), stored.debiased2 ?? Number.NaN, 1);
    if (scheme === "mass") expectClose(ace(c, y, bins), stored.mean_gap);
  });

  if (one.smooth_ece !== undefined)
    it("smooth and kernel errors equal direct kernel sums", () => {
      expectClose(smoothEce(c, y), one.smooth_ece);
      for (const [width, value] of one.kernel_ece) expectClose(kernelEce(c, y, width), value);
      expectClose(kernelEce(c, y), one.kernel_ece_default);
    });
});

describe("precisionThreshold", () => {
  const { c, y } = named("overconfident");
  it.each(truth.precision as Record<string, any>[])(
    "finds the lowest threshold for precision $target with probability $assurance",
    ({ target, assurance, result }) => {
      const found = precisionThreshold(c, y, target, assurance);
      if (result === null) expect(found).toBeUndefined();
      else expectClose(Object.values(found!), Object.values(result));
    },
  );
});

describe("bad input is named with its row", () => {
  const half = Float64Array.of(0.5, 0.5);
  it.each([
    [Float64Array.of(0.5, 1.2), half, "confidence 1.2 in row 2 is not between 0 and 1"],
    [Float64Array.of(0.5, Number.NaN), half, "confidence NaN in row 2 is not between 0 and 1"],
    [half, Float64Array.of(1, 0.5), "correct is 0.5 in row 2"],
    [half, Float64Array.of(1), "2 confidences with 1 answers"],
    [new Float64Array(0), new Float64Array(0), "0 confidences with 0 answers"],
  ])("%#", (c, y, message) => {
    for (const metric of [brier, logLoss, auroc, ece, ksError, mmce, smoothEce, kernelEce, isotonic, aurc, corp]) {
      expect(() => metric(c, y)).toThrow(message);
    }
  });
});

/** Answers that are right as often as the confidence says, or that confidence to a power. */
function simulated(key: string, n: number, power: number): [Float64Array, Float64Array] {
  const rng = stream(key);
  const c = Float64Array.from({ length: n }, () => rng.uniform());
  return [c, c.map((value) => (rng.uniform() < value ** power ? 1 : 0))];
}

describe("what the errors mean", () => {
  it("calibrated confidences have an ECE near its stated bias, and debiased ones nearer 0", () => {
    const runs = Array.from({ length: 60 }, (_, i) => simulated(`calibrated/${i}`, 400, 1));
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const plain = mean(runs.map(([c, y]) => ece(c, y)));
    expect(plain / mean(runs.map(([c, y]) => eceBias(c, y)))).toBeCloseTo(1, 1);
    expect(plain).toBeGreaterThan(0.05);
    expect(mean(runs.map(([c, y]) => debiasedEce(c, y)))).toBeLessThan(0.6 * plain);
    // the square of the other form is unbiased before it is cut at 0
    const squares = runs.map(([c, y]) => debiasedEce(c, y, { norm: 2 }) ** 2);
    expect(mean(squares)).toBeLessThan(0.2 * mean(runs.map(([c, y]) => ece(c, y, { norm: 2 }) ** 2)));
    expect(mean(runs.map(([c, y]) => smoothEce(c, y)))).toBeLessThan(plain);
  });

  it("smooth and kernel error come near the true error of known miscalibration", () => {
    // E|U^2 - U| = 1/6 for uniform confidences right with probability U^2
    const [c, y] = simulated("squared", 20_000, 2);
    expect(smoothEce(c, y)).toBeCloseTo(1 / 6, 1);
    expect(kernelEce(c, y)).toBeCloseTo(1 / 6, 2);
    expect(ece(c, y)).toBeCloseTo(1 / 6, 2);
  });

  it("a perfect oracle has no error of any kind", () => {
    const y = Float64Array.of(0, 1, 1, 0, 1);
    expect([ece(y, y), mce(y, y), ksError(y, y), mmce(y, y), smoothEce(y, y), brier(y, y).brier]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect(kernelEce(y, y, 0.01)).toBeLessThan(0.01);
    expect([auroc(y, y).auroc, brierSkill(y, y).skill]).toEqual([1, 1]);
  });

  it("the order of rows changes nothing, ties included", () => {
    const { c, y } = named("tied");
    const order = Array.from(c.keys()).sort((a, b) => ((a * 77) % 200) - ((b * 77) % 200));
    const [shuffledC, shuffledY] = [c, y].map((column) => Float64Array.from(order, (i) => column[i]));
    const rng = () => stream("order");
    const before = calibrationMetrics(c, y, rng(), { replicates: 0 });
    const after = calibrationMetrics(shuffledC, shuffledY, rng(), { replicates: 0 });
    for (const name of Object.keys(before) as (keyof typeof before)[]) {
      expect([name, after[name].value]).toEqual([name, expect.closeTo(before[name].value, 12)]);
    }
  });

  it("risk-coverage ends at all items and the overall error", () => {
    const { c, y } = named("overconfident");
    const curve = riskCoverage(c, y);
    expect(curve.at(-1)).toMatchObject({ coverage: 1, risk: expect.closeTo(1 - y.reduce((a, b) => a + b) / 300, 12) });
  });

  it("binSensitivity gives every bin count in both schemes", () => {
    const [c, y] = simulated("bins", 400, 1);
    const rows = binSensitivity(c, y);
    expect(rows.map(({ bins }) => bins)).toEqual([...FIELD_BIN_COUNTS, ...FIELD_BIN_COUNTS]);
    expect(rows[2].ece).toBe(ece(c, y));
    // with one item a bin it is the mean absolute residual, 1/3 for calibrated uniform confidences
    expect(rows[17].ece).toBeCloseTo(c.reduce((sum, value, i) => sum + Math.abs(value - y[i]), 0) / 400, 12);
    expect(rows[17].ece).toBeGreaterThan(5 * rows[0].ece);
  });
});

describe("bootstrap", () => {
  const { c, y } = named("overconfident");

  it("agrees with closed-form errors of Brier score and AUROC, and repeats from the same stream", () => {
    const metrics = {
      brier: (a: Float64Array, b: Float64Array) => brier(a, b).brier,
      auroc: (a: Float64Array, b: Float64Array) => auroc(a, b).auroc,
    };
    const errors = bootstrap(metrics, c, y, stream("boot"), { replicates: 500 });
    // the error of an error from 500 resamples is 3 %
    expect(errors.brier.standardError / brier(c, y).standardError).toBeCloseTo(1, 0.7);
    expect(errors.auroc.standardError / auroc(c, y).standardError).toBeCloseTo(1, 0.7);
    expect(bootstrap(metrics, c, y, stream("boot"), { replicates: 500 })).toEqual(errors);
  });

  it("sees that five copies of each item are no more items", () => {
    const five = (column: Float64Array): Float64Array =>
      Float64Array.from({ length: 1500 }, (_, i) => column[Math.floor(i / 5)]);
    const metrics = { brier: (a: Float64Array, b: Float64Array) => brier(a, b).brier };
    const groups = Array.from({ length: 1500 }, (_, i) => Math.floor(i / 5));
    const grouped = bootstrap(metrics, five(c), five(y), stream("groups"), { replicates: 400, groups });
    const naive = bootstrap(metrics, five(c), five(y), stream("groups"), { replicates: 400 });
    expect(grouped.brier.standardError / naive.brier.standardError).toBeCloseTo(Math.sqrt(5), 0);
    expect(() => bootstrap(metrics, c, y, stream("g"), { groups: [1] })).toThrow("1 group keys for 300 items");
  });

  it("counts the resamples in which a metric does not exist", () => {
    const few = named("all_right");
    const { auroc: area } = bootstrap({ auroc: (a, b) => auroc(a, b).auroc }, few.c, few.y, stream("f"), {
      replicates: 10,
    });
    expect([area.failed, area.value, area.standardError]).toEqual([10, Number.NaN, Number.NaN]);
  });

  it("gives every metric its error from one call", () => {
    const all = calibrationMetrics(c, y, stream("all"), { replicates: 20 });
    for (const [name, { value, standardError }] of Object.entries(all)) {
      expect([name, Number.isFinite(value), standardError > 0]).toEqual([name, true, true]);
    }
    expect(all.ece.bias).toBeGreaterThan(0);
  });
});
