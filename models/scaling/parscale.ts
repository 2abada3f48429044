/** ParScale: parallel streams of one model as extra parameters, by the logarithm of their number. */
import { defineModel, type ModelDocument, type Patch } from "../../lib/model/document.ts";
import { loss, N } from "../shared/columns.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";

/** `factor` multiplies the parameters; at one stream it is 1 */
const factor = (formula: string, inverse: string | null): Patch => ({ quantities: { "factor(P)": formula, "P_for(factor_wanted)": inverse } });

export const parscale: ModelDocument = defineModel({
  name: "parscale",
  title: "Loss of P parallel streams of a model: parameters worth more by their logarithm",
  about: "L(N, P) = E + (A / (N (1 + k log P)))^alpha, written as L0 (1 - r + r (N factor(P) / N0)^-alpha) at the geometric mean of the models: with few sizes L0 is known far better than E, and E = L0 (1 - r) with priors like those of other laws.",
  source: "Chen et al. 2025, arXiv:2505.10475, eq. 5",
  data: { N, P: { kind: "positive", unit: "streams", about: "parallel streams" }, loss },
  constants: { Lref: LREF, N0: "exp(mean(log(N)))" },
  parameters: {
    L0: { prior: "lognormal(log(5 * Lref / 6), 0.6)", unit: "nats/token", about: "loss of N0 parameters in one stream" },
    r: { prior: "logit_normal(-0.4, 1.1)", about: "reducible share of L0" },
    // alpha has the prior of every exponent; sampled is the slope of log loss at the pivot, which the data know
    slope: { prior: "lognormal(log(0.3 * r), 0.6)", about: "fall of log loss with log N at the pivot: alpha r" },
    k: { prior: "lognormal(log(0.3), 0.8)", about: "gain of streams" },
    sigma,
  },
  let: { mu: "L(N, P)", ...scatter },
  likelihood: logStudentT,
  quantities: {
    "factor(P)": "1 + k * log(P)",
    alpha: "slope / r",
    E: "L0 * (1 - r)",
    A: "N0 * (L0 * r)^(1 / alpha)",
    "L(N, P)": "L0 * (1 - r + r * (N * factor(P) / N0)^-alpha)",
    "N_equivalent(N, P)": "N * factor(P)",
    // streams by which a model is worth factor_wanted times its parameters
    "P_for(factor_wanted)": "exp((factor_wanted - 1) / k)",
    // memory or latency of P streams over that of one model of the same loss, when a stream more costs stream_cost of a model
    "cost_ratio(P, stream_cost)": "(1 + stream_cost * (P - 1)) / factor(P)",
  },
  options: {
    gain: {
      about: "what P streams multiply parameters by: 1 + k log P, P^k, 1 + k (1 - 1/P), or nothing",
      default: "log",
      choices: {
        log: {},
        power: factor("P^k", "factor_wanted^(1 / k)"),
        saturating: { ...factor("1 + k * (1 - 1 / P)", "if_else(factor_wanted < 1 + k, k / (1 + k - factor_wanted), infinity())"), parameters: { k: { prior: "lognormal(0, 0.8)" } } },
        none: { ...factor("1", null), parameters: { k: null }, simulation: { parameters: { k: null } } },
      },
    },
    ...lossOptions("N * P"),
  },
  published: {
    E: { value: 0.6912, source: "Chen et al. 2025, code: Stack-V2-Python" },
    A: { value: 1.1307e7, source: "Chen et al. 2025, code: Stack-V2-Python" },
    k: { value: 0.3935, source: "Chen et al. 2025, code: Stack-V2-Python" },
    alpha: { value: 0.18936, source: "Chen et al. 2025, code: Stack-V2-Python" },
  },
  traps: [
    "N P^k has the likelihood of a factor P^-d on the reducible loss, d = k alpha: data cannot tell them apart.",
    "With six model sizes E and alpha lie on a ridge.",
    "What streams gain depends on how correlated their residuals are.",
  ],
  siblings: ["power-law-const", "chinchilla"],
  simulation: {
    rows: 48,
    columns: {
      N: "5.4e8 * exp(log(1.55) * floor((row - 1) / 4 - 6 * floor((row - 1) / 24)))",
      P: "2^((row - 1) - 4 * floor((row - 1) / 4))",
    },
    parameters: { L0: "0.6912 + (1.1307e7 / N0)^0.18936", r: "(1.1307e7 / N0)^0.18936 / (0.6912 + (1.1307e7 / N0)^0.18936)",
      slope: "0.18936 * (1.1307e7 / N0)^0.18936 / (0.6912 + (1.1307e7 / N0)^0.18936)", k: 0.3935, sigma: 0.0024 },
  },
});
