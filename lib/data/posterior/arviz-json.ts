/** ArviZ InferenceData as JSON: reads both dialects, writes the one of xarray's dictionaries. */
import type { JsonCursor } from "../json-cursor.ts";
import { jsonNumber } from "./exact-number.ts";
import { assemble, checkSize, type Posterior, STATISTICS, statisticOf } from "./posterior.ts";
import { elementNames, groupVariables } from "./variables.ts";

/** Arrays of draws have a chain, a draw and a few own dimensions. */
const MAX_DIMENSIONS = 10;

/** One variable as it stands in the file: nested lists of shape (chain, draw, …) and the labels of its own dimensions. */
interface Stored {
  readonly name: string;
  readonly data: JsonCursor;
  labels(dimension: number, size: number): string[];
}

/** The JSON text; `xarray.Dataset.from_dict(json["posterior"])` reads it. */
export function writeArviZ({ draws: { chains, draws, names, columns }, statistics }: Posterior): string {
  const axes = [range(chains), range(draws)];
  const variables = groupVariables(names).map(({ name, labels, first }) => {
    const size = labels.reduce((product, own) => product * own.length, 1);
    const element = (chain: number, draw: number, k: number) => jsonNumber(columns[first + k]![chain * draws + draw]!);
    const shape = labels.map((own) => own.length);
    const text = nested([chains, draws, ...shape], (flat) => {
      const row = Math.floor(flat / size);
      return element(Math.floor(row / draws), row % draws, flat % size);
    });
    return { name, labels, text };
  });
  const stats = STATISTICS.flatMap(({ name, arviz }) => {
    const values = statistics[name];
    if (values === undefined) return [];
    const say = name === "divergent__" ? (value: number) => String(value === 1) : jsonNumber;
    return [{ name: arviz, labels: [], text: nested([chains, draws], (flat) => say(values[flat]!)) }];
  });
  return `{"posterior":${dataset(axes, variables)},"sample_stats":${dataset(axes, stats)}}\n`;
}

