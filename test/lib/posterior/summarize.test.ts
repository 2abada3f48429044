/** The table of a posterior: names, quantiles on demand, and a stated reason for every NaN. */
import { describe, expect, it } from "vitest";
import { summarize } from "../../../lib/posterior/index.ts";
import { cases, expectClose } from "./truth.ts";

function table(name: string, probs?: number[]) {
  const { draws, chains } = cases.find(([other]) => other === name)![1];
  const all = { chains, draws: draws.length / chains, names: [name], columns: [draws] };
  return summarize(all, probs === undefined ? {} : { probs })[0];
}

describe("summarize", () => {
  it("gives Stan's keys, with the values of posterior (R)", () => {
    const row = table("correlated");
    expect(Object.keys(row)).toEqual([
      "name",
      "mean",
      "sd",
      "q5",
      "q50",
      "q95",
      "mcse_mean",
      "mcse_sd",
      "ess_bulk",
      "ess_tail",
      "rhat",
    ]);
    const one = cases.find(([name]) => name === "correlated")![1];
    expectClose(
      [row.mean, row.sd, row.mcse_mean, row.mcse_sd, row.ess_bulk, row.ess_tail, row.rhat],
      [one.mean, one.sd, one.mcse_mean, one.mcse_sd, one.ess_bulk, one.ess_tail, one.rhat],
    );
    expectClose([row.q5, row.q50, row.q95], [-2.2033777995, 0.163863895, 3.6108586785]);
  });

  it("gives any quantiles, named by their percentage without the rounding of the product", () => {
    expect(Object.keys(table("correlated", [0.025, 0.07, 0.999])).filter((key) => /^q\d/.test(key))).toEqual([
      "q2.5",
      "q7",
      "q99.9",
    ]);
  });

  it.each([
    ["constant", "all draws equal 0.1: fixed by the model, or a stuck chain"],
    ["not_finite", "1 of 100 draws are not finite"],
    ["five_draws", "5 draws a chain, at least 6 are needed"],
    ["symmetric_binary", "all draws lie equally far from the median, so R-hat of their spread does not exist"],
    ["binary", "too few distinct values: every draw is at or below a tail quantile, so its ESS does not exist"],
  ])("says why a statistic of %s draws is NaN", (name, reason) => {
    expect(table(name).reason).toBe(reason);
  });

  it("gives no reason where nothing is NaN", () => {
    expect(table("short")).not.toHaveProperty("reason");
  });
});
