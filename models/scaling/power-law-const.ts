/** A power law of loss in one scale above an irreducible floor. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { grouped } from "../shared/grouped.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { byEnds } from "../shared/terms.ts";

const { constants: range, parameters: sampled } = byEnds("E", [{ coefficient: "A0", exponent: "alpha", scale: "x", pivot: "x0" }]);

export const powerLawConst: ModelDocument = defineModel({
  name: "power-law-const",
  title: "Loss as a power law in one scale above a floor",
  about: "L(x) = E + A0 (x / x0)^-alpha, with the pivot x0 at half the smallest scale: with a floor in the law the pivot that decorrelates sits there, not at the mean.",
  source: "Henighan et al. 2020, arXiv:2010.14701, eq. 1.1; Hestness et al. 2017, arXiv:1712.00409",
  data: {
    x: { kind: "positive", about: "the scale: parameters, tokens or compute" },
    loss: { kind: "positive", unit: "nats/token" },
  },
  constants: { Lref: LREF, x0: "min(x) / 2", ...range },
  parameters: {
    alpha: { ...sampled["alpha"], about: "exponent" },
    E: { ...sampled["E"], unit: "nats/token", about: "irreducible loss" },
    A0: { ...sampled["A0"], unit: "nats/token", about: "reducible loss at the pivot" },
    sigma,
  },
  let: { mu: "E + A0 * (x / x0)^-alpha", ...scatter },
  likelihood: logStudentT,
  quantities: {
    A: "A0 * x0^alpha",
    "L(x)": "E + A0 * (x / x0)^-alpha",
    "reducible_share(x)": "1 - E / L(x)",
    "x_for(L)": "x0 * (A0 / (L - E))^(1 / alpha)",
    "x_near_floor(eps)": "x0 * (A0 / (E * eps))^(1 / alpha)",
  },
  options: {
    grouped: grouped("a floor in common, partially pooled coefficients and exponents", { tau_A: "A0", tau_alpha: "alpha" }, {
      let: { mu: "E + exp(log_A0_of[family] - exp(log_alpha_of[family]) * log(x / x0))" },
      quantities: { "alpha_of[family]": "exp(log_alpha_of[family])" },
    }),
    ...lossOptions("x"),
  },
  traps: [
    "E and alpha trade off; while the curve is still straight on log-log axes, E is its prior.",
    "The floor is not the entropy of language.",
  ],
  siblings: ["power-law", "stretched-exponential", "m3", "m4", "shifted-power-law", "bnsl", "chinchilla"],
  simulation: {
    rows: 40,
    columns: { x: "exp(log(1e6) + log(1e5) * (row - 1) / (rows - 1))" },
    parameters: { E: 1.7, A0: 2.2, alpha: 0.2, sigma: 0.01 },
  },
});
