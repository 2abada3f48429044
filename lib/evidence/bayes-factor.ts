/** Bayes factors and posterior model probabilities from marginal likelihoods, with the errors carried along. */
import { CredenceError } from "../errors.ts";
import { logSumExp } from "./log-sum-exp.ts";
import type { EvidenceEstimate } from "./posterior-draws.ts";

type Evidence = Pick<EvidenceEstimate, "logMarginalLikelihood" | "mcse" | "reliable" | "reasons">;

export interface LogBayesFactor {
  /** log marginal likelihood of the first model less that of the second: positive favours the first */
  readonly logBayesFactor: number;
  /** Monte Carlo standard error */
  readonly mcse: number;
  readonly reliable: boolean;
  readonly reasons: readonly string[];
}

/** The log Bayes factor of two models fitted by independent chains to the same data (see `checkSameData`). */
export function logBayesFactor(first: Evidence, second: Evidence): LogBayesFactor {
  return {
    logBayesFactor: first.logMarginalLikelihood - second.logMarginalLikelihood,
    mcse: Math.hypot(first.mcse, second.mcse),
    reliable: first.reliable && second.reliable,
    reasons: [...new Set([...first.reasons, ...second.reasons])],
  };
}

export interface ModelProbability {
  readonly probability: number;
  /** Monte Carlo standard error, from those of all models' log marginal likelihoods */
  readonly mcse: number;
}

/**
 * Posterior probabilities of models; one of the models listed is taken to be true.
 * @param prior probabilities or weights before the data, > 0; equal by default
 * @returns NaN for all when one evidence is not finite
 * @source Bayes' theorem; errors by the delta method, dp_k / dlog m_j = p_k (1[k = j] - p_j)
 */
export function modelProbabilities(models: readonly Evidence[], prior?: readonly number[]): ModelProbability[] {
  const logs = Float64Array.from(models, (model, k) => model.logMarginalLikelihood + Math.log(prior?.[k] ?? 1));
  const total = logSumExp(logs);
  const probabilities = logs.map((value) => Math.exp(value - total));
  return Array.from(probabilities, (probability, k) => {
    const slopes = models.map((model, j) => ((k === j ? 1 : 0) - probabilities[j]) * model.mcse);
    return { probability, mcse: probability * Math.hypot(...slopes) };
  });
}

/** What a model saw: content hashes given by whoever bound it to its data. */
export interface DataSeen {
  readonly name: string;
  readonly rows: number;
  /** hash of the response column(s), row by row, in the units in which the density is counted (Jacobians included) */
  readonly responses: string;
  /** hash of which rows of the table were kept, in order */
  readonly rowHash: string;
}

/**
 * Refuses to compare models that did not see identical rows and responses.
 * @throws CredenceError evidence/different-rows, evidence/different-responses
 */
export function checkSameData(models: readonly DataSeen[]): void {
  const [first, ...rest] = models;
  for (const other of rest) {
    const names = `${first.name} and ${other.name}`;
    if (first.rows !== other.rows || first.rowHash !== other.rowHash) {
      throw new CredenceError({
        code: "evidence/different-rows",
        message: `${names} were fitted to different rows, so their evidence cannot be compared`,
        found: `${first.rows} and ${other.rows} rows${first.rows === other.rows ? ", not the same ones" : ""}`,
        expected: "identical rows in the same order",
        fix: "fit both models to the rows that are complete for both",
      });
    }
    if (first.responses !== other.responses) {
      throw new CredenceError({
        code: "evidence/different-responses",
        message: `${names} predict different responses, so their evidence cannot be compared`,
        expected: "the same response column in the same units; a transformed response needs its Jacobian",
      });
    }
  }
}
