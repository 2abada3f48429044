/** What becomes of a model: its expression graph, the gradient's, the schedule of loops, the WebAssembly text. */
import type { FunctionSpec } from "../lib/compile/program.ts";
import type { Step } from "../lib/compile/schedule.ts";
import { print } from "../lib/compile/wasm/print.ts";
import type { Table } from "../lib/data/table.ts";
import type { Node } from "../lib/expression/node.ts";
import { BoundModel } from "../lib/model/bind.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { densityFunction, ModelDensity } from "../lib/model/model-density.ts";
import { NodePrinter } from "./print-nodes.ts";

export type Stage = "graph" | "gradient" | "loops" | "wat";

/**
 * The text of each stage asked for.
 * @throws CredenceError as fitting would before its first draw
 */
export function explain(document: ModelDocument, table: Table, stages: readonly Stage[]): ReadonlyMap<Stage, string> {
  const model = new BoundModel(document, table);
  const density = new ModelDensity(model);
  const spec = densityFunction(model);
  const show: Record<Stage, () => string> = {
    graph: () => graphText(model, spec),
    gradient: () => gradientText(density, spec),
    loops: () => loopsText(density),
    wat: () => print(density.program.module),
  };
  return new Map(stages.map((stage) => [stage, show[stage]()]));
}

function graphText(model: BoundModel, { result }: FunctionSpec): string {
  const printer = new NodePrinter(model, [result!]);
  return `${[...printer.statements(), `log density = ${printer.text(result!)}`].join("\n")}\n`;
}

function gradientText({ model, coordinates }: ModelDensity, { outputs }: FunctionSpec): string {
  const printer = new NodePrinter(
    model,
    outputs.map(({ node }) => node),
  );
  const lines = outputs.map(
    ({ node, offset, axis }) =>
      `d/d ${axis ? `${coordinates[offset]!.split("[")[0]}[${axis.name}]` : coordinates[offset]} = ${printer.text(node)}`,
  );
  return `${[...printer.statements(), ...lines].join("\n")}\n`;
}

/** `prepare` runs once for what depends on data alone; the others run for each gradient */
function loopsText({ model, program }: ModelDensity): string {
  const all = [...program.steps.values()].flat().flatMap(nodesOf);
  const printer = new NodePrinter(model, all, true);
  const lines = [...program.steps].flatMap(([name, steps]) => [
    `${name}:`,
    ...steps.flatMap((step) => stepLines(step, printer)).map((line) => `  ${line}`),
  ]);
  return `${lines.join("\n")}\n`;
}

function nodesOf(step: Step): readonly Node[] {
  return step.kind === "loop"
    ? [...step.nodes, ...step.reductions, ...step.scatters]
    : step.kind === "scalars"
      ? step.nodes
      : [step.node];
}

function stepLines(step: Step, printer: NodePrinter): string[] {
  const stored = new Set(step.kind === "loop" ? step.stores : []);
  const body = nodesOf(step).map((node) => `  ${printer.statement(node)}${stored.has(node) ? "   (stored)" : ""}`);
  const head =
    step.kind === "loop"
      ? `for each pair of ${step.axis.size} ${step.axis.name === "rows" ? "rows" : `levels of ${step.axis.name}`}`
      : step.kind === "scalars"
        ? "once"
        : "one after the other";
  return [`${head}:`, ...body];
}
