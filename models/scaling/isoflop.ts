/** Approach 2: a parabola in log tokens at each compute budget, and a line through their minima. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { loss } from "../shared/columns.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";

export const isoflop: ModelDocument = defineModel({
  name: "isoflop",
  title: "Parabolas at equal compute, and how their minima move with compute",
  about: "At each budget log L = floor_j + h_j (log D - log D*_j)^2, and log D*_j = log Dref + b (log C_j - log C0) + scatter: one hierarchical model in place of two least-squares fits, so that the uncertainty of each minimum enters that of the exponent.",
  source: "Hoffmann et al. 2022, arXiv:2203.15556, approach 2; used by Llama 3, arXiv:2407.21783, section 3.2.1",
  data: {
    budget: { kind: "factor", about: "the budget a row belongs to: a label, or the column of C itself" },
    C: { kind: "positive", unit: "FLOP", about: "compute, the same for all rows of a budget" },
    D: { kind: "positive", unit: "tokens" },
    loss,
  },
  constants: { Lref: LREF, C0: "exp(mean(log(C)))", D0: "exp(mean(log(D)))", kappa: 6 },
  parameters: {
    ratio: { prior: "lognormal(0, 1)", about: "optimal tokens at C0 over the geometric mean of the table's tokens" },
    b: { prior: "normal(0.5, 0.25)", about: "exponent of optimal tokens in compute" },
    tau: { prior: "half_normal(0.2)", about: "scatter of log optimal tokens around the line" },
    curvature: { prior: "lognormal(log(0.03), 1)", about: "typical curvature of the parabolas" },
    "offset[budget]": { prior: "normal(log(ratio) + b * log(C / C0), tau)", about: "log of the optimal tokens of a budget over D0" },
    "h[budget]": { prior: "lognormal(log(curvature), 0.5)", about: "curvature of a budget's parabola" },
    "floor[budget]": { prior: "normal(log(Lref), 0.5)", about: "log of the lowest loss at a budget" },
    sigma: { ...sigma, prior: "lognormal(log(0.005), 1)" },
  },
  let: { log_mu: "floor[budget] + h[budget] * square(log(D / D0) - offset[budget])", mu: "exp(log_mu)", ...scatter, centre: "log_mu" },
  likelihood: logStudentT,
  quantities: {
    a: "1 - b",
    "D_best[budget]": "D0 * exp(offset[budget])",
    "L_best[budget]": "exp(floor[budget])",
    "D_opt(C)": "D0 * ratio * (C / C0)^b",
    "N_opt(C)": "C / (kappa * D_opt(C))",
    "tokens_per_parameter(C)": "D_opt(C) / N_opt(C)",
  },
  options: lossOptions("D"),
  published: { b: { value: 0.53, source: "Llama 3, section 3.2.1: D* = 0.29 C^0.53; these rounded constants give 1.05e13 tokens at 3.8e25 FLOP, the paper 1.655e13" } },
  traps: [
    "A scatter tau near 0 makes a funnel with few budgets: some divergences are then expected; --target-accept 0.99, or fewer budgets pooled.",
    "Parabolas are biased when the exponents of model size and data differ, or when the grid of sizes is wide or off centre.",
    "Some published tables hold each point twice, as read and exponentiated: fit one of them (--where experiment=...).",
    "Rounded constants do not extrapolate: a third digit of the exponent moves D* at 3.8e25 FLOP by 60 %.",
  ],
  siblings: ["chinchilla", "over-training"],
  simulation: {
    rows: 80,
    columns: {
      budget: { labels: ["6e18", "1e19", "3e19", "6e19", "1e20", "3e20", "6e20", "1e21"], each: 10 },
      C: "6e18 * exp(log(1.9) * floor((row - 1) / 10))",
      D: "exp(log(2e9) + 0.5 * log(1.9) * floor((row - 1) / 10) + 0.35 * (row - 1 - 10 * floor((row - 1) / 10)))",
    },
    parameters: {
      ratio: 1.1, b: 0.53, tau: 0.1, curvature: 0.025, sigma: 0.003,
      // loss at the minima falls as the 0.15th power of compute, towards 1.7
      floor: Array.from({ length: 8 }, (_, k) => `log(1.7 + 1.1 * ${1.9 ** (-0.15 * k)})`),
    },
  },
});
