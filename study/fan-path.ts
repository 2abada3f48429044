/** The line through the covariates along which a fan is drawn: the compute-optimal allocation, or one covariate alone. */
import type { Column, FactorColumn, NumericColumn } from "../lib/data/column.ts";
import type { Cell } from "../lib/data/table-from-columns.ts";
import type { Measure } from "../lib/report-figures.ts";
import { significant } from "../reports/numbers.ts";
import { covariatesOf } from "./covariates.ts";
import type { Point } from "./point.ts";
import type { Fitted } from "./predict.ts";
import { type QuantityFunction, quantityDraws, quantityFunctions } from "./quantity-draws.ts";
import { median } from "../lib/posterior/quantile.ts";
import { thinDraws } from "./thin-draws.ts";

export interface FanPath {
  readonly x: Measure & { readonly scale: "linear" | "log" };
  /** where each row of the data stands on x */
  readonly rows: Float64Array;
  /** the covariates at these x, one list a column */
  at(xs: readonly number[]): Record<string, readonly Cell[]>;
  /** the value nearest to x that the covariate can have: a whole number for counts, 0 to 1 for probabilities */
  nearest(x: number): number;
  /** where a point stands on x; undefined when it does not say */
  place(point: Point): number | undefined;
  /** whether x alone says all, so that the data lie on the path themselves */
  readonly isWhole: boolean;
  /** whether it is the compute-optimal allocation itself */
  readonly isAllocation: boolean;
  /** the path in words */
  readonly text?: string;
}

/** draws that the medians of an allocation are taken over: their error is far below a drawn line's width */
const PATH_DRAWS = 400;

/** @returns undefined when the model has no numeric covariate */
export function fanPath(fit: Fitted, first: Point | undefined): FanPath | undefined {
  return allocationPath(fit, first) ?? covariatePath(fit, first);
}

/**
 * When every covariate X is positive and has a quantity X_opt of one and the same budget: along these. A run's budget is the one
 * at which the optimum spends the same product of covariates; that product must be proportional to the budget (C = 6ND).
 */
function allocationPath(fit: Fitted, first: Point | undefined): FanPath | undefined {
  const columns = numericCovariates(fit);
  const names = covariatesOf(fit.document);
  const functions = quantityFunctions(fit.document);
  const best = names.map((name) =>
    functions.find((quantity) => quantity.name === `${name}_opt` && quantity.parameters.length === 1),
  );
  const budget = best[0]?.parameters[0];
  const isFull =
    names.length > 1 &&
    best.every((quantity) => quantity?.parameters[0] === budget) &&
    columns.every(({ kind }) => kind === "positive");
  if (!budget || !isFull || columns.length !== names.length) return undefined;
  const quantities = best as QuantityFunction[];
  const thin = { ...fit, sampled: thinDraws(fit.sampled, PATH_DRAWS) };
  const spend = spendOf(thin, quantities);
  if (spend === undefined) return undefined;
  const product = (values: readonly number[]): number => values.reduce((a, b) => a * b, 1) / spend;
  const place = (point: Point): number | undefined => {
    if (typeof point[budget] === "number") return point[budget];
    const values = names.map((name) => point[name]);
    return values.every((value) => typeof value === "number") ? product(values) : undefined;
  };
  const start = first && place(first);
  const factors = quantities.map((quantity, k) => {
    // a point that names its budget is divided by the optimum itself
    const given = typeof first?.[budget] === "number" ? undefined : first?.[names[k]!];
    return typeof given === "number" && start !== undefined ? given / medians(thin, quantity, [start])[0]! : 1;
  });
  const isOptimal = factors.every((factor) => Math.abs(factor - 1) < 0.005);
  const words = names.map(
    (name, k) => `${name} = ${isOptimal ? "" : `${significant(factors[k]!, 3)} `}${name}_opt(${budget})`,
  );
  const rows = Float64Array.from(columns[0]!.values, (_, row) => product(columns.map(({ values }) => values[row]!)));
  if (!rows.every((budgetOfRow) => budgetOfRow > 0 && Number.isFinite(budgetOfRow))) return undefined;
  return {
    x: { label: budget, scale: "log" },
    rows,
    at: (xs) =>
      Object.fromEntries(
        quantities.map((quantity, k) => [names[k]!, medians(thin, quantity, xs).map((value) => value * factors[k]!)]),
      ),
    nearest: (x) => x,
    place,
    isWhole: false,
    isAllocation: isOptimal,
    text: `along ${words.join(", ")}${isOptimal ? ", the optimal allocation" : ", the first target's share of the optimum"}; ${budget} = ${factorText(spend)}${names.join("·")}`,
  };
}

