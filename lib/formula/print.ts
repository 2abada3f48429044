/** Syntax tree -> text, with the fewest parentheses. */
import type { Ast } from "./ast.ts";

const precedence: Readonly<Record<string, number>> = {
  "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "^": 8,
};
const UNARY = 7;
const ATOM = 9;

export function printFormula(ast: Ast): string {
  return print(ast)[0];
}

function print(ast: Ast): [text: string, power: number] {
  const wrap = (inner: Ast, minimum: number): string => {
    const [text, power] = print(inner);
    return power < minimum ? `(${text})` : text;
  };
  const list = (items: readonly Ast[]): string => items.map(printFormula).join(", ");
  switch (ast.kind) {
    case "number":
      return [String(ast.value), ATOM];
    case "name":
      return [ast.name, ATOM];
    case "unary":
      return [`${ast.operator}${wrap(ast.operand, UNARY)}`, UNARY];
    case "binary": {
      const power = precedence[ast.operator]!;
      const rightFirst = ast.operator === "^";
      const left = wrap(ast.left, rightFirst ? power + 1 : power);
      const right = wrap(ast.right, rightFirst ? UNARY : power + 1);
      return [rightFirst ? `${left}^${right}` : `${left} ${ast.operator} ${right}`, power];
    }
    case "index":
      return [`${ast.target}[${list(ast.indices)}]`, ATOM];
    case "vector":
      return [`[${list(ast.items)}]`, ATOM];
    case "call": {
      const { lower, upper } = ast.truncation ?? {};
      const bounds = ast.truncation ? ` T[${lower ? printFormula(lower) : ""}, ${upper ? printFormula(upper) : ""}]` : "";
      return [`${ast.name}(${list(ast.args)})${bounds}`, ATOM];
    }
  }
}
