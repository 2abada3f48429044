/** Error against the number of kept examples and the share kept: does choosing examples beat the power law of taking more? */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { frontierOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { priors } from "../shared/priors.ts";

export const dataPruning: ModelDocument = defineModel({
  name: "data-pruning",
  title: "Error against kept examples and the share kept by a pruning rule",
  about:
    "err = A exp(shift z) (m / m0)^-(alpha exp(bend z)) with m kept examples and z = -log(share kept). Random pruning has shift = bend = 0; "
    + "a rule that pays makes the exponent grow as it prunes harder (bend > 0), so that the best of all shares falls faster than any one power law.",
  source: "Sorscher et al. 2022, arXiv:2206.14486, Fig. 1 and section 2; the surface is ours",
  data: {
    kept: { kind: "positive", unit: "examples", about: "training examples after pruning" },
    share: { kind: "probability", about: "share of the data that was kept, above 0" },
    loss: { kind: "positive", about: "test error or loss" },
  },
  constants: { Lref: 0.2, m0: "exp(mean(log(kept)))" },
  parameters: {
    A0: { prior: priors.level, about: "error with m0 examples of the unpruned data" },
    alpha: { prior: priors.errorExponent, about: "fall of log error per e-fold of m at m0, without pruning: the exponent where there is no floor" },
    shift: { prior: "normal(0, 0.3)", about: "effect of pruning at m0 examples, per e-fold of the share" },
    bend: { prior: "normal(0, 0.3)", about: "growth of the exponent, per e-fold of the share" },
    sigma: { ...sigma, prior: "lognormal(log(0.03), 1)" },
  },
  let: { E: "0", R0: "A0 - E", steepness: "alpha", z: "-log(share)", mu: "E + R0 * exp(shift * z - steepness * exp(bend * z) * log(kept / m0))", ...scatter },
  likelihood: logStudentT,
  quantities: {
    "exponent(f)": "steepness * exp(-bend * log(f))",
    "error(m, f)": "E + R0 * exp(-shift * log(f) - exponent(f) * log(m / m0))",
    "error_of_total(total, f)": "error(total * f, f)",
    "gain(total, f)": "1 - error_of_total(total, f) / error_of_total(total, 1)",
    // the best of 31 shares from 1 down to 0.05, by a soft minimum that a thousandth of log error decides
    "best_share(total)":
      "dot_product(softmax(-1000 * log(error_of_total(total, exp(log(0.05) * [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30] / 30)))), "
      + "exp(log(0.05) * [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30] / 30))",
  },
  table: { require: { "share > 0": { message: "nothing was kept" } } },
  options: {
    floor: {
      about: "an error that no amount of data removes",
      default: "none",
      choices: {
        none: {},
        // by the error and its slope at m0, which the data know, and the share of that error which stays
        free: {
          parameters: { rest: { prior: "beta(1, 3)", about: "irreducible share of A0" } },
          let: { E: "rest * A0", steepness: "alpha / (1 - rest)" },
          quantities: { irreducible: "E" },
          simulation: { parameters: { rest: 0.12 } },
        },
      },
    },
    ...frontierOptions("kept"),
  },
  traps: [
    "The envelope over shares is a minimum of noisy errors, so its raw version is optimistic; the surface is not, if its rows are runs as they come. Of runs of unequal tuning it is the frontier with noise=exponential_frontier.",
    "With few sizes a steeper power law and a faster-than-power law look alike: compare stretched-exponential and power-law-const on one share.",
    "A rule that helps with much data hurts with little: the sign of shift and of bend usually differ.",
  ],
  siblings: ["power-law-const", "stretched-exponential", "bnsl"],
  simulation: {
    rows: 60,
    columns: {
      kept: "exp(log(1000) + log(50) * (row - 0.5) / rows)",
      share: "exp(log(0.1) * (0.618034 * row - floor(0.618034 * row)))",
    },
    parameters: { A0: 0.25, alpha: 0.3, shift: -0.05, bend: 0.15, sigma: 0.03 },
  },
});
