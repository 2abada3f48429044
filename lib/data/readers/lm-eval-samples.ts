/** Sample logs of lm-evaluation-harness (`samples_<task>_<date>.jsonl`): a row a document, with its score. */
import type { JsonCursor } from "../json-cursor.ts";
import type { Cell } from "../table-from-columns.ts";
import { labelMissing, labelMixed } from "./choose-scores.ts";
import { identifier, type LineReader, type LineReading, pathParts, type ReadOptions, scalar } from "./reader.ts";

export const lmEvalSamples: LineReader = {
  name: "lm-eval",
  about: "lm-evaluation-harness samples: model, task, doc_id, doc_hash, prompt_hash, filter, metric, score, repeats",

  recognizes(first) {
    return first.has("doc_id") && (first.has("filter") || first.has("filtered_resps"));
  },

  open: (path, options) => new SamplesReading(path, options),
};

class SamplesReading implements LineReading {
  private readonly path: string;
  private readonly options: ReadOptions;
  private readonly model: string;
  private readonly task: string | undefined;
  private readonly filters = new Set<string>();
  private otherFilters = 0;
  private unscored = 0;
  private truths = 0;
  private mostRepeats = 1;

  constructor(path: string, options: ReadOptions) {
    this.path = path;
    this.options = options;
    const parts = pathParts(path);
    this.model = parts.at(-2) ?? parts.at(-1)!;
    this.task = /^samples_(.+?)(?:_\d{4}-\d\d-\d\dT[\d.:-]+)?\.jsonl$/.exec(parts.at(-1)!)?.[1];
  }

  *rows(line: JsonCursor): Generator<Record<string, Cell>> {
    const filter = line.maybe("filter")?.text() ?? "none";
    this.filters.add(filter);
    if (this.options.filter !== undefined && filter !== this.options.filter) {
      this.otherFilters++;
      return;
    }
    if (this.filters.size > 1 && this.options.filter === undefined) {
      throw labelMixed("filter", [...this.filters], this.path, "every document");
    }
    const metric = this.chooseMetric(line);
    const score = line.maybe(metric)?.value;
    if (typeof score !== "number" && typeof score !== "boolean") {
      this.unscored++;
      return;
    }
    if (typeof score === "boolean") this.truths++;
    const repeats = this.countRepeats(line);
    yield {
      model: this.model,
      task: this.task,
      doc_id: identifier(line, "doc_id"),
      doc_hash: scalar(line, "doc_hash"),
      prompt_hash: scalar(line, "prompt_hash"),
      filter,
      metric,
      score: Number(score),
      repeats,
    };
  }

  notes(): string[] {
    const { filter } = this.options;
    if (filter !== undefined && !this.filters.has(filter)) {
      throw labelMissing("filter", filter, [...this.filters], this.path);
    }
    const notes = [`model ${this.model} is the name of the file's folder`];
    if (this.task === undefined) notes.push("task is unknown: the file's name is not samples_<task>_<date>.jsonl");
    if (this.otherFilters > 0) notes.push(`left out, of other filters than ${filter}: ${this.otherFilters} lines`);
    if (this.unscored > 0) notes.push(`left out, without a score: ${this.unscored} lines`);
    if (this.truths > 0) notes.push(`true/false scores read as 1/0: ${this.truths}`);
    if (this.mostRepeats > 1)
      notes.push(`documents were answered up to ${this.mostRepeats} times; score is the harness's own summary of them`);
    return notes;
  }

  /** The line's metrics are listed under `metrics`; older files only have them as numbers among the members. */
  private chooseMetric(line: JsonCursor): string {
    const { metric } = this.options;
    const names = line.has("metrics")
      ? line
          .get("metrics")
          .list()
          .map((name) => name.text())
      : line
          .entries()
          .filter(([key, { value }]) => key !== "doc_id" && typeof value === "number")
          .map(([key]) => key);
    if (metric !== undefined) {
      if (names.includes(metric)) return metric;
      throw labelMissing("metric", metric, names, this.path);
    }
    if (names.length > 1) throw labelMixed("metric", names, this.path, "every document");
    if (names.length === 0) throw line.mismatch("a sample with a metric");
    return names[0]!;
  }

  /** `resps` is requests × repeats. */
  private countRepeats(line: JsonCursor): number {
    const first = line.maybe("resps")?.list()[0];
    const isGenerated = Array.isArray(first?.value) && first.value.every((answer) => typeof answer === "string");
    const repeats = isGenerated ? (first!.value as unknown[]).length : 1;
    this.mostRepeats = Math.max(this.mostRepeats, repeats);
    return repeats;
  }
}
