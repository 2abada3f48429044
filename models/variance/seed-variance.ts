/** Scores of models on benchmarks over seeds: how much of a difference is the seed. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

/** two-sided 5 % and power 0.8 */
const Z = "(1.96 + 0.8416)";

export const seedVariance: ModelDocument = defineModel({
  name: "seed-variance",
  title: "Scores of models on benchmarks over seeds, with a seed sd for each benchmark",
  about: "score = mu + model + benchmark + their interaction + seed noise whose sd differs between benchmarks and is partially pooled. Scores are in points, 0 to 100. metric=binomial takes passes of tries instead and separates the noise of the items from that of the seeds.",
  source: "Madaan et al. 2024, arXiv:2406.10229, section 3, as a hierarchical model",
  data: {
    model: { kind: "factor" },
    bench: { kind: "factor" },
    score: { kind: "real", unit: "points", about: "one run of one seed: accuracy in per cent, or any score of that size" },
  },
  parameters: {
    mu: { prior: "normal(50, 25)", unit: "points", about: "grand mean" },
    sd_model: { prior: "half_normal(10)", unit: "points", about: "spread of models" },
    sd_bench: { prior: "half_normal(20)", unit: "points", about: "spread of benchmarks" },
    sd_inter: { prior: "half_normal(5)", unit: "points", about: "spread of what a model has on one benchmark alone" },
    m_lsig: { prior: "normal(0, 1)", about: "log seed sd of the middle benchmark" },
    s_lsig: { prior: "half_normal(1)", about: "spread of the log seed sd over benchmarks" },
    "mean_of[model]": { prior: "normal(mu, sd_model)", unit: "points", about: "mean of a model over benchmarks" },
    "fb[bench]": { prior: "normal(0, sd_bench)", unit: "points", about: "ease of a benchmark" },
    "cell[model, bench]": { prior: "normal(mean_of[model] + fb[bench], sd_inter)", unit: "points", about: "score of a model on a benchmark without seed noise" },
    "lsig[bench]": "normal(m_lsig, s_lsig)",
  },
  let: { place: "cell[model, bench]", extra: "0" },
  likelihood: { score: "normal(place, exp(lsig[bench]))" },
  quantities: {
    "sigma_seed[bench]": "exp(lsig[bench])",
    between: "square(sd_model) + square(sd_bench) + square(sd_inter) + extra",
    total: "between + mean(exp(2 * lsig))",
    share_model: "square(sd_model) / total",
    share_bench: "square(sd_bench) / total",
    share_interaction: "square(sd_inter) / total",
    share_seed: "mean(exp(2 * lsig)) / total",
    "signal_to_noise[bench]": "sqrt(square(sd_model) + square(sd_inter)) / exp(lsig[bench])",
    "mde[bench]": "1.96 * sqrt(2) * exp(lsig[bench])",
    "mde_of(seeds)": "1.96 * sqrt(2 * mean(exp(2 * lsig)) / seeds)",
    "seeds_for(delta)": `2 * square(${Z}) * mean(exp(2 * lsig)) / square(delta)`,
  },
  table: {
    unique: ["model", "bench", "seed", "item?", "prompt?", "checkpoint?"],
    levels: {
      "model, bench": {
        fewerThan: 2,
        message: "{n} of {total} pairs of model and benchmark have one run ({names})",
        all: "no model has two runs on one benchmark: these data do not know the seed sd",
        remedy: "add seeds; a seed sd that no replicate informs is the prior's, or borrowed from other benchmarks",
      },
    },
  },
  answers: { best: { kind: "ranking", of: "mean_of", what: "model" } },
  options: {
    metric: {
      about: "continuous: one score a run; binomial: `passes` of `tries` items and a column `seed`, on the scale of log odds",
      default: "continuous",
      choices: {
        continuous: {},
        binomial: {
          data: {
            score: null,
            seed: { kind: "factor", about: "name of the run's seed; the same name in two benchmarks need not mean the same run" },
            tries: { kind: "count", about: "items answered" },
            passes: { kind: "count", about: "right answers" },
          },
          table: { require: { "passes <= tries": { message: "more right answers than items" } } },
          parameters: {
            mu: { prior: "normal(0, 1.5)", unit: "log odds" },
            sd_model: { prior: "half_normal(0.7)", unit: "log odds" },
            sd_bench: { prior: "half_normal(1.5)", unit: "log odds" },
            sd_inter: { prior: "half_normal(0.3)", unit: "log odds" },
            m_lsig: { prior: "normal(log(0.1), 1)" },
            "mean_of[model]": { unit: "log odds" },
            "fb[bench]": { unit: "log odds" },
            "cell[model, bench]": { unit: "log odds" },
            "run[model, bench, seed]": { prior: "normal(cell[model, bench], exp(lsig[bench]))", unit: "log odds", about: "a model on a benchmark with one seed" },
          },
          let: { place: "run[model, bench, seed]", eta: "place" },
          likelihood: { score: null, passes: "binomial_logit(tries, eta)" },
          simulation: {
            rows: 240,
            columns: { model: { each: 30 }, bench: { each: 5 }, seed: { labels: ["s1", "s2", "s3", "s4", "s5"] }, tries: "500" },
            parameters: { mu: 0, sd_model: 0.4, sd_bench: 0.8, sd_inter: 0.15, m_lsig: "log(0.1)", s_lsig: 0.4 },
          },
        },
      },
    },
    prompts: {
      about: "prompts in the column `prompt`, crossed with benchmarks (metric=continuous)",
      default: "none",
      choices: {
        none: {},
        crossed: {
          data: { prompt: { kind: "factor" } },
          parameters: {
            sd_prompt: { prior: "half_normal(3)", about: "spread of prompts of one benchmark, on the scale of the other effects" },
            "fp[bench, prompt]": "normal(0, sd_prompt)",
          },
          let: { extra: "square(sd_prompt)" },
          likelihood: { score: "normal(place + fp[bench, prompt], exp(lsig[bench]))" },
          quantities: { share_prompt: "square(sd_prompt) / total" },
          simulation: { columns: { prompt: { labels: ["p1", "p2", "p3"] } }, parameters: { sd_prompt: 1 } },
        },
      },
    },
    items: {
      about: "rows of single items in the column `item` (metric=binomial, `tries` mostly 1), crossed with models and seeds",
      default: "none",
      choices: {
        none: {},
        crossed: {
          data: { item: { kind: "factor", about: "unique over benchmarks" } },
          parameters: {
            sd_item: { prior: "half_normal(2)", unit: "log odds", about: "spread of the items' difficulty" },
            "d_of[item]": "normal(0, sd_item)",
          },
          let: { eta: "place + d_of[item]" },
          quantities: { share_item: "square(sd_item) / (total + square(sd_item))" },
          simulation: { columns: { item: { labels: ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"] }, tries: "1" }, parameters: { sd_item: 1 } },
        },
      },
    },
  },
  traps: [
    "With one seed a benchmark, its seed sd is the prior's and the other benchmarks': see what the table says of it before quoting it.",
    "Ten seeds know an sd to a quarter of itself.",
    "The same items serve all seeds, so the spread over seeds can be smaller than the binomial error of one score; that is no contradiction.",
    "mean / sd as signal to noise depends on where zero lies; here the signal is the spread between models.",
  ],
  siblings: ["beta-binomial-score", "paired-comparison", "irt"],
  simulation: {
    rows: 480,
    columns: {
      model: { labels: ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"], each: 60 },
      bench: { labels: ["b1", "b2", "b3", "b4", "b5", "b6"], each: 10 },
    },
    parameters: { mu: 55, sd_model: 6, sd_bench: 12, sd_inter: 2, m_lsig: "log(0.8)", s_lsig: 0.5 },
  },
});
