/** every_eval_ever records (`<uuid>.json`: a row an evaluation) and items (`<uuid>_samples.jsonl`: a row an item). */
import { RowBuilder } from "../row-builder.ts";
import type { Cell } from "../table-from-columns.ts";
import { type DocumentReader, type LineReader, scalar } from "./reader.ts";

export const everyEvalEver: DocumentReader = {
  name: "every-eval-ever",
  about: "every_eval_ever records: model, developer, task, metric, score, stderr, n, lower_is_better, min, max",

  recognizes(document) {
    return document.has("evaluation_results") && document.has("model_info");
  },

  read(document) {
    const model = document.get("model_info");
    const builder = new RowBuilder(document.file);
    for (const result of document.get("evaluation_results").list()) {
      const details = result.get("score_details");
      const uncertainty = details.maybe("uncertainty");
      const metric = result.maybe("metric_config");
      const interval = uncertainty?.maybe("confidence_interval");
      builder.add({
        model: scalar(model, "id") ?? scalar(model, "name"),
        developer: scalar(model, "developer"),
        task: result.get("evaluation_name").text(),
        metric: scalar(metric, "metric_id"),
        score: details.get("score").number(),
        stderr: scalar(uncertainty?.maybe("standard_error"), "value"),
        lower: scalar(interval, "lower"),
        upper: scalar(interval, "upper"),
        level: scalar(interval, "confidence_level"),
        n: scalar(uncertainty, "num_samples"),
        lower_is_better: scalar(metric, "lower_is_better"),
        min_score: scalar(metric, "min_score"),
        max_score: scalar(metric, "max_score"),
      });
    }
    return builder.table();
  },
};

export const everyEvalEverSamples: LineReader = {
  name: "every-eval-ever",
  about: "every_eval_ever items: model, task, sample_id, sample_hash, score, correct",

  recognizes(first) {
    return first.has("evaluation_id") && first.has("sample_id") && first.has("evaluation");
  },

  open() {
    let unscored = 0;
    return {
      *rows(line): Generator<Record<string, Cell>> {
        const evaluation = line.get("evaluation");
        const score = scalar(evaluation, "score");
        const correct = scalar(evaluation, "is_correct");
        if (typeof score !== "number" && typeof correct !== "boolean") {
          unscored++;
          return;
        }
        yield {
          model: scalar(line, "model_id"),
          task: scalar(line, "evaluation_name"),
          sample_id: scalar(line, "sample_id"),
          sample_hash: scalar(line, "sample_hash"),
          score: typeof score === "number" ? score : undefined,
          correct: typeof correct === "boolean" ? Number(correct) : undefined,
        };
      },
      notes: () => (unscored === 0 ? [] : [`left out, without a score: ${unscored} lines`]),
    };
  },
};
