/** Expectations that are not an event of one draw: coverage of a hold-out, drift, calibration of the past, which model. */
import { eventProbability, standardDeviation } from "../../lib/posterior/index.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import { pitEcdf } from "../../lib/forecast/scores/index.ts";
import type { ExpectationSpec } from "../study-file/study-shape.ts";
import type { GateContext, HiddenAnswer, HoldoutOutcome } from "./context.ts";
import type { Claim } from "./event.ts";
import { unitsOf } from "./judge-event.ts";
import type { Judgement } from "./judgement.ts";
import { type Judged, testVerdict, verdictOf } from "./verdict.ts";

type Of<Kind extends Claim["kind"]> = Extract<Claim, { kind: Kind }>;

/** a test of predictions fails when so bad an outcome has a smaller probability than this, if all is right */
const TAIL = 0.05;
const NEED = 0.9;

/** Coverage of a band at held-out rows, and how often the model itself would see so little. */
export interface Coverage {
  readonly hits: number;
  readonly rows: number;
  /** P(so few hits or fewer | the model is right), the dependence between rows included */
  readonly p: number;
  readonly mcse: number;
  /** effective draws behind `p` */
  readonly ess: number;
}

/**
 * How many held-out observations lie in their central bands, against the number in whole data sets that the posterior predicts:
 * rows share the parameters, so that they miss together, which a binomial test would take for evidence.
 */
export function coverageOf({ observed, predictive, chains }: Pick<HoldoutOutcome, "observed" | "predictive" | "chains">, level: number, hits?: number): Coverage {
  const rows = observed.length;
  const draws = predictive.length / rows;
  const counts = new Float64Array(draws);
  let inside = 0;
  for (let row = 0; row < rows; row++) {
    const values = predictive.subarray(row * draws, (row + 1) * draws);
    const sorted = values.toSorted();
    const [low, high] = [sortedQuantile(sorted, (1 - level) / 2), sortedQuantile(sorted, (1 + level) / 2)];
    if (observed[row]! >= low && observed[row]! <= high) inside++;
    for (let draw = 0; draw < draws; draw++) if (values[draw]! >= low && values[draw]! <= high) counts[draw]!++;
  }
  const found = hits ?? inside;
  // no more than all can lie inside: that probability is 1 without error
  const { probability, mcse, ess } = eventProbability(counts.map((count) => (count <= found ? 1 : 0)), chains, draws / 10);
  return { hits: found, rows, p: probability, mcse: found >= rows ? 0 : Number.isNaN(mcse) ? 1 : mcse, ess: Number.isNaN(ess) ? draws / 10 : ess };
}

export function judgeCoverage(claim: Of<"coverage">, spec: ExpectationSpec, context: GateContext): Judgement {
  const need = spec.probability ?? TAIL;
  const holdout = context.holdouts.get(claim.holdout)!;
  const hidden = context.askHoldout(holdout, claim.level);
  if (hidden && hidden.coverage === undefined) {
    const reason = `the budget of ${claim.holdout} is spent: it has been asked too often to tell anything more`;
    return { verdict: "undecided-data", need, p: null, mcse: null, reason, settle: { amount: holdout.observed.length, of: "new held-out runs" } };
  }
  const rows = holdout.observed.length;
  const found = hidden?.coverage === undefined ? undefined : Math.min(rows, Math.max(0, hidden.coverage * rows));
  const { hits, p, mcse, ess } = coverageOf(holdout, claim.level, found);
  const asked = holdout.asked > 1 ? `; these rows have been asked ${holdout.asked} times` : "";
  const noisy = hidden ? `; ${hiddenWords(hidden, rows)}` : "";
  const reason = `${Number(hits.toFixed(1))} of ${rows} held-out points in the ${Number((100 * claim.level).toPrecision(4))} % band${asked}${noisy}`;
  // with few rows even none in the band is no surprise
  const worst = coverageOf(holdout, claim.level, 0).p;
  if (worst >= need) {
    const more = Math.max(1, Math.ceil(Math.log(need) / Math.log(1 - claim.level)) - rows);
    return { verdict: "undecided-data", need, p, mcse, reason, settle: { amount: more, of: "held-out runs" } };
  }
  return tested({ p, mcse, ess, need }, reason, [holdout.fit.planned.id]);
}

/** what a protected answer is worth, and how many are left */
function hiddenWords({ noiseSd, remaining }: HiddenAnswer, rows: number): string {
  const worth = noiseSd === 0 ? "told from the training rows, with which they agree" : `told with noise of ${(noiseSd * rows).toPrecision(2)} points`;
  return `${worth}; ${remaining} more answers may come from the held-out rows`;
}

