/** Error after pruning against load and temperature: the effect of temperature changes its sign at a critical density. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { noiseOf } from "../shared/noise.ts";

export const threeRegime: ModelDocument = defineModel({
  name: "three-regime",
  title: "Pruning: the effect of training temperature changes sign with density",
  about:
    "logit error = g0 + g1 l + b(l) t + c t^2 with l = log density and t = log temperature about their means; b(l) goes from b_low to b_high around a critical density. "
    + "Temperature is any knob that makes training noisier (larger learning rate, smaller batch, more epochs count as colder); density is what pruning leaves.",
  source: "Zhou et al. 2023, arXiv:2305.18383 (three-regime model); the formula is ours",
  data: {
    density: { kind: "positive", about: "share of the weights that pruning keeps" },
    temperature: { kind: "positive", about: "learning rate over batch size, or another knob of noise" },
    error: { kind: "probability", about: "test error after pruning" },
  },
  constants: {
    l0: "mean(log(density))", t0: "mean(log(temperature))",
    l_middle: "(min(log(density)) + max(log(density))) / 2", l_half: "(max(log(density)) - min(log(density))) / 2",
  },
  parameters: {
    g0: { prior: "normal(-1, 1.5)", about: "logit error at the means" },
    g1: { prior: "normal(-0.5, 0.7)", about: "effect of log density" },
    b_low: { prior: "normal(0, 0.5)", about: "effect of log temperature far below the critical density" },
    b_high: { prior: "normal(0, 0.5)", about: "effect of log temperature far above it" },
    log_critical: { prior: "normal(l_middle, l_half)", about: "log critical density, deliberately as wide as the data" },
    width: { prior: "lognormal(log(0.3), 0.6)", about: "width of the transition in log density" },
    c: { prior: "normal(0, 0.3)", about: "curvature in log temperature" },
    sigma: { prior: "lognormal(log(0.1), 1)", about: "residual scale of logit error" },
  },
  let: {
    l: "log(density) - l0",
    t: "log(temperature) - t0",
    slope: "b_low + (b_high - b_low) * inv_logit((log(density) - log_critical) / width)",
    centre: "g0 + g1 * l + slope * t + c * square(t)",
  },
  likelihood: { "logit(error)": "student_t(4, centre, sigma)" },
  quantities: {
    critical_density: "exp(log_critical)",
    // 1 in draws in which the sign changes: its mean is the probability
    changes_sign: "b_low * b_high < 0",
    "effect(d)": "b_low + (b_high - b_low) * inv_logit((log(d) - log_critical) / width)",
    "raising_helps(d)": "effect(d) < 0",
  },
  options: {
    interaction: {
      about: "how the effect of temperature depends on density",
      default: "transition",
      choices: {
        transition: {},
        linear: {
          parameters: { b_low: null, b_high: null, log_critical: null, width: null, b0: { prior: "normal(0, 0.5)" }, b1: { prior: "normal(0, 0.5)" } },
          let: { slope: "b0 + b1 * l" },
          quantities: { critical_density: "exp(l0 - b0 / b1)", changes_sign: null, "effect(d)": "b0 + b1 * (log(d) - l0)" },
          simulation: { parameters: { b_low: null, b_high: null, log_critical: null, width: null, b0: -0.1, b1: -0.2 } },
        },
        none: {
          parameters: { b_low: null, b_high: null, log_critical: null, width: null, b0: { prior: "normal(0, 0.5)" } },
          let: { slope: "b0" },
          quantities: { critical_density: null, changes_sign: null, "effect(d)": "b0" },
          simulation: { parameters: { b_low: null, b_high: null, log_critical: null, width: null, b0: -0.1 } },
        },
      },
    },
    noise: noiseOf("logit(error)", "centre, sigma"),
  },
  traps: [
    "A sharp transition lies on a ridge: width goes to zero and log_critical sits anywhere between two tried densities.",
    "Compare interaction=none and linear before reading regimes into a table.",
    "Which knob counts as temperature, and in which direction, is a choice.",
  ],
  siblings: ["data-pruning"],
  simulation: {
    rows: 60,
    columns: {
      density: "exp(log(0.05) + log(20) * (row - 0.5) / rows)",
      temperature: "exp(log(0.1) + log(100) * (0.618034 * row - floor(0.618034 * row)))",
    },
    parameters: { g0: -1.5, g1: -0.5, b_low: 0.35, b_high: -0.2, log_critical: "log(0.25)", width: 0.2, c: 0.05, sigma: 0.1 },
  },
});
