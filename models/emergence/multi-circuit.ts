/** Two circuits compete and the better one answers: a concave curve, accelerated emergence. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, chance, constants, data, items, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

/** lines of slope -alpha1 and -alpha that cross at x_over; the lower one, softly, is 0 at the largest model */
const bend = (x: string): string => `-1 / kappa * log_sum_exp(kappa * alpha1 * (${x} - x_over), kappa * alpha * (${x} - x_over))`;
const curve = (x: string): string => `${bend(x)} + 1 / kappa * log_sum_exp(-kappa * alpha1 * x_over, -kappa * alpha * x_over)`;
const mixture = (x: string): string =>
  `w * exp(-c0 * exp(-alpha * x_over - alpha1 * (${x} - x_over))) + (1 - w) * exp(-c0 * exp(-alpha * ${x}))`;
const AT = "log(N / N0)";

export const multiCircuit: ModelDocument = defineModel({
  name: "multi-circuit",
  title: "Two circuits of which the better one answers: accelerated emergence",
  about: "F = softmin(F1, F2) with F_i = log c_i - alpha_i log(N / N0): a better circuit that takes over bends F downwards. The form `mixture` mixes the circuits' pass probabilities instead; its curvature changes sign.",
  source: `${source}, theorem 3 (the harder maximum)`,
  data,
  constants,
  parameters: {
    c0: { prior: "lognormal(log(3), 1.5)", unit: "nats", about: "-log of the pass probability of the largest model (form=mixture: of its second circuit)" },
    x_over: { prior: "normal(-span / 2, span / 2)", about: "log(N / N0) where the second circuit overtakes the first; wider than the data" },
    alpha: { prior: "lognormal(log(0.2), 0.7)", about: "exponent of the second, steeper circuit" },
    u: { prior: "beta(1, 1)", about: "exponent of the first circuit as a share of it" },
    kappa: { prior: "lognormal(log(5), 0.7)", about: "how sharply the better circuit takes over" },
  },
  let: { ...lets, F: `log(c0) + ${curve("x")}`, log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    alpha1: "u * alpha",
    N_overtake: "N0 * exp(x_over)",
    "PU(N)": `exp(-c0 * exp(${curve(AT)}))`,
    "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))",
  },
  options: {
    items: items({
      parameters: { "log_c_of[item]": "normal(log(c0), tau)" },
      law: { F: `log_c_of[item] + ${curve("x")}` },
      pass: `exp(-exp(log_c_of + ${curve(AT)}))`,
    }),
    form: {
      about: "how two circuits make one probability: the better one, softly; or a mixture of both, without item effects",
      default: "softmin",
      choices: {
        softmin: {},
        mixture: {
          parameters: { kappa: null, w: { prior: "beta(2, 2)", about: "share of the first circuit" } },
          let: { F: null, log_pu: `log(${mixture("x")})` },
          quantities: { "PU(N)": mixture(AT), "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))" },
          simulation: { parameters: { w: 0.3 } },
        },
      },
    },
    chance,
    stopping,
  },
  table,
  answers,
  traps: [...traps, "Two circuits that look alike over the data are one: read N_overtake only where it lies inside them."],
  siblings: siblings.filter((name) => name !== "multi-circuit"),
  simulation: {
    rows: 60,
    columns: simulationColumns,
    parameters: { c0: 1.2, x_over: -2, alpha: 0.6, u: 0.15, kappa: 6 },
  },
});
