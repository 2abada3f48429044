/** The optimal learning rate and batch size as power laws in model size and data, from a bowl of loss around them. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { byEnds } from "../shared/terms.ts";

const { constants: ranges, parameters: ofBest } = byEnds("E", [
  { coefficient: "A", exponent: "alpha", scale: "N", pivot: "N0" },
  { coefficient: "B", exponent: "beta", scale: "D", pivot: "D0" },
]);
const source = "Li et al. 2025, arXiv:2503.04715, eq. 1";

export const stepLaw: ModelDocument = defineModel({
  name: "step-law",
  title: "Optimal learning rate and batch size against model size and data",
  about:
    "log L = log L*(N, D) + u' H u / 2 with u = (log lr - log lr*, log B - log B*), lr* = c N^aN D^aD and B* = c' D^bD. "
    + "H is positive definite by its Cholesky factor (h_lr, h_cross, h_batch); the best loss is free in each cell of one (N, D), and the cells' optima scatter around the law. Exponents are pivoted at the geometric means of the data.",
  source: "Li et al. 2025, arXiv:2503.04715 (Step Law), eq. 1; the bowl is ours",
  data: {
    cell: { kind: "factor", about: "one level for each pair of N and D" },
    N: { kind: "positive", unit: "parameters", about: "without embeddings" },
    D: { kind: "positive", unit: "tokens" },
    lr: { kind: "positive", about: "peak learning rate" },
    batch: { kind: "positive", unit: "tokens" },
    loss: { kind: "positive", unit: "nats/token" },
  },
  constants: { Lref: LREF, N0: "exp(mean(log(N)))", D0: "exp(mean(log(D)))", log_lr_middle: "mean(log(lr))", log_batch_middle: "mean(log(batch))" },
  parameters: {
    log_lr: { prior: "normal(log_lr_middle, 1.5)", about: "log optimal learning rate at N0 and D0" },
    aN: { prior: "normal(-0.5, 0.5)", about: "exponent of the optimal learning rate in N" },
    aD: { prior: "normal(0.3, 0.3)", about: "exponent of the optimal learning rate in D" },
    log_batch: { prior: "normal(log_batch_middle, 2)", about: "log optimal batch size at D0" },
    bD: { prior: "normal(0.5, 0.3)", about: "exponent of the optimal batch size in D" },
    h_lr: { prior: "lognormal(log(0.1), 0.7)", about: "curvature in log learning rate, square root" },
    h_cross: { prior: "normal(0, 0.1)", about: "tilt of the bowl: how the best learning rate follows the batch size" },
    h_batch: { prior: "lognormal(log(0.1), 0.7)", about: "curvature in log batch size beyond the tilt, square root" },
    tau_lr: { prior: "lognormal(log(0.1), 0.7)", about: "scatter of the cells' optimal log learning rates around the law" },
    tau_batch: { prior: "lognormal(log(0.1), 0.7)", about: "scatter of the cells' optimal log batch sizes around the law" },
    "lr_off[cell]": { prior: "normal(0, tau_lr)", about: "how far the optimal log learning rate of a cell lies from the law" },
    "batch_off[cell]": { prior: "normal(0, tau_batch)", about: "how far the optimal log batch size of a cell lies from the law" },
    "log_best[cell]": { prior: "normal(log(Lref), 0.5)", about: "log loss at the optimum of each cell" },
    sigma,
  },
  let: {
    u_lr: "log(lr) - log_lr - aN * log(N / N0) - aD * log(D / D0) - lr_off[cell]",
    u_batch: "log(batch) - log_batch - bD * log(D / D0) - batch_off[cell]",
    log_floor: "log_best[cell]",
    bowl: "(square(h_lr * u_lr + h_cross * u_batch) + square(h_batch * u_batch)) / 2",
    mu: "exp(log_floor + bowl)",
    ...scatter,
  },
  likelihood: logStudentT,
  quantities: {
    "lr_opt(N, D)": "exp(log_lr + aN * log(N / N0) + aD * log(D / D0))",
    "batch_opt(D)": "exp(log_batch + bD * log(D / D0))",
    c_lr: "exp(log_lr - aN * log(N0) - aD * log(D0))",
    c_batch: "exp(log_batch - bD * log(D0))",
    curvature_lr: "square(h_lr)",
    curvature_cross: "h_lr * h_cross",
    curvature_batch: "square(h_cross) + square(h_batch)",
    "excess(lr_factor, batch_factor)": "expm1((square(h_lr * log(lr_factor) + h_cross * log(batch_factor)) + square(h_batch * log(batch_factor))) / 2)",
    // the plateau of a relative excess loss: its half width in log lr at the best batch size, and in log batch at the best rate
    "lr_within(share)": "exp(sqrt(2 * log1p(share)) / h_lr)",
    "batch_within(share)": "exp(sqrt(2 * log1p(share) / (square(h_cross) + square(h_batch))))",
    // 1 in draws in which the setting loses less than the share: its mean is the probability
    "within(N, D, lr, batch, share)": "excess(lr / lr_opt(N, D), batch / batch_opt(D)) <= share",
  },
  options: {
    optimum: {
      about: "what the optimal learning rate depends on",
      default: "both",
      choices: {
        both: {},
        size: { parameters: { aD: null }, let: { aD: "0" } },
        data: { parameters: { aN: null }, let: { aN: "0" } },
        constant: { parameters: { aN: null, aD: null }, let: { aN: "0", aD: "0" } },
      },
    },
    optima: {
      about: "whether the optima of the cells scatter around the law, or lie on it exactly; then many runs in few cells make exponents look far better known than they are",
      default: "scattered",
      choices: {
        scattered: {},
        exact: {
          parameters: { tau_lr: null, tau_batch: null, "lr_off[cell]": null, "batch_off[cell]": null },
          let: { u_lr: "log(lr) - log_lr - aN * log(N / N0) - aD * log(D / D0)", u_batch: "log(batch) - log_batch - bD * log(D / D0)" },
        },
      },
    },
    best: {
      about: "the loss at the optimum: free in each cell, or a law in N and D",
      default: "cells",
      choices: {
        cells: {},
        law: {
          constants: ranges,
          parameters: {
            "log_best[cell]": null,
            alpha: { ...ofBest["alpha"], about: "exponent of loss in model size" },
            beta: { ...ofBest["beta"], about: "exponent of loss in data" },
            E: { ...ofBest["E"], unit: "nats/token", about: "irreducible loss" },
            A: { ...ofBest["A"], unit: "nats/token", about: "loss that N0 parameters have left to lose" },
            B: { ...ofBest["B"], unit: "nats/token", about: "loss that D0 tokens have left to lose" },
          },
          let: { log_floor: "log(E + A * (N / N0)^-alpha + B * (D / D0)^-beta)" },
          simulation: { parameters: { "log_best": null, E: 1.8, A: 0.4, B: 0.4, alpha: 0.35, beta: 0.37 } },
        },
      },
    },
    ...lossOptions("N"),
  },
  published: {
    aN: { value: -0.713, source },
    aD: { value: 0.307, source },
    bD: { value: 0.571, source },
    c_lr: { value: 1.79, source },
    c_batch: { value: 0.58, source },
  },
  traps: [
    "The bowl holds near its bottom: leave out runs that diverged or lie more than a few per cent above the best of their cell.",
    "c_lr and c_batch are extrapolations to one parameter and one token: compare optima at a size, not coefficients.",
    "How the rate decays, and to what, moves the optimal peak rate; the published law is for a decay to 1e-5.",
    "With few model sizes aN rests on its prior.",
  ],
  siblings: ["lr-sensitivity", "chinchilla"],
  simulation: {
    rows: 120,
    columns: {
      cell: { labels: Array.from({ length: 10 }, (_, k) => `c${k + 1}`) },
      // five sizes by two amounts of data, in turn
      N: "exp(log(2e8) + log(5) * (row - 1 - 5 * floor((row - 1) / 5)) / 4)",
      D: "if_else(row - 1 - 10 * floor((row - 1) / 10) < 5, 4e9, 5e10)",
      lr: "exp(log(3e-4) + log(20) * (0.618034 * row - floor(0.618034 * row)))",
      batch: "exp(log(6e4) + log(40) * (0.754878 * row - floor(0.754878 * row)))",
    },
    parameters: {
      log_lr: "log(1.79) - 0.713 * log(N0) + 0.307 * log(D0)", aN: -0.713, aD: 0.307, log_batch: "log(0.58) + 0.571 * log(D0)", bD: 0.571,
      h_lr: 0.119, h_cross: -0.036, h_batch: 0.104, tau_lr: 0.1, tau_batch: 0.1, log_best: "log(2.4)", sigma: 0.0023,
    },
  },
});
