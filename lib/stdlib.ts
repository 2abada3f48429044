/**
 * The one typed door to @stdlib. Deep paths, because the package root costs seconds to import; `/lib/index.js`, because
 * the packages are CommonJS without `exports` and ES imports do not resolve folders.
 */
import zigguratModule from "@stdlib/random/base/improved-ziggurat/lib/improved_ziggurat.js";
import gammaModule from "@stdlib/random/base/gamma/lib/gamma.js";
import poissonModule from "@stdlib/random/base/poisson/lib/rejection.js";
import betaincModule from "@stdlib/math/base/special/betainc/lib/index.js";
import betaincinvModule from "@stdlib/math/base/special/betaincinv/lib/index.js";
import betalnModule from "@stdlib/math/base/special/betaln/lib/index.js";
import digammaModule from "@stdlib/math/base/special/digamma/lib/index.js";
import erfModule from "@stdlib/math/base/special/erf/lib/index.js";
import erfcModule from "@stdlib/math/base/special/erfc/lib/index.js";
import erfcinvModule from "@stdlib/math/base/special/erfcinv/lib/index.js";
import erfinvModule from "@stdlib/math/base/special/erfinv/lib/index.js";
import gammaincModule from "@stdlib/math/base/special/gammainc/lib/index.js";

type Source = () => number;
type OfOne = (x: number) => number;

/**
 * Standard normals from a source of uniforms on [0, 1) and one of 32-bit integers. The inner function, because the
 * public factory hides a Mersenne twister of its own, whose state a checkpoint cannot reach.
 */
export const ziggurat = zigguratModule as (uniform: Source, integer: Source) => Source;

/** Marsaglia and Tsang's rejection loop for shape >= 1: d = shape - 1/3, c = 1 / √(9d). Never ends if d is NaN. */
export const gammaRejection = gammaModule as (
  uniform: Source,
  normal: Source,
  rate: number,
  d: number,
  c: number,
) => number;

/** Hörmann's transformed rejection for a mean >= 10. Never ends if the mean is NaN. */
export const poissonRejection = poissonModule as (uniform: Source, mean: number) => number;

export const digamma = digammaModule as OfOne;
export const erf = erfModule as OfOne;
export const erfc = erfcModule as OfOne;
export const erfcinv = erfcinvModule as OfOne;
export const erfinv = erfinvModule as OfOne;

/** regularised (or not) incomplete gamma function of x with shape a, from below or above */
export const gammainc = gammaincModule as (x: number, a: number, regularized: boolean, upper: boolean) => number;
/** regularised (or not) incomplete beta function, from below or above */
export const betainc = betaincModule as (
  x: number,
  a: number,
  b: number,
  regularized: boolean,
  upper: boolean,
) => number;
export const betaincinv = betaincinvModule as (p: number, a: number, b: number, upper: boolean) => number;
/** log B(a, b), without cancellation when one of them is large */
export const betaln = betalnModule as (a: number, b: number) => number;
