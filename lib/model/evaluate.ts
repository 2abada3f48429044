/** Formulas evaluated as numbers, through the same compiler as everything else. */
import { Instance } from "../compile/instance.ts";
import { compileProgram } from "../compile/program.ts";
import { isVector } from "../expression/functions.ts";
import { Graph } from "../expression/graph.ts";
import type { Axis } from "../expression/node.ts";
import { parse } from "../formula/parse.ts";
import { Lowering } from "./lower.ts";
import type { Scope } from "./scope.ts";

/**
 * The value of a formula at each element of named arrays of equal length; a plain number broadcasts.
 * @throws CredenceError formula/* with a caret
 */
export function evaluateFormula(text: string, names: ReadonlyMap<string, number | Float64Array>, length = 1): Float64Array {
  const graph = new Graph();
  const axis: Axis = { name: "rows", size: length };
  const scope: Scope = {
    lookup: (name) => {
      const values = names.get(name);
      if (values === undefined) return undefined;
      return { kind: "value", value: typeof values === "number" ? graph.constant(values) : graph.data({ name, values }, axis) };
    },
    names: () => names.keys(),
  };
  const place = { axis, mapTo: () => undefined, levelIndex: () => undefined, labels: () => [] };
  const node = new Lowering(graph, text, scope, place).value(parse(text).ast);
  if (isVector(node)) throw new Error("a vector where numbers were expected");
  const instance = new Instance(compileProgram([{ name: "value", outputs: [{ node, axis, offset: 0 }] }]), length + 2);
  const output = instance.array(length);
  instance.entry("value")(0, output.byteOffset);
  return output.slice();
}
