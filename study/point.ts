/** A point to forecast at: what the model can say there, decided from its document alone, before anything is sampled. */
import { interpret } from "../lib/data/column.ts";
import { tableFromColumns } from "../lib/data/table-from-columns.ts";
import { withTable, type Table } from "../lib/data/table.ts";
import { CredenceError, nearest } from "../lib/errors.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { responsesOf } from "../lib/model/responses.ts";
import { covariatesOf } from "./covariates.ts";
import { type QuantityFunction, quantityFunctions } from "./quantity-draws.ts";

/** A value for each covariate, or for each argument of a quantity: `{ N: 7e10, D: 1.4e12 }`, `{ C: 1e24 }`. */
export type Point = Readonly<Record<string, number | string>>;

export interface PointPlan {
  /** quantities whose arguments are all given */
  readonly quantities: readonly QuantityFunction[];
  /** covariates that are not given, but whose quantity `<name>_opt` is among `quantities` */
  readonly chosen: readonly string[];
  /** whether every covariate is given or chosen, so that the response can be forecast */
  readonly hasResponse: boolean;
}

/** @throws CredenceError forecast/unknown-name, forecast/value, forecast/incomplete; data/* for a value that its column cannot have */
export function planPoint(document: ModelDocument, point: Point): PointPlan {
  const functions = quantityFunctions(document);
  const covariates = covariatesOf(document);
  checkNames(document, functions, point);
  const quantities = functions.filter(({ parameters }) => parameters.every((name) => name in point));
  const chosen = covariates.filter(
    (name) => !(name in point) && quantities.some((quantity) => quantity.name === `${name}_opt`),
  );
  const missing = covariates.filter((name) => !(name in point) && !chosen.includes(name));
  const hasResponse = missing.length === 0 && responsesOf(document).size > 0;
  checkValues(document, quantities, point);
  if (!hasResponse && quantities.length === 0) throw incomplete(document, functions, point, missing);
  return { quantities, chosen, hasResponse };
}

/** `N=7e10,D=1.4e12` */
export function pointText(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

/** the point's covariates, and what was chosen, as a table of one row */
export function pointTable(document: ModelDocument, point: Point, chosen: Point = {}): Table {
  const cells = Object.entries({ ...point, ...chosen }).filter(([name]) => name in document.data);
  const table = tableFromColumns(
    { row: [1], ...Object.fromEntries(cells.map(([name, value]) => [name, [value]])) },
    atPoint(point).file,
  );
  return withTable(table, { place: () => atPoint(point) });
}

const atPoint = (point: Point): { file: string } => ({ file: `--at ${pointText(point)}` });

function checkNames(document: ModelDocument, functions: readonly QuantityFunction[], point: Point): void {
  const responses = responsesOf(document);
  const known = new Set([
    ...Object.keys(document.data).filter((name) => !responses.has(name)),
    ...functions.flatMap(({ parameters }) => parameters),
  ]);
  for (const name of Object.keys(point)) {
    if (known.has(name)) continue;
    throw new CredenceError({
      code: "forecast/unknown-name",
      message: responses.has(name)
        ? `${name} is what the model forecasts; it cannot be given`
        : `${name} is neither a covariate of ${document.name} nor an argument of one of its quantities`,
      where: atPoint(point),
      expected: [...known].join(", ") || "a model with covariates",
      nearest: nearest(name, known),
    });
  }
}

function checkValues(document: ModelDocument, quantities: readonly QuantityFunction[], point: Point): void {
  const table = pointTable(document, point);
  for (const name of Object.keys(point)) if (name in document.data) interpret(table, name, document.data[name]!);
  for (const name of quantities.flatMap(({ parameters }) => parameters)) {
    if (typeof point[name] === "number" && Number.isFinite(point[name])) continue;
    throw new CredenceError({
      code: "forecast/value",
      message: `${name} = ${point[name]} is not a finite number`,
      where: atPoint(point),
      found: String(point[name]),
      expected: "a finite number, such as 7e10",
    });
  }
}

function incomplete(
  document: ModelDocument,
  functions: readonly QuantityFunction[],
  point: Point,
  missing: readonly string[],
): CredenceError {
  const ways = new Set([
    ...(missing.length > 0 ? [covariatesOf(document).join(", ")] : []),
    ...functions.map(({ parameters }) => parameters.join(", ")),
  ]);
  const values = [
    ...Object.entries(point).map(([name, value]) => `${name}=${value}`),
    ...missing.map((name) => `${name}=...`),
  ];
  return new CredenceError({
    code: "forecast/incomplete",
    message:
      missing.length > 0
        ? `nothing can be forecast without ${missing.join(", ")}`
        : `${document.name} forecasts nothing at a point`,
    where: atPoint(point),
    found: Object.keys(point).join(", ") || "no values",
    expected: ways.size > 0 ? `values for ${[...ways].join("; or ")}` : "a model whose likelihood names a response",
    fix: missing.length > 0 ? `--at ${values.join(",")}` : undefined,
  });
}
