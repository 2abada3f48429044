/** Accuracy from compute in two stages: compute gives the loss on a task's answers, that loss gives the accuracy. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { sigma } from "../shared/noise.ts";
import { priors } from "../shared/priors.ts";
import { exponentOf, floorBelow, termOver } from "../shared/terms.ts";

export const twoStageSigmoid: ModelDocument = defineModel({
  name: "two-stage-sigmoid",
  title: "Accuracy from compute through the loss on a task's right answers",
  about:
    "Stage 1: nll = E + A (C / C0)^-alpha for the normalised negative log likelihood of the right answer. Stage 2: accuracy = chance + (hi - chance) sigmoid((middle - nll) / width). "
    + "One model: forecasts draw the nll at a compute and the accuracy from it. Rows without compute (public models) teach the second stage only.",
  source: "Grattafiori et al. 2024, arXiv:2407.21783, section 3.2.1; Bhagia et al. 2024, arXiv:2412.04403",
  data: {
    C: { kind: "positive", unit: "FLOP", optional: true, about: "training compute; empty for models that teach the second stage only" },
    nll: { kind: "positive", unit: "nats", about: "negative log likelihood of the right answer, per character or token" },
    accuracy: { kind: "real", optional: true, about: "share of right answers; empty where it was not measured" },
  },
  constants: { Lref: 1, chance: 0.25, C0: "exp(sum(log(C)) / sum(observed(C)))", log_nll: "mean(log(nll))" },
  parameters: {
    E: { ...floorBelow("A0"), unit: "nats", about: "irreducible nll" },
    A0: { ...termOver("E"), unit: "nats", about: "nll that C0 has left to lose" },
    alpha: { ...exponentOf("A0"), prior: priors.pureExponent, about: "exponent of compute" },
    sigma: { ...sigma, about: "residual scale of log nll" },
    top: { prior: "logit_normal(3, 1)", about: "highest accuracy, on the way from chance to 1" },
    // with a higher top the same accuracies lie further below it: sampled are place and slope of one half of what is beyond chance
    middle: { prior: "lognormal(log_nll, 0.5)", multiplier: "top^(-2 * width)", unit: "nats", about: "nll half way up" },
    width: { prior: "lognormal(log(0.2 * Lref), 0.7)", multiplier: "middle * top", unit: "nats", about: "width of the rise" },
    tau: { prior: "lognormal(log(0.02), 1)", about: "residual scale of accuracy" },
  },
  let: { hi: "chance + (1 - chance) * top", stage1: "E + A0 * (C / C0)^-alpha", p: "chance + (hi - chance) * inv_logit((middle - nll) / width)" },
  likelihood: {
    // a row without compute says nothing of stage 1: its term is a fixed number
    "log(nll)": "student_t(4, if_else(observed(C), log(stage1), 0), if_else(observed(C), sigma, 1))",
    accuracy: "normal(p, tau)",
  },
  quantities: {
    "nll_at(C)": "E + A0 * (C / C0)^-alpha",
    "accuracy_for(x)": "chance + (1 - chance) * top * inv_logit((middle - x) / width)",
    "accuracy_at(C)": "accuracy_for(nll_at(C))",
    // undefined where the asked accuracy is beyond the top or its nll below the floor
    "C_for(target)": "C0 * (A0 / (middle - width * logit((target - chance) / ((1 - chance) * top)) - E))^(1 / alpha)",
  },
  options: {
    metric: {
      about: "accuracy as a share, or as counts: right answers of so many items",
      default: "share",
      choices: {
        share: {},
        counts: {
          data: {
            accuracy: null,
            right: { kind: "count", optional: true, about: "right answers" },
            items: { kind: "count", about: "items that were asked" },
          },
          parameters: { tau: null, phi: { prior: "lognormal(log(300), 1.5)", about: "precision: items whose sampling error equals the scatter of models" } },
          likelihood: { accuracy: null, right: "beta_binomial(items, phi * p, phi * (1 - p))" },
          simulation: { columns: { items: "2000" }, parameters: { tau: null, phi: 500 } },
        },
      },
    },
  },
  traps: [
    "Most of the error of a forecast is the extrapolation of stage 1.",
    "While no model has passed the middle, top and middle are their priors.",
    "chance and Lref, a typical nll, are declared (--set chance=0.25), not read from the data.",
    "Stage 1 wants models trained for their compute, stage 2 any models: leave C empty for the over-trained.",
  ],
  siblings: ["loss-to-error", "observational", "mcq-chain"],
  simulation: {
    rows: 40,
    columns: { C: "exp(log(1e19) + log(1e4) * (row - 0.5) / rows)" },
    parameters: { E: 0.55, A0: 0.35, alpha: 0.15, sigma: 0.01, top: 0.93, middle: 0.9, width: 0.08, tau: 0.015 },
  },
});
