/** HELM's `stats.json` (a row a statistic) and `per_instance_stats.json` (a row an instance and trial). */
import type { JsonCursor } from "../json-cursor.ts";
import { RowBuilder } from "../row-builder.ts";
import type { Cell } from "../table-from-columns.ts";
import { chooseScores } from "./choose-scores.ts";
import { type DocumentReader, identifier, pathParts } from "./reader.ts";

export const helmStats: DocumentReader = {
  name: "helm",
  about: "HELM stats.json: model, run, metric, split, perturbation, n, score (the mean), variance (of a sample)",

  recognizes(document) {
    const first = firstOf(document);
    return first !== undefined && first.has("name") && isStatistic(first);
  },

  read(document, { metric }) {
    const notes: string[] = [];
    const all = document.list().map((statistic) => ({ ...label(statistic), statistic }));
    const itemOf = (score: (typeof all)[number]) => `split ${score.split}, perturbation ${score.perturbation}`;
    const scores = chooseScores(all, "metric", metric, itemOf, { file: document.file, notes });
    const builder = new RowBuilder(document.file);
    const run = runColumns(document.file, notes);
    notes.push("variance is that of a sample, n/(n - 1) times HELM's; n = 1 has none");
    for (const { statistic, ...labels } of scores) {
      const n = statistic.get("count").number();
      const variance = statistic.maybe("variance")?.number();
      const sampleVariance = variance !== undefined && n > 1 ? (variance * n) / (n - 1) : undefined;
      builder.add({ ...run, ...labels, n, score: statistic.maybe("mean")?.number(), variance: sampleVariance });
    }
    return builder.table(notes);
  },
};

export const helmInstances: DocumentReader = {
  name: "helm",
  about: "HELM per_instance_stats.json: model, run, instance, trial, perturbation, metric, split, score",

  recognizes(document) {
    const first = firstOf(document);
    return first !== undefined && first.has("instance_id") && first.has("stats");
  },

  read(document, { metric }) {
    const notes: string[] = [];
    let empty = 0;
    const all = document.list().flatMap((instance) =>
      instance
        .get("stats")
        .list()
        .flatMap((statistic) => {
          const score = statistic.maybe("mean")?.number();
          if (score === undefined) empty++;
          const place = {
            instance: identifier(instance, "instance_id"),
            trial: identifier(instance, "train_trial_index"),
          };
          return score === undefined ? [] : [{ ...place, ...label(statistic, instance), score }];
        }),
    );
    if (empty > 0) notes.push(`left out, statistics without a mean: ${empty}`);
    const itemOf = (score: (typeof all)[number]) =>
      `instance ${score.instance}, trial ${score.trial}, perturbation ${score.perturbation}`;
    const scores = chooseScores(all, "metric", metric, itemOf, { file: document.file, notes });
    const builder = new RowBuilder(document.file);
    const run = runColumns(document.file, notes);
    for (const score of scores) builder.add({ ...run, ...score });
    return builder.table(notes);
  },
};

function firstOf(document: JsonCursor): JsonCursor | undefined {
  return Array.isArray(document.value) ? document.list()[0] : undefined;
}

function isStatistic(item: JsonCursor): boolean {
  return item.has("count") && item.has("sum") && item.get("name").has("name");
}

function label(statistic: JsonCursor, instance?: JsonCursor): { metric: string; split: string; perturbation: string } {
  const name = statistic.get("name");
  const changed = name.maybe("perturbation") ?? instance?.maybe("perturbation");
  const perturbation =
    changed && [changed.get("name"), changed.maybe("computed_on")].flatMap((part) => part?.text() ?? []);
  const split = [name.maybe("split"), name.maybe("sub_split")].flatMap((part) => part?.text() ?? []).join("/");
  return { metric: name.get("name").text(), split: split || "all", perturbation: perturbation?.join("/") ?? "none" };
}

/** HELM writes no model into these files; a run's folder is `<scenario>:<arg>=<value>,…,model=<name>`. */
function runColumns(path: string, notes: string[]): Record<string, Cell> {
  const run = pathParts(path).at(-2);
  const model = run === undefined ? undefined : /[:,]model=([^,]+)/.exec(run)?.[1];
  notes.push(
    model === undefined
      ? "model is unknown: the folder's name has no model="
      : `model ${model} is read from the folder's name`,
  );
  return { model, run };
}
