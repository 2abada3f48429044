/** Every statistic of draws against posterior (R), on the same draws. */
import { describe, expect, it } from "vitest";
import {
  autocovariance,
  basicRhat,
  chainEss,
  chainRhat,
  ebfmi,
  essBulk,
  essMean,
  essQuantile,
  essSd,
  essTail,
  eventProbability,
  logGamma,
  mcseMean,
  mcseQuantile,
  mcseSd,
  mean,
  quantiles,
  rankNormalize,
  splitRhat,
  standardDeviation,
} from "../../../lib/posterior/index.ts";
import { CredenceError } from "../../../lib/errors.ts";
import { cases, expectClose, truth } from "./truth.ts";

const probs = truth.probs as number[];

describe.each(cases)("%s draws: equal to posterior (R)", (name, one) => {
  const { draws, chains } = one;
  const moving = cases.filter(([other]) => other === name && name !== "stuck_chains");

  it("mean, sd and quantiles", () => {
    expectClose(mean(draws), one.mean);
    expectClose(standardDeviation(draws), one.sd, 1e-6);
    expectClose(quantiles(draws, probs), one.quantiles);
  });

  it.each(moving)("R-hat: rank-normalised split, split, whole (%s)", () => {
    expectClose(splitRhat(draws, chains), one.rhat);
    expectClose(basicRhat(draws, chains), one.rhat_basic);
    expectClose(chainRhat(draws, chains), one.rhat_unsplit);
  });

  it("effective sample sizes: bulk, tail, mean, sd, quantiles, whole chains", () => {
    expectClose(essBulk(draws, chains), one.ess_bulk);
    expectClose(essTail(draws, chains), one.ess_tail);
    expectClose(essMean(draws, chains), one.ess_mean);
    expectClose(essSd(draws, chains), one.ess_sd);
    expectClose(chainEss(draws, chains), one.ess_basic);
    expectClose(
      probs.map((prob) => essQuantile(draws, chains, prob)),
      one.ess_quantile,
    );
  });

  it("Monte Carlo standard errors of mean, sd and quantiles", () => {
    expectClose(mcseMean(draws, chains), one.mcse_mean);
    expectClose(mcseSd(draws, chains), one.mcse_sd);
    expectClose(
      probs.map((prob) => mcseQuantile(draws, chains, prob)),
      one.mcse_quantile,
    );
  });

  it("autocovariance at every lag, normal scores, E-BFMI", () => {
    if (Array.isArray(one.autocovariance)) {
      expectClose(autocovariance(draws, chains), one.autocovariance, one.autocovariance[0] + 1e-16);
    }
    if (Array.isArray(one.z)) expectClose(rankNormalize(draws), one.z, 1);
    if (name !== "constant" && name !== "stuck_chains") expectClose(ebfmi(draws, chains), one.ebfmi);
  });
});

describe("splitRhat", () => {
  it("is beyond any limit when chains are stuck at different values", () => {
    const stuck = cases.find(([name]) => name === "stuck_chains")![1];
    expect(splitRhat(stuck.draws, 4)).toBeGreaterThan(1e6);
  });

  it("does not change when draws go through an increasing affine map", () => {
    const { draws } = cases.find(([name]) => name === "correlated")![1];
    expectClose(
      splitRhat(
        draws.map((x) => 1e6 + 3 * x),
        4,
      ),
      splitRhat(draws, 4),
    );
  });

  it("is NaN, as is the ESS, with fewer than four draws a chain", () => {
    const three = Float64Array.of(1, 4, 2, 3, 5, 7);
    expect([splitRhat(three, 2), essBulk(three, 2)]).toEqual([Number.NaN, Number.NaN]);
  });

  it("refuses draws that the chains do not divide", () => {
    const call = (): number => splitRhat(new Float64Array(10), 3);
    expect(call).toThrow(CredenceError);
    expect(call).toThrow("10 draws do not divide into 3 chains");
  });
});

describe("eventProbability", () => {
  it("has the error that the ESS of the indicator gives", () => {
    const { draws } = cases.find(([name]) => name === "binary")![1];
    const { probability, mcse, ess } = eventProbability(draws, 4);
    expectClose([probability, ess, mcse], [truth.event.probability, truth.event.ess, truth.event.mcse]);
  });

  it("leaves the error open when all draws agree, or takes it from the draws they are worth", () => {
    expect(eventProbability(new Float64Array(40).fill(1), 4).mcse).toBeNaN();
    // sd of Beta(1, 101): sqrt(101 / (102^2 * 103))
    expect(eventProbability(new Float64Array(40).fill(1), 4, 100).mcse).toBeCloseTo(0.009708271266, 12);
  });
});

it("log-gamma equals R's lgamma", () => {
  expectClose(truth.log_gamma.x.map(logGamma), truth.log_gamma.value, 1);
});
