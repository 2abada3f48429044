import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJsonTable } from "../../../lib/data/json.ts";
import { jsonErrorPosition } from "../../../lib/data/json-error.ts";
import { parseJson } from "../../../lib/data/json-text.ts";
import { readSource } from "../../../lib/data/read-source.ts";
import { sourceFromBytes } from "../../../lib/data/source-file.ts";
import { tableFromColumns, tableFromRows } from "../../../lib/data/table-from-columns.ts";
import { CredenceError } from "../../../lib/errors.ts";

function failure(run: () => unknown): CredenceError {
  try {
    run();
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

test("a list of objects is a table; nested objects become dotted columns, lists are left out and noted", () => {
  const table = parseJsonTable('[{"N": 1, "cfg": {"lr": 0.1}, "tags": ["a"]}, {"N": 2, "ok": true}]', "t.json");
  expect(table.columns.get("N")!.cells).toEqual(Float64Array.of(1, 2));
  expect(table.columns.get("cfg.lr")!.cells).toEqual(Float64Array.of(0.1, Number.NaN));
  expect(table.columns.get("ok")!.cells).toEqual(["", "true"]);
  expect(table.notes).toEqual(['"tags" holds lists and is left out']);
});

test("an object of lists is a table; what is not a list is left out and noted", () => {
  const table = parseJsonTable('{"J": 2, "y": [28, 8], "g": ["a", "b"]}', "t.json");
  expect(table.columns.get("y")!.cells).toEqual(Float64Array.of(28, 8));
  expect(table.columns.get("g")!.cells).toEqual(["a", "b"]);
  expect(table.notes).toEqual(["left out because they are not lists: J"]);
});

test("Python's NaN and Infinity are read, text that says NaN is left alone", () => {
  expect(parseJson('{"a": [NaN, -Infinity, Infinity], "b": "NaN \\" Infinity"}', {})).toEqual({
    a: [null, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    b: 'NaN " Infinity',
  });
});

test.each([
  ["[1, 2", "the JSON text ends too early", 1, 6],
  ['[\n{"a": 1},\n{"a": oops}]', "the text is not JSON", 3, 7],
  ['{"a": NaN, "b": }', "the text is not JSON", 1, 7],
  ['{"a": [1, 2,, 3]}', "the text is not JSON", 1, 13],
  ['{"a": 01}', "the text is not JSON", 1, 7],
  ['{"a": 1}}', "the text is not JSON", 1, 9],
  ["{'a': 1}", "the text is not JSON", 1, 2],
  ['[{"a": 1]', "the text is not JSON", 1, 9],
])("broken JSON %j says where", (text, message, line, column) => {
  const error = failure(() => parseJson(text, { file: "t.json" }));
  expect(error.details).toMatchObject({ code: "data/json", message, where: { file: "t.json", line, column } });
});

test("of any JSON text cut short, the error is at the cut", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
      const text = JSON.stringify({ value });
      const end = 1 + (cut % (text.length - 1));
      expect(jsonErrorPosition(text.slice(0, end))).toBeGreaterThan(0);
      expect(failure(() => parseJson(text.slice(0, end), {})).details.where?.column).toBeLessThanOrEqual(end + 1);
      expect(jsonErrorPosition(`${text} !`)).toBe(text.length + 1);
    }),
  );
});

test.each(["3", '"text"', "null", "{}", '{"a": 1}'])("the JSON %s is not a table", (text) => {
  expect(() => parseJsonTable(text, "t.json")).toThrow(CredenceError);
});

const jsonLines = (text: string) => readSource(sourceFromBytes("t.jsonl", new TextEncoder().encode(text)));

test("JSON lines are rows with their lines; a broken line is named", async () => {
  const table = await jsonLines('{"a": 1}\n\n{"a": 2}\r\n');
  expect(table.columns.get("a")!.cells).toEqual(Float64Array.of(1, 2));
  expect(table.place(1)).toEqual({ file: "t.jsonl", line: 3 });
  await expect(jsonLines('{"a": 1}\n{"a": ')).rejects.toMatchObject({
    details: { code: "data/json", where: { file: "t.jsonl", line: 2 } },
  });
  await expect(jsonLines("[1]")).rejects.toMatchObject({ details: { code: "data/not-a-row" } });
});

test("a row with two values for one name, and objects without end, are refused", () => {
  expect(() => tableFromRows([{ "a.b": 1, a: { b: 2 } }])).toThrow('column "a.b" has two values');
  let deep: unknown = 1;
  for (let i = 0; i < 1000; i++) deep = { x: deep };
  expect(() => tableFromRows([deep])).toThrow("nested more than 16 deep");
});

test("arrays in memory are taken as they are, with equal lengths", () => {
  const N = Float64Array.of(1, 2);
  const table = tableFromColumns({ N, who: ["a", null], n: [1n, 2n] });
  expect(table.columns.get("N")!.cells).toBe(N);
  expect(table.columns.get("who")!.cells).toEqual(["a", ""]);
  expect(() => tableFromColumns({ N, D: [1] })).toThrow('column "D" has another length than column "N"');
  expect(() => tableFromColumns({})).toThrow("the table has no rows");
});
