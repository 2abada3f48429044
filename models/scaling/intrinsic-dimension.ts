/** Accuracy of training inside a random subspace against its dimension, and the dimension that reaches 90 % of the full one. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

export const intrinsicDimension: ModelDocument = defineModel({
  name: "intrinsic-dimension",
  title: "Accuracy in random subspaces, and the intrinsic dimension of a task",
  about:
    "f(d) = f0 + (fF - f0) sigmoid((log d - log d50) / w) from chance f0 to the accuracy fF of training in the full space, which has rows of its own (full = 1). "
    + "Counts of right answers scatter as beta-binomials: items within a run, seeds between runs. d_int90 is where f(d) = 0.9 fF.",
  source: "Li, Farkhoor, Liu & Yosinski 2018, arXiv:1804.08838, section 2 (d_int90); the curve is ours",
  data: {
    dimension: { kind: "positive", about: "dimension of the random subspace; any number where full is 1" },
    full: { kind: "binary", about: "1: trained in the full space" },
    items: { kind: "count", about: "test items" },
    correct: { kind: "count", about: "right answers" },
    chance: { kind: "probability", about: "accuracy of guessing, the same in all rows" },
  },
  constants: { f0: "mean(chance)", log_low: "min(log(dimension))", log_high: "max(log(dimension))" },
  parameters: {
    gain: { prior: "beta(4, 1.5)", about: "accuracy of the full space, on the way from chance to 1" },
    log_d50: { prior: "normal((log_low + log_high) / 2, (log_high - log_low) / 2)", about: "log dimension half way up" },
    w: { prior: "lognormal(log(0.7), 0.6)", about: "width of the rise in log dimension" },
    kappa: { prior: "lognormal(log(300), 1.5)", about: "precision: items whose sampling error equals the scatter of seeds" },
  },
  let: {
    fF: "f0 + (1 - f0) * gain",
    rise: "if_else(full == 1, 1, risen(dimension))",
    // a share that rounds to 1 would leave the beta-binomial without room
    p: "min(f0 + (fF - f0) * rise, 1 - 1e-9)",
  },
  likelihood: { correct: "beta_binomial(items, kappa * p, kappa * (1 - p))" },
  quantities: {
    f_full: "f0 + (1 - f0) * gain",
    d50: "exp(log_d50)",
    // undefined where 90 % of the full accuracy is below chance
    d_int90: "d_for(0.9)",
    "d_for(share)": "exp(log_d50 + w * steps_up((share * f_full - f0) / (f_full - f0)))",
    "risen(d)": "inv_logit((log(d) - log_d50) / w)",
    // widths above d50 at which a share of the rise is done
    "steps_up(done)": "logit(done)",
    // of the solution, when each of its numbers takes so many bits
    "description_length(bits)": "d_int90 * bits",
    "accuracy(d)": "f0 + (f_full - f0) * risen(d)",
  },
  options: {
    curve: {
      about: "how accuracy rises: as a logistic in the log of the dimension, or as 1 - 2^-((d / d50)^(1 / w)), which comes up slowly and ends soon",
      default: "sigmoid",
      choices: {
        sigmoid: {},
        weibull: { quantities: { "risen(d)": "-expm1(-log(2) * (d / exp(log_d50))^(1 / w))", "steps_up(done)": "log(-log1m(done) / log(2))" } },
      },
    },
  },
  table: { require: { "correct <= items": { message: "more right answers than items" } } },
  published: { d_int90: { value: 750, source: "Li et al. 2018, Table 1, fully connected network on MNIST" } },
  traps: [
    "The crossing lies between the dimensions that were tried: the posterior says how well it is known, a grid value does not.",
    "A subspace that beats the full space (it regularises) bends the curve above fF: fF then mixes both.",
    "Without rows of the full space fF rests on the largest dimensions and the prior.",
  ],
  siblings: ["data-pruning", "two-stage-sigmoid"],
  simulation: {
    rows: 30,
    columns: {
      dimension: "exp(log(20) + log(500) * (row - 1) / (rows - 1))",
      full: "row > rows - 4",
      items: "2000",
      chance: "0.1",
    },
    parameters: { gain: 0.97, log_d50: "log(225)", w: 0.6, kappa: 400 },
  },
});
