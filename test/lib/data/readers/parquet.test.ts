import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readTable } from "../../../../lib/data/files.ts";
import { cellText, type Table } from "../../../../lib/data/table.ts";

const folder = fileURLToPath(new URL("../../../fixtures/readers/parquet/", import.meta.url));
const expected: { numbers: Record<string, (number | null)[]>; texts: Record<string, string[]> } = JSON.parse(
  readFileSync(`${folder}expected.json`, "utf8"),
);

test.each(["snappy", "zstd-v2", "gzip-plain", "brotli", "lz4", "uncompressed", "encodings"])(
  "%s.parquet is read as pyarrow wrote it",
  async (name) => {
    const table: Table = await readTable(`${folder}${name}.parquet`);
    expect(table.rows).toBe(40);
    for (const [name, values] of Object.entries(expected.numbers)) {
      expect(table.columns.get(name)!.cells, name).toEqual(Float64Array.from(values, (value) => value ?? Number.NaN));
    }
    for (const [name, texts] of Object.entries(expected.texts)) {
      const column = table.columns.get(name)!;
      expect(
        texts.map((_, row) => cellText(column, row)),
        name,
      ).toEqual(texts);
    }
    expect(table.notes).toEqual([
      "big: dates, bytes or integers beyond 2^53 are kept as text",
      "when: dates, bytes or integers beyond 2^53 are kept as text",
      '"tags" is nested and is left out',
    ]);
  },
);
