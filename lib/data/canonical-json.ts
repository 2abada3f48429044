/** One text for one value: JSON with sorted keys, for hashing and comparing documents and settings. */
import { CredenceError } from "../errors.ts";

/** Deeper than any document we write; recursion must end on a cycle. */
const MAX_DEPTH = 200;

/**
 * JSON without spaces whose keys are sorted by code unit. Undefined members are left out; typed arrays are lists.
 * @throws CredenceError data/not-json for NaN, infinities, functions, cycles: two values must not share a text
 */
export function canonicalJson(value: unknown): string {
  return write(value, "", 0);
}

function write(value: unknown, path: string, depth: number): string {
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value !== "object" || depth > MAX_DEPTH) throw notJson(value, path, depth);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as ArrayLike<unknown>);
    return `[${items.map((item, index) => write(item, `${path}[${index}]`, depth + 1)).join(",")}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member, `${path}.${key}`, depth + 1)}`);
  return `{${members.join(",")}}`;
}

function notJson(value: unknown, path: string, depth: number): CredenceError {
  return new CredenceError({
    code: "data/not-json",
    message:
      depth > MAX_DEPTH
        ? `a value is nested more than ${MAX_DEPTH} deep`
        : `${String(value)} cannot be written as JSON`,
    found: `${typeof value} at ${path.slice(-80) || "the root"}`,
    expected: "finite numbers, text, true, false, null, lists and objects",
  });
}
