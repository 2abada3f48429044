/** Logs of Inspect (`.json`): a row a sample, epoch and scorer; epochs are repeats of the same sample. */
import type { JsonCursor } from "../json-cursor.ts";
import { RowBuilder } from "../row-builder.ts";
import type { Cell } from "../table-from-columns.ts";
import type { Table } from "../table.ts";
import { chooseScores } from "./choose-scores.ts";
import { type DocumentReader, identifier, type ReadOptions, scalar } from "./reader.ts";

/** Inspect's letter grades: correct, incorrect, partly correct, no answer (inspect_ai `value_to_float`). */
const GRADES: Readonly<Record<string, number>> = { C: 1, I: 0, P: 0.5, N: 0 };

export const inspect: DocumentReader = {
  name: "inspect",
  about: "Inspect logs: model, task, sample, epoch, metric (the scorer), score",

  recognizes(document) {
    return document.has("eval") && document.has("status") && document.has("version");
  },

  read(document, options) {
    const samples = document.maybe("samples")?.list() ?? [];
    if (samples.length === 0) {
      throw document.error(
        "the log holds no samples",
        `status ${String(scalar(document, "status") ?? "unknown")}`,
        "a log written with samples, that is without --no-log-samples",
      );
    }
    return inspectTable(document, samples, options);
  },
};

interface Score {
  readonly sample: Cell;
  readonly epoch: Cell;
  readonly metric: string;
  readonly score: number;
}

/** The table of a log's header and its samples (or their summaries). */
export function inspectTable(header: JsonCursor, samples: readonly JsonCursor[], options: ReadOptions): Table {
  const notes: string[] = [];
  const status = header.get("status").text();
  if (status !== "success") notes.push(`the run's status is ${status}: it may lack samples`);
  const grades = { letters: 0, ungraded: 0, unscored: 0 };
  const all = samples.flatMap((sample) => sampleScores(sample, grades));
  if (grades.letters > 0) notes.push(`grades read as C = 1, P = 0.5, I = N = 0: ${grades.letters}`);
  if (grades.ungraded > 0) notes.push(`left out, scores that are not numbers or grades: ${grades.ungraded}`);
  if (grades.unscored > 0) notes.push(`left out, samples without scores: ${grades.unscored}`);
  const itemOf = ({ sample, epoch }: Score) => `sample ${sample}, epoch ${epoch}`;
  const scores = chooseScores(all, "metric", options.metric, itemOf, { file: header.file, notes });
  const run = header.get("eval");
  const builder = new RowBuilder(header.file);
  for (const score of scores) builder.add({ model: scalar(run, "model"), task: scalar(run, "task"), ...score });
  return builder.table(notes);
}

function sampleScores(sample: JsonCursor, grades: { letters: number; ungraded: number; unscored: number }): Score[] {
  const scores: Score[] = [];
  const place = { sample: identifier(sample, "id"), epoch: scalar(sample, "epoch") ?? 1 };
  const scorers = sample.maybe("scores")?.entries() ?? [];
  if (scorers.length === 0) grades.unscored++;
  for (const [scorer, score] of scorers) {
    const value = score.get("value");
    const parts: [string, unknown][] =
      value.value !== null && typeof value.value === "object" && !Array.isArray(value.value)
        ? value.entries().map(([key, part]) => [`${scorer}/${key}`, part.value])
        : [[scorer, value.value]];
    for (const [metric, part] of parts) {
      const number = gradeOf(part);
      if (number === undefined) grades.ungraded++;
      else scores.push({ ...place, metric, score: number });
      if (number !== undefined && typeof part === "string") grades.letters++;
    }
  }
  return scores;
}

function gradeOf(value: unknown): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  return typeof value === "string" && Object.hasOwn(GRADES, value) ? GRADES[value] : undefined;
}
