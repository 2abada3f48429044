/** Kaplan's joint law: loss limited by model size and by data, without a floor. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF, priors } from "../shared/priors.ts";

export const kaplanNd: ModelDocument = defineModel({
  name: "kaplan-nd",
  title: "Kaplan's joint law in model size and data, without irreducible loss",
  about: "L(N, D) = ((Nc / N)^(aN / aD) + Dc / D)^aD, sampled as the two one-sided losses L(N0, inf) and L(inf, D0) at the geometric means of the data.",
  source: "Kaplan et al. 2020, arXiv:2001.08361, eq. 1.5",
  data: {
    N: { kind: "positive", unit: "parameters", about: "without embeddings" },
    D: { kind: "positive", unit: "tokens", about: "size of the data set, with early stopping" },
    loss: { kind: "positive", unit: "nats/token" },
  },
  constants: { Lref: LREF, N0: "exp(mean(log(N)))", D0: "exp(mean(log(D)))" },
  parameters: {
    LN: { prior: "lognormal(log(3), 0.5)", unit: "nats/token", about: "loss of N0 parameters with data without end" },
    LD: { prior: "lognormal(log(3), 0.5)", unit: "nats/token", about: "loss of D0 tokens with a model without end" },
    aN: { prior: priors.pureExponent, about: "exponent of model size" },
    aD: { prior: priors.pureExponent, about: "exponent of data" },
    sigma,
  },
  let: {
    log_mu: "aD * log_sum_exp(log(LN) / aD - aN / aD * log(N / N0), log(LD) / aD - log(D / D0))",
    mu: "exp(log_mu)",
    ...scatter,
    centre: "log_mu",
  },
  likelihood: logStudentT,
  quantities: {
    Nc: "N0 * LN^(1 / aN)",
    Dc: "D0 * LD^(1 / aD)",
    overfit_exponent: "aN / aD",
    // tokens at which the loss is a share above that of data without end
    "D_enough(N, share)": "Dc * (N / Nc)^(aN / aD) / expm1(log1p(share) / aD)",
    "L(N, D)": "exp(aD * log_sum_exp(log(LN) / aD - aN / aD * log(N / N0), log(LD) / aD - log(D / D0)))",
  },
  options: lossOptions("N * D"),
  published: {
    aN: { value: 0.076, source: "Kaplan et al. 2020, Table 2" },
    aD: { value: 0.103, source: "Kaplan et al. 2020, Table 2" },
    overfit_exponent: { value: 0.74, source: "Kaplan et al. 2020, eq. 4.4: D >= 5e3 N^0.74 against overfitting" },
    Nc: { value: 6.4e13, source: "Kaplan et al. 2020, Table 2" },
    Dc: { value: 1.8e13, source: "Kaplan et al. 2020, Table 2" },
  },
  traps: [
    "There is no irreducible loss: at large scale the law promises a loss of 0.",
    "D is the size of the data set with early stopping, not tokens processed.",
  ],
  siblings: ["chinchilla", "loss-trajectory"],
  simulation: {
    rows: 240,
    columns: {
      N: "exp(log(1e6) + log(1500) * (row - 0.5) / rows)",
      // the golden ratio spreads the second covariate evenly whatever the number of rows
      D: "exp(log(2e7) + log(1000) * (0.618034 * row - floor(0.618034 * row)))",
    },
    parameters: { aN: 0.076, aD: 0.103, LN: "(6.4e13 / N0)^0.076", LD: "(1.8e13 / D0)^0.103", sigma: 0.01 },
  },
});
