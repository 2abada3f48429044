/** The mean of values with the part removed that columns of known mean zero explain. */
import { cholesky, solveLower, solveLowerTransposed } from "../linear/cholesky.ts";
import { mean } from "../posterior/moments.ts";

/**
 * The intercept of the regression of values on control variates, and its standard error.
 * @param controls columns with expectation zero, each as long as `values`
 * @returns the plain mean and its error when the columns are collinear
 * @source Owen and Zhou 2000, section 4
 * @cost O(n · columns²)
 */
export function controlledMean(
  values: Float64Array,
  controls: readonly Float64Array[],
): { readonly mean: number; readonly mcse: number } {
  const n = values.length;
  const count = controls.length;
  const center = mean(values);
  const centers = controls.map((column) => mean(column));
  const products = new Float64Array(count * count);
  const slopes = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    for (let l = 0; l <= k; l++)
      products[k * count + l] = crossProduct(controls[k], centers[k], controls[l], centers[l]);
    slopes[k] = crossProduct(controls[k], centers[k], values, center);
  }
  const factor = cholesky(products, count);
  if (factor === undefined) slopes.fill(0);
  else {
    solveLower(factor, count, slopes);
    solveLowerTransposed(factor, count, slopes);
  }
  let squares = 0;
  for (let i = 0; i < n; i++) {
    let rest = values[i] - center;
    for (let k = 0; k < count; k++) rest -= slopes[k] * (controls[k][i] - centers[k]);
    squares += rest * rest;
  }
  const intercept = centers.reduce((value, columnMean, k) => value - slopes[k] * columnMean, center);
  return { mean: intercept, mcse: Math.sqrt(squares / (n - count - 1) / n) };
}

function crossProduct(a: Float64Array, aCenter: number, b: Float64Array, bCenter: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - aCenter) * (b[i] - bCenter);
  return sum;
}
