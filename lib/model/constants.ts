/** The constants of a fit: formulas of its data, computed once, then plain numbers. */
import { compileProgram } from "../compile/program.ts";
import { Instance } from "../compile/instance.ts";
import { CredenceError } from "../errors.ts";
import { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";
import type { Span } from "../formula/ast.ts";
import { parse } from "../formula/parse.ts";
import type { ModelDocument } from "./document.ts";
import { Lowering } from "./lower.ts";
import type { Levels, Rows } from "./places.ts";
import type { Entity, Scope } from "./scope.ts";

/**
 * @returns the value of every constant, in the order of the document
 * @throws CredenceError model/constant when one is not finite
 */
export function evaluateConstants(document: ModelDocument, rows: Rows, levels: Levels): Map<string, number> {
  const graph = new Graph();
  const nodes = new Map<string, Node>();
  const scope: Scope = {
    lookup: (name, span) => entity(name, span),
    names: () => [...Object.keys(document.constants ?? {}), ...rows.columns.keys()],
  };
  const entity = (name: string, _span: Span): Entity | undefined => {
    const column = rows.columns.get(name);
    if (column) return column.kind === "factor" ? { kind: "factor", name } : { kind: "value", value: graph.data(column, rows.axis) };
    const node = nodes.get(name);
    return node && { kind: "value", value: node };
  };
  for (const [name, value] of Object.entries(document.constants ?? {})) {
    const text = String(value);
    try {
      nodes.set(name, new Lowering(graph, text, scope, { ...levels.place([]), observed: (column) => rows.observed.get(column) }).node(parse(text).ast, "one number"));
    } catch (error) {
      throw error instanceof CredenceError ? error.at({ file: `constants.${name}` }) : error;
    }
  }
  const outputs = [...nodes.values()].map((node, offset) => ({ node, axis: null, offset }));
  if (outputs.length === 0) return new Map();
  const instance = new Instance(compileProgram([{ name: "constants", outputs }]), outputs.length + 2);
  const values = instance.array(outputs.length);
  instance.entry("constants")(0, values.byteOffset);
  return new Map([...nodes.keys()].map((name, k) => [name, finite(name, values[k]!)]));
}

function finite(name: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new CredenceError({ code: "model/constant", message: `constant ${name} is ${value}`, where: { file: `constants.${name}` }, expected: "a finite number" });
}
