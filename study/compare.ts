/** Fits of several models to the same data: which is the more probable, which predicts better, and how sure that is. */
import {
  elpdDifference,
  goodParetoK,
  logBayesFactor,
  modelProbabilities,
  pseudoBmaPlus,
  type ScaleShifts,
  stackingWeights,
} from "../lib/evidence/index.ts";
import { stream } from "../lib/random/stream.ts";
import { evidenceOf, type FitEvidence, ownParameters } from "./comparison/evidence.ts";
import type { NamedFit } from "./comparison/named-fit.ts";
import { comparePairs, type PairComparison } from "./comparison/pairs.ts";
import { type Predictive, predictiveOf } from "./comparison/predictive.ts";
import { checkComparable, checkNames } from "./comparison/same-data.ts";
import { type Verdict, verdictOf } from "./comparison/verdict.ts";

export type { ComparableFit, NamedFit } from "./comparison/named-fit.ts";
export type { PairComparison } from "./comparison/pairs.ts";
export type { Verdict } from "./comparison/verdict.ts";

export interface CompareOptions {
  /** names the random streams of the estimators; default: the first fit's seed */
  readonly seed?: string;
  /** rows that leave-one-out may fit again without, a model; default 10 */
  readonly refits?: number;
  /** told before each piece of work, for a progress line */
  readonly onStep?: (step: string) => void;
}

/** Everything about one model; what cannot be trusted is null, and `reasons` says why. */
export interface ModelComparison {
  readonly name: string;
  readonly logMarginalLikelihood: number | null;
  readonly mcse: number | null;
  /** which estimator's number it is, and what each found (null where refused) */
  readonly method: string;
  readonly estimators: readonly EstimatorResult[];
  /** posterior probability among the models compared, equally probable before; null for all when one is refused */
  readonly probability: number | null;
  readonly probabilityMcse: number | null;
  /** against the reference */
  readonly logBayesFactor: number | null;
  readonly logBayesFactorMcse: number | null;
  /** change of the log marginal likelihood when scales of priors that not every model has are halved or doubled */
  readonly scales: ScaleShifts;
  readonly elpdLoo: number | null;
  /** over rows */
  readonly elpdLooSe: number | null;
  readonly pLoo: number | null;
  /** less that of the model that predicts best (0 there), with the standard error over shared rows */
  readonly elpdDifference: number | null;
  readonly elpdDifferenceSe: number | null;
  /** rows (from 0) whose Pareto k was above `goodK` at first, by what became of them */
  readonly looRows: { readonly matched: readonly number[]; readonly refitted: readonly number[]; readonly bad: readonly number[] };
  readonly worstK: number | null;
  readonly goodK: number;
  /** weights for averaging predictions; null for all when one leave-one-out is refused */
  readonly stackingWeight: number | null;
  readonly pseudoBmaWeight: number | null;
  readonly reasons: readonly string[];
}

export interface EstimatorResult {
  readonly method: string;
  readonly logMarginalLikelihood: number | null;
  readonly mcse: number | null;
  readonly reasons: readonly string[];
}

/** Plain data. */
export interface FitComparison {
  readonly rows: number;
  /** the model with the largest log marginal likelihood, against which the others stand */
  readonly reference: string;
  readonly models: readonly ModelComparison[];
  readonly pairs: readonly PairComparison[];
  readonly verdict: Verdict;
  /** every evidence and every leave-one-out can be trusted */
  readonly reliable: boolean;
  readonly warnings: readonly string[];
}

/** Draws of the Bayesian bootstrap for pseudo-BMA: its own error is then below 0.016. */
const RESAMPLES = 1000;

/**
 * Compares fits that saw the same rows and responses.
 * @throws CredenceError evidence/different-rows, evidence/different-responses, compare/names
 * @cost per model about 20 · draws evaluations for the evidence and rows · draws of the likelihood for LOO; a fit a refit
 */
