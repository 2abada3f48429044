import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { interpret } from "../../../lib/data/column.ts";
import { readTable, writeCsv } from "../../../lib/data/files.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test.each([
  ["a.csv", "N,loss\n1,2\n"],
  ["a.tsv", "N\tloss\n1\t2\n"],
  ["a.json", '[{"N": 1, "loss": 2}]'],
  ["a.jsonl", '{"N": 1, "loss": 2}\r\n'],
  ["noextension", '{"N": [1], "loss": [2]}'],
  ["b.data", "N,loss\n1,2\n"],
])("the file %s is read by extension, else by content", async (name, content) => {
  const table = await readTable(file(name, content));
  expect(interpret(table, "loss", { kind: "positive" })).toMatchObject({ values: Float64Array.of(2) });
});

test("what writeCsv writes, readTable reads", async () => {
  const table = await readTable(file("c.csv", 'N,who\n0.1,"a,b"\n1e-308,"c\nd"\n'));
  const path = join(folder, "d.csv");
  await writeCsv(path, table);
  const again = await readTable(path);
  expect([...again.columns.values()].map((column) => column.cells)).toEqual(
    [...table.columns.values()].map((column) => column.cells),
  );
});

test("files that are missing, folders, or not UTF-8 are refused in words", async () => {
  await expect(readTable(join(folder, "none.csv"))).rejects.toMatchObject({
    details: { code: "data/file", found: "there is no such file or folder" },
  });
  await expect(readTable(join(folder, "none.jsonl"))).rejects.toMatchObject({ details: { code: "data/file" } });
  await expect(readTable(folder)).rejects.toMatchObject({ details: { code: "data/file", found: "it is not a file" } });
  await expect(readTable(file("u.csv", Buffer.from("\uFEFFN\n1\n", "utf16le")))).rejects.toMatchObject({
    details: { code: "data/encoding", found: "UTF-16" },
  });
});

const published = "../shared/data/chinchilla.csv";
test.skipIf(!existsSync(published))("the published table of runs is read without a note", async () => {
  const table = await readTable(published);
  expect(table.rows).toBe(245);
  expect(table.notes).toEqual([]);
  expect(interpret(table, "N", { kind: "positive" })).toMatchObject({ kind: "positive" });
});
