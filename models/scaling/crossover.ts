/** Two families of models on one axis: where the law of one crosses that of the other. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder } from "../shared/columns.ts";
import { frontierOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { LREF, priors } from "../shared/priors.ts";
import { exponentOf } from "../shared/terms.ts";

/** log(x / x0) of the first crossing after the smallest x of the data, within `decades` beyond the largest; infinite when there is none. A difference pairs its terms, so that a family does not cross itself by rounding. */
const crossing = (difference: string): string => `first_root(u, ${difference}, log(x_first / x0), log(x_last / x0) + decades * log(10))`;

/** each family sampled by its level at the pivot, its slope there, and the floor's share */
const floorOfEach = {
  "L0[family]": { prior: priors.reducible, multiplier: "1 / (1 + E[family])" },
  "alpha[family]": exponentOf("L0[family]"),
  "E[family]": { prior: priors.floor, multiplier: "L0[family]", about: "irreducible loss" },
} as const;

export const crossover: ModelDocument = defineModel({
  name: "crossover",
  title: "Two or more families on one axis, and where their laws cross",
  about: "Each family in the column `family` has a law of its own with common noise. log10_x_cross is where the first family of the table and each other cross for the first time after the smallest x of the data; it is infinite in draws without a crossing in the data or `decades` beyond them, so that quantiles and P(no crossing) stay meaningful where a mean has none.",
  source: "Stanic et al. 2023 (Languini Kitchen), arXiv:2309.11197; Xiao et al. 2024, arXiv:2409.15156",
  data: {
    x: { kind: "positive", about: "compute in FLOP, or hours of an accelerator" },
    family: { kind: "factor", about: "the first level in the table is the one that others are compared with" },
    loss: error,
  },
  constants: { Lref: LREF, x0: "exp(mean(log(x)))", x_first: "min(x)", x_last: "max(x)", decades: 6 },
  parameters: {
    "L0[family]": { prior: priors.level, about: "loss at the pivot" },
    "alpha[family]": { prior: priors.pureExponent, about: "exponent" },
    sigma,
  },
  let: {
    mu: "L0[family] * exp(-alpha[family] * log(x / x0))",
    ...scatter,
  },
  likelihood: logStudentT,
  quantities: {
    "log10_x_cross[family]": `(log(x0) + ${crossing("(log(L0[1]) - log(L0[family])) - (alpha[1] - alpha[family]) * u")}) / log(10)`,
    "crosses[family]": "log10_x_cross[family] < infinity()",
    "steeper[family]": "alpha[family] > alpha[1]",
    // one for each family: its loss, whether it is the best (the mean is a probability), and what choosing it costs
    "L_of(x)": "L0 * (x / x0)^-alpha",
    "is_best(x)": "L_of(x) <= min(L_of(x))",
    "regret(x)": "L_of(x) - min(L_of(x))",
  },
  options: {
    law: {
      about: "law of each family: a power law; power laws of one exponent, which never cross (`parallel`); with a floor of their own, or one floor for all (`common_floor`); or shifted in x with a floor",
      default: "power_law",
      choices: {
        power_law: {},
        parallel: {
          parameters: { "alpha[family]": null, alpha: { prior: priors.pureExponent, about: "exponent of every family" } },
          let: { mu: "L0[family] * exp(-alpha * log(x / x0))" },
          quantities: {
            "log10_x_cross[family]": null,
            "crosses[family]": null,
            "steeper[family]": null,
          },
          simulation: { parameters: { alpha: 0.06 } },
        },
        common_floor: {
          constants: { x0: "min(x) / 2" },
          parameters: {
            "L0[family]": { prior: priors.reducible, about: "reducible loss at the pivot" },
            "alpha[family]": { prior: priors.exponent },
            E: { prior: priors.floor, about: "irreducible loss of every family, as of one data source" },
          },
          let: { mu: "E + L0[family] * exp(-alpha[family] * log(x / x0))" },
          quantities: { "L_of(x)": "E + L0 * (x / x0)^-alpha" },
          simulation: { parameters: { L0: [1.6, 2], alpha: [0.3, 0.4], E: 1.8 } },
        },
        power_law_const: {
          constants: { x0: "min(x) / 2" },
          parameters: {
            ...floorOfEach,
            "L0[family]": { ...floorOfEach["L0[family]"], about: "reducible loss at the pivot" },
          },
          let: { mu: "E[family] + L0[family] * exp(-alpha[family] * log(x / x0))" },
          quantities: {
            "log10_x_cross[family]": `(log(x0) + ${crossing("(E[1] - E[family]) + (L0[1] * exp(-alpha[1] * u) - L0[family] * exp(-alpha[family] * u))")}) / log(10)`,
            "L_of(x)": "E + L0 * (x / x0)^-alpha",
          },
          simulation: { parameters: { L0: [1.6, 2], alpha: [0.3, 0.45], E: [1.8, 1.9] } },
        },
        shifted: {
          constants: { x0: "min(x) / 2" },
          parameters: {
            ...floorOfEach,
            "L0[family]": { ...floorOfEach["L0[family]"], about: "reducible loss where x + shift is the pivot" },
            "shift[family]": { prior: "lognormal(0, 1.5)", about: "shift in x over the pivot" },
          },
          let: { mu: "E[family] + L0[family] * exp(-alpha[family] * log(x / x0 + shift[family]))" },
          quantities: {
            "log10_x_cross[family]": `(log(x0) + ${crossing("(E[1] - E[family]) + (L0[1] * exp(-alpha[1] * log(exp(u) + shift[1])) - L0[family] * exp(-alpha[family] * log(exp(u) + shift[family])))")}) / log(10)`,
            "L_of(x)": "E + L0 * (x / x0 + shift)^-alpha",
          },
          simulation: { parameters: { L0: [1.6, 2], alpha: [0.3, 0.45], E: [1.8, 1.9], shift: [0.5, 1] } },
        },
      },
    },
    ...frontierOptions("x", { L0: [0.4, 0.45] }),
  },
  traps: [
    "The crossing is a ratio whose denominator is a difference of nearly equal slopes: its mean does not exist, and with five points a family its 90 % interval usually spans decades.",
    "Points that are the best of a hyper-parameter search at each x are minima: both laws are biased down, not necessarily equally. Give the whole search instead, with noise=exponential_frontier.",
  ],
  siblings: ["power-law", "power-law-const", "shifted-power-law"],
  published: { x_cross: { value: 50000, source: "Stanic et al. 2023: GPT against quasi-LSTM, hours of an RTX 2080 Ti, by extrapolation" } },
  simulation: {
    rows: 40,
    columns: { x: ladder(1e18, 1e4), family: { labels: ["gpt", "lstm"] } },
    parameters: { L0: [2.9, 3.1], alpha: [0.05, 0.07], sigma: 0.01 },
  },
});
