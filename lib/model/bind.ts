/** A model document bound to a table: every formula resolved, one expression graph, the layout of the coordinates. */
import type { FactorColumn } from "../data/column.ts";
import type { Table } from "../data/table.ts";
import { CredenceError } from "../errors.ts";
import { isVector, type Value } from "../expression/functions.ts";
import { Graph } from "../expression/graph.ts";
import type { Axis, DataArray, Node } from "../expression/node.ts";
import type { Ast, Span } from "../formula/ast.ts";
import { parse, parseDeclaration } from "../formula/parse.ts";
import { readColumns } from "./columns.ts";
import { companions } from "./companions.ts";
import { evaluateConstants } from "./constants.ts";
import { type ModelDocument, parameterDeclaration } from "./document.ts";
import { type BoundLikelihood, bindLikelihood } from "./likelihood.ts";
import { located } from "./located.ts";
import { Lowering } from "./lower.ts";
import { bindMultiples, type Multiples } from "./multipliers.ts";
import { type BoundParameter, bindParameter, elementNames } from "./parameters.ts";
import { Levels, Rows } from "./places.ts";
import { isShearer, shearPlan } from "./shear-plan.ts";
import type { Entity, Scope } from "./scope.ts";

export interface BoundQuantity {
  readonly name: string;
  readonly factors: readonly string[];
  readonly axis: Axis | null;
  readonly value: Value;
  readonly elements: readonly string[];
}

export class BoundModel {
  readonly document: ModelDocument;
  readonly graph: Graph;
  readonly levels: Levels;
  readonly rows: Rows;
  /** constants of the fit, computed from its data once */
  readonly constants: ReadonlyMap<string, number>;
  readonly parameters: readonly BoundParameter[];
  readonly likelihood: readonly BoundLikelihood[];
  readonly quantities: readonly BoundQuantity[];
  readonly dim: number;
  /** data that warmup may rewrite: the choice of coordinates */
  readonly mutables: readonly DataArray[];
  private readonly bound = new Map<string, BoundParameter>();
  /** parameters after those that their priors name */
  readonly inPriorOrder: readonly BoundParameter[];
  readonly multiples: Multiples;
  /** parameters whose elements are components without order in the sampler: an ordered one, and those that go along */
  readonly companies: readonly (readonly BoundParameter[])[];
  private next: number;
  private readonly shearers: ReadonlyMap<string, readonly string[]>;
  private readonly companions: ReadonlyMap<string, readonly string[]>;

  /**
   * @param mutable columns whose numbers may be replaced later (`ModelDensity.update`), as simulation does with responses
   * @param leftOut rows (from 0) that do not enter the likelihood; levels, constants and coordinates are those of all rows
   */
  constructor(document: ModelDocument, table: Table, mutable: readonly string[] = [], leftOut: readonly number[] = []) {
    this.document = document;
    this.graph = new Graph();
    const { columns: read, observed } = readColumns(document, table);
    const columns = new Map(read);
    for (const name of mutable) columns.set(name, Object.assign({ mutable: true }, columns.get(name)!));
    this.levels = new Levels(new Map([...columns.values()].filter((c): c is FactorColumn => c.kind === "factor").map((c) => [c.name, c.levels])));
    this.rows = new Rows(columns, table.rows, this.levels, observed);
    this.levels.rows = this.rows;
    checkNames(document);
    this.constants = evaluateConstants(document, this.rows, this.levels);
    const scope = this.scope(this.rows);
    const keys = Object.keys(document.parameters);
    this.shearers = shearPlan(document);
    this.companions = companions(document);
    this.multiples = bindMultiples(this.graph, document, this.constantScope(), this.levels);
    this.next = this.multiples.size;
    for (const key of keys) this.parameter(key, scope);
    this.parameters = keys.map((key) => this.bound.get(key)!);
    this.inPriorOrder = [...this.bound.values()];
    this.companies = [...this.companions].map(([leader, others]) => [leader, ...others].map((key) => this.bound.get(key)!));
    this.mutables = this.parameters.flatMap(({ centring, shear }) => [
      ...(centring ? [centring.precisions, centring.pulls] : []),
      ...(shear?.terms.map(({ coefficient }) => coefficient) ?? []),
    ]);
    this.dim = this.next;
    this.likelihood = Object.entries(document.likelihood).map(([response, text]) =>
      located(`likelihood.${response}`, () => without(leftOut, this.graph, this.rows, bindLikelihood(this.graph, response, text, scope, this.rows))));
    this.quantities = Object.keys(document.quantities ?? {})
      .filter((key) => parseDeclaration(key).parameters.length === 0)
      .map((key) => this.quantity(key, scope));
  }