function dataset(
  axes: readonly number[][],
  variables: readonly { name: string; labels: readonly (readonly string[])[]; text: string }[],
): string {
  const sizes: Record<string, number> = { chain: axes[0]!.length, draw: axes[1]!.length };
  const coords: Record<string, unknown> = {
    chain: { dims: ["chain"], attrs: {}, data: axes[0] },
    draw: { dims: ["draw"], attrs: {}, data: axes[1] },
  };
  const parts = variables.map(({ name, labels, text }) => {
    const dims = labels.map((own, k) => {
      const dim = `${name}_dim_${k}`;
      sizes[dim] = own.length;
      coords[dim] = {
        dims: [dim],
        attrs: {},
        data: own.every((label, index) => label === String(index + 1)) ? own.map(Number) : own,
      };
      return dim;
    });
    return `${JSON.stringify(name)}:{"dims":${JSON.stringify(["chain", "draw", ...dims])},"attrs":{},"data":${text}}`;
  });
  const head = JSON.stringify({ attrs: { created_by: "credence" }, dims: sizes, coords });
  return `${head.slice(0, -1)},"data_vars":{${parts.join(",")}}}`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Nested JSON lists of a shape, the elements in row-major order. */
function nested(shape: readonly number[], element: (flat: number) => string, start = 0): string {
  const [length, ...inner] = shape;
  if (length === undefined) return element(start);
  const stride = inner.reduce((product, size) => product * size, 1);
  return `[${range(length)
    .map((index) => nested(inner, element, start + index * stride))
    .join(",")}]`;
}

/** Whether a document has the outline of InferenceData. */
export function isArviZ(document: JsonCursor): boolean {
  return document.has("posterior");
}

/**
 * @throws CredenceError data/shape when arrays are ragged or not of shape (chain, draw, …)
 */
export function readArviZ(document: JsonCursor): Posterior {
  const posterior = variablesOf(document, "posterior");
  const [chains, draws] = outerShape(posterior[0], document);
  const stats = document.has("sample_stats") ? variablesOf(document, "sample_stats") : [];
  const isKnown = ({ name }: Stored): boolean => statisticOf(name, "arviz") !== undefined;
  const columnsOf = (variables: readonly Stored[]): Map<string, Float64Array> => {
    const columns = new Map<string, Float64Array>();
    for (const variable of variables) {
      for (const [name, values] of elementsOf(variable, chains, draws)) {
        if (columns.has(name)) throw variable.data.mismatch(`the only array with the element ${name}`);
        columns.set(name, values);
      }
    }
    return columns;
  };
  const result = assemble(chains, draws, columnsOf(posterior), columnsOf(stats.filter(isKnown)), "arviz");
  const ignored = stats.filter((stat) => !isKnown(stat)).map(({ name }) => name);
  const notes = ignored.length === 0 ? [] : [`left out, statistics that have no counterpart: ${ignored.join(", ")}`];
  return { ...result, notes };
}

/** The variables of a group: under `data_vars` (xarray), or directly with dims and coords beside the groups (0.x). */
function variablesOf(document: JsonCursor, group: string): Stored[] {
  const own = document.get(group);
  const isXarray = own.has("data_vars");
  const entries = isXarray ? own.get("data_vars").entries() : own.entries();
  const coords = (isXarray ? own : document).maybe("coords");
  return entries.map(([name, variable]) => {
    const dims = isXarray
      ? variable
          .get("dims")
          .list()
          .slice(2)
          .map((dim) => dim.text())
      : (document
          .maybe("dims")
          ?.maybe(name)
          ?.list()
          .map((dim) => dim.text()) ?? []);
    const labels = (dimension: number, size: number): string[] => {
      const coord = dims[dimension] === undefined ? undefined : coords?.maybe(dims[dimension]);
      return labelsOf(coord !== undefined && isXarray ? coord.get("data") : coord, size);
    };
    return { name, data: isXarray ? variable.get("data") : variable, labels };
  });
}

/** Labels of text as they are; numbers 0, 1, … are ArviZ's default and become Stan's 1, 2, …; none likewise. */
function labelsOf(coord: JsonCursor | undefined, size: number): string[] {
  if (coord === undefined) return range(size).map((index) => String(index + 1));
  const labels = coord.list().map(({ value }) => value);
  if (labels.length !== size) throw coord.mismatch(`a list of ${size} labels`);
  return labels.every((label, index) => label === index)
    ? labels.map((_, index) => String(index + 1))
    : labels.map(String);
}

function outerShape(variable: Stored | undefined, document: JsonCursor): [number, number] {
  if (variable === undefined) throw document.get("posterior").mismatch("an object with at least one array");
  const chains = variable.data.list();
  const draws = chains[0]?.list().length ?? 0;
  checkSize(chains.length, draws, 1, document.file);
  return [chains.length, draws];
}

/** The elements of one array by name. */
function elementsOf({ name, data, labels }: Stored, chains: number, draws: number): [string, Float64Array][] {
  const shape: number[] = [];
  for (let inner: JsonCursor | undefined = data; Array.isArray(inner?.value); inner = inner.list()[0]) {
    shape.push(inner.value.length);
    if (shape.length > MAX_DIMENSIONS) throw data.mismatch(`an array of at most ${MAX_DIMENSIONS} dimensions`);
  }
  if (shape[0] !== chains || shape[1] !== draws) throw data.mismatch(`an array of shape (${chains}, ${draws}, …)`);
  const flat: number[] = [];
  walk(data, shape, (value) => {
    flat.push(value);
  });
  const own = shape.slice(2);
  const names = elementNames(
    name,
    own.map((size, dimension) => labels(dimension, size)),
  );
  const columns = names.map((): Float64Array => new Float64Array(chains * draws));
  flat.forEach((value, index) => {
    columns[index % names.length]![Math.floor(index / names.length)] = value;
  });
  return columns.map((column, k) => [names[k]!, column]);
}

/** Visits the numbers of nested lists in row-major order. */
function walk(data: JsonCursor, shape: readonly number[], visit: (value: number) => void): void {
  const visitLevel = (value: unknown, depth: number): void => {
    if (depth < shape.length) {
      if (!Array.isArray(value) || value.length !== shape[depth])
        throw data.mismatch(`an array of shape (${shape.join(", ")})`);
      for (const item of value) visitLevel(item, depth + 1);
    } else if (typeof value === "number" || typeof value === "boolean") visit(Number(value));
    else if (value === null) visit(Number.NaN);
    else throw data.mismatch("an array of numbers");
  };
  visitLevel(data.value, 0);
}
