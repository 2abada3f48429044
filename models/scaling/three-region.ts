/** Hestness' picture of a learning curve: best guess, then a power law, then irreducible error. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { extent, relativePosition } from "../shared/priors.ts";

/** (1 + (m / m0)^(1/w))^(-b w) without overflow */
const bend = "exp(-b * w * log1p_exp(log(m / m0) / w))";

export const threeRegion: ModelDocument = defineModel({
  name: "three-region",
  title: "Error in the three regions of a learning curve: guessing, power law, floor",
  about: "eps(m) = gamma + (eps0 - gamma) (1 + (m / m0)^(1/w))^(-b w), gamma = share * eps0. The paper draws the regions and gives no formula; this smooth form is ours, and equals a broken law with one break and no slope before it.",
  source: "Hestness et al. 2017, arXiv:1712.00409, Figure 6",
  data: { m: { kind: "positive", about: "training examples" }, loss: error },
  constants: { Lref: 1, ...extent("m") },
  parameters: {
    eps0: { prior: "lognormal(log(Lref), 0.5)", about: "error of the best guess" },
    share: { prior: "logit_normal(-1.5, 1.5)", about: "irreducible part of eps0" },
    knee: { prior: relativePosition, about: "where the power law begins, over the middle of the data" },
    b: { prior: "lognormal(log(0.3), 0.6)", about: "exponent of the power law" },
    w: { prior: "lognormal(log(0.5), 0.7)", about: "width of the knee in log m: small is sharp" },
    sigma,
  },
  let: { mu: `eps0 * (share + (1 - share) * ${bend})`, ...scatter },
  likelihood: logStudentT,
  quantities: {
    m0: "middle * knee",
    gamma: "share * eps0",
    "L(m)": `eps0 * (share + (1 - share) * ${bend})`,
    "m_near_floor(part)": "m0 * expm1(-log(part) / (b * w))^w",
    "m_for(L)": "m_near_floor((L - gamma) / (eps0 - gamma))",
  },
  options: {
    chance: {
      about: "error of the best guess: unknown, or known as the constant `guess` (--set guess=0.9)",
      default: "unknown",
      choices: { unknown: {}, known: { constants: { guess: 1 }, parameters: { eps0: null }, let: { eps0: "guess" } } },
    },
    ...errorOptions("m"),
  },
  published: { b: { value: 0.066, source: "Hestness et al. 2017: word language models; 0.07 to 0.35 over domains" } },
  traps: ["m0 and b are confounded unless points lie on the plateau of guessing: then report the power law alone."],
  siblings: ["m4", "power-law-const", "bnsl"],
  simulation: {
    rows: 40,
    columns: { m: ladder(10, 1e6) },
    parameters: { eps0: 0.9, share: 0.1, knee: "1000 / middle", b: 0.35, w: 0.6, sigma: 0.02 },
  },
});
