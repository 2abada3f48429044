/**
 * The one typed door to @stdlib. Deep paths, because the package root costs seconds to import; `/lib/index.js`, because
 * the packages are CommonJS without `exports` and ES imports do not resolve folders.
 */
import zigguratModule from "@stdlib/random/base/improved-ziggurat/lib/improved_ziggurat.js";
import gammaModule from "@stdlib/random/base/gamma/lib/gamma.js";
import betaincModule from "@stdlib/math/base/special/betainc/lib/index.js";
import betaincinvModule from "@stdlib/math/base/special/betaincinv/lib/index.js";
import erfModule from "@stdlib/math/base/special/erf/lib/index.js";
import erfcModule from "@stdlib/math/base/special/erfc/lib/index.js";
import erfcinvModule from "@stdlib/math/base/special/erfcinv/lib/index.js";
import gammaincModule from "@stdlib/math/base/special/gammainc/lib/index.js";
import gammaincinvModule from "@stdlib/math/base/special/gammaincinv/lib/index.js";

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

export const erf = erfModule as OfOne;
export const erfc = erfcModule as OfOne;
export const erfcinv = erfcinvModule as OfOne;

/** regularised (or not) incomplete gamma function of x with shape a, from below or above */
export const gammainc = gammaincModule as (x: number, a: number, regularized: boolean, upper: boolean) => number;
export const gammaincinv = gammaincinvModule as (p: number, a: number, upper: boolean) => number;
/** regularised (or not) incomplete beta function, from below or above */
export const betainc = betaincModule as (
  x: number,
  a: number,
  b: number,
  regularized: boolean,
  upper: boolean,
) => number;
export const betaincinv = betaincinvModule as (p: number, a: number, b: number, upper: boolean) => number;
