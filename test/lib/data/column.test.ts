import { expect, test } from "vitest";
import { type ColumnKind, interpret } from "../../../lib/data/column.ts";
import { parseCsv } from "../../../lib/data/csv.ts";
import { renameColumns } from "../../../lib/data/rename-columns.ts";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { CredenceError, renderError } from "../../../lib/errors.ts";

function failure(run: () => unknown): CredenceError {
  try {
    run();
  } catch (error) {
    if (error instanceof CredenceError) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}

const column = (cells: readonly string[], kind: ColumnKind) =>
  interpret(parseCsv(`x,other\n${cells.map((cell) => `${cell},0\n`).join("")}`, "t.csv"), "x", { kind });

test.each<[ColumnKind, string[], number[]]>([
  ["real", ["1", "-2.5e3", "1e308", "1e-308", "5e-324"], [1, -2500, 1e308, 1e-308, 5e-324]],
  ["positive", ["1e-308", "2"], [1e-308, 2]],
  ["probability", ["0", "1", ".5"], [0, 1, 0.5]],
  ["count", ["0", "3", "1e3"], [0, 3, 1000]],
  ["binary", ["0", "1"], [0, 1]],
])("%s accepts %j", (kind, cells, values) => {
  expect(column(cells, kind)).toMatchObject({ kind, values: Float64Array.from(values), notes: [] });
});

test("truth values are 1 and 0, and it is noted", () => {
  const result = column(["True", "false", "1"], "binary");
  expect(result).toMatchObject({ values: Float64Array.of(1, 0, 1) });
  expect(result.notes[0]).toBe("x: 2 true/false cells read as 1/0");
});

test.each<[ColumnKind, string, string]>([
  ["positive", "0", "data/out-of-range"],
  ["positive", "-1.5", "data/out-of-range"],
  ["probability", "1.2", "data/out-of-range"],
  ["count", "2.5", "data/out-of-range"],
  ["count", "-1", "data/out-of-range"],
  ["binary", "2", "data/out-of-range"],
  ["binary", "yes", "data/not-a-number"],
  ["real", "true", "data/not-a-number"],
  ["real", "0x10", "data/not-a-number"],
  ["real", "1 000", "data/not-a-number"],
  ["real", '"1,5"', "data/not-a-number"],
  ["real", "NaN", "data/not-finite"],
  ["real", "-inf", "data/not-finite"],
  ["real", "1e309", "data/not-finite"],
  ["real", "1e-400", "data/not-finite"],
  ["real", "", "data/empty-cell"],
  ["factor", "", "data/empty-cell"],
])("%s refuses %j as %s and names row, column and line", (kind, cell, code) => {
  const { details } = failure(() => column(["1", cell, "1"], kind));
  expect(details).toMatchObject({ code, where: { file: "t.csv", line: 3 } });
  expect(details.message).toContain('column "x", row 2');
  expect(details.expected).toBeTruthy();
});

test("in arrays NaN is a missing cell, and infinities are refused like those in files", () => {
  const table = tableFromColumns({ x: Float64Array.of(1, Number.NaN), y: [1, Number.POSITIVE_INFINITY] });
  expect(failure(() => interpret(table, "x", { kind: "real" })).code).toBe("data/empty-cell");
  expect(failure(() => interpret(table, "x", { kind: "factor" })).code).toBe("data/empty-cell");
  expect(failure(() => interpret(table, "y", { kind: "positive" })).code).toBe("data/not-finite");
});

test("a factor's levels are in order of first appearance", () => {
  expect(column(["b", "a", "b", "c"], "factor")).toMatchObject({
    levels: ["b", "a", "c"],
    index: Int32Array.of(0, 1, 0, 2),
    notes: [],
  });
});

test("numbers as levels are written in their shortest form, noted when that is not their text", () => {
  expect(column(["2", "10", "2"], "factor")).toMatchObject({ levels: ["2", "10"], notes: [] });
  const result = column(["1.0", "1", "2e0"], "factor");
  expect(result).toMatchObject({ levels: ["1", "2"], index: Int32Array.of(0, 0, 1) });
  expect(result.notes).toHaveLength(1);
});

test("declared levels fix the order, and a level that is not declared is refused with the nearest", () => {
  const table = tableFromColumns({ group: ["large", "small", "larg"], size: [1, 2, 3] });
  const error = failure(() => interpret(table, "group", { kind: "factor", levels: ["small", "large"] }));
  expect(error.details).toMatchObject({ code: "data/unknown-level", nearest: "large" });
  expect(interpret(table, "size", { kind: "factor", levels: ["3", "2", "1"] })).toMatchObject({
    index: Int32Array.of(2, 1, 0),
  });
});

test("a missing column is answered with the columns, the nearest and the option that maps it", () => {
  const table = parseCsv("Name,parameter_count,Loss\na,1,2\n", "sweeps/b.csv");
  expect(renderError(failure(() => interpret(table, "loss", { kind: "positive" })))).toBe(
    [
      "error  data/column-missing  sweeps/b.csv:1",
      '  no column "loss"',
      "  found     Name, parameter_count, Loss",
      '  expected  a column "loss"',
      "  nearest   Loss",
      "  fix       --map loss=Loss",
    ].join("\n"),
  );
});

test("numbers written as text in JSON are read and noted", () => {
  expect(interpret(tableFromColumns({ N: ["1", "2e3"] }), "N", { kind: "positive" })).toMatchObject({
    values: Float64Array.of(1, 2000),
    notes: ["N: 2 cells of text read as numbers"],
  });
});

test("renamed columns carry the model's names, factors of unit included, and say so", () => {
  const table = tableFromColumns({ params: [1, 2], gflops: [3, 4], loss: [5, 6], "eval/loss": [7, 8] });
  const renamed = renameColumns(table, { N: "params", C: { from: "gflops", times: 1e9 }, loss: "eval/loss" });
  expect([...renamed.columns.keys()].sort()).toEqual(["C", "N", "loss"]);
  expect(interpret(renamed, "C", { kind: "positive" })).toMatchObject({ values: Float64Array.of(3e9, 4e9) });
  expect(interpret(renamed, "loss", { kind: "positive" })).toMatchObject({ values: Float64Array.of(7, 8) });
  expect(renamed.notes).toEqual([
    "N is params",
    "C is gflops times 1000000000",
    'the file\'s own column "loss" is set aside for "eval/loss"',
    "loss is eval/loss",
  ]);
});

test("two names may be exchanged", () => {
  const renamed = renameColumns(tableFromColumns({ a: [1], b: [2] }), { a: "b", b: "a" });
  expect(renamed.columns.get("a")!.cells).toEqual(Float64Array.of(2));
  expect(renamed.columns.get("b")!.cells).toEqual(Float64Array.of(1));
});

test("a map to a column that is not there suggests the nearest", () => {
  const table = tableFromColumns({ params: [1] });
  expect(failure(() => renameColumns(table, { N: "param" })).details).toMatchObject({
    code: "data/column-missing",
    nearest: "params",
    fix: "--map N=params",
  });
});

test("a unit factor on a cell without a number is refused with its row", () => {
  const table = parseCsv("gflops\n1\nmany\n", "t.csv");
  expect(failure(() => renameColumns(table, { C: { from: "gflops", times: 1e9 } })).details).toMatchObject({
    code: "data/not-a-number",
    where: { line: 3 },
    found: "many",
  });
});
