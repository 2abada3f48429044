/** The shifted, saturating power law of the LAION comparison of training procedures. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, ladder } from "../shared/columns.ts";
import { frontierOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";
import { priors } from "../shared/priors.ts";
import { exponentOf } from "../shared/terms.ts";

export const shiftedPowerLaw: ModelDocument = defineModel({
  name: "shifted-power-law",
  title: "Error as a power law in shifted compute above a floor",
  about: "y(C) = d + a (C + b)^-c, y = 1 - metric, with b saturating at small compute and d at large; written as d + a0 ((C + b) / C0)^-c with C0 at half the smallest compute.",
  source: "LAION comparison of CLIP and MaMMUT, arXiv:2506.04598 (their exponent is -c; C in GFLOP)",
  data: { C: { kind: "positive", unit: "GFLOP", about: "training compute" }, loss: error },
  constants: { Lref: 1, C0: "min(C) / 2" },
  parameters: {
    // sampled by what small C tell: the level d + a0 (with the odds of d), the ratio of both, and the slope
    d: { prior: priors.asymptote, multiplier: "1 / (1 + a0)", about: "error that no compute removes" },
    a0: { prior: "lognormal(log(Lref / 3), 1)", multiplier: "d / (1 - d)", about: "reducible error at C + b = C0" },
    b: { prior: "lognormal(log(min(C)), 2)", unit: "GFLOP", about: "shift: compute below which more does not help" },
    c: { ...exponentOf("a0"), about: "exponent" },
    sigma,
  },
  let: { mu: "d + a0 * ((C + b) / C0)^-c", ...scatter },
  likelihood: logStudentT,
  quantities: {
    a: "a0 * C0^c",
    "L(C)": "d + a0 * ((C + b) / C0)^-c",
    "C_for(L)": "C0 * (a0 / (L - d))^(1 / c) - b",
  },
  options: {
    samples: {
      about: "samples seen by the runs: not told, or a line in log compute through those of the best runs, with its optimum D_opt(C)",
      default: "none",
      choices: {
        none: {},
        line: {
          data: { D: { kind: "positive", unit: "samples", about: "samples seen by the best run at this compute" } },
          constants: { C_mean: "exp(mean(log(C)))", D_mean: "exp(mean(log(D)))" },
          parameters: {
            D_ratio: { prior: "lognormal(0, 1)", about: "best samples at the geometric mean of compute, over the geometric mean of the table's" },
            D_exponent: { prior: "normal(0.5, 0.25)", about: "exponent of the best samples in compute" },
            tau_D: { prior: "half_normal(0.5)", about: "scatter of log samples of the best runs around the line" },
          },
          likelihood: { "log(D)": "student_t(4, log(D_opt(C)), tau_D)" },
          quantities: { "D_opt(C)": "D_mean * D_ratio * (C / C_mean)^D_exponent" },
          simulation: { parameters: { D_ratio: 1, D_exponent: 0.5, tau_D: 0.2 } },
        },
      },
    },
    ...frontierOptions("C"),
  },
  traps: [
    "Points of a Pareto front are minima over noisy runs: their error is biased down and their scatter too small. Give all runs instead, with noise=exponential_frontier or half_normal_frontier: runs then lie above the law by a gap of their own.",
    "A frontier has an edge where sigma is near zero: give it some hundreds of runs, or --target-accept 0.99 and more draws.",
    "The published fits use points below 1e12 GFLOP only and predict those above: do the same to compare.",
  ],
  siblings: ["power-law-const", "m4", "bnsl", "crossover"],
  simulation: {
    rows: 40,
    columns: { C: ladder(1e8, 1e5) },
    parameters: { d: 0.1, a0: 0.9, b: "2 * C0", c: 0.15, sigma: 0.01 },
  },
});
