/** skew_normal(xi, omega, alpha): a normal number plus a half-normal one, by location, scale and shape */
import { erf, erfc } from "../stdlib.ts";
import type { Distribution, Three } from "./distribution.ts";
import { integrateHalfLine } from "./half-line.ts";
import { bisectQuantile } from "./search-quantile.ts";
import { standardNormalQuantile } from "./standard-normal.ts";

const Z = "((y - xi) / omega)";
const DELTA_SQUARED = "square(alpha) / (1 + square(alpha))";

/**
 * Phi(-h) - 2 T(h, a), with Owen's T as the integral beyond a, h >= 0 and a >= 0: (1/π) ∫ e^(-h²(1 + x²)/2) / (1 + x²) dx
 * from a. It is the cdf at -h of the standard skew normal with shape a.
 */
function beyond(h: number, a: number): number {
  if (h === 0) return Math.atan2(1, a) / Math.PI;
  if (h === Infinity) return 0;
  const reach = 80 / (h * (h * a + Math.sqrt(h * h * a * a + 80)));
  const f = (y: number): number => Math.exp(-h * h * (a + y / 2) * y) / (1 + (a + y) * (a + y));
  return (Math.exp((-h * h * (1 + a * a)) / 2) / Math.PI) * integrateHalfLine(f, Math.min(1 + a, reach / 40), reach);
}

function standardCdf(z: number, a: number): number {
  if (a < 0) return standardCcdf(-z, -a);
  return z > 0 ? erf(z * Math.SQRT1_2) + beyond(z, a) : beyond(-z, a);
}

function standardCcdf(z: number, a: number): number {
  if (a < 0) return standardCdf(-z, -a);
  return z > 0 ? erfc(z * Math.SQRT1_2) - beyond(z, a) : 1 - beyond(-z, a);
}

const cdf = (y: number, [xi, omega, alpha]: Three): number => standardCdf((y - xi) / omega, alpha);
const ccdf = (y: number, [xi, omega, alpha]: Three): number => standardCcdf((y - xi) / omega, alpha);

/** the density is at most twice the normal one: each tail is at most twice as heavy */
function quantile(p: number, [xi, omega, alpha]: Three): number {
  const [low, high] = [p, 1 - p].map((tail) => standardNormalQuantile(tail / 2)) as [number, number];
  return bisectQuantile(p, (y) => cdf(y, [xi, omega, alpha]), (y) => ccdf(y, [xi, omega, alpha]), xi + omega * low, xi - omega * high);
}

export const skewNormal: Distribution = {
  name: "skew_normal",
  title: "a normal number plus a half-normal one: with a scale of sigma and tau, omega^2 = sigma^2 + tau^2 and alpha = tau / sigma",
  parameters: [
    { name: "xi", kind: "real", about: "location: the mean of the normal part" },
    { name: "omega", kind: "positive", about: "scale" },
    { name: "alpha", kind: "real", about: "shape: 0 is normal, large is half-normal, negative leans left" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: `log(2) / 2 - log(pi()) / 2 - log(omega) - square(${Z}) / 2 + log_Phi(alpha * ${Z})`,
  mean: "xi + omega * alpha * sqrt(2 / (pi() * (1 + square(alpha))))",
  variance: `square(omega) * (1 - 2 / pi() * ${DELTA_SQUARED})`,
  variate: ([xi, omega, alpha]: Three, rng) => xi + (omega * (rng.normal() + alpha * Math.abs(rng.normal()))) / Math.sqrt(1 + alpha * alpha),
  cdf,
  ccdf,
  quantile,
  source: "Stan functions reference 2.36, skew_normal; Azzalini 1985, Scandinavian Journal of Statistics 12, eq. 3",
};
