/** Benchmarks of many models as readings of one or two capabilities, with gaps in the table. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

export const observational: ModelDocument = defineModel({
  name: "observational",
  title: "Benchmark scores as readings of latent capabilities",
  about:
    "score = floor + (1 - floor) sigmoid(intercept + slope S) + noise, one capability S a model, one curve a benchmark, sampled by its score and slope at average capability; a benchmark of interest is one more benchmark. "
    + "The table is long, one row a model and benchmark, so missing scores are rows that are not there. With compute=family, S = rate log C + start with a line for each family.",
  source: "Ruan, Maddison & Hashimoto 2024, arXiv:2405.10938, eq. 3 to 7; factors and gaps inferred jointly instead of PCA",
  data: {
    model: { kind: "factor" },
    benchmark: { kind: "factor" },
    score: { kind: "real", about: "between 0 and 1" },
  },
  parameters: {
    "S[model]": { prior: "normal(0, 1)", about: "capability of each model, before it is standardised to z" },
    "middle[benchmark]": { prior: "beta(2, 2)", about: "score at average capability" },
    "rise[benchmark]": { prior: "lognormal(log(0.12), 0.7)", about: "score gained per standard deviation of capability there; positive, which fixes the direction of S" },
    "guessed[benchmark]": { prior: "beta(1.5, 3)", about: "share of the middle score that a model has that knows nothing" },
    "tau[benchmark]": { prior: "lognormal(log(0.04), 0.7)", about: "residual scale of the score" },
  },
  let: {
    // capabilities of the models in the table have mean 0 and sd 1: what is left of location and scale would trade with every curve
    "z[model]": "(S[model] - mean(S)) / sd(S)",
    "floor[benchmark]": "guessed[benchmark] * middle[benchmark]",
    "intercept[benchmark]": "log(middle[benchmark] - floor[benchmark]) - log1m(middle[benchmark])",
    "slope[benchmark]": "rise[benchmark] * (1 - floor[benchmark]) / ((middle[benchmark] - floor[benchmark]) * (1 - middle[benchmark]))",
    second: "0",
    mu: "floor[benchmark] + (1 - floor[benchmark]) * inv_logit(intercept[benchmark] + slope[benchmark] * z[model] + second)",
  },
  likelihood: { score: "student_t(5, mu, tau[benchmark])" },
  quantities: {
    "capability[model]": "z[model]",
    "floor_of[benchmark]": "floor[benchmark]",
    // of each benchmark, for a model of average second capability
    "score_at(capability_given)": "floor + (1 - floor) * inv_logit(intercept + slope * capability_given)",
  },
  options: {
    factors: {
      about: "one capability, or a second one on which the first benchmark does not load and the second loads positively",
      default: "1",
      choices: {
        1: {},
        2: {
          parameters: {
            "S2[model]": { prior: "normal(0, 1)", about: "second capability" },
            "loading2[benchmark]": { prior: "normal(0, 0.7)", about: "weight of the second capability; its logarithm for the second benchmark" },
          },
          let: {
            "slope2[benchmark]": "if_else(level(benchmark) == 1, 0, if_else(level(benchmark) == 2, exp(loading2[benchmark]), loading2[benchmark]))",
            second: "slope2[benchmark] * S2[model]",
          },
        },
      },
    },
    compute: {
      about: "whether the capability of a model follows its family's line in log compute",
      default: "none",
      choices: {
        none: {},
        family: {
          data: {
            family: { kind: "factor", about: "the same in all rows of a model" },
            compute: { kind: "positive", unit: "FLOP", about: "training compute, the same in all rows of a model" },
          },
          let: { "z[model]": "S[model]" },
          constants: { C0: "exp(mean(log(compute)))" },
          parameters: {
            rate: { prior: "normal(0.4, 0.3)", about: "capability per e-fold of compute, mean of families" },
            rate_sd: { prior: "half_normal(0.1)", about: "spread of families' rates" },
            start_sd: { prior: "half_normal(1)", about: "spread of families at C0" },
            spread_S: { prior: "half_normal(0.5)", about: "spread of models around their family's line" },
            "rate_of[family]": "normal(rate, rate_sd)",
            "start_of[family]": "normal(0, start_sd)",
            "S[model]": { prior: "normal(rate_of[family] * log(compute / C0) + start_of[family], spread_S)" },
          },
          quantities: {
            // compute at which the first family would reach each model's capability
            "equivalent_compute[model]": "C0 * exp((S[model] - start_of[1]) / rate_of[1])",
            "capability_at(C)": "rate_of * log(C / C0) + start_of",
            "efficiency[family]": "exp(start_of[family] / rate)",
          },
          simulation: {
            columns: { family: { labels: ["f", "g", "h"], each: 8 }, compute: "exp(log(1e21) + log(1e3) * floor((row - 1) / 4) / 30)" },
            parameters: { rate: 0.4, rate_sd: 0.05, start_sd: 0.5, spread_S: 0.3 },
          },
        },
      },
    },
  },
  traps: [
    "S has no unit: only differences between models, and what they mean in a benchmark, can be read.",
    "A model trained on a benchmark tilts the axis: leave that score out.",
    "Only a split from weak to strong models tests a forecast.",
  ],
  siblings: ["two-stage-sigmoid", "loss-to-error"],
  simulation: {
    rows: 120,
    columns: {
      model: { labels: Array.from({ length: 30 }, (_, k) => `m${k + 1}`), each: 4 },
      benchmark: { labels: ["mmlu", "arc-c", "hellaswag", "gsm8k"] },
    },
    parameters: { middle: 0.5, rise: 0.15, guessed: 0.3, tau: 0.03 },
  },
});
