/** Quantiles by bisection of a cdf, for families without an inverse: slow (some 60 to 120 evaluations), never lost. */

type Cdf = (y: number) => number;

/**
 * The y > 0 with cdf(y) = p, to the last digit that the cdf can tell; above the median the upper tail is compared.
 * NaN unless 0 <= p <= 1, or if the cdf is NaN.
 */
export function searchQuantile(p: number, cdf: Cdf, ccdf: Cdf): number {
  if (!(p >= 0 && p <= 1) || Number.isNaN(cdf(0.5))) return Number.NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const isBelow: (y: number) => boolean = p < 0.5 ? (y) => cdf(y) < p : (y) => ccdf(y) > 1 - p;
  let [low, high] = [Number.MIN_VALUE, Number.MAX_VALUE];
  if (!isBelow(low)) return 0;
  for (;;) {
    // the geometric mean halves the exponent first, the digits afterwards
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (middle <= low || middle >= high) return high;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
}

/** The y between `low` and `high` with cdf(y) = p, as above, for a family on the whole line. */
export function bisectQuantile(p: number, cdf: Cdf, ccdf: Cdf, low: number, high: number): number {
  if (!(p >= 0 && p <= 1) || Number.isNaN(cdf(0.5))) return Number.NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  const isBelow: (y: number) => boolean = p < 0.5 ? (y) => cdf(y) < p : (y) => ccdf(y) > 1 - p;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
}

/** The smallest whole number y >= lower with cdf(y) >= p; Infinity at p = 1, NaN as above. */
export function searchCount(p: number, cdf: Cdf, lower: number): number {
  if (!(p >= 0 && p <= 1) || Number.isNaN(cdf(lower))) return Number.NaN;
  if (p === 1) return Infinity;
  if (cdf(lower) >= p) return lower;
  let step = 1;
  while (cdf(lower + step) < p) step *= 2;
  let [low, high] = [lower + step / 2, lower + step];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
  return high;
}