/** `6·` for a spend of 1/6 */
function factorText(spend: number): string {
  return Math.abs(spend - 1) < 1e-9 ? "" : `${significant(1 / spend, 3).replace(/\.0+$/, "")}·`;
}

/** Π X_opt(C) / C when it is the same for every C and every draw */
function spendOf(fit: Fitted, quantities: readonly QuantityFunction[]): number | undefined {
  const budgets = [1e18, 1e24];
  const all = quantities.map((quantity) =>
    quantityDraws(
      fit.density,
      fit.sampled,
      quantity,
      budgets.map((c) => [c]),
    ),
  );
  const total = fit.sampled.chains * fit.sampled.draws;
  const ratios = all[0]!.map(
    (_, i) => all.reduce((product, draws) => product * draws[i]!, 1) / budgets[Math.floor(i / total)]!,
  );
  const [ratio] = ratios;
  return ratio !== undefined && ratios.every((value) => Math.abs(value / ratio - 1) < 1e-6) ? ratio : undefined;
}

function medians(fit: Fitted, quantity: QuantityFunction, xs: readonly number[]): number[] {
  const draws = quantityDraws(
    fit.density,
    fit.sampled,
    quantity,
    xs.map((x) => [x]),
  );
  const total = draws.length / xs.length;
  return xs.map((_, k) => median(draws.subarray(k * total, (k + 1) * total)));
}

/** The first positive covariate, or the first number at all; the others at the first target, or where the data have their middle. */
function covariatePath(fit: Fitted, first: Point | undefined): FanPath | undefined {
  const numeric = numericCovariates(fit);
  const along = numeric.find(({ kind }) => kind === "positive") ?? numeric[0];
  if (!along) return undefined;
  const columns = covariatesOf(fit.document).map((name) => fit.density.model.rows.columns.get(name)!);
  const others = columns
    .filter((column) => column !== along)
    .map((column) => [column.name, first?.[column.name] ?? middle(column)] as const);
  const words = others.map(([name, value]) => `${name} = ${typeof value === "number" ? significant(value, 3) : value}`);
  const { name, unit, kind, values } = along;
  return {
    x: { label: name, ...(unit ? { unit } : {}), scale: kind === "positive" ? "log" : "linear" },
    rows: values,
    at: (xs) => ({ [name]: xs, ...Object.fromEntries(others.map(([other, value]) => [other, xs.map(() => value)])) }),
    nearest: NEAREST[kind],
    place: (point) => (typeof point[name] === "number" ? point[name] : undefined),
    isWhole: others.length === 0,
    isAllocation: false,
    ...(words.length > 0 ? { text: `at ${words.join(", ")}` } : {}),
  };
}

const NEAREST: Readonly<Record<NumericColumn["kind"], (x: number) => number>> = {
  real: (x) => x,
  positive: (x) => x,
  probability: (x) => Math.min(1, Math.max(0, x)),
  count: (x) => Math.max(0, Math.round(x)),
  binary: (x) => (x < 0.5 ? 0 : 1),
};

function numericCovariates(fit: Fitted): NumericColumn[] {
  const columns = covariatesOf(fit.document).map((name) => fit.density.model.rows.columns.get(name)!);
  return columns.filter((column): column is NumericColumn => column.kind !== "factor");
}

/** geometric mean of positive numbers, mean of others, the most frequent level of a factor */
function middle(column: Column): Cell {
  if (column.kind === "factor") return mostFrequent(column);
  const average = (f: (value: number) => number): number =>
    column.values.reduce((sum, value) => sum + f(value), 0) / column.values.length;
  if (column.kind === "positive") return Math.exp(average(Math.log));
  const value = average((x) => x);
  return column.kind === "count" || column.kind === "binary" ? Math.round(value) : value;
}

function mostFrequent({ levels, index }: FactorColumn): string {
  const counts = new Int32Array(levels.length);
  for (const level of index) counts[level]!++;
  return levels[counts.indexOf(Math.max(...counts))]!;
}
