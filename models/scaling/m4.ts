/** M4 of the learning-curve benchmark: from the plateau of guessing through a power law to a floor, implicit in the error. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder, x } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { extent, priors, relativePosition } from "../shared/priors.ts";

/**
 * With u = logit((eps - E) / gap) the law is log_inv_logit(u) - a log1m_inv_logit(u) = t, t = -c log(x / xk), strictly
 * increasing in u. Its left side is v(u) = min(u, 0) + a max(u, 0) plus something between 0 and (a - 1) log 2: a bracket,
 * widened by a tenth so that no root lies on its edge, so narrow that 8 Newton steps end within 1e-9 for a below 100, beyond which the prior hardly goes.
 */
const errorAt = (scale: string): string => {
  const t = `-c * log(${scale} / xk)`;
  const inverse = (v: string): string => `(min(${v}, 0) + max(${v}, 0) / a)`;
  const bracket = [`${t} + min(1 - a, 0) * log(2) - 0.1`, `${t} + max(1 - a, 0) * log(2) + 0.1`].map(inverse);
  return `E + gap * inv_logit(root(u, log_inv_logit(u) - a * log1m_inv_logit(u) - (${t}), ${bracket.join(", ")}, 8))`;
};

export const m4: ModelDocument = defineModel({
  name: "m4",
  title: "Error from the plateau of guessing through a power law to a floor (M4)",
  about: "(eps - E) / (eps0 - eps)^a = B x^-c, solved for eps; a is the sharpness of the knee at the plateau eps0, and a = 0 is power-law-const. Written with gap = eps0 - E and the position xk of the knee, where ((eps - E) / gap) = ((eps0 - eps) / gap)^a.",
  source: "Alabdulmohsin et al. 2022, arXiv:2209.06640, M4; solved by Newton's method in the logit of (eps - E) / (eps0 - E), where the authors' code inverts on a grid",
  data: { x: { ...x, about: "training examples seen" }, loss: error },
  constants: { Lref: 1, ...extent("x") },
  parameters: {
    E: { prior: "lognormal(log(Lref / 5), 1)", about: "error that no data remove" },
    gap: { prior: "lognormal(log(Lref), 0.7)", about: "from the floor to the plateau of guessing" },
    a: { prior: "lognormal(0, 1)", about: "sharpness of the knee at the plateau: 0 is none" },
    knee: { prior: relativePosition, about: "position of the knee over the middle of the data" },
    c: { prior: priors.errorExponent, about: "exponent" },
    sigma,
  },
  let: { mu: errorAt("x"), ...scatter },
  likelihood: logStudentT,
  quantities: { eps0: "E + gap", xk: "middle * knee", B: "gap^(1 - a) * xk^c", "L(x)": errorAt("x"), "x_for(L)": "xk * exp((a * log((eps0 - L) / gap) - log((L - E) / gap)) / c)" },
  options: {
    chance: {
      about: "error of guessing: unknown, or known as the constant `guess` (--set guess=0.9)",
      default: "unknown",
      choices: {
        unknown: {},
        known: {
          constants: { guess: 1 },
          parameters: { gap: null, E: { prior: "lognormal(log(Lref / 5), 1) T[, guess]" } },
          let: { gap: "guess - E" },
        },
      },
    },
    ...errorOptions("x"),
  },
  traps: [
    "a, gap and c trade off along a curved ridge: when R-hat exceeds 1.01, take more draws, or fix the plateau (--set chance=known guess=...).",
    "Without points on the plateau a and gap are their priors: use power-law-const.",
    "Some rows of the published benchmark's language curves are exact duplicates: remove them before fitting.",
  ],
  siblings: ["power-law-const", "m1", "m3", "bnsl", "three-region"],
  simulation: {
    rows: 60,
    columns: { x: ladder(3, 1e7) },
    parameters: { E: 0.15, gap: 0.8, a: 1, knee: "1500 / middle", c: 0.5, sigma: 0.02 },
  },
});
