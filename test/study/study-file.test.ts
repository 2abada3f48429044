/** A study file is checked whole: each mistake is told with its line, what was found, what was expected and the nearest name. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CredenceError } from "../../lib/errors.ts";
import { glob } from "../../study/study-file/glob.ts";
import { jsonSchema } from "../../study/study-file/json-schema.ts";
import { loadStudy } from "../../study/study-file/load-study.ts";
import { checkShape, type Shape } from "../../study/study-file/shape.ts";
import { studyShape } from "../../study/study-file/study-shape.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-study-"));
const good = `version: 1
data:
  sweep: { files: sweep.csv }
models:
  law: { model: chinchilla, data: sweep, priors: { alpha: "normal(0.35, 0.1)" } }
forecasts:
  - { id: big, model: law, at: { C: 1e25 } }
expect:
  - id: low
    that: big < 2
    probability: 0.9
`;

function load(text: string, name = "study.yaml") {
  const path = join(folder, name);
  writeFileSync(path, text);
  return loadStudy(path);
}

function detailsOf(text: string) {
  try {
    load(text);
  } catch (error) {
    if (error instanceof CredenceError) return error.details;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("a good file is read, and every entry knows its line and column", () => {
  const study = load(good);
  expect(study.file.models["law"]!.model).toBe("chinchilla");
  expect(study.place(["expect", 0, "that"])).toMatchObject({ line: 10, column: 5 });
  expect(study.place(["expect", 0])).toMatchObject({ line: 9 });
  expect(study.place(["models", "law", "priors", "nothing"])).toMatchObject({ line: 5 });
});

const wrong: readonly [string, string, string, object][] = [
  ["an unknown key", "probability: 0.9", "probabilty: 0.9", { code: "study/file", nearest: "probability", where: { line: 11, column: 5 } }],
  ["a probability of 90", "probability: 0.9", "probability: 90", { code: "study/file", found: "90", expected: "a number between 0 and 1", where: { line: 11 } }],
  ["an unknown table", "data: sweep,", "data: sweeps,", { code: "study/reference", nearest: "sweep", where: { line: 5 } }],
  ["an unknown model", "model: law", "model: lawn", { code: "study/reference", nearest: "law", where: { line: 7 } }],
  ["a missing key", "    that: big < 2\n", "", { code: "study/file", expected: 'a key "that"', where: { line: 9 } }],
  ["a name twice", "id: big", "id: law", { code: "study/name-twice", where: { line: 7 } }],
  ["another version", "version: 1", "version: 2", { code: "study/file", where: { line: 1, column: 1 } }],
  ["a name with a space", "law: {", "the law: {", { code: "study/file", where: { line: 5 } }],
  ["a list that is not closed", "at: { C: 1e25 } }", "at: { C: 1e25 ", { code: "study/yaml", where: expect.objectContaining({ line: expect.any(Number) }) }],
  ["an empty study", good, "", { code: "study/file" }],
];
test.each(wrong)("%s is told where it stands", (_name, from, to, details) => {
  expect(detailsOf(good.replace(from, to))).toMatchObject(details);
});

test("a JSON study is read too", () => {
  const study = load(JSON.stringify({ version: 1, data: { a: { files: "a.csv" } }, models: { m: { model: "power-law", data: "a" } } }), "study.json");
  expect(study.file.models["m"]!.data).toBe("a");
});

test("no text whatever makes the loader crash", () => {
  const piece = fc.constantFrom("version: 1\n", "data:\n", "  a: { files: x }\n", "models: [", "*a", "&a ", "? ", "- ", "expect:\n", "  - id: x\n", "<<: *a\n", "!!js ", "\t");
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 12 }), (parts) => {
      try {
        load(parts.join(""));
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
      }
    }),
    { numRuns: 120, seed: 1 },
  );
});

test("the JSON Schema says what the check says", () => {
  const schema = jsonSchema(studyShape, "a Credence study") as { properties: Record<string, object>; required: string[] };
  expect(schema.required).toEqual(["version", "data", "models"]);
  expect(Object.keys(schema.properties)).toContain("expect");
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const shape: Shape = { kind: "either", of: [{ kind: "number", min: 0, max: 2 }, { kind: "list", of: { kind: "text", oneOf: ["a", "b"] } }] };
      const holds = accepts(jsonSchema(shape, "x") as Schema, value);
      let passes = true;
      try {
        checkShape(shape, value);
      } catch {
        passes = false;
      }
      expect(passes).toBe(holds);
    }),
    { seed: 1 },
  );
});

interface Schema {
  anyOf?: Schema[];
  type?: string;
  minimum?: number;
  maximum?: number;
  enum?: string[];
  items?: Schema;
}

/** the part of JSON Schema that the test above needs */
function accepts(schema: Schema, value: unknown): boolean {
  if (schema.anyOf) return schema.anyOf.some((each) => accepts(each, value));
  if (schema.type === "number") return typeof value === "number" && Number.isFinite(value) && value >= schema.minimum! && value <= schema.maximum!;
  if (schema.type === "array") return Array.isArray(value) && Array.from(value).every((item) => accepts(schema.items!, item));
  return typeof value === "string" && schema.enum!.includes(value);
}

test("patterns find files below the study only, in one order", () => {
  const root = mkdtempSync(join(tmpdir(), "credence-glob-"));
  mkdirSync(join(root, "a", "deep"), { recursive: true });
  for (const name of ["b.csv", "a.csv", "a/c.csv", "a/deep/d.csv", "a/x.json", ".hidden.csv"]) writeFileSync(join(root, name), "");
  symlinkSync(tmpdir(), join(root, "out"));
  const names = (pattern: string) => glob(pattern, root, root).map((path) => path.slice(root.length + 1));
  expect(names("*.csv")).toEqual(["a.csv", "b.csv"]);
  expect(names("**/*.csv")).toEqual(["a.csv", "a/c.csv", "a/deep/d.csv", "b.csv"]);
  expect(names("a/?.csv")).toEqual(["a/c.csv"]);
  expect(names("[ab].csv")).toEqual(["a.csv", "b.csv"]);
  expect(() => names("../*.csv")).toThrow("outside");
  expect(() => names("/etc/passwd")).toThrow("outside");
  expect(() => names("a/../../x.csv")).toThrow("outside");
  expect(() => names("aa.csv")).toThrow("no file matches aa.csv");
  symlinkSync("/etc/passwd", join(root, "link.csv"));
  expect(() => names("link.csv")).toThrow("outside");
});
