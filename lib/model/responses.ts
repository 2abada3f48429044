/** Which data columns of a document are responses. */
import { parse } from "../formula/parse.ts";
import type { ModelDocument } from "./document.ts";

/** the column that each likelihood line is about, the first one named on its left; and the flags that say how it ended */
export function responsesOf(document: ModelDocument): ReadonlySet<string> {
  const column = (text: string): string[] => namesIn(text).filter((name) => name in document.data).slice(0, 1);
  return new Set(Object.entries(document.likelihood).flatMap(([left, right]) => [...column(left), ...column(flagOf(right))]));
}

/** the flag of `right_censored(distribution, flag, limit)`, as text; without a limit the flag is given, not simulated */
function flagOf(text: string): string {
  if (!/^\s*(left|right)_censored\(/.test(text)) return "";
  const { ast } = parse(text);
  const flag = ast.kind === "call" && ast.args.length === 3 ? ast.args[1]! : undefined;
  return flag ? text.slice(flag.start, flag.end) : "";
}

/** every name in a formula, functions included */
export const namesIn = (text: string): readonly string[] => text.match(/[A-Za-z_]\w*/g) ?? [];
