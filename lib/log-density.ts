/** The contract between a model bound to data and a sampler: a log density on R^dim with its gradient. */

export interface LogDensity {
  /** number of unconstrained coordinates, ≥ 1 */
  readonly dim: number;
  /** a name per coordinate, for messages: `alpha`, `theta[task3]` */
  readonly coordinates: readonly string[];
  /** a zeroed vector of length dim in the memory where `evaluate` needs no copy */
  vector(): Float64Array;
  /**
   * The log density at `position` with Jacobians and normalising constants; writes its gradient.
   * A value that is not finite is a result ("outside", "overflow"), never an exception. Allocates nothing.
   */
  evaluate(position: Float64Array, gradient: Float64Array): number;
  /** names the terms (a parameter's prior, a likelihood row) that are not finite at `position` */
  explain(position: Float64Array): string;
  /**
   * Chooses coordinates that whiten the density better, from warmup draws and gradients (n × dim, row-major) in the
   * present coordinates, and maps `positions` into them in place. Returns whether anything changed. Absent when the
   * density has only one set of coordinates.
   */
  recoordinate?(draws: Float64Array, gradients: Float64Array, n: number, positions: readonly Float64Array[]): boolean;
  /** the present choice of coordinates, plain numbers, to be stored with a run and restored in another worker */
  coordinateState?(): readonly number[];
  setCoordinateState?(state: readonly number[]): void;
}
