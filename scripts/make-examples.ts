/** Writes the shipped example tables, simulated by the library itself from published constants: CREDENCE_WRITE=1 vitest run test/docs. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { formatCsv } from "../lib/data/format-csv.ts";
import { type SimulateOptions, simulateTable } from "../lib/model/simulate-table.ts";
import { models } from "../models/index.ts";

interface Example extends Pick<SimulateOptions, "rows" | "parameters" | "set"> {
  /** below examples/ */
  readonly path: string;
  readonly model: string;
  readonly seed: string;
  /** what the first lines say; none where the table shows a file without comments */
  readonly says?: string;
}

const examples: readonly Example[] = [
  { path: "chinchilla/sweep.csv", model: "chinchilla", seed: "example", rows: 120 },
  {
    path: "scaling/sweep.csv",
    model: "chinchilla",
    seed: "scaling",
    rows: 64,
    says: "Simulated by Credence from the Chinchilla law with the constants of Besiroglu et al. 2024 (arXiv:2404.10102); no training run",
  },
  {
    path: "calibration/answers.csv",
    model: "platt",
    seed: "calibration",
    rows: 160,
    parameters: { a: 0.6, b: -0.4 },
    says: "Simulated by Credence: confidences of a model that is too sure of itself, logit P(right) = 0.6 logit(confidence) - 0.4; no real model",
  },
  {
    path: "variance/items.csv",
    model: "paired-comparison",
    seed: "variance-11",
    rows: 150,
    parameters: { cell: [0.55, 0.09, 0.13, 0.23] },
    says: "Simulated by Credence: two models on 150 items, 13 % right with B alone and 9 % with A alone; no real evaluation",
  },
  {
    path: "emergence/tries.csv",
    model: "task-scaling",
    seed: "emergence",
    rows: 48,
    says: "Simulated by Credence from the task scaling law of Hu et al. 2023 (arXiv:2310.03262), alpha = 0.15; no real evaluation",
  },
];

export interface ExampleFile {
  readonly path: string;
  readonly text: string;
  /** what stands on disk; undefined when nothing does */
  readonly written: string | undefined;
}

/** every table as its text should be and as it is */
export function exampleFiles(): ExampleFile[] {
  return examples.map((example) => ({ path: example.path, text: textOf(example), written: readText(urlOf(example.path)) }));
}

export function writeExamples(): void {
  for (const { path, text } of exampleFiles()) {
    mkdirSync(dirname(fileURLToPath(urlOf(path))), { recursive: true });
    writeFileSync(urlOf(path), text);
  }
}

/** CSV with numbers to six digits, as a training log has them */
function textOf({ model, says, ...options }: Example): string {
  const { path: _, ...simulation } = options;
  const { table } = simulateTable(models.get(model)!, simulation);
  const [head, ...rows] = formatCsv(table).trim().split("\n");
  const round = (cell: string): string => (Number.isFinite(Number(cell)) ? String(Number(Number(cell).toPrecision(6))) : cell);
  const rounded = rows.map((row) => row.split(",").map(round).join(","));
  return `${[...(says ? [`# ${says}`] : []), head, ...rounded].join("\n")}\n`;
}

const urlOf = (path: string): URL => new URL(`../examples/${path}`, import.meta.url);

function readText(url: URL): string | undefined {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return undefined;
  }
}
