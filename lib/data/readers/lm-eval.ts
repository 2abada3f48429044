/** Results files of lm-evaluation-harness (`results_<date>.json`): a row a task, with its score. */
import type { JsonCursor } from "../json-cursor.ts";
import { RowBuilder } from "../row-builder.ts";
import type { Cell } from "../table-from-columns.ts";
import { chooseScores } from "./choose-scores.ts";
import { type DocumentReader, scalar } from "./reader.ts";

interface Score {
  readonly task: string;
  readonly metric: string;
  readonly filter: string;
  readonly score: number;
  readonly stderr: number | undefined;
}

export const lmEval: DocumentReader = {
  name: "lm-eval",
  about: "lm-evaluation-harness results: model, task, metric, filter, score, stderr, n, n_shot, model_num_parameters",

  recognizes(document) {
    return document.has("results") && (document.has("configs") || document.has("versions")) && !document.has("eval");
  },

  read(document, { metric, filter }) {
    const notes: string[] = [];
    const context = { file: document.file, notes };
    const groups = Object.keys(document.maybe("groups")?.object() ?? {});
    if (groups.length > 0) notes.push(`left out, groups: they count their tasks' items again: ${groups.join(", ")}`);
    const all = document
      .get("results")
      .entries()
      .filter(([task]) => !groups.includes(task))
      .flatMap(([task, results]) => taskScores(task, results, notes));
    const ofMetric = chooseScores(all, "metric", metric, ({ task }) => task, context);
    const scores = chooseScores(ofMetric, "filter", filter, ({ task }) => task, context);
    const builder = new RowBuilder(document.file);
    const run = runColumns(document);
    for (const score of scores) builder.add({ ...run, ...score, ...taskColumns(document, score.task) });
    return builder.table(notes);
  },
};

/** The metrics of one task; keys are `<metric>,<filter>` and `<metric>_stderr,<filter>`, a stderr may be "N/A". */
function taskScores(task: string, results: JsonCursor, notes: string[]): Score[] {
  const scores: Score[] = [];
  for (const [key, value] of results.entries()) {
    const comma = key.lastIndexOf(",");
    const [metric, filter] = [key.slice(0, comma), key.slice(comma + 1)];
    if (comma < 0 || metric.endsWith("_stderr")) continue;
    if (typeof value.value !== "number") {
      notes.push(`${task}: ${key} is left out, its value is not a number`);
      continue;
    }
    const stderr = results.maybe(`${metric}_stderr,${filter}`)?.value;
    scores.push({ task, metric, filter, score: value.value, stderr: typeof stderr === "number" ? stderr : undefined });
  }
  if (scores.length === 0) notes.push(`${task}: left out, it has no metric`);
  return scores;
}

function runColumns(document: JsonCursor): Record<string, Cell> {
  const config = document.maybe("config");
  return {
    model: scalar(document, "model_name") ?? scalar(config, "model_args") ?? scalar(config, "model"),
    model_num_parameters: scalar(config, "model_num_parameters"),
    date: scalar(document, "date"),
  };
}

function taskColumns(document: JsonCursor, task: string): Record<string, Cell> {
  return {
    n: scalar(document.maybe("n-samples")?.maybe(task), "effective"),
    n_shot: scalar(document.maybe("n-shot"), task),
    task_hash: scalar(document.maybe("task_hashes"), task),
  };
}
