/** Items put into bins by confidence, the two ways the field does it. */
import { argsort } from "../../posterior/argsort.ts";

export interface Bin {
  readonly n: number;
  /** mean confidence of the bin */
  readonly confidence: number;
  /** share correct in the bin */
  readonly accuracy: number;
}

export type BinScheme = "width" | "mass";

/** Items binned by a scheme; empty bins are left out. `bins` is the number asked for, a whole number >= 1. */
export function binItems(confidence: Float64Array, correct: Float64Array, bins: number, scheme: BinScheme): Bin[] {
  return scheme === "width" ? equalWidthBins(confidence, correct, bins) : equalMassBins(confidence, correct, bins);
}

/**
 * Bins ((b - 1) / B, b / B]: closed on the right, with confidence 0 in the first.
 * @source Guo, Pleiss, Sun, Weinberger 2017
 */
export function equalWidthBins(confidence: Float64Array, correct: Float64Array, bins: number): Bin[] {
  const of = confidence.map((value) => {
    const bin = Math.max(Math.ceil(value * bins) - 1, 0);
    // the product may round across an edge
    if (bin > 0 && value <= bin / bins) return bin - 1;
    return value > (bin + 1) / bins ? bin + 1 : bin;
  });
  return pool(of, bins, confidence, correct);
}

/**
 * Bins of as equal a number of items as ties allow: equal confidences stay together, so the order of rows has no
 * effect, and a value that many items share may fill bins of its own.
 * @source Nixon, Dusenberry, Zhang, Jerfel, Tran 2019, with ties kept together
 */
export function equalMassBins(confidence: Float64Array, correct: Float64Array, bins: number): Bin[] {
  const n = confidence.length;
  const order = argsort(confidence);
  const of = new Float64Array(n);
  for (let i = 0, bin = 0; i < n; i++) {
    const tied = i > 0 && confidence[order[i]] === confidence[order[i - 1]];
    if (!tied) while (bin < bins - 1 && i >= Math.round(((bin + 1) * n) / bins)) bin++;
    of[order[i]] = bin;
  }
  return pool(of, bins, confidence, correct);
}

/** One bin for each distinct confidence, ascending. */
export function distinctBins(confidence: Float64Array, correct: Float64Array): Bin[] {
  const order = argsort(confidence);
  const of = new Float64Array(confidence.length);
  let bin = 0;
  order.forEach((item, i) => {
    if (i > 0 && confidence[item] !== confidence[order[i - 1]]) bin++;
    of[item] = bin;
  });
  return pool(of, bin + 1, confidence, correct);
}

function pool(of: Float64Array, bins: number, confidence: Float64Array, correct: Float64Array): Bin[] {
  const [n, confidences, corrects] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < of.length; i++) {
    n[of[i]]++;
    confidences[of[i]] += confidence[i];
    corrects[of[i]] += correct[i];
  }
  const found: Bin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    if (n[bin] > 0) found.push({ n: n[bin], confidence: confidences[bin] / n[bin], accuracy: corrects[bin] / n[bin] });
  }
  return found;
}
