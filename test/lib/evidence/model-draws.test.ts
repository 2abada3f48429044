/** From a model of the language to what the estimators take: chains in one set of coordinates, rows one by one. */
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { loo } from "../../../lib/evidence/loo.ts";
import { marginalLikelihood } from "../../../lib/evidence/marginal-likelihood.ts";
import { momentMatch } from "../../../lib/evidence/moment-matching.ts";
import { poolChains } from "../../../lib/evidence/pool-chains.ts";
import { RowLogLikelihood } from "../../../lib/evidence/row-log-likelihood.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { checkDocument } from "../../../lib/model/document.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";
import { parseCsv } from "../../../lib/data/csv.ts";
import { stream } from "../../../lib/random/stream.ts";
import { sampleChains } from "../../../samplers/index.ts";
import "./calibration.ts";
import { TRUTH } from "./targets.ts";

// the hierarchical normal of bridgesampling's vignette, in our language: theta's centring is chosen in warmup
const MODEL = `
name: vignette
title: twenty means, one observation each
data:
  y: { kind: real }
  group: { kind: factor }
parameters:
  tau2: inv_gamma(1, 1)
  theta[group]: normal(0, sqrt(tau2))
likelihood:
  y: normal(theta[group], 1)
`;
const Y = TRUTH.data.hierarchical;
const csv = `y,group\n${Y.map((value, i) => `${value},g${String(i + 1).padStart(2, "0")}`).join("\n")}\n`;

function fitted(): { density: ModelDensity; sampled: ReturnType<typeof sampleChains> } {
  const density = new ModelDensity(new BoundModel(checkDocument(parseYaml(MODEL)), parseCsv(csv, "vignette.csv")));
  return { density, sampled: sampleChains(density, { seed: "1", model: "vignette" }) };
}

describe("a model of the language", () => {
  const { density, sampled } = fitted();
  const own = sampled.adaptation.map(({ coordinateState }, chain) => {
    if (coordinateState) density.setCoordinateState(coordinateState);
    const start = chain * sampled.draws * sampled.dim;
    return Array.from(density.constrain(sampled.positions.subarray(start, start + sampled.dim)));
  });
  const posterior = poolChains(density, sampled);

  test("pooled chains are the same points: constrained values do not change", () => {
    const states = sampled.adaptation.map(({ coordinateState }) => coordinateState!.join());
    expect(new Set(states).size).toBeGreaterThan(1);
    own.forEach((values, chain) => {
      const start = chain * sampled.draws * sampled.dim;
      const pooled = density.constrain(posterior.positions.subarray(start, start + sampled.dim));
      values.forEach((value, k) => expect(pooled[k]).toBeCloseTo(value, 9));
    });
  });

  test("the evidence of the vignette comes out of our own chains, within 3.5 of its errors", () => {
    const found = marginalLikelihood(density, posterior, { random: stream("vignette") });
    expect(found.reasons).toEqual([]);
    const error = found.logMarginalLikelihood - TRUTH.logMarginalLikelihood.hierarchicalH0;
    expect(Math.abs(error)).toBeLessThan(3.5 * found.mcse);
    expect(found.mcse).toBeLessThan(0.05);
  });

  test("rows are read one by one, equal to the normal log density, in any block", () => {
    const rows = new RowLogLikelihood(density);
    const values = density.constrain(posterior.positions.subarray(0, posterior.dim));
    const thetas = density.elements
      .map((name, k) => [name, values[k]] as const)
      .filter(([name]) => name.includes("theta"));
    let row = 0;
    for (const column of rows.ofDraws(posterior)) {
      const expected = -0.5 * (Y[row] - thetas[row][1]) ** 2 - 0.5 * Math.log(2 * Math.PI);
      expect(column[0]).toBeCloseTo(expected, 9);
      expect(rows.at(row, posterior.positions.subarray(0, posterior.dim))).toBeCloseTo(expected, 9);
      row++;
    }
    expect(row).toBe(20);
  });

  test("one observation a group: left-out rows come nearer to the exact integral by moment matching", () => {
    const rows = new RowLogLikelihood(density);
    const rowLogLikelihood = (row: number, point: Float64Array): number => rows.at(row, point);
    const plain = loo(rows.ofDraws(posterior), posterior.chains);
    const matched = momentMatch(plain, density, posterior, { rowLogLikelihood, threshold: 0.4 });
    const errors = [plain, matched].map((found) => found.rows.map(({ elpd }, row) => elpd - exactElpd(row)));
    const meanSize = (values: readonly number[]): number => values.reduce((sum, x) => sum + Math.abs(x), 0) / 20;
    expect(meanSize(errors[1])).toBeLessThan(meanSize(errors[0]) / 2);
    // weights have a variance, and their error the meaning it claims, only where k is below 1/2 (Vehtari et al. 2024)
    const sound = matched.rows.flatMap(({ k, mcse }, row) => (k < 0.5 ? [Math.abs(errors[1][row]) / mcse] : []));
    expect(sound.length).toBeGreaterThan(15);
    expect(Math.max(...sound)).toBeLessThan(4.5);
  });
});

/** log of the mean over tau2, given the other rows, of normal(y; 0, 1 + tau2): theta integrated out. */
function exactElpd(row: number): number {
  let [total, predicted] = [0, 0];
  for (let u = -6; u < 8; u += 0.005) {
    const v = 1 + Math.exp(u);
    const log = (y: number): number => -0.5 * Math.log(2 * Math.PI * v) - (0.5 * y * y) / v;
    const rest = Y.reduce((sum, y, i) => (i === row ? sum : sum + log(y)), 36);
    const weight = Math.exp(-u - Math.exp(-u) + rest);
    total += weight;
    predicted += weight * Math.exp(log(Y[row]));
  }
  return Math.log(predicted / total);
}
