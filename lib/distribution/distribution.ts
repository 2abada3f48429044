/** What a distribution is: a log density written in the formula language, its support, a variate, and its cdf as numbers. */
import type { Stream } from "../random/stream.ts";

/** A scalar, or a vector or matrix (row by row) in one flat array. */
export type Value = number | Float64Array;

export type ParameterKind =
  | "real"
  | "positive"
  | "probability"
  /** whole number >= 0 */
  | "count"
  | "real-vector"
  | "positive-vector"
  /** entries >= 0 that sum to 1 */
  | "simplex"
  /** lower triangular with positive diagonal */
  | "cholesky";

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly about?: string;
}

/**
 * Where the density lives. Bounds are formulas in the parameters. Open at the ends: a density need not be right at the
 * boundary itself, where it may be zero or infinite; `interval` with formulas that vary (uniform) checks them itself.
 */
export type Support =
  | { readonly kind: "real" }
  | { readonly kind: "positive" }
  | { readonly kind: "interval"; readonly lower: string; readonly upper: string }
  /** whole numbers lower, lower + 1, ... upper */
  | { readonly kind: "count"; readonly lower: string; readonly upper?: string }
  /** 0 or 1 */
  | { readonly kind: "binary" }
  | { readonly kind: "simplex" }
  | { readonly kind: "real-vector" }
  /** lower triangular, positive diagonal, rows of length 1 */
  | { readonly kind: "cholesky-corr" };

/** y = location + scale · z on the identity, log or logit scale of y, where z does not depend on location and scale. */
export interface LocationScale {
  readonly location: string;
  readonly scale: string;
  readonly on: "identity" | "log" | "logit";
  /** log density of z, a formula in z and the remaining parameters */
  readonly standard: string;
}

/** Formulas speak of `y` and of the parameters by name, and keep every normalising constant. */
export interface Distribution {
  readonly name: string;
  /** one line for the documentation */
  readonly title: string;
  readonly parameters: readonly Parameter[];
  readonly support: Support;
  readonly discrete: boolean;
  /** false: the density has no finite integral, so there is no variate, no cdf and no evidence */
  readonly proper?: false;
  /** log density (log mass) at y inside the support */
  readonly logDensity: string;
  /** log P(Y <= y), where a stable closed form exists */
  readonly logCdf?: string;
  /** log P(Y > y) */
  readonly logCcdf?: string;
  /** formulas; NaN or infinite where the moment does not exist */
  readonly mean?: string;
  readonly variance?: string;
  readonly locationScale?: LocationScale;
  /**
   * One random variate; NaN where a parameter is NaN or no number can be drawn with it.
   * @param size rows of the result where no parameter fixes it (lkj_corr_cholesky)
   */
  variate(parameters: readonly Value[], rng: Stream, size?: number): Value;
  /** P(Y <= y) as a number, full relative accuracy in the lower tail; defined for every real y */
  cdf?(y: number, parameters: readonly number[]): number;
  /** P(Y > y), full relative accuracy in the upper tail */
  ccdf?(y: number, parameters: readonly number[]): number;
  /** The y with P(Y <= y) = p, 0 <= p <= 1; for counts the smallest y with P(Y <= y) >= p. */
  quantile?(p: number, parameters: readonly number[]): number;
  readonly source: string;
}

/** parameters of a distribution that takes one, two or three numbers */
export type One = readonly [number];
export type Two = readonly [number, number];
export type Three = readonly [number, number, number];