export function compareFits(fits: readonly NamedFit[], options: CompareOptions = {}): FitComparison {
  checkNames(fits);
  const { seed = fits[0]!.fit.seed, refits, onStep = () => {} } = options;
  const warnings = checkComparable(fits);
  const own = ownParameters(fits);
  const evidences = fits.map((fit, k) => {
    onStep(`evidence of ${fit.name}`);
    return evidenceOf(fit, own[k]!, seed);
  });
  const predictives = fits.map((fit) => {
    onStep(`leave-one-out of ${fit.name}`);
    return predictiveOf(fit, refits);
  });
  const best = bestOf(evidences.map((evidence) => (evidence.reliable ? evidence.logMarginalLikelihood : -Infinity)));
  const bestPredictive = bestOf(predictives.map(({ elpd, reliable }) => (reliable ? elpd : -Infinity)));
  const probabilities = evidences.every(({ reliable }) => reliable) ? modelProbabilities(evidences) : undefined;
  const pointwise = predictives.map(({ rows }) => Float64Array.from(rows, ({ elpd }) => elpd));
  const canWeigh = predictives.every(({ reliable }) => reliable);
  const stacking = canWeigh ? stackingWeights(pointwise) : undefined;
  const pseudo = canWeigh ? pseudoBmaPlus(pointwise, stream(`${seed}/pseudo-bma`), RESAMPLES) : undefined;
  const models = fits.map(({ name }, k): ModelComparison => {
    const [evidence, predictive] = [evidences[k]!, predictives[k]!];
    const factor = logBayesFactor(evidence, evidences[best]!);
    const isReference = k === best;
    const difference = elpdDifference(pointwise[k]!, pointwise[bestPredictive]!);
    const canDiffer = predictive.reliable && predictives[bestPredictive]!.reliable;
    return {
      name,
      ...evidenceFields(evidence),
      probability: probabilities?.[k]!.probability ?? null,
      probabilityMcse: probabilities?.[k]!.mcse ?? null,
      logBayesFactor: factor.reliable ? factor.logBayesFactor : null,
      logBayesFactorMcse: factor.reliable ? (isReference ? 0 : factor.mcse) : null,
      ...predictiveFields(predictive),
      elpdDifference: canDiffer ? difference.difference : null,
      elpdDifferenceSe: canDiffer ? difference.se : null,
      stackingWeight: stacking?.[k] ?? null,
      pseudoBmaWeight: pseudo?.[k]!.weight ?? null,
      reasons: [
        ...evidence.reasons.map((reason) => `evidence: ${reason}`),
        ...predictive.reasons.map((reason) => `leave-one-out: ${reason}`),
      ],
    };
  });
  const pairs = comparePairs(fits, evidences, own);
  return {
    rows: fits[0]!.fit.table.rows,
    reference: fits[best]!.name,
    models,
    pairs,
    verdict: verdictOf(models, pairs, fits[best]!.name),
    reliable: models.every(({ reasons }) => reasons.length === 0),
    warnings: [...warnings, ...warningsOf(fits, predictives, pointwise)],
  };
}

const bestOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));

const known = (value: number, reliable: boolean): number | null => (reliable && Number.isFinite(value) ? value : null);

function evidenceFields(evidence: FitEvidence): Pick<ModelComparison, "logMarginalLikelihood" | "mcse" | "method" | "estimators" | "scales"> {
  return {
    logMarginalLikelihood: known(evidence.logMarginalLikelihood, evidence.reliable),
    mcse: known(evidence.mcse, evidence.reliable),
    method: evidence.method,
    estimators: evidence.estimates.map(({ method, logMarginalLikelihood, mcse, reliable, reasons }) => ({
      method,
      logMarginalLikelihood: known(logMarginalLikelihood, reliable),
      mcse: known(mcse, reliable),
      reasons,
    })),
    scales: evidence.scales,
  };
}

function predictiveFields(predictive: Predictive): Pick<ModelComparison, "elpdLoo" | "elpdLooSe" | "pLoo" | "looRows" | "worstK" | "goodK"> {
  const { elpd, se, p, reliable, rows, badRows, matched, refitted } = predictive;
  const worst = Math.max(...rows.map(({ k }) => k).filter(Number.isFinite));
  return {
    elpdLoo: known(elpd, reliable),
    elpdLooSe: known(se, reliable),
    pLoo: known(p, reliable),
    looRows: { matched, refitted, bad: badRows },
    worstK: Number.isFinite(worst) ? worst : null,
    goodK: predictive.goodK,
  };
}

function warningsOf(fits: readonly NamedFit[], predictives: readonly Predictive[], pointwise: readonly Float64Array[]): string[] {
  const untrusted = fits.flatMap(({ name, fit }) => (fit.diagnostics.ok ? [] : [`the sampler is not to be trusted on ${name}`]));
  const caveats = fits.slice(1).flatMap((_, k) => elpdDifference(pointwise[0]!, pointwise[k + 1]!).caveats);
  const good = goodParetoK(fits[0]!.fit.sampled.chains * fits[0]!.fit.sampled.draws);
  const mended = fits.flatMap(({ name }, k) => {
    const { matched, refitted } = predictives[k]!;
    if (matched.length + refitted.length === 0) return [];
    const parts = [
      ...(matched.length > 0 ? [`${matched.length} mended by moment matching`] : []),
      ...(refitted.length > 0 ? [`${refitted.length} by a fit without them`] : []),
    ];
    return [`leave-one-out of ${name}: ${matched.length + refitted.length} rows had a Pareto k above ${good.toFixed(2)}; ${parts.join(", ")}`];
  });
  return [...untrusted, ...mended, ...new Set(caveats)];
}