  /** names as formulas see them over the rows of a table: the fit's own, or another one to predict at */
  scope(rows: Rows | null, extra: ReadonlyMap<string, Entity> = new Map()): Scope {
    const { document, graph } = this;
    const lets = new Map(Object.entries(document.let ?? {}).map(([key, text]) => [parseDeclaration(key).name, { key, text, section: "let" }]));
    for (const [key, text] of Object.entries(document.quantities ?? {})) lets.set(parseDeclaration(key).name, { key, text, section: "quantities" });
    const parameters = new Map(Object.keys(document.parameters).map((key) => [parseDeclaration(key).name, key]));
    const done = new Map<string, Entity>();
    const open: string[] = [];

    const find = (name: string, span: Span): Entity | undefined => {
      const given = extra.get(name);
      if (given) return given;
      const constant = this.constants.get(name);
      if (constant !== undefined) return { kind: "value", value: graph.constant(constant) };
      const column = rows?.columns.get(name);
      if (column) return column.kind === "factor" ? { kind: "factor", name } : { kind: "value", value: graph.data(column, rows!.axis) };
      if (document.data[name]?.kind === "factor") return { kind: "factor", name };
      if (document.data[name]) throw missingColumn(name, rows);
      const key = parameters.get(name);
      if (key !== undefined) return parameterEntity(this.parameter(key, scope));
      const line = lets.get(name);
      return line && located(`${line.section}.${name}`, () => define(line.key, line.text, span));
    };
    const define = (key: string, text: string, span: Span): Entity => {
      const { name, indices, parameters: args } = parseDeclaration(key);
      if (args.length > 0) return this.functionEntity(args, text, rows);
      if (open.includes(name)) throw circular([...open, name], span);
      open.push(name);
      const place = indices.length > 0 ? this.levels.place(indices) : rows ? rows.place : this.levels.place([]);
      const value = new Lowering(graph, text, scope, place).value(this.parse(text));
      open.pop();
      return indices.length > 0 ? { kind: "levels", value, factors: indices, axis: place.axis! } : { kind: "value", value };
    };
    const scope: Scope = {
      lookup: (name, span) => {
        let entity = done.get(name);
        if (!entity) {
          entity = find(name, span);
          if (entity) done.set(name, entity);
        }
        return entity;
      },
      names: () => [...extra.keys(), ...this.constants.keys(), ...Object.keys(document.data), ...parameters.keys(), ...lets.keys()],
    };
    return scope;
  }

  private constantScope(): Scope {
    return {
      lookup: (name) => (this.constants.has(name) ? { kind: "value", value: this.graph.constant(this.constants.get(name)!) } : undefined),
      names: () => this.constants.keys(),
    };
  }

  private functionEntity(parameters: readonly string[], text: string, rows: Rows | null): Entity {
    return {
      kind: "function",
      parameters,
      call: (args) => {
        const extra = new Map<string, Entity>(parameters.map((name, k) => [name, { kind: "value", value: args[k]! }]));
        const place = { ...this.levels.place([]), axis: commonAxis(args) };
        return new Lowering(this.graph, text, this.scope(rows, extra), place).value(this.parse(text));
      },
    };
  }

  private readonly parsed = new Map<string, Ast>();

  /** searches call the same function, and what it names, hundreds of times */
  private parse(text: string): Ast {
    let ast = this.parsed.get(text);
    if (!ast) this.parsed.set(text, (ast = parse(text).ast));
    return ast;
  }

  private readonly opening: string[] = [];

