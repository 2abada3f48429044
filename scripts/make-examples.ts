/** Writes the shipped example tables, simulated by the library itself from published constants. Run by `npm run examples`. */
import { readFileSync, writeFileSync } from "node:fs";
import { formatCsv } from "../lib/data/format-csv.ts";
import { simulateTable } from "../lib/model/simulate-table.ts";
import { models } from "../models/index.ts";

/** the sweep of examples/chinchilla as CSV text, numbers to six digits as a training log has them */
export function chinchillaSweep(): string {
  const { table } = simulateTable(models.get("chinchilla")!, { seed: "example", rows: 120 });
  const [head, ...rows] = formatCsv(table).trim().split("\n");
  const rounded = rows.map((row) => row.split(",").map((cell) => String(Number(Number(cell).toPrecision(6)))).join(","));
  return `${[head, ...rounded].join("\n")}\n`;
}

export const sweepFile: URL = new URL("../examples/chinchilla/sweep.csv", import.meta.url);

export function writeExamples(): void {
  writeFileSync(sweepFile, chinchillaSweep());
}

export function readSweep(): string {
  return readFileSync(sweepFile, "utf8");
}
