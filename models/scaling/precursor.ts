/** A statistic that grows before a run becomes unstable, extrapolated in model size to its threshold. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { noiseOf } from "../shared/noise.ts";

export const precursor: ModelDocument = defineModel({
  name: "precursor",
  title: "Growth of a precursor of instability, and the size at which it crosses a threshold",
  about: "log m = m0 + m1 x (+ m2 x^2), x = log(N / N0), for a statistic of the activations or gradients such as the largest attention logit, at one learning rate.",
  source: "Wortsman et al. 2023, arXiv:2309.14322, section 3.3",
  data: {
    N: { kind: "positive", unit: "parameters" },
    statistic: { kind: "positive", about: "largest attention logit, RMS of a gradient, ..." },
  },
  constants: { N0: "exp(mean(log(N)))", log_middle: "mean(log(statistic))" },
  parameters: {
    m0: { prior: "normal(log_middle, 2)", about: "log statistic at N0" },
    m1: { prior: "normal(0.5, 0.5)", about: "exponent in model size at N0" },
    sigma: { prior: "lognormal(log(0.1), 1)", about: "residual scale of the log statistic" },
  },
  let: { m2: "0", x: "log(N / N0)", centre: "m0 + m1 * x + m2 * square(x)" },
  likelihood: { "log(statistic)": "student_t(4, centre, sigma)" },
  quantities: {
    "value(N)": "exp(m0 + m1 * log(N / N0) + m2 * square(log(N / N0)))",
    // undefined where the curve turns before it reaches the threshold
    "N_crit(threshold)": "N0 * exp(2 * (log(threshold) - m0) / (m1 + sqrt(square(m1) + 4 * m2 * (log(threshold) - m0))))",
  },
  options: {
    curve: {
      about: "a straight line on log-log axes, or a parabola",
      default: "line",
      choices: {
        line: {},
        parabola: {
          parameters: { m2: { prior: "normal(0, 0.1)", about: "curvature in log model size" } },
          let: { m2: null },
          simulation: { parameters: { m2: 0.03 } },
        },
      },
    },
    noise: noiseOf("log(statistic)", "centre, sigma"),
  },
  traps: [
    "The threshold is a belief about the training set-up (about 1e4 for attention logits), not a constant of nature.",
    "A crossing far beyond the largest size rests on the form of the curve: compare curve=parabola.",
    "Each learning rate has its own curve; do not pool them.",
  ],
  siblings: ["lr-sensitivity", "power-law"],
  simulation: {
    rows: 24,
    columns: { N: "exp(log(1e7) + log(300) * (row - 1) / (rows - 1))" },
    parameters: { m0: "log(60)", m1: 0.7, sigma: 0.15 },
  },
});
