/** Whether an answer hangs on the prior: how it moves when prior or likelihood are raised to a power near one. */
import { argsort } from "../posterior/argsort.ts";
import { mean } from "../posterior/moments.ts";
import { cjsDistance } from "./cjs-distance.ts";
import { goodParetoK, psis } from "./psis.ts";

export interface PowerScalingInput {
  /** parameters and quantities, each over all draws, index `chain * nDraws + draw` */
  readonly columns: readonly Float64Array[];
  /** log prior density of every draw, or of the part of the prior that is to be scaled */
  readonly logPrior: Float64Array;
  readonly logLikelihood: Float64Array;
}

export type PriorDiagnosis = "none" | "prior-data conflict" | "strong prior or weak likelihood";

export interface Sensitivity {
  /** distance moved per doubling of the power; above 0.05 it shows */
  readonly prior: number;
  readonly likelihood: number;
  readonly diagnosis: PriorDiagnosis;
}

export interface PowerScaling {
  /** one for each column */
  readonly sensitivities: readonly Sensitivity[];
  readonly paretoK: number;
  readonly reliable: boolean;
  readonly reasons: readonly string[];
}

/** priorsense's defaults: powers so close to one that importance weights always work, and a threshold from simulation. */
const POWERS = [0.99, 1.01];
export const SENSITIVITY_THRESHOLD = 0.05;

/**
 * The sensitivity of each column to power-scaling the prior and the likelihood, by Pareto smoothed weights.
 * @source Kallioinen, Paananen, Bürkner, Vehtari 2024, section 2.4; priorsense (R) `powerscale_sensitivity`
 * @truth test/truth/power-scaling.json
 * @cost O(columns · n)
 */
export function powerScaling(input: PowerScalingInput): PowerScaling {
  const { columns, logPrior, logLikelihood } = input;
  const whole = [logPrior, logLikelihood].map((component) => scaledWeights(component));
  const sensitivities = columns.map((column): Sensitivity => {
    const order = argsort(column);
    const [prior, likelihood] = whole.map(({ weights }) => sensitivity(column, weights, order));
    return { prior, likelihood, diagnosis: diagnose(prior, likelihood) };
  });
  const paretoK = Math.max(...whole.map(({ k }) => k));
  const limit = goodParetoK(logPrior.length);
  const reasons =
    paretoK > limit
      ? [`Pareto k of the power-scaling weights is ${paretoK.toFixed(2)}, limit ${limit.toFixed(2)}`]
      : [];
  return { sensitivities, paretoK, reliable: reasons.length === 0, reasons };
}

/** Weights of the draws under each power, and the worst Pareto shape among them; 0 when the component is constant. */
function scaledWeights(component: Float64Array): { weights: Float64Array[]; k: number } {
  const smoothed = POWERS.map((power) => psis(component.map((value) => (power - 1) * value)));
  const isConstant = component.every((value) => value === component[0]);
  return {
    weights: smoothed.map(({ logWeights }) => logWeights.map(Math.exp)),
    k: isConstant ? 0 : Math.max(...smoothed.map(({ k }) => k)),
  };
}

/** Mean distance per doubling of the power. */
function sensitivity(column: Float64Array, weights: readonly Float64Array[], order: Uint32Array): number {
  return mean(Float64Array.from(weights, (w) => cjsDistance(column, w, order))) / Math.log2(POWERS[1]);
}

function diagnose(prior: number, likelihood: number): PriorDiagnosis {
  if (!(prior >= SENSITIVITY_THRESHOLD)) return "none";
  return likelihood >= SENSITIVITY_THRESHOLD ? "prior-data conflict" : "strong prior or weak likelihood";
}
