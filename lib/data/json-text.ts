/** JSON text to a value, with errors that have a line, and with the NaN and Infinity that Python writes. */
import { CredenceError, type Where } from "../errors.ts";
import { jsonErrorPosition } from "./json-error.ts";

/**
 * The value of a JSON text. Bare `NaN`, `Infinity`, `-Infinity`, which Python writes and the standard forbids, are read
 * as null, Infinity and -Infinity, because null is how the standard's writers spell a missing number.
 * @param place where the text starts, when it is one line of a larger file
 * @throws CredenceError data/json with line and column
 */
export function parseJson(text: string, place: Where): unknown {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(body);
  } catch (error) {
    if (/\b(?:NaN|Infinity)\b/.test(body)) {
      try {
        return JSON.parse(standardNumbers(body));
      } catch {
        // the first message speaks of the text as it stands in the file
      }
    }
    throw jsonError(body, place, error as Error);
  }
}

/** Rewrites bare NaN to null and ±Infinity to a number that overflows to it; strings are left as they are. */
function standardNumbers(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\bNaN\b|-?\bInfinity\b/g, (token) => {
    if (token === "NaN") return "null";
    return token.endsWith("Infinity") ? token.replace("Infinity", "1e999") : token;
  });
}

function jsonError(text: string, place: Where, error: Error): CredenceError {
  const position = jsonErrorPosition(text);
  const before = text.slice(0, position);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = (place.line ?? 1) + before.split("\n").length - 1;
  const isEnd = position >= text.length;
  return new CredenceError(
    {
      code: "data/json",
      message: isEnd ? "the JSON text ends too early" : "the text is not JSON",
      where: { ...place, line, column: position - lineStart + 1 },
      found: isEnd
        ? `the end after ${JSON.stringify(before.slice(-30))}`
        : JSON.stringify(text.slice(position, position + 30)),
      expected: "JSON: objects, lists, numbers, text in double quotes, true, false, null",
    },
    { cause: error },
  );
}
