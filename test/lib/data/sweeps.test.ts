import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpret } from "../../../lib/data/column.ts";
import { completeCompute } from "../../../lib/data/complete-compute.ts";
import { concatTables } from "../../../lib/data/concat-tables.ts";
import { parseCsv } from "../../../lib/data/csv.ts";
import { dropIncomplete } from "../../../lib/data/drop-incomplete.ts";
import { readTable, readTables } from "../../../lib/data/files.ts";
import { guessColumns } from "../../../lib/data/guess-columns.ts";
import { refuseDuplicates } from "../../../lib/data/refuse-duplicates.ts";
import { renameColumns } from "../../../lib/data/rename-columns.ts";
import { readLines, type SourceFile } from "../../../lib/data/source-file.ts";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/readers/", import.meta.url));

test("the columns of a wandb sweep are guessed by the aliases, units included, and every guess is told", async () => {
  const table = await readTable(`${fixtures}wandb/runs.csv`);
  const { map, explanation } = guessColumns(table);
  expect(map).toEqual({
    N: "parameter_count",
    D: "throughput/total_tokens",
    C: { from: "throughput/total_gflops", times: 1e9 },
    loss: "eval/paloma/macro_loss",
  });
  expect(explanation).toEqual([
    "N (parameters) is guessed to be parameter_count",
    "D (tokens) is guessed to be throughput/total_tokens",
    "C (FLOP) is guessed to be throughput/total_gflops times 1000000000",
    "loss (loss) is guessed to be eval/paloma/macro_loss",
    "possible groups: tags",
  ]);
  const complete = dropIncomplete(renameColumns(table, map), Object.keys(map));
  expect(interpret(complete, "loss", { kind: "positive" })).toMatchObject({
    values: Float64Array.of(4.912, 4.401, 4.409, 3.377),
  });
  expect(complete.notes.at(-1)).toBe("rows left out: 1 (loss missing: rows 4)");
  expect(complete.place(3)).toMatchObject({ line: 7 });
});

test.each([
  ["chinchilla.csv", {}],
  ["isoflops.csv", { N: "params", D: "tokens", C: "budget" }],
  ["svg-extraction.csv", { N: "Model Size", C: "Training FLOP" }],
])("the published layout %s is known", async (name, map) => {
  expect(guessColumns(await readTable(`${fixtures}sweeps/${name}`)).map).toEqual(map);
});

test("two columns that could be the loss are not guessed between", () => {
  const { map, explanation } = guessColumns(tableFromColumns({ "a/loss": [1], "b/loss": [2] }));
  expect(map).toEqual({});
  expect(explanation.at(-1)).toBe("loss (loss) could be any of 2 columns: say --map loss=a/loss or --map loss=b/loss");
});

test("the third of N, D and C is computed as C = 6 N D, and said so", () => {
  const [N, D] = [Float64Array.of(1e9, 2e9), Float64Array.of(2e10, 3e10)];
  const C = N.map((n, row) => 6 * n * D[row]!);
  for (const [name, given, formula] of [
    ["C", { N, D }, "6 N D"],
    ["D", { N, C }, "C / (6 N)"],
    ["N", { D, C }, "C / (6 D)"],
  ] as const) {
    const table = completeCompute(tableFromColumns(given));
    const expected = { N, D, C }[name];
    Array.from(table.columns.get(name)!.cells as Float64Array).forEach((value, row) => {
      expect(value / expected[row]!).toBeCloseTo(1, 14);
    });
    expect(table.notes).toEqual([`${name} is computed as ${formula}`]);
  }
  expect(completeCompute(tableFromColumns({ N, loss: [1, 2] })).columns.has("C")).toBe(false);
});

test("tables are joined with their places; a column that one lacks is missing there and it is noted", () => {
  const joined = concatTables([parseCsv("# first\nN,who,x\n1,a,5\n", "a.csv"), parseCsv("N,who\n2,b\n3,7\n", "b.csv")]);
  expect(joined.columns.get("N")!.cells).toEqual(Float64Array.of(1, 2, 3));
  expect(joined.columns.get("who")!.cells).toEqual(["a", "b", "7"]);
  expect(joined.columns.get("x")!.cells).toEqual(Float64Array.of(5, Number.NaN, Number.NaN));
  expect([0, 1, 2].map((row) => joined.place(row))).toEqual([
    { file: "a.csv", line: 3 },
    { file: "b.csv", line: 2 },
    { file: "b.csv", line: 3 },
  ]);
  expect(joined.notes).toEqual(["a.csv: comment: first", 'column "x" is missing in b.csv']);
});

test("an evaluation or a run that is given twice is refused, repeated rows of a plain table are not", async () => {
  const path = `${fixtures}inspect/log.json`;
  await expect(readTables([path, `${fixtures}inspect/log.eval`])).rejects.toMatchObject({
    details: { code: "data/duplicate-rows", found: `row 5 repeats row 1 of ${path}` },
  });
  const runs = `${fixtures}wandb/runs.csv`;
  await expect(readTables([runs, runs])).rejects.toMatchObject({ details: { code: "data/duplicate-rows" } });
  const sweep = `${fixtures}sweeps/chinchilla.csv`;
  expect((await readTables([sweep, sweep])).rows).toBe(4);
  expect(() => refuseDuplicates(tableFromColumns({ model: ["a", "a"], score: [1, 1] }), ["model"])).toThrow("model a");
  refuseDuplicates(tableFromColumns({ model: ["a", "b"], score: [1, 1] }), ["model", "epoch"]);
});

test("a table in which no row is complete is refused with the reasons", () => {
  expect(() => dropIncomplete(tableFromColumns({ N: [1, null], loss: [null, 2] }), ["N", "loss"])).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({
        code: "data/no-rows",
        found: "2 rows, left out: 1 (loss missing: rows 1); 1 (N missing: rows 2)",
      }),
    }),
  );
});

test("lines are the same however the bytes arrive", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, "")),
        { maxLength: 6 },
      ),
      fc.array(fc.nat(40), { maxLength: 8 }),
      async (lines, cuts) => {
        const bytes = new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(""));
        const ends = [...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = async function* () {
          let start = 0;
          for (const end of ends) {
            yield bytes.subarray(start, Math.max(start, end));
            start = Math.max(start, end);
          }
        };
        const read: string[] = [];
        for await (const line of readLines({ path: "x", chunks } as unknown as SourceFile)) read.push(line);
        expect(read).toEqual(lines.map((line, index) => (index === 0 ? line.replace(/^\uFEFF/, "") : line)));
      },
    ),
  );
});
