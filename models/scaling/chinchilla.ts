/** The Chinchilla law: loss as a power law in model size plus a power law in data, above a floor. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF, priors } from "../shared/priors.ts";

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
    E: { prior: priors.floor, unit: "nats/token", about: "irreducible loss" },
    A0: { prior: priors.reducible, unit: "nats/token", about: "loss that a model of N0 parameters has left to lose" },
    B0: { prior: priors.reducible, unit: "nats/token", about: "loss that D0 tokens have left to lose" },
    alpha: { prior: priors.exponent, about: "exponent of model size" },
    beta: { prior: priors.exponent, about: "exponent of data" },
    sigma,
  },
  let: { mu: "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-beta", ...scatter },
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
  },
  options: {
    tied: {
      about: "one exponent for model size and data (alpha = beta)",
      default: "false",
      choices: { false: {}, true: { parameters: { beta: null }, let: { beta: "alpha" } } },
    },
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
  siblings: ["kaplan-nd", "power-law-const"],
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
