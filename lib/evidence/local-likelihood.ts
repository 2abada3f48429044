/** A density at one point, from draws: the local log-quadratic likelihood estimate, on a box with or without edges. */
import { cholesky, solveLower, solveLowerTransposed } from "../linear/cholesky.ts";

export interface LocalDensity {
  /** log density at the point */
  readonly logDensity: number;
  /** how each draw moves it: the estimate's error is that of the mean of these */
  readonly influences: Float64Array;
  /** kernel weight of each draw */
  readonly kernel: Float64Array;
}

// Gauss and Legendre's 12 points on [-1, 1], positive half: exact for a quadratic's exponential times the kernel to 1e-10
const NODES = [0.1252334085114689, 0.3678314989981802, 0.5873179542866174, 0.7699026741943047, 0.9041172563704749,
  0.9815606342467192]; // biome-ignore format: a table
const WEIGHTS = [
  0.2491470458134028, 0.2334925365383548, 0.2031674267230659, 0.1600783285433462, 0.1069393259953184,
  0.0471753363865118,
];
const MAX_STEPS = 50;

/**
 * The log density fitted near a point by a quadratic: exact for a normal density whatever the bandwidth, with a bias of
 * fourth order in the bandwidth otherwise, and of the same order at an edge of the support.
 * @param columns one or two coordinates, each over all draws
 * @param bandwidths half width of the biweight kernel per coordinate
 * @param lower edge of the support per coordinate, -Infinity for none; @param upper likewise
 * @returns undefined when the window holds too little to fit
 * @source Loader 1996, eq. 2 and 5; Hjort and Jones 1996
 * @cost O(draws) and a few dozen Newton steps in 3 or 6 unknowns
 */
export function localDensity(
  columns: readonly Float64Array[],
  point: readonly number[],
  bandwidths: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
): LocalDensity | undefined {
  const n = columns[0].length;
  const scaled = columns.map((column, j) => column.map((value) => (value - point[j]) / bandwidths[j]));
  const kernel = Float64Array.from({ length: n }, (_, i) => scaled.reduce((k, u) => k * biweight(u[i]), 1));
  const rows = Array.from(kernel, (weight, i) => (weight > 0 ? basis(scaled.map((u) => u[i])) : undefined));
  const size = basis(point).length;
  const target = new Float64Array(size);
  rows.forEach((row, i) => {
    if (row !== undefined) for (let a = 0; a < size; a++) target[a] += (kernel[i] * row[a]) / n;
  });
  const grid = quadrature(
    point.map((center, j) => [(lower[j] - center) / bandwidths[j], (upper[j] - center) / bandwidths[j]]),
  );
  const fit = matchMoments(target, grid);
  if (fit === undefined) return undefined;
  // row 0 of the inverse of J: the derivative of the constant with respect to the moments
  const direction = new Float64Array(size);
  direction[0] = 1;
  solveLower(fit.factor, size, direction);
  solveLowerTransposed(fit.factor, size, direction);
  const center = dot(direction, target);
  const influences = kernel.map((weight, i) => weight * (rows[i] === undefined ? 0 : dot(direction, rows[i])) - center);
  const logScale = bandwidths.reduce((sum, bandwidth) => sum + Math.log(bandwidth), 0);
  return { logDensity: fit.coefficients[0] - logScale, influences, kernel };
}

function biweight(u: number): number {
  return Math.abs(u) < 1 ? (1 - u * u) ** 2 : 0;
}

/** 1, u, u² or 1, u, v, u², uv, v². */
function basis(u: readonly number[]): Float64Array {
  const [a, b] = u;
  return u.length === 1 ? Float64Array.of(1, a, a * a) : Float64Array.of(1, a, b, a * a, a * b, b * b);
}

interface Node {
  readonly weight: number;
  readonly row: Float64Array;
}

/** Points of the window that lie in the support, with kernel times quadrature weight. */
function quadrature(edges: readonly (readonly [number, number] | number[])[]): Node[] {
  const lines = edges.map(([low, high]) => {
    const [from, to] = [Math.max(low, -1), Math.min(high, 1)];
    const [middle, half] = [(from + to) / 2, (to - from) / 2];
    return NODES.flatMap((node, i) =>
      [-node, node].map((x) => ({ u: middle + half * x, weight: half * WEIGHTS[i] * biweight(middle + half * x) })),
    );
  });
  const [first, second] = lines;
  if (second === undefined) return first.map(({ u, weight }) => ({ weight, row: basis([u]) }));
  return first.flatMap((a) => second.map((b) => ({ weight: a.weight * b.weight, row: basis([a.u, b.u]) })));
}

/**
 * The coefficients c with ∫ K row exp(c · row) = target, by Newton's method on the concave local likelihood.
 * @returns with the Cholesky factor of the moment matrix there
 */
function matchMoments(
  target: Float64Array,
  grid: readonly Node[],
): { coefficients: Float64Array; factor: Float64Array } | undefined {
  const size = target.length;
  const mass = grid.reduce((sum, { weight }) => sum + weight, 0);
  let coefficients = new Float64Array(size);
  if (!(target[0] > 0 && mass > 0)) return undefined;
  coefficients[0] = Math.log(target[0] / mass);
  for (let step = 0; step < MAX_STEPS; step++) {
    const { gradient, factor, value } = localLikelihood(coefficients, target, grid);
    if (factor === undefined) return undefined;
    const direction = gradient.slice();
    solveLower(factor, size, direction);
    solveLowerTransposed(factor, size, direction);
    const decrement = dot(gradient, direction);
    if (decrement < 1e-14 * target[0]) return { coefficients, factor };
    let length = 1;
    for (; length > 1e-6; length /= 2) {
      const next = coefficients.map((c, a) => c + length * direction[a]);
      if (localLikelihood(next, target, grid).value > value) {
        coefficients = next;
        break;
      }
    }
    if (length <= 1e-6) return { coefficients, factor };
  }
  return undefined;
}

function localLikelihood(
  coefficients: Float64Array,
  target: Float64Array,
  grid: readonly Node[],
): { value: number; gradient: Float64Array; factor: Float64Array | undefined } {
  const size = target.length;
  const gradient = target.slice();
  const moments = new Float64Array(size * size);
  let value = dot(coefficients, target);
  for (const { weight, row } of grid) {
    const density = weight * Math.exp(dot(coefficients, row));
    value -= density;
    for (let a = 0; a < size; a++) {
      gradient[a] -= density * row[a];
      for (let b = 0; b <= a; b++) moments[a * size + b] += density * row[a] * row[b];
    }
  }
  return { value, gradient, factor: cholesky(moments, size) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
