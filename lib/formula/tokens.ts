/** Text -> tokens of the formula language. */
import { formulaError } from "./formula-error.ts";
import type { Span } from "./ast.ts";

export interface Token extends Span {
  readonly kind: "number" | "name" | "symbol" | "end";
  readonly text: string;
}

const pattern = /(\s+)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|==|!=|&&|\|\||[-+*/^<>!()[\],])/y;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let start = 0;
  while (start < text.length) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) {
      throw formulaError(text, { start, end: start + 1 }, {
        code: "formula/character",
        message: `unexpected character ${JSON.stringify(text[start])}`,
        ...(text[start] === "~" && { fix: "write a likelihood line as `response: distribution`" }),
        ...(text[start] === "=" && { fix: "compare with ==" }),
      });
    }
    const end = pattern.lastIndex;
    const kind = match[2] !== undefined ? "number" : match[3] !== undefined ? "name" : "symbol";
    if (match[1] === undefined) tokens.push({ kind, text: match[0], start, end });
    start = end;
  }
  tokens.push({ kind: "end", text: "end of formula", start: text.length, end: text.length });
  return tokens;
}
