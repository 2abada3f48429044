/** The contract between a model bound to data and a sampler: a log density on R^dim with its gradient. */

export interface LogDensity {
  /** number of unconstrained coordinates, ≥ 1 */
  readonly dim: number;
  /** a name per coordinate, for messages: `alpha`, `theta[task3]` */
  readonly coordinates: readonly string[];
  /**
   * The log density at `position` with Jacobians and normalising constants; writes its gradient.
   * A value that is not finite is a result ("outside", "overflow"), never an exception.
   */
  evaluate(position: Float64Array, gradient: Float64Array): number;
  /** the same in WebAssembly, where there is such code */
  readonly compiled?: CompiledDensity;
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

/** A log density as code in a memory that a sampler's own code may share. */
export interface CompiledDensity {
  readonly memory: WebAssembly.Memory;
  /** a WebAssembly function: the value at the position at one byte address; writes the gradient to another, both multiples of 16 */
  readonly evaluate: (position: number, gradient: number) => number;
  /**
   * The address, a multiple of 16, of `bytes` bytes for the sampler at work, the same at every call. When the memory grows for
   * it, what was written stays and arrays over the old `memory.buffer` are void.
   */
  workspace(bytes: number): number;
}
