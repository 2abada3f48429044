/** Two circuits compete and the better one answers: a concave curve, accelerated emergence. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { anchors, answers, chance, constants, data, items, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

/** softly the lower of two lines of slope -u and -1 that cross at x_over, relative to the largest model: its slope passes from one to the other as a logistic curve */
const above = (x: string): string => `-u * (${x}) - (1 - u) / sharpness * (log1p_exp(sharpness * (${x} - x_over)) - log1p_exp(-sharpness * x_over))`;
const curve = (x: string): string => `alpha2 * (${above(x)})`;
/** of c1 at the smallest model, where the first circuit is held, and c2 at the largest, where the second one is */
const mixture = (x: string): string => `log_sum_exp(log(w) - c1 * exp(-alpha1 * (${x} + span)), log1m(w) - c2 * exp(-alpha2 * (${x})))`;
const AT = "log(N / N0)";

export const multiCircuit: ModelDocument = defineModel({
  name: "multi-circuit",
  title: "Two circuits of which the better one answers: accelerated emergence",
  about: "F = softmin(F1, F2) with F_i = log c_i - alpha_i log(N / N0): a better circuit that takes over bends F downwards. The form `mixture` mixes the circuits' pass probabilities instead; its curvature changes sign.",
  source: `${source}, theorem 3 (the harder maximum)`,
  data,
  constants,
  parameters: {
    ...anchors,
    x_over: { prior: "normal(-span / 2, span / 2)", about: "log(N / N0) where the second circuit overtakes the first; wider than the data" },
    u: { prior: "beta(2, 2)", about: "exponent of the first circuit as a share of that of the second" },
    sharpness: { prior: "lognormal(log(2), 0.5)", about: "how sharply the better circuit takes over, per e-fold of N" },
  },
  let: { ...lets, F: `log(c_top) + ${curve("x")}`, log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    alpha1: "u * alpha2",
    // so that the better circuit improves by the mean slope over the data
    alpha2: `slope * span / (${above("-span")})`,
    kappa: "sharpness / (alpha2 - alpha1)",
    N_overtake: "N0 * exp(x_over)",
    "PU(N)": `exp(-c_top * exp(${curve(AT)}))`,
    "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))",
  },
  options: {
    items: items({
      parameters: { "log_c_of[item]": "normal(log(c_top), tau)" },
      law: { F: `log_c_of[item] + ${curve("x")}` },
      pass: `exp(-exp(log_c_of + ${curve(AT)}))`,
    }),
    form: {
      about: "how two circuits make one probability: the better one, softly; or a mixture of both, without item effects",
      default: "softmin",
      choices: {
        softmin: {},
        mixture: {
          parameters: {
            x_over: null,
            sharpness: null,
            t: { prior: "beta(2, 2)", about: "the mean slope as a share of the exponent of the second circuit" },
            w: { prior: "beta(2, 2)", about: "share of the first circuit" },
          },
          // for a probability well below its circuit's share these make it that share's whole: w exp(-c1) = PU there
          let: { F: null, c1: "log_sum_exp(log1m(w), log(w) + c_top * exp(slope * span))", c2: "log_sum_exp(log(w), log1m(w) + c_top)", log_pu: mixture("x") },
          quantities: {
            alpha1: "u * slope", alpha2: "slope / t", x_over: "(log(c2 / c1) + alpha1 * span) / (alpha2 - alpha1)", kappa: null,
            "PU(N)": `exp(${mixture(AT)})`, "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))",
          },
          simulation: { parameters: { t: 0.5, w: 0.3 } },
        },
      },
    },
    chance,
    stopping,
  },
  table,
  answers,
  traps: [
    ...traps,
    "Two circuits that look alike over the data are one: read N_overtake only where it lies inside them.",
    "Where the first circuit is nearly flat and the bend soft, chains mix slowly: R-hat passes 1.01 in one fit of ten at the default draws. Take --draws 4000.",
  ],
  siblings: siblings.filter((name) => name !== "multi-circuit"),
  simulation: {
    rows: 60,
    columns: simulationColumns,
    parameters: { c0: 1.2, x_over: -2, alpha: 0.35, sharpness: 3, u: 0.15 },
  },
});
