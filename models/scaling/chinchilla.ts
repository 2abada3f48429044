/** The Chinchilla law: loss as a power law in model size plus a power law in data, above a floor. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { grouped } from "../shared/grouped.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { exponentOf, floorBelow, termOver } from "../shared/terms.ts";

export const chinchilla: ModelDocument = defineModel({
  name: "chinchilla",
  title: "Loss as a power law in model size and data",
  about: "L(N, D) = E + A N^-alpha + B D^-beta. Sampled at pivots N0, D0 at half the smallest scale, where the coefficient and its exponent are nearly independent.",
  source: "Hoffmann et al. 2022, arXiv:2203.15556, eq. 2 (approach 3); refitted by Besiroglu et al. 2024, arXiv:2404.10102",
  data: {
    N: { kind: "positive", unit: "parameters" },
    D: { kind: "positive", unit: "tokens" },
    loss: { kind: "positive", unit: "nats/token" },
  },
  constants: { Lref: LREF, N0: "min(N) / 2", D0: "min(D) / 2", kappa: 6 },
  parameters: {
    E: { ...floorBelow("A0", "B0"), unit: "nats/token", about: "irreducible loss" },
    A0: { ...termOver("E"), unit: "nats/token", about: "loss that a model of N0 parameters has left to lose" },
    B0: { ...termOver("E"), unit: "nats/token", about: "loss that D0 tokens have left to lose" },
    alpha: { ...exponentOf("A0"), about: "exponent of model size" },
    beta: { ...exponentOf("B0"), about: "exponent of data" },
    sigma,
  },
  let: { size: "N", mu: "E + A0 * (size / N0)^-alpha + B0 * (D / D0)^-beta", ...scatter },
  likelihood: logStudentT,
  quantities: {
    A: "A0 * N0^alpha",
    B: "B0 * D0^beta",
    a: "beta / (alpha + beta)",
    G: "(alpha * A / (beta * B))^(1 / (alpha + beta))",
    "N_opt(C)": "G * (C / kappa)^a",
    "D_opt(C)": "(C / kappa)^(1 - a) / G",
    "tokens_per_parameter(C)": "D_opt(C) / N_opt(C)",
    "L(N, D)": "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-beta",
    "L_opt(C)": "L(N_opt(C), D_opt(C))",
    "C_for(L)": "kappa * ((1 + alpha / beta) * A * G^-alpha / (L - E))^((alpha + beta) / (alpha * beta))",
    "excess(C, rho)": "L(rho * N_opt(C), D_opt(C) / rho) - L_opt(C)",
    "D_for(N, L)": "(B / (L - E - A * N^-alpha))^(1 / beta)",
    "C_of(N, L)": "kappa * N * D_for(N, L)",
    // cheapest model that reaches L when T tokens will be served: training 6 N D and inference 2 N T
    "N_served(L, T)": "exp(argmin(u, u + log(kappa * D_for(exp(u), L) + 2 * T), log(2 * A / (L - E)) / alpha - log(2) / alpha + 1e-3, log(2 * A / (L - E)) / alpha + 12))",
  },
  options: {
    tied: {
      about: "one exponent for model size and data (alpha = beta)",
      default: "false",
      choices: { false: {}, true: { parameters: { beta: null }, let: { beta: "alpha" } } },
    },
    form: {
      about: "how the two terms add: as a sum, or by a d-norm between a sum (d = 1) and the larger of the two (d near 0)",
      default: "sum",
      choices: {
        sum: {},
        norm: {
          parameters: { d: { prior: "lognormal(log(0.5), 0.5)", about: "1 is the sum, near 0 the larger of the two terms" } },
          let: { mu: "L(size, D)" },
          quantities: {
            "L(N, D)": "E + exp(d * log_sum_exp((log(A0) - alpha * log(N / N0)) / d, (log(B0) - beta * log(D / D0)) / d))",
            G: null, "N_opt(C)": null, "D_opt(C)": null, "tokens_per_parameter(C)": null, "L_opt(C)": null, "C_for(L)": null,
            "excess(C, rho)": null, "D_for(N, L)": null, "C_of(N, L)": null, "N_served(L, T)": null,
          },
          simulation: { parameters: { d: 0.8 } },
        },
      },
    },
    n_offset: {
      about: "parameters that the table counts and the law does not (such as embeddings), as a share of the smallest model",
      default: "none",
      choices: {
        none: {},
        free: {
          constants: { N_min: "min(N)", N0: "min(N) / 4" },
          parameters: { offset: { prior: "uniform(-0.5, 0.8)", about: "parameters counted too many, over the smallest model" } },
          let: { size: "N - offset * N_min" },
          simulation: { parameters: { offset: 0.2 } },
        },
      },
    },
    grouped: grouped("floor and exponents in common, partially pooled coefficients, and the compute that each is worth", { tau_A: "A0", tau_B: "B0" }, {
      let: { mu: "E + exp(log_A0_of[family] - alpha * log(size / N0)) + exp(log_B0_of[family] - beta * log(D / D0))" },
      // at the optimum a family's reducible loss goes as (A^beta B^alpha)^(1 / (alpha + beta)) C^(-alpha beta / (alpha + beta))
      quantities: { "compute_factor[family]": "exp((log(A0) - log_A0_of[family]) / alpha + (log(B0) - log_B0_of[family]) / beta)" },
    }),
    ...lossOptions("N * D"),
  },
  published: {
    E: { value: 1.8172, source: "Besiroglu et al. 2024, Table 1" },
    A: { value: 482.01, source: "Besiroglu et al. 2024, Table 1" },
    B: { value: 2085.43, source: "Besiroglu et al. 2024, Table 1" },
    alpha: { value: 0.3478, source: "Besiroglu et al. 2024, Table 1" },
    beta: { value: 0.3658, source: "Besiroglu et al. 2024, Table 1" },
  },
  traps: [
    "Rounded constants move D/N: at 5.76e23 FLOP the rounded constants of Hoffmann et al. give 93 tokens per parameter, their full precision 59, the refit 18.",
    "Counting embeddings in N or not bends the law at small N.",
    "IsoFLOP designs leave the direction alpha against beta weak; a and G are much better known than A and B.",
    "A cosine schedule longer than the run biases the loss of short runs (Porian et al. 2024).",
  ],
  siblings: ["kaplan-nd", "isoflop", "over-training", "data-constrained"],
  simulation: {
    rows: 240,
    columns: {
      N: "exp(log(6e7) + log(250) * (row - 0.5) / rows)",
      // the golden ratio spreads the second covariate evenly whatever the number of rows
      D: "exp(log(1e9) + log(200) * (0.618034 * row - floor(0.618034 * row)))",
    },
    parameters: { E: 1.8172, A0: "482.01 * N0^-0.3478", B0: "2085.43 * D0^-0.3658", alpha: 0.3478, beta: 0.3658, sigma: 0.006 },
  },
});
