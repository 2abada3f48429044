/** The abstract syntax of the formula language; every node knows its place in the text. */

/** half-open range of characters in the formula's text */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "^" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "&&" | "||";

export type Ast = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "unary"; readonly operator: "-" | "!"; readonly operand: Ast }
    | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Ast; readonly right: Ast }
    | { readonly kind: "index"; readonly target: string; readonly indices: readonly Ast[] }
    | { readonly kind: "vector"; readonly items: readonly Ast[] }
    | CallFields
  );

interface CallFields {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly Ast[];
  /** `T[lower, upper]`, either side optional */
  readonly truncation?: { readonly lower?: Ast; readonly upper?: Ast };
}

export type Call = Span & CallFields;

/** A formula with its text, so that an error found later can still show a caret. */
export interface Formula {
  readonly text: string;
  readonly ast: Ast;
}

/** `name`, `name[a, b]` or `name(a, b)`: the left side of a declaration */
export interface Declaration {
  readonly name: string;
  readonly indices: readonly string[];
  readonly parameters: readonly string[];
}
