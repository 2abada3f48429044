/** Downstream error from loss, joint with the law of the loss itself, so that what is uncertain about loss stays so about error. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { exponentOf, floorBelow, termOver } from "../shared/terms.ts";

const source = "Gadre et al. 2024, arXiv:2403.08540, fit of the 17-task error on RedPajama (authors' notebook)";

export const lossToError: ModelDocument = defineModel({
  name: "loss-to-error",
  title: "Downstream error as an exponential in loss, joint with the law of the loss",
  about:
    "Err = eps - k exp(-gamma L), and L(N, D) = E + A N^-alpha + B D^-alpha. The error of a run follows its own measured loss; where a run has none, the law's, with the law's scatter. "
    + "Forecasts draw the loss first and the error from it. Rows may lack the loss or the error.",
  source: "Gadre et al. 2024, arXiv:2403.08540, eq. 4 and 5",
  data: {
    N: { kind: "positive", unit: "parameters" },
    D: { kind: "positive", unit: "tokens" },
    loss: { kind: "positive", unit: "nats/token", optional: true, about: "on one validation set for all rows" },
    error: { kind: "probability", optional: true, about: "top-1 error, of one task or a mean over tasks" },
  },
  constants: { Lref: LREF, N0: "min(N) / 2", D0: "min(D) / 2", chance: 0.25, L_pivot: 1.5, kappa: 6 },
  parameters: {
    E: { ...floorBelow("A0", "B0"), unit: "nats/token", about: "irreducible loss" },
    A0: { ...termOver("E"), unit: "nats/token", about: "loss that a model of N0 parameters has left to lose" },
    B0: { ...termOver("E"), unit: "nats/token", about: "loss that D0 tokens have left to lose" },
    alpha: { ...exponentOf("A0", "B0"), about: "exponent of model size and data" },
    sigma,
    eps: { prior: "logit_normal(logit(1 - chance), 0.5)", about: "error at a very high loss, near guessing" },
    gained: { prior: "beta(2, 2)", about: "share of eps that is gone at the loss L_pivot" },
    // data know what is gone at their own losses, gained exp(-gamma (L - L_pivot)): with gamma (L - L_pivot) near 1.4, where errors
    // are half way, a gamma larger by gained^(1 / 1.4) leaves that as it is
    gamma: { prior: "lognormal(0, 0.7)", multiplier: "gained^0.7", unit: "token/nats", about: "rate at which error approaches eps" },
    tau: { prior: "lognormal(log(0.05), 1)", about: "residual scale of logit error" },
  },
  let: {
    mu: "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-alpha",
    ...scatter,
    node: "if_else(observed(loss), loss, mu)",
    err: "err_at(node)",
    // d logit(err) / d log(L), by which the scatter of an unmeasured loss reaches the error
    sway: "if_else(observed(loss), 0, node * gamma * (eps - err) / (err * (1 - err)))",
  },
  likelihood: { ...logStudentT, "logit(error)": "normal(logit(err), sqrt(square(tau) + square(sway * sigma)))" },
  quantities: {
    k: "eps * gained * exp(gamma * L_pivot)",
    "L(N, D)": "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-alpha",
    "err_at(L)": "eps * (1 - gained * exp(-gamma * (L - L_pivot)))",
    "err_of(N, D)": "err_at(L(N, D))",
    // trained with M tokens a parameter for C FLOP
    "err_at_budget(C, M)": "err_of(sqrt(C / (kappa * M)), sqrt(C * M / kappa))",
    "loss_for(target)": "L_pivot + log(gained * eps / (eps - target)) / gamma",
  },
  options: {
    metric: {
      about: "the error as a share (a mean over tasks), or as counts of one task's items",
      default: "share",
      choices: {
        share: {},
        counts: {
          data: {
            error: null,
            wrong: { kind: "count", optional: true, about: "wrong answers" },
            items: { kind: "count", about: "items of the task" },
          },
          parameters: { tau: null, phi: { prior: "lognormal(log(300), 1.5)", about: "precision: items whose sampling error equals the scatter of runs" } },
          let: { sway: null },
          likelihood: { "logit(error)": null, wrong: "beta_binomial(items, phi * err, phi * (1 - err))" },
          simulation: { columns: { items: "1000" }, parameters: { tau: null, phi: 500 } },
        },
      },
    },
    ...lossOptions("(N * D)"),
  },
  published: {
    k: { value: 2.2065, source },
    gamma: { value: 0.7146, source },
    eps: { value: 0.857, source },
  },
  traps: [
    "The published curve has three parameters on six runs: its error bars, which it did not have, are wide.",
    "Every family needs the same validation set.",
    "L_pivot must lie below every loss in the table (--set L_pivot=...), or errors below zero cut the posterior.",
    "A mean over tasks hides tasks whose error does not fall.",
  ],
  siblings: ["two-stage-sigmoid", "over-training", "observational"],
  simulation: {
    rows: 40,
    columns: {
      N: "exp(log(1e7) + log(100) * (row - 0.5) / rows)",
      // between 5 and 640 tokens a parameter
      D: "exp(log(1e7) + log(100) * (row - 0.5) / rows + log(5) + log(128) * (0.618034 * row - floor(0.618034 * row)))",
    },
    parameters: {
      E: 1.84, A0: "166.21 * N0^-0.2729", B0: "366.69 * D0^-0.2729", alpha: 0.2729, sigma: 0.007,
      eps: 0.857, gained: "2.2065 / 0.857 * exp(-0.7146 * L_pivot)", gamma: 0.7146, tau: 0.03,
    },
  },
});
