/** The broken neural scaling law: power-law segments joined at smooth breaks. */
import { defineModel, type ModelDocument, type Patch } from "../../lib/model/document.ts";
import { error, ladder, x } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { extent, priors } from "../shared/priors.ts";
import { exponentOf, floorBelow, termOver } from "../shared/terms.ts";

/** a + b0 (x / x0)^-c0 prod (1 + (x / d_i)^(1 / f_i))^(-c_i f_i), the breaks as one sum on the log scale */
const law = "a + exp(log(b0) - c0 * log(x / x0) - sum(c * f * log1p_exp((log(x / middle) - at) / f)))";

const breaks = (size: number): Patch => ({ parameters: { at: { size }, c: { size }, f: { size } } });

export const bnsl: ModelDocument = defineModel({
  name: "bnsl",
  title: "Broken neural scaling law: power laws joined at smooth breaks",
  about: "y = a + b x^-c0 prod_i (1 + (x / d_i)^(1/f_i))^(-c_i f_i): the slope after break i is -(c0 + ... + c_i), and f_i is the width of the break in log x. A negative c_i is inverse scaling. Written with b0 at the smallest scale; breaks are ordered.",
  source: "Caballero et al. 2022, arXiv:2210.14891, eq. 1",
  data: { x, loss: error },
  constants: {
    Lref: 3,
    x0: "min(x)",
    ...extent("x"),
    // a break narrower than this hides between two points, where the likelihood has a ridge
    narrowest: "0.25 * 2 * half_range / max(size(x) - 1, 1)",
  },
  parameters: {
    // sampled by the level at the smallest scale, the reducible loss over the floor, and the slope there
    a: { ...floorBelow("b0"), prior: "lognormal(log(Lref / 5), 1)", about: "loss that no scale removes" },
    b0: { ...termOver("a"), prior: priors.level, about: "reducible loss at the smallest scale, before any break" },
    c0: { ...exponentOf("b0"), prior: priors.errorExponent, about: "exponent before the first break" },
    at: { prior: "normal(0, half_range)", size: 1, constraint: "ordered", about: "log of the positions of the breaks over the middle of the data" },
    c: { prior: "normal(0, 1.5)", size: 1, along: "at", about: "change of exponent at each break" },
    f: { prior: "lognormal(log(0.3), 1) T[narrowest, ]", size: 1, along: "at", about: "width of each break in log x" },
    sigma,
  },
  let: { mu: law, ...scatter },
  likelihood: logStudentT,
  quantities: { d: "middle * exp(at)", slope: "c0 + cumulative_sum(c)", b: "b0 * x0^c0", "L(x)": law },
  options: {
    breaks: {
      about: "number of breaks",
      default: "1",
      choices: {
        0: {
          constants: { middle: null, half_range: null, narrowest: null },
          parameters: { at: null, c: null, f: null },
          let: { mu: "a + b0 * (x / x0)^-c0" },
          quantities: { d: null, slope: null, "L(x)": "a + b0 * (x / x0)^-c0" },
          simulation: { columns: { x: ladder(100, 1e4) }, parameters: { c0: 0.2, at: null, c: null, f: null } },
        },
        1: {},
        2: { ...breaks(2), simulation: { rows: 60, parameters: { at: ["log(180 / middle)", "log(612.6 / middle)"], c: [0.4, 3], f: [0.2, 0.1] } } },
        3: { ...breaks(3), simulation: { rows: 80, parameters: { at: ["log(140 / middle)", "log(300 / middle)", "log(660 / middle)"], c: [0.5, -0.4, 3], f: [0.2, 0.2, 0.1] } } },
      },
    },
    ...errorOptions("x", { a: 0.05, b0: 0.4 }),
  },
  published: {
    a: { value: 0.41388453071629455, source: "Caballero et al. 2022, code: four-digit addition, noiseless" },
    b: { value: 2.2772722897737556, source: "Caballero et al. 2022, code: four-digit addition, noiseless" },
    c0: { value: 0.055077348404973955, source: "Caballero et al. 2022, code: four-digit addition, noiseless" },
    "c[1]": { value: 5.662903816010331, source: "Caballero et al. 2022, code: four-digit addition, noiseless" },
    "d[1]": { value: 612.5836172918001, source: "Caballero et al. 2022, code: four-digit addition, noiseless" },
    "f[1]": { value: 0.059193036393742314, source: "Caballero et al. 2022, code: four-digit addition, noiseless" },
  },
  traps: [
    "A break beyond the data is only its prior.",
    "The posterior can have several modes: run 8 chains or more when a chain disagrees. With two or three breaks 1000 draws a chain are often too few: R-hat was above 1.1 in three of eight fits of simulated tables.",
    "The authors fit log(y + 1), which is not log y: their residuals weigh large losses more.",
  ],
  siblings: ["power-law-const", "m4", "three-region", "stretched-exponential"],
  simulation: {
    rows: 40,
    columns: { x: ladder(100, 12) },
    parameters: { a: 0.414, b0: "2.277 * x0^-0.0551", c0: 0.0551, at: ["log(612.6 / middle)"], c: [5.66], f: [0.0592], sigma: 0.01 },
  },
});
