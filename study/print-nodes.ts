/** Expression nodes as text: shared values get a name and a line, the others stand inside the formula that uses them. */
import type { DataArray, Node } from "../lib/expression/node.ts";
import type { BoundModel } from "../lib/model/bind.ts";

const INFIX: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  lt: "<",
  le: "<=",
  eq: "==",
  and: "&&",
  or: "||",
};
/** a formula longer than this gets a line of its own */
const LONGEST = 90;

export class NodePrinter {
  private readonly names = new Map<Node, string>();
  private readonly coordinates = new Map<number, string>();
  private readonly uses = new Map<Node, number>();
  private readonly order: Node[] = [];
  private readonly texts = new Map<Node, string>();

  /** @param everyNode a line for every node, as the machine computes them */
  constructor(model: BoundModel, roots: readonly Node[], everyNode = false) {
    for (const parameter of model.parameters) {
      const { name, factors, coordinates } = parameter;
      const axis = factors.length > 0 ? `[${factors.join(",")}]` : "";
      coordinates.forEach(({ offset }, k) =>
        this.coordinates.set(offset!, `free(${name}${coordinates.length > 1 ? `[${k + 1}]` : ""}${axis})`),
      );
    }
    const seen = new Set<Node>();
    const visit = (node: Node): void => {
      this.uses.set(node, (this.uses.get(node) ?? 0) + 1);
      if (seen.has(node)) return;
      seen.add(node);
      node.inputs.forEach(visit);
      this.order.push(node);
    };
    roots.forEach(visit);
    for (const node of this.order) {
      if (node.inputs.length === 0) continue;
      const isShared = this.uses.get(node)! > 1 || this.body(node).length > LONGEST;
      if (everyNode || isShared) this.names.set(node, `t${this.names.size + 1}`);
    }
  }

  /** the named values, inputs before users */
  statements(): string[] {
    return this.order.filter((node) => this.names.has(node)).map((node) => this.statement(node));
  }

  statement(node: Node): string {
    const axis = node.axis ? `[${node.axis.name}]` : "";
    const when = node.fixed ? "   # of data alone: once" : "";
    return `${this.names.get(node) ?? "value"}${axis} = ${this.body(node)}${when}`;
  }

  text(node: Node): string {
    return this.names.get(node) ?? this.body(node);
  }

  private body(node: Node): string {
    let text = this.texts.get(node);
    if (text === undefined) this.texts.set(node, (text = this.write(node)));
    return text;
  }

  private write(node: Node): string {
    const { op, inputs } = node;
    const args = inputs.map((input) => this.text(input));
    if (op === "constant") return String(node.value);
    if (op === "data") return dataName(node.data!);
    if (op === "parameter") return this.coordinates.get(node.offset!) ?? `free[${node.offset}]`;
    if (op === "neg") return `-${this.inside(inputs[0]!)}`;
    if (INFIX[op]) return `${this.inside(inputs[0]!)} ${INFIX[op]} ${this.inside(inputs[1]!)}`;
    if (op === "gather") return `${args[0]}[${node.map!.to.name}]`;
    if (op === "element") return `${args[0]}[${node.at! + 1}]`;
    if (op === "scatter") return `sum(${args[0]} by ${node.map!.to.name})`;
    if (op === "select") return `if_else(${args.join(", ")})`;
    return `${op}(${args.join(", ")})`;
  }

  private inside(node: Node): string {
    const text = this.text(node);
    return this.names.has(node) || !(INFIX[node.op] || node.op === "neg") ? text : `(${text})`;
  }
}

const dataName = ({ name }: DataArray): string => name;
