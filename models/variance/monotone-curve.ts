/** A benchmark over the checkpoints of a run: a curve that only rises, and noise. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

export const monotoneCurve: ModelDocument = defineModel({
  name: "monotone-curve",
  title: "A score over checkpoints as a rising curve and noise",
  about: "score = start + rises up to the checkpoint + noise. Rises are positive and partially pooled, so a fall between two checkpoints is noise by assumption; how likely such falls are is an answer. Rows stand in the order of training, one a checkpoint.",
  source: "Madaan et al. 2024, arXiv:2406.10229, section 4.1, where monotonicity is measured by Kendall's tau",
  data: {
    checkpoint: { kind: "factor", about: "name or step, in the order of training" },
    score: { kind: "real", unit: "points" },
  },
  parameters: {
    start: { prior: "normal(30, 30)", unit: "points", about: "score at the first checkpoint" },
    total_rise: { prior: "half_normal(30)", unit: "points", about: "rise from the first checkpoint to the last" },
    unevenness: { prior: "half_normal(1)", about: "spread of the log rises: 0 is a straight line" },
    sigma: { prior: "lognormal(0, 1)", unit: "points", about: "noise of one score" },
    "g[checkpoint]": { prior: "normal(0, unevenness)", about: "log rise from the checkpoint before, relative to the others" },
  },
  let: {
    steps: "sum(exp(g)) - exp(g[1])",
    rise: "if_else(level(checkpoint) == 1, 0, total_rise * exp(g[checkpoint]) / steps)",
    mu: "start + recur(1, rise)",
  },
  likelihood: { score: "normal(mu, sigma)" },
  quantities: {
    signal_to_noise: "total_rise / sigma",
    "p_fall[checkpoint]": "Phi(-total_rise * exp(g[checkpoint]) / steps / (sqrt(2) * sigma))",
  },
  table: { unique: ["checkpoint", "run?"] },
  options: {
    runs: {
      about: "one run; or several in the column `run`, each with its own start and the rises of its checkpoints in common",
      default: "one",
      choices: {
        one: {},
        several: {
          data: { run: { kind: "factor" } },
          parameters: { sd_start: { prior: "half_normal(10)", unit: "points" }, "start_of[run]": "normal(start, sd_start)" },
          let: { mu: "start_of[run] + recur(same(run), rise)" },
          simulation: { columns: { run: { labels: ["r1", "r2", "r3"], each: 10 }, checkpoint: { labels: Array.from({ length: 10 }, (_, k) => `${(k + 1) * 10}`) } }, parameters: { sd_start: 4 } },
        },
      },
    },
  },
  traps: ["With few checkpoints the split between small rises and noise is mostly the prior's."],
  siblings: ["seed-variance"],
  simulation: {
    rows: 30,
    columns: { checkpoint: { labels: Array.from({ length: 30 }, (_, k) => `${(k + 1) * 10}`) } },
    parameters: { start: 25, total_rise: 30, unevenness: 0.7, sigma: 1.5 },
  },
});
