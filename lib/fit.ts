/** The contract between sampling and everything that reads its results: draws as plain data and typed arrays. */

/** Named scalar quantities over chains; index `chain * draws + draw` everywhere. */
export interface Draws {
  readonly chains: number;
  readonly draws: number;
  /** element names as Stan users write them with our levels: `alpha`, `mu[1]`, `theta[task3]`, `fi[m01,b02]` */
  readonly names: readonly string[];
  /** one column a name, length chains · draws */
  readonly columns: readonly Float64Array[];
}

/** Where one transition diverged, in unconstrained coordinates. */
export interface Divergence {
  readonly chain: number;
  /** index among the chain's draws; negative in warmup (-1 is the last warmup draw) */
  readonly draw: number;
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** H(end) - H(start); Infinity or NaN when the density was not finite */
  readonly energyError: number;
  /** what `LogDensity.explain` said at the end; empty when the density was finite there */
  readonly reason: string;
}

/** Sampler statistics by Stan's names, each of length chains · draws. */
export interface SamplerStatistics {
  readonly lp__: Float64Array;
  readonly accept_stat__: Float64Array;
  readonly stepsize__: Float64Array;
  readonly treedepth__: Float64Array;
  readonly n_leapfrog__: Float64Array;
  /** 0 or 1 */
  readonly divergent__: Float64Array;
  readonly energy__: Float64Array;
}

/** What adaptation ended with, per chain. */
export interface ChainAdaptation {
  readonly stepSize: number;
  /**
   * inverse metric: the diagonal (length dim), the dense matrix row-major (length dim²), or for low-rank the dim scales s,
   * k eigenvalues and k unit vectors of length dim, for diag(s) (I + U (Λ - I) Uᵀ) diag(s)
   */
  readonly inverseMetric: Float64Array;
  readonly metric: "diagonal" | "dense" | "low-rank";
  readonly gradientsWarmup: number;
  readonly gradientsSampling: number;
  readonly initialPosition: Float64Array;
  /** the coordinates that the chain's positions are in, where the density has a choice of them */
  readonly coordinateState?: readonly number[];
  readonly warmupSeconds: number;
  readonly samplingSeconds: number;
}

/** The result of running a sampler on a LogDensity: positions are unconstrained, column-major by coordinate. */
export interface SampleResult {
  readonly chains: number;
  readonly draws: number;
  readonly dim: number;
  /** positions[(chain * draws + draw) * dim + coordinate] */
  readonly positions: Float64Array;
  readonly statistics: SamplerStatistics;
  readonly divergences: readonly Divergence[];
  readonly warmupDivergences: number;
  readonly adaptation: readonly ChainAdaptation[];
}
