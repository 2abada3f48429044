/** All readers by kind of file, in the order in which they are asked whether they recognize one. */
import { everyEvalEver, everyEvalEverSamples } from "./every-eval-ever.ts";
import { helmInstances, helmStats } from "./helm.ts";
import { inspect } from "./inspect.ts";
import { lmEval } from "./lm-eval.ts";
import { lmEvalSamples } from "./lm-eval-samples.ts";
import type { DocumentReader, LineReader, TableReader } from "./reader.ts";
import { wandbChart, wandbRuns } from "./wandb.ts";

export const documentReaders: readonly DocumentReader[] = [lmEval, inspect, everyEvalEver, helmStats, helmInstances];

export const lineReaders: readonly LineReader[] = [lmEvalSamples, everyEvalEverSamples];

export const tableReaders: readonly TableReader[] = [wandbRuns, wandbChart];

/** Readers of formats that need no recognition beyond their first bytes or extension. */
export const plainReaders: readonly { readonly name: string; readonly about: string }[] = [
  { name: "csv", about: "comma, tab or semicolon separated text with a header" },
  { name: "json", about: "a list of objects or an object of lists" },
  { name: "jsonl", about: "an object a line; read piece by piece" },
  { name: "parquet", about: "Parquet, flat columns" },
];

/** The columns that name an item in the tables of evaluations, of which each table has some. */
export const ITEM_KEY: readonly string[] = [
  "model",
  "run",
  "task",
  "doc_hash",
  "doc_id",
  "sample",
  "sample_id",
  "instance",
].concat(["trial", "epoch", "split", "perturbation", "metric", "filter", "date"]);