export function judgeDrift(claim: Of<"drift">, spec: ExpectationSpec, context: GateContext): Judgement {
  const need = Number((1 - (spec.probability ?? 0.95)).toPrecision(12));
  const { draws, chains, spec: { model } } = context.forecasts.get(claim.forecast)!;
  const before = context.baseline?.forecasts[claim.forecast];
  if (!before) {
    const reason = context.baseline ? `the baseline ${context.baseline.id} has no forecast ${claim.forecast}` : "there is no baseline yet: credence runs --baseline RUN sets one";
    return { verdict: "pass", need, p: null, mcse: null, reason };
  }
  const rope = spec.rope ?? 0;
  const share = (side: 1 | -1): { p: number; mcse: number } => {
    // for each draw the share of the baseline's equally likely values that it surpasses by the rope
    const beyond = draws.map((now) => before.values.filter((then) => side * (now - then) > rope).length / before.values.length);
    const p = beyond.reduce((sum, value) => sum + value, 0) / beyond.length;
    const ess = eventProbability(draws.map((now) => (now > before.q[3] ? 1 : 0)), chains, draws.length / 10).ess;
    return { p, mcse: standardDeviation(beyond) / Math.sqrt(Number.isNaN(ess) ? draws.length / 10 : ess) };
  };
  const [up, down] = [share(1), share(-1)];
  const [moved, word] = up.p >= down.p ? [up, "higher"] : [down, "lower"];
  const { run } = context.fits.get(model)!;
  const same = before.dataHash === run.dataHash ? "on the same data" : "on other data";
  const reason = `${word} than in ${context.baseline!.id}${rope > 0 ? ` by more than ${rope}` : ""} with probability ${moved.p.toFixed(2)}, ${same}`;
  return tested({ p: 1 - moved.p, mcse: moved.mcse, need }, reason, [model]);
}

export function judgeCalibration(spec: ExpectationSpec, { trackRecord }: GateContext): Judgement {
  const need = spec.probability ?? TAIL;
  if (trackRecord.length === 0) {
    const reason = "no forecast of this study has come due";
    return { verdict: "undecided-data", need, p: null, mcse: null, reason, settle: { amount: 1, of: "forecasts that come due" } };
  }
  const { pValue } = pitEcdf(trackRecord);
  const reason = `${trackRecord.length} past ${trackRecord.length === 1 ? "forecast has" : "forecasts have"} come due`;
  return tested({ p: pValue, mcse: 0, need }, reason, []);
}

/** The probability of one model against another, both as probable before; the error of the evidence is the Monte-Carlo error. */
export function judgeModels(claim: Of<"more_probable">, spec: ExpectationSpec, context: GateContext): Judgement {
  const need = spec.probability ?? NEED;
  const { first, second } = claim;
  const pair = context.comparisons.flatMap(({ pairs }) => pairs).find((each) => [first, second].every((name) => each.first === name || each.second === name));
  if (!pair) {
    const reason = `no comparison of ${first} with ${second} in this study: name both under comparisons`;
    return { verdict: "void", need, p: null, mcse: null, reason };
  }
  if (!pair.reliable) return { verdict: "void", need, p: null, mcse: null, reason: `their Bayes factor is not to be trusted: ${pair.reasons.join("; ")}` };
  const log = pair.first === first ? pair.logBayesFactor : -pair.logBayesFactor;
  const p = 1 / (1 + Math.exp(-log));
  const judged = { p, mcse: Math.max(p * (1 - p) * pair.mcse, Number.EPSILON), need, failBelow: spec.failBelow };
  const verdict = verdictOf(judged);
  const reason = `log Bayes factor ${log.toFixed(1)} ± ${pair.mcse.toPrecision(1)}`;
  if (verdict !== "undecided-data" || log === 0) return { verdict, need, ...pick(judged), reason };
  // evidence grows in proportion to the rows
  const { units, of } = unitsOf(context.fits.get(first)!);
  const amount = Math.ceil(units * (Math.log(need / (1 - need)) / Math.abs(log) - 1));
  return { verdict, need, ...pick(judged), reason, ...(amount <= 1000 * units ? { settle: { amount: Math.max(1, amount), of } } : {}) };
}

const pick = ({ p, mcse }: { p: number; mcse: number }): { p: number; mcse: number } => ({ p, mcse });

function tested(judged: Judged, reason: string, fits: readonly string[]): Judgement {
  const verdict = testVerdict(judged);
  const { p, mcse, need } = judged;
  return { verdict, reason, p, mcse, need, ...(verdict === "undecided-draws" && fits.length > 0 ? { wants: fits } : {}) };
}
