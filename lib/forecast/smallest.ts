/** The smallest scale at which a growing quantity passes a level: where half of the draws do, and where nearly all do. */

export interface Smallest {
  /** median over draws of the scale at which the draw's curve passes the level; Infinity beyond the grid */
  readonly median: number;
  /** where the probability to be above the level first reaches the assurance; Infinity beyond the grid */
  readonly assured: number;
}

/**
 * Two different statements, the second the larger: a plan needs the second.
 * @param xs ascending, positive
 * @param curves values at xs, index `point * draws + draw`; NaN counts as not above
 * @returns scales interpolated on the log of x, in the share of draws above the level
 * @cost O(points · draws)
 */
export function smallest(xs: readonly number[], curves: Float64Array, level: number, assurance: number): Smallest {
  const draws = curves.length / xs.length;
  const above = xs.map((_, point) => {
    let n = 0;
    for (let draw = 0; draw < draws; draw++) if (curves[point * draws + draw]! > level) n++;
    return n / draws;
  });
  return { median: crossing(xs, above, 0.5), assured: crossing(xs, above, assurance) };
}

function crossing(xs: readonly number[], shares: readonly number[], wanted: number): number {
  const at = shares.findIndex((share) => share >= wanted);
  if (at < 0) return Infinity;
  if (at === 0) return xs[0]!;
  const [low, high] = [shares[at - 1]!, shares[at]!];
  const t = (wanted - low) / (high - low);
  return Math.exp(Math.log(xs[at - 1]!) * (1 - t) + Math.log(xs[at]!) * t);
}
