/** Sums of Gaussian kernels reflected at 0 and 1, as cosine series; and the integral of their absolute value. */

/**
 * The first `terms` cosine moments (1 / n) sum_i weight_i cos(k pi x_i).
 *
 * A Gaussian of width s reflected at both ends is 1 + 2 sum_k exp(-(k pi s)^2 / 2) cos(k pi x) cos(k pi t): one set of
 * moments serves every width, and what is left out after k = 2.81 / s is below 1e-17.
 * @param points in [0, 1]
 * @cost O(n · terms)
 */
export function cosineMoments(points: Float64Array, weights: Float64Array, terms: number): Float64Array {
  const moments = new Float64Array(terms);
  for (let i = 0; i < points.length; i++) {
    const [turnCos, turnSin] = [Math.cos(Math.PI * points[i]), Math.sin(Math.PI * points[i])];
    const weight = weights[i] / points.length;
    let [c, s] = [1, 0];
    for (let k = 0; k < terms; k++) {
      moments[k] += weight * c;
      const next = c * turnCos - s * turnSin;
      s = s * turnCos + c * turnSin;
      c = next;
    }
  }
  return moments;
}

/** Terms that a kernel of this width needs: exp(-(k pi s)^2 / 2) is below 1e-17 from there on. */
export function termsFor(width: number): number {
  return Math.ceil(2.81 / width) + 1;
}

/** A function at a point: its integral from 0, its value, its slope. */
export type Local = readonly [integral: number, value: number, slope: number];

/** The smoothed function sum_i weight_i kernel(t, x_i) / n, from its moments. */
export function smoothed(moments: Float64Array, width: number): (t: number) => Local {
  const terms = Math.min(moments.length, termsFor(width));
  const damped = moments.slice(0, terms);
  for (let k = 1; k < terms; k++) damped[k] *= 2 * Math.exp(-((k * Math.PI * width) ** 2) / 2);
  return (t) => {
    let [integral, value, slope] = [damped[0] * t, damped[0], 0];
    const [turnCos, turnSin] = [Math.cos(Math.PI * t), Math.sin(Math.PI * t)];
    let [c, s] = [turnCos, turnSin];
    for (let k = 1; k < terms; k++) {
      const frequency = k * Math.PI;
      integral += (damped[k] * s) / frequency;
      value += damped[k] * c;
      slope -= damped[k] * frequency * s;
      const next = c * turnCos - s * turnSin;
      s = s * turnCos + c * turnSin;
      c = next;
    }
    return [integral, value, slope];
  };
}

/**
 * The integral of |f| over [0, 1]: exact differences of the antiderivative between the zeros of f.
 * @param step must be well below the distance over which f bends; zeros in pairs are found at the turning points
 *   between
 */
export function absoluteIntegral(f: (t: number) => Local, step: number): number {
  const cells = Math.ceil(1 / step);
  let [total, from] = [0, 0];
  let [before, left] = [f(0), 0];
  const cut = (t: number): void => {
    const integral = f(t)[0];
    total += Math.abs(integral - from);
    from = integral;
  };
  for (let cell = 1; cell <= cells; cell++) {
    const right = cell / cells;
    const here = f(right);
    if (before[1] * here[1] < 0) cut(zero(f, 1, left, right));
    else if (before[2] * here[2] < 0 && before[1] * before[2] < 0) {
      const turn = zero(f, 2, left, right);
      if (f(turn)[1] * here[1] < 0) {
        cut(zero(f, 1, left, turn));
        cut(zero(f, 1, turn, right));
      }
    }
    [before, left] = [here, right];
  }
  cut(1);
  return total;
}

/**
 * Where the value (part 1) or slope (part 2) changes sign between two points, by bisection to the last bit that
 * matters.
 */
function zero(f: (t: number) => Local, part: 1 | 2, left: number, right: number): number {
  let [low, high] = [left, right];
  const sign = Math.sign(f(low)[part]);
  // the error of the integral is quadratic in that of the zero: 30 halvings of a cell leave nothing
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)[part]) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
