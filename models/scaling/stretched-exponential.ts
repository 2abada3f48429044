/** A stretched exponential in one scale above a floor: the foil of power laws. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder, x } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { extent, LREF, relativePosition } from "../shared/priors.ts";
import { floorBelow } from "../shared/terms.ts";

export const stretchedExponential: ModelDocument = defineModel({
  name: "stretched-exponential",
  title: "Loss as a stretched exponential in one scale above a floor",
  about: "L(x) = E + A exp(-(x / xe)^kappa). kappa = 1 is an exponential; a small kappa looks like a power law over any range of practical width.",
  source: "Kohlrausch 1854; as an alternative to power laws of data pruning: Sorscher et al. 2022, arXiv:2206.14486",
  data: { x, loss: error },
  constants: { Lref: LREF, ...extent("x") },
  parameters: {
    // sampled by the loss at the smallest x and by its reducible share there, which is what data know of A; where so little
    // is left of A that none of it is seen, the share is that of 1 % of A
    E: { ...floorBelow("A"), about: "loss that no scale removes" },
    A: { prior: "lognormal(log(Lref), 1)", multiplier: "E / (exp(-(exp(-half_range) / reach)^kappa) + 0.01)", about: "reducible loss at x = 0" },
    reach: { prior: relativePosition, about: "scale at which A has fallen by a factor e, over the middle of the data" },
    kappa: { prior: "lognormal(log(0.5), 0.5)", about: "stretching: 1 is an exponential" },
    sigma,
  },
  let: { mu: "E + A * exp(-exp(kappa * log(x / xe)))", ...scatter },
  likelihood: logStudentT,
  quantities: {
    xe: "middle * reach",
    "L(x)": "E + A * exp(-exp(kappa * log(x / xe)))",
    "reducible_share(x)": "1 - E / L(x)",
    "x_for(L)": "xe * log(A / (L - E))^(1 / kappa)",
  },
  options: errorOptions("x", { E: 0.1, A: 0.6 }),
  traps: [
    "A and kappa trade off when the data begin above xe: the amplitude at x = 0 is then an extrapolation.",
    "Flat data have two explanations, a decay that ended before them and one that begins beyond them; chains do not cross from one to the other, and R-hat shows it.",
    "Over less than two decades it can imitate a power law with a floor; compare them by extrapolation as well as by evidence.",
  ],
  siblings: ["power-law-const", "m3", "bnsl"],
  simulation: {
    rows: 40,
    columns: { x: ladder(1e6, 1e4) },
    parameters: { E: 1.7, A: 4, reach: "3e7 / middle", kappa: 0.5, sigma: 0.01 },
  },
});
