/** Where a text stops being JSON: engines differ in whether and how they say it. */

const TOKEN =
  /\s*(?:([{}[\],:])|("[ !#-[\]-\u{10FFFF}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10FFFF}]*)*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b)/uy;

/** What may come next: a value, a value or `]`, a key, a key or `}`, a colon, or a comma or the closing bracket. */
type Expecting = "value" | "first" | "key" | "firstKey" | "colon" | "after";

/** The 0-based position of the first character that cannot stand where it stands; the length of the text at its end. */
export function jsonErrorPosition(text: string): number {
  const open: string[] = [];
  let expecting: Expecting = "value";
  let position = 0;
  for (;;) {
    TOKEN.lastIndex = position;
    const match: RegExpExecArray | null = TOKEN.exec(text);
    const isOver: boolean = expecting === "after" && open.length === 0;
    const next: Expecting | undefined = match && !isOver ? follow(match[1], match[2], expecting, open) : undefined;
    if (next === undefined) return position + /^\s*/.exec(text.slice(position))![0].length;
    expecting = next;
    position = TOKEN.lastIndex;
  }
}

/** The state after a token, or undefined when the token cannot stand here. */
function follow(
  mark: string | undefined,
  text: string | undefined,
  expecting: Expecting,
  open: string[],
): Expecting | undefined {
  const isValue = expecting === "value" || expecting === "first";
  const isKey = expecting === "key" || expecting === "firstKey";
  if (mark === undefined) return isValue ? "after" : isKey && text !== undefined ? "colon" : undefined;
  if (mark === ":") return expecting === "colon" ? "value" : undefined;
  if (mark === ",") return expecting === "after" ? (open.at(-1) === "{" ? "key" : "value") : undefined;
  if (mark === "{" || mark === "[") {
    if (isValue) open.push(mark);
    return isValue ? (mark === "{" ? "firstKey" : "first") : undefined;
  }
  const opened = mark === "}" ? "{" : "[";
  const mayClose = expecting === "after" || expecting === (mark === "}" ? "firstKey" : "first");
  return mayClose && open.pop() === opened ? "after" : undefined;
}
