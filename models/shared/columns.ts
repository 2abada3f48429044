/** Columns that many laws share, so that they mean the same everywhere. */
import type { ColumnDeclaration } from "../../lib/model/document.ts";

export const x: ColumnDeclaration = { kind: "positive", about: "the scale: parameters, tokens or compute" };
export const loss: ColumnDeclaration = { kind: "positive", unit: "nats/token" };
/** a metric that falls with scale, in whatever unit it has */
export const error: ColumnDeclaration = { kind: "positive", about: "loss, or an error rate between 0 and 1" };
export const N: ColumnDeclaration = { kind: "positive", unit: "parameters", about: "say whether embeddings are counted" };
export const D: ColumnDeclaration = { kind: "positive", unit: "tokens", about: "training tokens" };

/** simulated covariates: `low` to `low * span`, evenly on a log scale down the rows */
export function ladder(low: number, span: number): string {
  return `exp(log(${low}) + log(${span}) * (row - 0.5) / rows)`;
}

/** the same range in the order of the golden ratio, which spreads a second covariate evenly whatever the number of rows */
export function scattered(low: number, span: number, turn = 0.618034): string {
  return `exp(log(${low}) + log(${span}) * (${turn} * row - floor(${turn} * row)))`;
}
