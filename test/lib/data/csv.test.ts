import { CredenceError } from "../../../lib/errors.ts";
import { expect, test } from "vitest";
import { parseCsv } from "../../../lib/data/csv.ts";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { csvBytes, formatCsv } from "../../../lib/data/format-csv.ts";
import { cellText, numberText, type Table } from "../../../lib/data/table.ts";
import fc from "fast-check";
import { tableFromRows } from "../../../lib/data/table-from-columns.ts";

const cells = (table: Table, name: string) => Array.from<unknown>(table.columns.get(name)!.cells);

function failure(text: string): CredenceError["details"] {
  try {
    parseCsv(text, "t.csv");
  } catch (error) {
    if (error instanceof CredenceError) return error.details;
    throw error;
  }
  throw new Error("no error was thrown");
}

test("columns of numbers become float64 and others stay text", () => {
  const table = parseCsv("N,who\n6.795600e+09,a\n-.5,b\n", "t.csv");
  expect(table.columns.get("N")!.cells).toEqual(Float64Array.of(6.7956e9, -0.5));
  expect(table.columns.get("who")!.cells).toEqual(["a", "b"]);
  expect(table.notes).toEqual([]);
});

test("a column that is text only late keeps the text of its earlier cells", () => {
  const table = parseCsv('a,b\n1.0,x\n\n2e0,"y\ny"\n-,z\n', "t.csv");
  expect(cells(table, "a")).toEqual(["1.0", "2e0", "-"]);
});

test("a column of numbers with gaps stays float64, the gaps NaN", () => {
  const table = parseCsv("a,b\n1,x\n,\n3,z\n", "t.csv");
  expect(cells(table, "a")).toEqual([1, Number.NaN, 3]);
  expect(cells(table, "b")).toEqual(["x", "", "z"]);
});

test("digits that may be names stay text", () => {
  const table = parseCsv("a,b,c\n007,12345678901234567890,0\n8,1,0.5\n", "t.csv");
  expect(cells(table, "a")).toEqual(["007", "8"]);
  expect(cells(table, "b")).toEqual(["12345678901234567890", "1"]);
  expect(cells(table, "c")).toEqual([0, 0.5]);
});

test("a byte order mark, CRLF, quoted commas, doubled quotes and breaks inside quotes are understood", () => {
  const table = parseCsv('\uFEFFx,"a ""b"", c"\r\n1,"p,q"\r\n2,"r\ns"\r\n3,"say ""so"""\r\n', "t.csv");
  expect([...table.columns.keys()]).toEqual(["x", 'a "b", c']);
  expect(cells(table, 'a "b", c')).toEqual(["p,q", "r\ns", 'say "so"']);
  expect([0, 1, 2].map((row) => table.place(row).line)).toEqual([2, 3, 5]);
});

test("comment lines, blank lines, trimmed spaces and other separators are noted", () => {
  const table = parseCsv("# simulated, not measured\n\nx;y\n1;2\n\n 3 ;4\n", "t.csv");
  expect(cells(table, "x")).toEqual([1, 3]);
  expect(table.place(1).line).toBe(6);
  expect(table.notes).toEqual([
    "comment: simulated, not measured",
    "columns are separated by semicolons",
    "blank lines skipped: 1",
    "spaces around 1 unquoted cells are left out",
  ]);
});

test("one row, without a final line break, is a table", () => {
  expect(parseCsv("x\n1", "t.csv").rows).toBe(1);
});

test("a column without a name gets one and it is noted", () => {
  const table = parseCsv(",x\n0,1\n", "t.csv");
  expect([...table.columns.keys()]).toEqual(["column_1", "x"]);
  expect(table.notes).toEqual(["column 1 has no name; called column_1"]);
});

test.each([
  ["", "data/empty", undefined],
  ["\uFEFF \n# only this\n", "data/empty", undefined],
  ["a,b\n", "data/no-rows", 1],
  ["a,b\n\n\n", "data/no-rows", undefined],
  ["a,b,a\n1,2,3\n", "data/column-duplicate", 1],
  ["a,b\n1,2\n3\n", "data/ragged-row", 3],
  ['a,b\n1,"2\n3"\n4,5,6\n', "data/ragged-row", 4],
  ['a,b\n1,"2\n3,4\n', "data/csv-quote", 2],
  ['a,b\n1,"2"3\n', "data/csv-quote", 2],
])("the broken text %j gives %s", (text, code, line) => {
  const details = failure(text);
  expect(details.code).toBe(code);
  expect(details.where?.file).toBe("t.csv");
  if (line !== undefined) expect(details.where?.line).toBe(line);
});

test("a ragged row says how many fields were found and expected", () => {
  expect(failure("N,loss\n1,2\n1,2,3\n")).toMatchObject({
    message: "a row has 3 fields where the header has 2",
    found: '"1", "2", "3"',
    expected: "2 fields: N, loss",
  });
});

test("the bytes are those of the text, however many lines there are and however long they become", () => {
  const x = Float64Array.from({ length: 10_000 }, (_, row) => row ** (row / 500));
  const table = tableFromColumns({ x, name: Array.from(x, (_, row) => "é".repeat(row % 50)) });
  expect(new TextDecoder().decode(csvBytes(table))).toBe(formatCsv(table));
});

test("whatever text the cells hold, written and read again they are the same", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom("", " ", "#", "\n"),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ a: cell, b: cell }), { minLength: 1, maxLength: 8 }), (rows) => {
      const table = tableFromRows(rows, "t.csv");
      const again = parseCsv(formatCsv(table), "t.csv");
      expect(new TextDecoder().decode(csvBytes(table))).toBe(formatCsv(table));
      for (const [name, column] of table.columns) {
        const other = again.columns.get(name)!;
        expect(other.cells.length).toBe(rows.length);
        for (let row = 0; row < rows.length; row++) {
          const text = cellText(column, row);
          expect(cellText(other, row)).toBe(other.literal ? text : numberText(text === "" ? Number.NaN : Number(text)));
        }
      }
    }),
    { numRuns: 300 },
  );
});
