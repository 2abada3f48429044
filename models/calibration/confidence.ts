/** What every calibration model shares: stated confidences against answers, and what is asked of the fitted curve. */
import type { AnswerDeclaration, ColumnDeclaration, TableDeclaration } from "../../lib/model/document.ts";

export const data = {
  confidence: { kind: "probability", about: "stated probability that the answer is right" },
  correct: { kind: "binary", about: "1 where it was right" },
} satisfies Readonly<Record<string, ColumnDeclaration>>;

/** a confidence of exactly 0 or 1 is read as one in a million off it */
export const lets = { p: "min(max(confidence, 1e-6), 1 - 1e-6)", x: "logit(p)" } as const;

export const likelihood = { correct: "bernoulli_logit(eta)" } as const;

/** functionals of the calibrated curve over the confidences of the table: no bins */
export const quantities = {
  calibration_error: "mean(abs(inv_logit(eta) - confidence))",
  overconfidence: "mean(confidence) - mean(inv_logit(eta))",
  within_2_points: "if_else(calibration_error < 0.02, 1, 0)",
  expected_brier: "mean(inv_logit(eta) * square(1 - confidence) + inv_logit(-eta) * square(confidence))",
  resolution: "sqrt(mean(square(inv_logit(eta) - mean(inv_logit(eta)))))",
  "precision_above(threshold)": "sum(if_else(confidence >= threshold, inv_logit(eta), 0)) / sum(if_else(confidence >= threshold, 1, 0))",
} as const;

export const table: TableDeclaration = {
  note: {
    "confidence == 0 || confidence == 1": {
      message: "{n} of {total} confidences are exactly 0 or 1",
      remedy: "they are read as 0.000001 and 0.999999: a wrong one of them costs 14 nats, not infinitely many",
    },
  },
};

export const answers: Readonly<Record<string, AnswerDeclaration>> = {
  calibrated: {
    kind: "calibration",
    error: "calibration_error",
    bias: "overconfidence",
    precision: "precision_above(threshold)",
    column: "confidence",
    target: 0.9,
  },
};

export const simulationColumns = {
  // the golden ratio spreads the confidences evenly on the scale of log odds whatever the number of rows
  confidence: "inv_logit(-3 + 7 * (0.618034 * row - floor(0.618034 * row)))",
} as const;

export const traps: readonly string[] = [
  "Samples of one problem are not independent answers: give each problem one row, or pool by it.",
  "A map learnt from a weak signal puts every answer near the base rate: calibrated, and useless. Read `resolution` beside `calibration_error`.",
  "Judge a map on other answers than those it was learnt from.",
];

const all = ["identity", "temperature", "platt", "beta-calibration", "isotonic"];

export const siblingsOf = (name: string): string[] => all.filter((other) => other !== name);
