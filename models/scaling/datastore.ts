/** Loss of a model that retrieves from a datastore: a law in model size and tokens, less a gain in the datastore's size. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { D, ladder, loss, N, scattered } from "../shared/columns.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { exponentOf, floorBelow, termOver } from "../shared/terms.ts";

export const datastore: ModelDocument = defineModel({
  name: "datastore",
  title: "Loss of a retrieval model in size, training tokens and datastore tokens",
  about: "L = E + A N^-alpha + B D^-beta - gain(N) log(1 + T / T0), gain(N) = lam (N / N0)^-omega. The paper finds the gain linear in log T without saturation and prints no formula; this form is ours.",
  source: "Shao et al. 2024, arXiv:2407.12854 (finding); form: laws of this library",
  data: {
    N, D,
    T: { kind: "real", unit: "tokens", about: "datastore tokens; 0 without retrieval" },
    loss,
  },
  constants: { Lref: LREF, N0: "min(N) / 2", D0: "min(D) / 2", T0: 1e9, kappa: 6 },
  parameters: {
    E: { ...floorBelow("A0", "B0"), unit: "nats/token", about: "irreducible loss" },
    A0: { ...termOver("E"), unit: "nats/token", about: "loss that N0 parameters have left to lose" },
    B0: { ...termOver("E"), unit: "nats/token", about: "loss that D0 tokens have left to lose" },
    alpha: { ...exponentOf("A0"), about: "exponent of model size" },
    beta: { ...exponentOf("B0"), about: "exponent of training data" },
    lam: { prior: "half_normal(0.05)", unit: "nats/token", about: "gain of N0 parameters for each factor e of datastore tokens" },
    omega: { prior: "normal(0, 0.3)", about: "exponent by which larger models gain less" },
    sigma,
  },
  let: { mu: "L(N, D, T)", ...scatter },
  likelihood: logStudentT,
  quantities: {
    A: "A0 * N0^alpha",
    B: "B0 * D0^beta",
    "without(N, D)": "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-beta",
    "gain(N, T)": "lam * (N / N0)^-omega * log1p(T / T0)",
    "L(N, D, T)": "without(N, D) - gain(N, T)",
    "N_equivalent(N, D, T)": "N0 * (A0 / (A0 * (N / N0)^-alpha - gain(N, T)))^(1 / alpha)",
    "compute(N, D, T, N_retriever)": "kappa * N * D + 2 * N_retriever * T",
    // the best size for a budget of training and a datastore that is given; then the best datastore for a whole budget
    "N_best(budget, T)": "exp(argmin(u, L(exp(u), budget / (kappa * exp(u)), T), log(budget / kappa) / 2 - 6, log(budget / kappa) / 2 + 4, 20))",
    "L_best(budget, T)": "L(N_best(budget, T), budget / (kappa * N_best(budget, T)), T)",
    "share_for_datastore(C, N_retriever)": "inv_logit(argmin(v, L_best(C * inv_logit(-v), C * inv_logit(v) / (2 * N_retriever)), -12, 4, 24))",
  },
  options: {
    gain: {
      about: "what a datastore does: log lowers the loss by its logarithm, saturating multiplies the reducible loss by (1 + T/T0)^-rho, none is the law without it",
      default: "log",
      choices: {
        log: {},
        saturating: {
          parameters: { lam: null, omega: null, rho: { prior: "lognormal(log(0.02), 1)", about: "exponent of the datastore" } },
          quantities: {
            "gain(N, T)": "(without(N, D) - E) * -expm1(-rho * log1p(T / T0))",
            "L(N, D, T)": "E + (without(N, D) - E) * exp(-rho * log1p(T / T0))",
            "N_equivalent(N, D, T)": null,
          },
          simulation: { parameters: { lam: null, omega: null, rho: 0.02 } },
        },
        none: {
          parameters: { lam: null, omega: null },
          quantities: { "gain(N, T)": "0", "N_equivalent(N, D, T)": null, "share_for_datastore(C, N_retriever)": null },
          simulation: { parameters: { lam: null, omega: null } },
        },
      },
    },
    ...lossOptions("N * D"),
  },
  traps: [
    "The slope in T depends on how well test data were removed from the datastore.",
    "Rows without retrieval fix the base law; without them E and lam trade off.",
  ],
  siblings: ["chinchilla", "parscale"],
  simulation: {
    rows: 120,
    columns: { N: ladder(1e8, 100), D: scattered(1e10, 100), T: "if_else(row - 3 * floor(row / 3) == 0, 0, exp(log(1e9) + log(1e3) * (0.381966 * row - floor(0.381966 * row))))" },
    parameters: { E: 1.7, A0: "400 * N0^-0.34", B0: "1500 * D0^-0.36", alpha: 0.34, beta: 0.36, lam: 0.03, omega: 0.1, sigma: 0.005 },
  },
});
