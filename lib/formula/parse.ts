/** Pratt parser of the formula language (Pratt 1973, Top down operator precedence). */
import type { Ast, BinaryOperator, Call, Declaration, Formula, Span } from "./ast.ts";
import { formulaError } from "./formula-error.ts";
import { type Token, tokenize } from "./tokens.ts";

/** left binding powers; ^ binds to the right and tighter than unary minus, as in Stan and R */
const binding: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "^": 8,
};
const UNARY = 7;

/** Nesting deeper than this is a mistake or an attack; the limit keeps recursion far from the stack's end. */
const MAX_DEPTH = 200;

class Parser {
  private readonly tokens: Token[];
  private position = 0;
  private depth = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  get token(): Token {
    return this.tokens[this.position]!;
  }

  next(): Token {
    return this.tokens[this.position++]!;
  }

  accept(symbol: string): boolean {
    if (this.token.kind !== "symbol" || this.token.text !== symbol) return false;
    this.position++;
    return true;
  }

  expect(symbol: string, context: string): Token {
    const { token } = this;
    if (this.accept(symbol)) return token;
    throw this.unexpected(`\`${symbol}\` ${context}`);
  }

  unexpected(expected: string): Error {
    const { token } = this;
    return formulaError(this.text, token, {
      code: "formula/syntax",
      message: token.kind === "end" ? "the formula ends too early" : `unexpected ${JSON.stringify(token.text)}`,
      found: token.text,
      expected,
    });
  }

  expression(minimum: number): Ast {
    if (++this.depth > MAX_DEPTH) {
      throw formulaError(this.text, this.token, { code: "formula/depth", message: `nested more than ${MAX_DEPTH} deep` });
    }
    let left = this.prefix();
    for (;;) {
      const { token } = this;
      const power = token.kind === "symbol" ? binding[token.text] : undefined;
      if (power === undefined || power <= minimum) break;
      this.position++;
      const right = this.expression(token.text === "^" ? UNARY - 1 : power);
      const operator = token.text as BinaryOperator;
      left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
    }
    this.depth--;
    return left;
  }

  private prefix(): Ast {
    const token = this.next();
    if (token.kind === "number") return { kind: "number", value: Number(token.text), start: token.start, end: token.end };
    if (token.kind === "name") return this.named(token);
    if (token.text === "(") {
      const inner = this.expression(0);
      const close = this.expect(")", "to close the parenthesis");
      return { ...inner, start: token.start, end: close.end };
    }
    if (token.text === "[") {
      const items = this.list("]");
      return { kind: "vector", items, start: token.start, end: this.previousEnd };
    }
    if (token.text === "-" || token.text === "!") {
      const operand = this.expression(UNARY - 1);
      return { kind: "unary", operator: token.text, operand, start: token.start, end: operand.end };
    }
    if (token.text === "+") return this.expression(UNARY - 1);
    this.position--;
    throw this.unexpected("a number, a name, `(`, `[` or `-`");
  }

  private named(token: Token): Ast {
    if (this.accept("(")) {
      const args = this.list(")");
      const call = { kind: "call", name: token.text, args, start: token.start, end: this.previousEnd } as const;
      return this.truncation(call);
    }
    if (this.accept("[")) {
      const indices = this.list("]");
      return { kind: "index", target: token.text, indices, start: token.start, end: this.previousEnd };
    }
    return { kind: "name", name: token.text, start: token.start, end: token.end };
  }

  private truncation(call: Call): Call {
    const [t, open] = [this.token, this.tokens[this.position + 1]];
    if (t.text !== "T" || open?.text !== "[") return call;
    this.position += 2;
    const lower = this.token.text === "," ? undefined : this.expression(0);
    this.expect(",", "between the bounds of T[lower, upper]");
    const upper = this.token.text === "]" ? undefined : this.expression(0);
    const close = this.expect("]", "to close the truncation");
    return { ...call, truncation: { ...(lower && { lower }), ...(upper && { upper }) }, end: close.end };
  }

  private list(close: string): Ast[] {
    const items: Ast[] = [];
    if (this.accept(close)) return items;
    do items.push(this.expression(0));
    while (this.accept(","));
    this.expect(close, `or \`,\` after this item`);
    return items;
  }

  private get previousEnd(): number {
    return this.tokens[this.position - 1]!.end;
  }
}

/** @throws CredenceError formula/* with a caret */
export function parse(text: string): Formula {
  const parser = new Parser(text);
  const ast = parser.expression(0);
  if (parser.token.kind !== "end") throw parser.unexpected("an operator or the end of the formula");
  return { text, ast };
}

/** `N_opt(C)`, `theta[task]`, `alpha`: the left side of a declaration. */
export function parseDeclaration(text: string): Declaration {
  const { ast } = parse(text);
  if (ast.kind === "name") return { name: ast.name, indices: [], parameters: [] };
  if (ast.kind === "index") return { name: ast.target, indices: ast.indices.map(nameOf), parameters: [] };
  if (ast.kind === "call" && !ast.truncation) return { name: ast.name, indices: [], parameters: ast.args.map(nameOf) };
  throw declarationError(ast);

  function nameOf(item: Ast): string {
    if (item.kind === "name") return item.name;
    throw declarationError(item);
  }

  function declarationError(span: Span): Error {
    return formulaError(text, span, {
      code: "formula/declaration",
      message: "not a name that can be declared",
      expected: "name, name[column] or name(argument)",
    });
  }
}
