/** M1 of the learning-curve benchmark: an error rate as a pure power law in data. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder, x } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { priors } from "../shared/priors.ts";

export const m1: ModelDocument = defineModel({
  name: "m1",
  title: "Error as a pure power law in data (M1)",
  about: "eps(x) = B x^-c, written as B0 (x / x0)^-c at the geometric mean of the data. The law of power-law with the priors of error rates.",
  source: "Alabdulmohsin et al. 2022, arXiv:2209.06640, M1 (their exponent is -c)",
  data: { x: { ...x, about: "training examples seen" }, loss: error },
  constants: { Lref: 0.5, x0: "exp(mean(log(x)))" },
  parameters: {
    B0: { prior: priors.level, about: "error at the pivot" },
    c: { prior: priors.errorExponent, about: "exponent" },
    sigma,
  },
  let: { mu: "B0 * (x / x0)^-c", ...scatter },
  likelihood: logStudentT,
  quantities: { B: "B0 * x0^c", "L(x)": "B0 * (x / x0)^-c", "x_for(L)": "x0 * (B0 / L)^(1 / c)" },
  options: errorOptions("x"),
  traps: ["It has neither the plateau of guessing nor a floor: both bend it, and the exponent then depends on the range."],
  siblings: ["power-law-const", "m3", "m4", "bnsl"],
  simulation: { rows: 40, columns: { x: ladder(1e3, 1e4) }, parameters: { B0: 0.3, c: 0.2, sigma: 0.02 } },
});
