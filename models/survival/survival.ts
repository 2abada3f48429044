/** Waiting times with censoring: to divergence, to a loss, to a first pass. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

const H = "if_else(abs(kappa) < 0.0001, W, (kappa + 1) * expm1(kappa * W) / if_else(abs(kappa) < 0.0001, 1, kappa))";
const hazardOf = (time: string): string => H.replaceAll("W", `log1p((${time} / scale)^gamma / (kappa + 1))`);
const timeAt = "scale * ((kappa + 1) * expm1(if_else(abs(kappa) < 0.0001, Y, log1p(kappa * Y / (kappa + 1)) / if_else(abs(kappa) < 0.0001, 1, kappa))))^(1 / gamma)";
const law = "apgw(s, g, kappa, 1)";

export const survival: ModelDocument = defineModel({
  name: "survival",
  title: "Waiting times with censoring: to divergence, to a loss, to a first pass",
  about: "P(T > t) = exp(-H(t)) with the power generalised Weibull family: baseline=weibull, log_logistic, or apgw, which has both inside and, for kappa < 0, a share that never fails. Give time a unit in which it is neither tiny nor huge: a priori the scale lies between 0.7 and 14 000.",
  source: "Burke, Jones & Noufaily 2020, JRSS C 69, eq. 3 (arXiv:1901.03212)",
  data: {
    time: { kind: "positive", about: "steps, tokens or tries until the event, or until observation ended" },
    event: { kind: "binary", about: "1 where the event was seen at `time`, 0 where it was not" },
    limit: { kind: "positive", optional: true, about: "where observation would have ended; used by simulation only" },
  },
  parameters: {
    scale: { prior: "lognormal(log(100), 3)", about: "time scale: for weibull 63 % have failed by then" },
    gamma: { prior: "lognormal(0, 0.5)", about: "shape: for weibull the hazard rises above 1 and falls below" },
  },
  let: { kappa: "1", s: "scale", g: "gamma" },
  likelihood: { time: `right_censored(${law}, 1 - event, limit)` },
  quantities: {
    "survival_at(time)": `exp(-(${hazardOf("time")}))`,
    "time_for(share)": timeAt.replaceAll("Y", "(-log1m(share))"),
    median_time: timeAt.replaceAll("Y", "log(2)"),
  },
  options: {
    baseline: {
      about: "the family of waiting times",
      default: "weibull",
      choices: {
        weibull: {},
        log_logistic: { let: { kappa: "0" } },
        apgw: {
          parameters: { k: { prior: "normal(log(2), 0.7)", about: "log(kappa + 1): log 2 is Weibull, 0 log-logistic, below 0 some never fail" } },
          let: { kappa: "exp(k) - 1" },
          quantities: { never: "if_else(kappa < 0, exp((kappa + 1) / kappa), 0)" },
          simulation: { parameters: { k: 0.3 } },
        },
      },
    },
    covariate: {
      about: "a covariate x on the time scale, or on scale and shape",
      default: "none",
      choices: {
        none: {},
        scale: {
          data: { x: { kind: "real" } },
          parameters: { b_scale: { prior: "normal(0, 1)", about: "log time scale a unit of x" } },
          let: { s: "scale * exp(b_scale * x)" },
          simulation: { columns: { x: "2 * (0.618034 * row - floor(0.618034 * row)) - 1" }, parameters: { b_scale: 0.6 } },
        },
        both: {
          data: { x: { kind: "real" } },
          parameters: {
            b_scale: { prior: "normal(0, 1)", about: "log time scale a unit of x" },
            b_gamma: { prior: "normal(0, 0.5)", about: "log shape a unit of x" },
          },
          let: { s: "scale * exp(b_scale * x)", g: "gamma * exp(b_gamma * x)" },
          simulation: { columns: { x: "2 * (0.618034 * row - floor(0.618034 * row)) - 1" }, parameters: { b_scale: 0.6, b_gamma: 0.3 } },
        },
      },
    },
    cure: {
      about: "whether a share never fails, whatever the waiting time of the others",
      default: "false",
      choices: {
        false: {},
        true: {
          parameters: { cured: { prior: "beta(1, 3)", about: "share that never fails" } },
          // a waiting time of about 1e300 is never
          likelihood: { time: `right_censored(mixture(cured, apgw(1e300, 1, 1, 1), ${law}), 1 - event, limit)` },
          quantities: { "survival_at(time)": `cured + (1 - cured) * exp(-(${hazardOf("time")}))`, "time_for(share)": timeAt.replaceAll("Y", "(-log1m(share / (1 - cured)))"), median_time: timeAt.replaceAll("Y", "(-log1m(0.5 / (1 - cured)))") },
          simulation: { parameters: { cured: 0.25 } },
        },
      },
    },
    censoring: {
      about: "what is known where event = 0: that it comes later; that it came earlier; that it lies between `time` and `upper` (both of these without a cured share)",
      default: "right",
      choices: {
        right: {},
        left: { parameters: { cured: null }, likelihood: { time: `left_censored(${law}, 1 - event, limit)` }, simulation: { columns: { limit: "40" } } },
        interval: {
          data: { limit: null, upper: { kind: "positive", about: "end of the interval where event = 0, at least `time` elsewhere" } },
          parameters: { cured: null },
          likelihood: { time: `interval_censored(${law}, upper, 1 - event)` },
          simulation: { columns: { event: "1", upper: "1e9" } },
        },
      },
    },
  },
  table: {
    note: {
      "event == 0": { message: "{n} of {total} rows are censored", remedy: "they count as known to lie beyond their time (or as the option `censoring` says); nothing to do" },
    },
  },
  traps: [
    "A share that never fails shows only where observation is long against the failing ones' times.",
    "Runs stopped because they looked bad are not censored at random.",
  ],
  siblings: ["pass-until"],
  simulation: {
    rows: 150,
    columns: { limit: "300", event: "1" },
    parameters: { scale: 120, gamma: 1.4 },
  },
});
