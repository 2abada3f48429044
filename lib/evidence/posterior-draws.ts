/** What every estimator here takes: draws in unconstrained coordinates, and the log density they were drawn from. */
import type { LogDensity } from "../log-density.ts";

/** Draws of one posterior; a `SampleResult` is one. */
export interface PosteriorDraws {
  readonly chains: number;
  readonly draws: number;
  readonly dim: number;
  /** positions[(chain * draws + draw) * dim + coordinate] */
  readonly positions: Float64Array;
}

/** An estimate of a log marginal likelihood that says how wrong it may be, and whether to believe it. */
export interface EvidenceEstimate {
  readonly method: string;
  /** log ∫ exp(log density); NaN when there is no estimate at all */
  readonly logMarginalLikelihood: number;
  /** Monte Carlo standard error on the log scale; NaN when it cannot be had */
  readonly mcse: number;
  /** false: do not report the number */
  readonly reliable: boolean;
  /** why not, one sentence each; empty when reliable */
  readonly reasons: readonly string[];
}

/** The density as a function of a point; a value that is not a number counts as outside, -Infinity. */
export function densityAt(density: LogDensity): (point: Float64Array) => number {
  const position = new Float64Array(density.dim);
  const gradient = new Float64Array(density.dim);
  return (point) => {
    position.set(point);
    const value = density.evaluate(position, gradient);
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
}

/** One half of each chain, early (0) or late (1), as draws of their own; an odd draw goes to the late half. */
export function halfOfChains(posterior: PosteriorDraws, half: 0 | 1): PosteriorDraws {
  const { chains, draws, dim, positions } = posterior;
  const middle = Math.floor(draws / 2);
  const [start, end] = half === 0 ? [0, middle] : [middle, draws];
  const part = new Float64Array(chains * (end - start) * dim);
  for (let chain = 0; chain < chains; chain++) {
    const from = (chain * draws + start) * dim;
    part.set(positions.subarray(from, from + (end - start) * dim), chain * (end - start) * dim);
  }
  return { chains, draws: end - start, dim, positions: part };
}

/** One coordinate of all draws, index `chain * draws + draw`. */
export function coordinateColumn(posterior: PosteriorDraws, coordinate: number): Float64Array {
  const { chains, draws, dim, positions } = posterior;
  return Float64Array.from({ length: chains * draws }, (_, i) => positions[i * dim + coordinate]);
}
