/** Plans and studies for tests of the queue: fits that take milliseconds, and one that takes as long as is wanted. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashTable } from "../../../lib/data/hash.ts";
import { parseCsv } from "../../../lib/data/csv.ts";
import { checkDocument } from "../../../lib/model/document.ts";
import { type FitCell, fitCell } from "../../../study/plan/cell.ts";
import { DiskStore } from "../../../study/plan/disk-store.ts";

/** a table of x and y */
export const line: string = `x,y\n${Array.from({ length: 20 }, (_, k) => `${k / 20},${0.5 + k / 20 + 0.3 * Math.sin(9 * k)}`).join("\n")}\n`;
export const LINE: object = { name: "line", data: { x: "real", y: "real" }, parameters: { a: "normal(0, 1)", b: "normal(0, 1)" }, likelihood: { y: "normal(a + b * x, 0.3)" } };

export const FLAT: object = { ...LINE, name: "flat", parameters: { a: "normal(0, 1)" }, likelihood: { y: "normal(a, 0.3)" } };

export const emptyStore = (): DiskStore => new DiskStore(mkdtempSync(join(tmpdir(), "credence-queue-")));

/** cells of one table and model, told apart by their seeds; the table is put into the store */
export function lineCells(store: DiskStore, seeds: readonly string[], draws = 100): FitCell[] {
  const table = parseCsv(line, "line.csv");
  const hash = hashTable(table);
  store.putTable(hash, table);
  const settings = { chains: 2, warmup: 100, draws, targetAccept: "auto", maxTreeDepth: 10, sampler: "nuts", metric: "auto" } as const;
  return seeds.map((seed) => fitCell(seed, hash, { document: checkDocument(LINE), seed, settings }));
}

/** a study with forecast, hold-out and expectations, in a folder of its own */
export function studyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "credence-queue-"));
  writeFileSync(join(folder, "line.csv"), line);
  writeFileSync(
    join(folder, "study.yaml"),
    JSON.stringify({
      version: 1,
      title: "A queue",
      sampler: { chains: 2, warmup: 100, draws: 100, maxDraws: 100 },
      data: { line: { files: "line.csv" } },
      models: { law: { data: "line", model: LINE }, flat: { data: "line", model: FLAT } },
      forecasts: [{ id: "big", model: "law", at: { x: 2 } }],
      holdouts: { last: { model: "law", by: "x", fraction: 0.2 } },
      expect: [
        { id: "low", that: "big < 4", probability: 0.9 },
        { id: "covered", that: "coverage(last, 0.9)" },
      ],
    }),
  );
  return folder;
}
