/** A pure power law of loss in one scale. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { grouped } from "../shared/grouped.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF, priors } from "../shared/priors.ts";

export const powerLaw: ModelDocument = defineModel({
  name: "power-law",
  title: "Loss as a pure power law in one scale",
  about: "L(x) = (xc / x)^alpha = L0 (x / x0)^-alpha, with the pivot x0 at the geometric mean of the data, where L0 and alpha are nearly independent.",
  source: "Kaplan et al. 2020, arXiv:2001.08361, eq. 1.1 to 1.3",
  data: {
    x: { kind: "positive", about: "the scale: parameters, tokens or compute" },
    loss: { kind: "positive", unit: "nats/token" },
  },
  constants: { Lref: LREF, x0: "exp(mean(log(x)))" },
  parameters: {
    L0: { prior: priors.level, unit: "nats/token", about: "loss at the pivot" },
    alpha: { prior: priors.pureExponent, about: "exponent" },
    sigma,
  },
  let: { mu: "L0 * (x / x0)^-alpha", ...scatter },
  likelihood: logStudentT,
  quantities: {
    xc: "x0 * L0^(1 / alpha)",
    doubling_gain: "1 - 2^-alpha",
    "L(x)": "L0 * (x / x0)^-alpha",
    "x_for(L)": "x0 * (L0 / L)^(1 / alpha)",
  },
  options: {
    grouped: grouped("partially pooled intercepts and exponents", { tau_L: "L0", tau_alpha: "alpha" }, {
      let: { mu: "exp(log_L0_of[family] - exp(log_alpha_of[family]) * log(x / x0))" },
      quantities: { "alpha_of[family]": "exp(log_alpha_of[family])", "steeper[family]": "log_alpha_of[family] > log_alpha_of[1]" },
    }),
    ...lossOptions("x"),
  },
  published: {
    alpha: { value: 0.076, source: "Kaplan et al. 2020, eq. 1.1, loss against parameters" },
    xc: { value: 8.8e13, source: "Kaplan et al. 2020, eq. 1.1, loss against parameters, without embeddings" },
  },
  traps: [
    "A floor that the law does not have makes the exponent drift down with the range of the data.",
    "A loss that can be negative (a density) has no power law: shift or change the metric first.",
  ],
  siblings: ["power-law-const", "stretched-exponential", "bnsl"],
  simulation: {
    rows: 40,
    columns: { x: "exp(log(1e6) + log(1e4) * (row - 1) / (rows - 1))" },
    parameters: { L0: "(8.8e13 / x0)^0.076", alpha: 0.076, sigma: 0.01 },
  },
});
