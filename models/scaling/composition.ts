/** Mixtures of data sources: how their shares go together, and what each does to the loss, in log ratios. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { logStudentT, noise, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";

/** four parts: one more log ratio, and the entries of a 3 by 3 precision matrix */
const fourParts = {
  data: { p4: { kind: "positive", about: "amount of part 4, the reference" } },
  constants: { middle3: "mean(log(p3 / p4))", middle1: "mean(log(p1 / p4))", middle2: "mean(log(p2 / p4))" },
  parameters: {
    m3: { prior: "normal(middle3, 2)", about: "mean log ratio of part 3 to the reference" },
    s3: { prior: "lognormal(0, 1)", about: "its scatter given parts 1 and 2" },
    b31: { prior: "normal(0, 1)", about: "regression of part 3 on part 1" },
    b32: { prior: "normal(0, 1)", about: "regression of part 3 on part 2" },
    beta3: { prior: "normal(0, 0.3)", about: "effect of the third ilr coordinate" },
  },
  let: {
    y1: "log(p1 / p4)", y2: "log(p2 / p4)", y3: "log(p3 / p4)",
    ilr2: "log(p1 * p2 / square(p3)) / sqrt(6)",
    linear: "beta1 * ilr1 + beta2 * ilr2 + beta3 * log(p1 * p2 * p3 / p4^3) / sqrt(12)",
  },
  likelihood: {
    "log(p1 / p3)": null, "log(p2 / p3)": null,
    "log(p1 / p4)": "normal(m1, s1)",
    "log(p2 / p4)": "normal(m2 + b21 * (y1 - m1), s2)",
    "log(p3 / p4)": "normal(m3 + b31 * (y1 - m1) + b32 * (y2 - m2), s3)",
  },
  quantities: {
    P11: "1 / square(s1) + square(b21 / s2) + square(b31 / s3)",
    P12: "-b21 / square(s2) + b31 * b32 / square(s3)",
    P22: "1 / square(s2) + square(b32 / s3)",
    P13: "-b31 / square(s3)",
    P23: "-b32 / square(s3)",
    P33: "1 / square(s3)",
    P14: "-(P11 + P12 + P13)",
    P24: "-(P12 + P22 + P23)",
    P34: "-(P13 + P23 + P33)",
    P44: "-(P14 + P24 + P34)",
    pcor_14: "-P14 / sqrt(P11 * P44)",
    pcor_24: "-P24 / sqrt(P22 * P44)",
    pcor_34: "-P34 / sqrt(P33 * P44)",
    effect_1: "beta1 / sqrt(2) + beta2 / sqrt(6) + beta3 / sqrt(12)",
    effect_2: "-beta1 / sqrt(2) + beta2 / sqrt(6) + beta3 / sqrt(12)",
    effect_3: "-2 * beta2 / sqrt(6) + beta3 / sqrt(12)",
    effect_4: "-3 * beta3 / sqrt(12)",
    "loss_at(q1, q2, q3)": null,
    "loss_at(q1, q2, q3, q4)": "exp(a + effect_1 * log(q1) + effect_2 * log(q2) + effect_3 * log(q3) + effect_4 * log(q4))",
  },
  simulation: { columns: { p3: null, p4: "exp(0.5 * sin(row))" }, parameters: { m3: 0.2, s3: 0.6, b31: 0.3, b32: 0.2, beta3: 0.02 } },
};

export const composition: ModelDocument = defineModel({
  name: "composition",
  title: "Mixtures of data sources: partial correlations of shares and effects on loss",
  about:
    "Shares that sum to one carry information in ratios only. The log ratios to the last part are jointly normal, written part by part; their precision matrix gives partial correlations that do not depend on which part is the reference. "
    + "log loss = a + sum of beta_k ilr_k, reported as effects on centred log ratios, which sum to zero. Amounts need not be normalised.",
  source: "Erb 2019, arXiv:1904.09480 (partial correlations of compositions); Egozcue et al. 2003 (ilr)",
  data: {
    p1: { kind: "positive", about: "amount of part 1: tokens or a share, above 0" },
    p2: { kind: "positive", about: "amount of part 2" },
    p3: { kind: "positive", about: "amount of part 3; the reference when there are three" },
    loss: { kind: "positive", unit: "nats/token", optional: true },
  },
  constants: { Lref: LREF, middle1: "mean(log(p1 / p3))", middle2: "mean(log(p2 / p3))" },
  parameters: {
    m1: { prior: "normal(middle1, 2)", about: "mean log ratio of part 1 to the reference" },
    m2: { prior: "normal(middle2, 2)", about: "mean log ratio of part 2 to the reference" },
    s1: { prior: "lognormal(0, 1)", about: "scatter of the first log ratio" },
    s2: { prior: "lognormal(0, 1)", about: "scatter of the second, given the first" },
    b21: { prior: "normal(0, 1)", about: "regression of part 2 on part 1" },
    a: { prior: "normal(log(Lref), 1)", about: "log loss of equal shares" },
    beta1: { prior: "normal(0, 0.3)", about: "effect of the first ilr coordinate, part 1 against part 2" },
    beta2: { prior: "normal(0, 0.3)", about: "effect of the second, parts 1 and 2 against part 3" },
    sigma,
  },
  let: {
    y1: "log(p1 / p3)",
    ilr1: "log(p1 / p2) / sqrt(2)",
    ilr2: "log(p1 * p2 / square(p3)) / sqrt(6)",
    linear: "beta1 * ilr1 + beta2 * ilr2",
    mu: "exp(a + linear)",
    ...scatter,
  },
  likelihood: {
    "log(p1 / p3)": "normal(m1, s1)",
    "log(p2 / p3)": "normal(m2 + b21 * (y1 - m1), s2)",
    ...logStudentT,
  },
  quantities: {
    P11: "1 / square(s1) + square(b21 / s2)",
    P12: "-b21 / square(s2)",
    P22: "1 / square(s2)",
    P13: "-(P11 + P12)",
    P23: "-(P12 + P22)",
    P33: "-(P13 + P23)",
    pcor_12: "-P12 / sqrt(P11 * P22)",
    pcor_13: "-P13 / sqrt(P11 * P33)",
    pcor_23: "-P23 / sqrt(P22 * P33)",
    effect_1: "beta1 / sqrt(2) + beta2 / sqrt(6)",
    effect_2: "-beta1 / sqrt(2) + beta2 / sqrt(6)",
    effect_3: "-2 * beta2 / sqrt(6)",
    "loss_at(q1, q2, q3)": "exp(a + effect_1 * log(q1) + effect_2 * log(q2) + effect_3 * log(q3))",
  },
  options: {
    parts: { about: "how many parts the mixture has", default: "3", choices: { 3: {}, 4: fourParts } },
    noise,
  },
  traps: [
    "Zeros have no log ratio: replace them by a small amount first, and say which.",
    "Partial correlations of a sub-mixture are other numbers: they answer another question.",
    "In a designed set of mixtures the correlations describe the design, not the world.",
    "Effects are of shares at constant total: a part can look harmful because it displaces a better one.",
  ],
  siblings: ["projektor"],
  simulation: {
    rows: 60,
    // amounts, not shares: only their ratios count
    columns: { p3: "exp(0.5 * sin(row))" },
    parameters: { m1: 0.5, m2: -0.3, s1: 0.8, s2: 0.6, b21: 0.4, a: "log(2.8)", beta1: -0.03, beta2: 0.04, sigma: 0.005 },
  },
});