  private parameter(key: string, scope: Scope): BoundParameter {
    const known = this.bound.get(key);
    if (known) return known;
    if (this.opening.includes(key)) throw circular([...this.opening, key], { start: 0, end: 1 });
    this.opening.push(key);
    // parameters named in the prior are bound first, so the offset is taken only afterwards
    const declaration = this.document.parameters[key]!;
    const name = parseDeclaration(key).name;
    const bound = located(`parameters.${name}`, () => {
      dependencies(declaration, scope);
      const others = (this.shearers.get(key) ?? []).map((other) => this.parameter(other, scope)).filter(isShearer).map(({ value }) => value as Node);
      const { offsets, logValues } = this.multiples;
      const { along } = parameterDeclaration(declaration);
      const company = this.companions.has(key) ? "leads" : along === undefined ? undefined : this.parameter(along, scope).exchanges;
      return bindParameter(this.graph, key, declaration, scope, this.levels, offsets.get(key) ?? this.next, others, logValues.get(key), company);
    });
    this.opening.pop();
    if (!this.multiples.offsets.has(key)) this.next += bound.size;
    this.bound.set(key, bound);
    return bound;
  }

  private quantity(key: string, scope: Scope): BoundQuantity {
    const { name, indices } = parseDeclaration(key);
    return located(`quantities.${name}`, () => {
      const place = this.levels.place(indices);
      const text = this.document.quantities![key]!;
      const lowering = new Lowering(this.graph, text, scope, place);
      const { ast } = parse(text);
      const value = lowering.value(ast);
      if (!isVector(value)) lowering.checkAxis(ast, value);
      return { name, factors: indices, axis: place.axis, value, elements: elementNames(name, indices, value, this.levels) };
    });
  }
}

/** a likelihood line that is silent about some rows */
function without(leftOut: readonly number[], graph: Graph, { axis }: Rows, line: BoundLikelihood): BoundLikelihood {
  if (leftOut.length === 0) return line;
  const kept = new Float64Array(axis.size).fill(1);
  for (const row of leftOut) kept[row] = 0;
  return { ...line, pointwise: graph.select(graph.data({ name: "kept", values: kept }, axis), line.pointwise, graph.constant(0)) };
}

/** touches every name in a prior once, so that the parameters it names take their coordinates before this one */
function dependencies(declaration: string | { prior: string }, scope: Scope): void {
  const text = typeof declaration === "string" ? declaration : declaration.prior;
  for (const name of text.match(/[A-Za-z_]\w*/g) ?? []) scope.lookup(name, { start: 0, end: 1 });
}

function parameterEntity({ value, factors, axis }: BoundParameter): Entity {
  return axis === null ? { kind: "value", value } : { kind: "levels", value, factors, axis };
}

function commonAxis(args: readonly Value[]): Axis | null {
  return (args as readonly Node[]).find((arg) => !isVector(arg) && arg.axis !== null)?.axis ?? null;
}

/** one name, one meaning */
function checkNames(document: ModelDocument): void {
  const seen = new Map<string, string>();
  for (const section of ["data", "constants", "parameters", "let", "quantities"] as const) {
    for (const key of Object.keys(document[section] ?? {})) {
      const { name } = section === "data" ? { name: key } : located(`${section}.${key}`, () => parseDeclaration(key));
      const other = seen.get(name);
      if (other) {
        throw new CredenceError({ code: "model/name-twice", message: `${name} is declared twice`, where: { file: `${section}.${name}` }, found: `${other} and ${section}`, fix: "rename one of them" });
      }
      seen.set(name, section);
    }
  }
}

function missingColumn(name: string, rows: Rows | null): CredenceError {
  return new CredenceError({
    code: "model/column-here",
    message: rows ? `column ${name} has no value at the points asked for` : `column ${name} has one value per row, and there are no rows here`,
    expected: `a value for ${name}`,
    fix: rows ? `give it: --at ${name}=...` : "reduce it with mean, min, max or sum, or name a constant",
  });
}

function circular(chain: readonly string[], span: Span): CredenceError {
  return new CredenceError({ code: "model/circular", message: `circular definition: ${chain.join(" -> ")}`, where: { start: span.start, end: span.end } });
}
