/** A formula of our language as MathML, so that a browser sets it as mathematics and a screen reader says it as such. */

import { type Ast, type BinaryOperator } from "../lib/formula/ast.ts";
import { parse } from "../lib/formula/parse.ts";
import { exact } from "./numbers.ts";
import { html, type Markup } from "./svg/markup.ts";

/**
 * `left relation right` as a block of mathematics; formulas that do not parse are shown as they were written.
 * @param relation `=` or `~`
 */
export function mathStatement(left: string, relation: "=" | "~", right: string): Markup {
  try {
    const [a, b] = [parse(left).ast, parse(right).ast];
    const plain = `${left} ${relation} ${right}`;
    return html`<math display="block" alttext="${plain}"><mrow>${print(a, 0)}<mo>${relation === "~" ? "∼" : "="}</mo>${print(b, 0)}</mrow></math>`;
  } catch {
    return html`<code>${left} ${relation} ${right}</code>`;
  }
}

const GREEK: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  eta: "η",
  theta: "θ",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  phi: "φ",
  psi: "ψ",
  omega: "ω",
  Phi: "Φ",
};

/** how tightly each operator binds; a weaker one inside a stronger one needs brackets */
const BINDS: Readonly<Record<BinaryOperator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "^": 7,
};
const NEGATION = 6;

const SIGNS: Readonly<Partial<Record<BinaryOperator, string>>> = {
  "-": "−",
  "*": "⋅",
  "<=": "≤",
  ">=": "≥",
  "==": "=",
  "!=": "≠",
  "&&": "∧",
  "||": "∨",
};

function print(ast: Ast, outside: number): Markup {
  switch (ast.kind) {
    case "number":
      return html`<mn>${exact(ast.value)}</mn>`;
    case "name":
      return name(ast.name);
    case "unary":
      return bracketed(
        html`<mo>${ast.operator === "-" ? "−" : "¬"}</mo>${print(ast.operand, NEGATION)}`,
        NEGATION < outside,
      );
    case "binary":
      return binary(ast.operator, ast.left, ast.right, outside);
    case "index":
      return html`<msub>${name(ast.target)}<mrow>${separated(ast.indices)}</mrow></msub>`;
    case "vector":
      return html`<mrow><mo>[</mo>${separated(ast.items)}<mo>]</mo></mrow>`;
    case "call":
      return call(ast);
  }
}

function binary(operator: BinaryOperator, left: Ast, right: Ast, outside: number): Markup {
  const binds = BINDS[operator];
  if (operator === "/") return html`<mfrac>${row(print(left, 0))}${row(print(right, 0))}</mfrac>`;
  if (operator === "^") return html`<msup>${base(left)}${row(print(right, 0))}</msup>`;
  const sign = SIGNS[operator] ?? operator;
  const inside = html`${print(left, binds)}<mo>${sign}</mo>${print(right, operator === "-" ? binds + 1 : binds)}`;
  return bracketed(inside, binds < outside);
}

function call({ name: called, args, truncation }: Extract<Ast, { kind: "call" }>): Markup {
  const [first] = args;
  if (first && args.length === 1) {
    if (called === "sqrt") return html`<msqrt>${print(first, 0)}</msqrt>`;
    if (called === "abs") return html`<mrow><mo>|</mo>${print(first, 0)}<mo>|</mo></mrow>`;
    if (called === "square") return html`<msup>${base(first)}<mn>2</mn></msup>`;
    if (called === "exp") return html`<msup><mi>e</mi>${row(print(first, 0))}</msup>`;
  }
  const cut =
    truncation &&
    html`<mspace width="0.3em"/><mi>T</mi><mo>[</mo>${truncation.lower && print(truncation.lower, 0)}<mo>,</mo>${truncation.upper && print(truncation.upper, 0)}<mo>]</mo>`;
  return html`<mrow>${/^[A-Za-z]_/.test(called) ? name(called) : html`<mi mathvariant="normal">${called.replaceAll("_", " ")}</mi>`}<mo>&#x2061;</mo>${brackets(separated(args))}${cut}</mrow>`;
}

function separated(items: readonly Ast[]): Markup {
  return html`${items.map((item, i) => html`${i > 0 && html`<mo separator="true">,</mo>`}${argument(item)}`)}`;
}

/** A quotient of two plain things keeps to the line where it is one of several arguments. */
function argument(item: Ast): Markup {
  const isPlain = ({ kind }: Ast): boolean => kind === "name" || kind === "number";
  if (item.kind !== "binary" || item.operator !== "/" || !isPlain(item.left) || !isPlain(item.right))
    return print(item, 0);
  return html`${print(item.left, 0)}<mo>/</mo>${print(item.right, 0)}`;
}

/** `A0` and `N_opt` carry a subscript; Greek names become letters; other words stand upright. */
function name(text: string): Markup {
  const parts = /^([A-Za-z]+?)(?:_([A-Za-z0-9_]+)|(\d+))$/.exec(text);
  const base = parts?.[1] ?? text;
  const below = parts?.[2] ?? parts?.[3];
  const letter = html`<mi>${GREEK[base] ?? base}</mi>`;
  return below === undefined
    ? letter
    : html`<msub>${letter}<mi>${(GREEK[below] ?? below).replaceAll("_", " ")}</mi></msub>`;
}

/** What is raised to a power: a fraction needs brackets, although alone it needs none. */
function base(ast: Ast): Markup {
  const fraction = ast.kind === "binary" && ast.operator === "/";
  return bracketed(print(ast, fraction ? 0 : BINDS["^"] + 1), fraction);
}

function row(content: Markup): Markup {
  return html`<mrow>${content}</mrow>`;
}

function bracketed(content: Markup, needed: boolean): Markup {
  return needed ? row(brackets(content)) : row(content);
}

/** Round brackets, as tall as a fraction inside; around anything flatter they keep the size of the letters. */
function brackets(content: Markup): Markup {
  const size = content.source.includes("<mfrac") ? html`` : html` stretchy="false"`;
  return html`<mo${size}>(</mo>${content}<mo${size}>)</mo>`;
}
