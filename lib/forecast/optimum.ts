/** The grid point at which each draw's curve is highest. */

/**
 * @param xs the grid
 * @param curves values at xs, index `point * draws + draw`; NaN is never the highest
 * @returns one x a draw, the first of equals; NaN where the whole curve is
 * @cost O(points · draws)
 */
export function optimum(xs: readonly number[], curves: Float64Array): Float64Array {
  const draws = curves.length / xs.length;
  return Float64Array.from({ length: draws }, (_, draw) => {
    let [best, value] = [Number.NaN, -Infinity];
    xs.forEach((x, point) => {
      const y = curves[point * draws + draw]!;
      if (y > value) [best, value] = [x, y];
    });
    return best;
  });
}
