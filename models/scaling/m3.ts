/** M3 of the learning-curve benchmark: a power law that saturates because the inverse scale cannot fall below gamma. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder, x } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { priors } from "../shared/priors.ts";

export const m3: ModelDocument = defineModel({
  name: "m3",
  title: "Error as a power law in data that saturates in x (M3)",
  about: "eps(x) = B (1/x + gamma)^c, written as B0 ((x0/x + g) / (1 + g))^c with g = gamma x0 and the pivot x0 at half the smallest scale.",
  source: "Alabdulmohsin et al. 2022, arXiv:2209.06640, M3",
  data: { x: { ...x, about: "training examples seen" }, loss: error },
  constants: { Lref: 0.5, x0: "min(x) / 2" },
  parameters: {
    B0: { prior: priors.level, about: "error at the pivot" },
    c: { prior: priors.errorExponent, about: "exponent before saturation" },
    g: { prior: "lognormal(log(0.01), 2)", about: "pivot over the scale at which the curve saturates" },
    sigma,
  },
  let: { mu: "B0 * ((x0 / x + g) / (1 + g))^c", ...scatter },
  likelihood: logStudentT,
  quantities: {
    gamma: "g / x0",
    saturation: "x0 / g",
    floor: "B0 * (g / (1 + g))^c",
    "L(x)": "B0 * ((x0 / x + g) / (1 + g))^c",
    "x_for(L)": "if_else(L > floor, x0 / ((1 + g) * (L / B0)^(1 / c) - g), infinity())",
  },
  options: errorOptions("x"),
  traps: ["While the curve is still straight on log-log axes g is its prior, and so is the floor."],
  siblings: ["m1", "power-law-const", "m4", "bnsl"],
  simulation: { rows: 40, columns: { x: ladder(1e3, 1e4) }, parameters: { B0: 0.6, c: 0.4, g: 0.001, sigma: 0.02 } },
});
