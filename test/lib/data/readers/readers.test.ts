import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readTable } from "../../../../lib/data/files.ts";
import { readSource } from "../../../../lib/data/read-source.ts";
import type { ReadOptions } from "../../../../lib/data/readers/reader.ts";
import { sourceFromBytes } from "../../../../lib/data/source-file.ts";
import { cellText, type Table } from "../../../../lib/data/table.ts";

const fixtures = fileURLToPath(new URL("../../../fixtures/readers/", import.meta.url));
const DATE = "2026-08-01T10-00-00.123456";
const RESULTS = `lm-eval/EleutherAI__pythia-1b/results_${DATE}.json`;
const GSM8K = `lm-eval/EleutherAI__pythia-1b/samples_gsm8k_${DATE}.jsonl`;
const ARC = `lm-eval/EleutherAI__pythia-1b/samples_arc_easy_${DATE}.jsonl`;
const HELM_RUN = "suite/mmlu:subject=philosophy,model=openai_gpt2";
const UUID = "every-eval-ever/data/example/org/model/3f0c2a4e-0000-4000-8000-000000000001";

const read = (path: string, options?: ReadOptions) => readTable(fixtures + path, options);
const column = (table: Table, name: string) =>
  Array.from({ length: table.rows }, (_, row) => cellText(table.columns.get(name)!, row)).join(" ");
/** A HELM file at the path it would have; the colon of HELM's folders is not possible in every checkout. */
const readHelm = (name: string, options: ReadOptions) =>
  readSource(sourceFromBytes(`${HELM_RUN}/${name}`, readFileSync(`${fixtures}helm/${name}`)), options);

test("a wandb run table keeps finished runs, reads NaN as missing, and says so", async () => {
  const table = await read("wandb/runs.csv");
  expect(column(table, "Name")).toBe("ladder-10m ladder-20m ladder-20m ladder-80m ladder-160m");
  expect(table.columns.get("eval/paloma/macro_loss")!.cells).toEqual(
    Float64Array.of(4.912, 4.401, 4.409, Number.NaN, 3.377),
  );
  expect(table.place(4).line).toBe(7);
  expect(table.notes).toEqual([
    "read as wandb-csv",
    "eval/paloma/macro_loss: NaN, null and the like are missing cells (1)",
    "left out, runs that are not finished: lines 5 (crashed)",
    '2 runs are named "ladder-20m" (lines 3, 4); all are kept',
  ]);
});

test("a wandb chart is melted to a row a step and run; run names may hold the separator", async () => {
  const table = await read("wandb/chart.csv");
  expect(column(table, "run")).toBe("ladder-10m ladder-10m a - b");
  expect(column(table, "step")).toBe("100 200 100");
  expect(column(table, "eval/loss")).toBe("6.1 5.5 5.9");
  expect(table.notes.at(-1)).toBe("steps at which a run logged nothing: 1 cells left out");
});

test("lm-eval results give a row a task, once metric and filter are unambiguous", async () => {
  await expect(read(RESULTS)).rejects.toMatchObject({
    details: { code: "data/filter-mixed", found: "strict-match, flexible-extract, none", fix: "filter: strict-match" },
  });
  const table = await read(RESULTS, { metric: "exact_match", filter: "strict-match" });
  expect(table.rows).toBe(1);
  const cells = Object.fromEntries([...table.columns].map(([name, column]) => [name, cellText(column, 0)]));
  expect(cells).toEqual({
    model: "EleutherAI/pythia-1b",
    model_num_parameters: "1011781632",
    date: "1785578400.5",
    task: "gsm8k",
    metric: "exact_match",
    filter: "strict-match",
    score: "0.3333333333333333",
    stderr: "0.3333333333333333",
    n: "3",
    n_shot: "5",
    task_hash: "aa11",
  });
  expect(table.notes).toEqual([
    "read as lm-eval",
    "left out, groups: they count their tasks' items again: mmlu",
    "left out, without metric exact_match: mmlu_anatomy, wikitext",
  ]);
  expect(column(await read(RESULTS, { metric: "acc" }), "task")).toBe("mmlu_anatomy");
});

test("lm-eval samples are filtered before they are counted", async () => {
  await expect(read(GSM8K)).rejects.toMatchObject({ details: { code: "data/filter-mixed" } });
  const table = await read(GSM8K, { filter: "flexible-extract" });
  expect(column(table, "doc_hash")).toBe("d0 d1 d2");
  expect(column(table, "score")).toBe("1 1 0");
  expect(column(table, "model")).toBe("EleutherAI__pythia-1b ".repeat(3).trim());
  expect(column(table, "task")).toBe("gsm8k gsm8k gsm8k");
  expect(table.notes).toContain("left out, of other filters than flexible-extract: 3 lines");
});

test("lm-eval samples with two metrics ask which, and a wrong name is answered with the nearest", async () => {
  await expect(read(ARC)).rejects.toMatchObject({ details: { code: "data/metric-mixed", found: "acc, acc_norm" } });
  expect(column(await read(ARC, { metric: "acc_norm" }), "score")).toBe("0 1");
  await expect(read(ARC, { metric: "accnorm" })).rejects.toMatchObject({
    details: { code: "data/metric-missing", nearest: "acc_norm" },
  });
});

test.each(["inspect/log.json", "inspect/log.eval", "inspect/log-deflate.eval"])(
  "the Inspect log %s gives a row a sample and epoch, grades as numbers",
  async (path) => {
    const table = await read(path);
    expect(column(table, "sample")).toBe("1 1 s-2 s-2");
    expect(column(table, "epoch")).toBe("1 2 1 2");
    expect(column(table, "score")).toBe("1 0 0.5 1");
    expect(column(table, "metric")).toBe("match match match match");
    expect(column(table, "model")).toBe("org/model-a ".repeat(4).trim());
    expect(table.notes).toEqual(["read as inspect", "grades read as C = 1, P = 0.5, I = N = 0: 4"]);
  },
);

test("an archive whose member unpacks beyond the limit is refused while it is unpacked", async () => {
  await expect(read("inspect/bomb.eval")).rejects.toMatchObject({
    details: { code: "data/zip", message: "header.json in the archive unpacks to more than 256 MiB" },
  });
});

test("an archive cut off anywhere is refused", async () => {
  const bytes = readFileSync(`${fixtures}inspect/log.eval`);
  for (const end of [4, 100, bytes.length - 30, bytes.length - 1]) {
    const cut = sourceFromBytes("log.eval", bytes.subarray(0, end));
    await expect(readSource(cut)).rejects.toMatchObject({ details: { code: "data/zip" } });
  }
});

test("HELM statistics of one metric, with the variance of a sample", async () => {
  await expect(readHelm("stats.json", {})).rejects.toMatchObject({
    details: { code: "data/metric-mixed", found: "exact_match, num_prompt_tokens" },
  });
  const table = await readHelm("stats.json", { metric: "exact_match" });
  expect(column(table, "model")).toBe("openai_gpt2 openai_gpt2 openai_gpt2");
  expect(column(table, "perturbation")).toBe("none typos/perturbed none");
  expect(column(table, "split")).toBe("test test valid");
  expect(column(table, "score")).toBe("0.5 0.25 1");
  expect(table.columns.get("variance")!.cells).toEqual(Float64Array.of((0.25 * 4) / 3, 0.25, Number.NaN));
});

test("HELM instances of one metric", async () => {
  const table = await readHelm("per_instance_stats.json", { metric: "exact_match" });
  expect(column(table, "instance")).toBe("id0 id1 id2 id0");
  expect(column(table, "trial")).toBe("0 0 0 0");
  expect(column(table, "perturbation")).toBe("none none none typos/perturbed");
  expect(column(table, "score")).toBe("0 1 0 0");
});

test("every_eval_ever records and items", async () => {
  const records = await read(`${UUID}.json`);
  expect(column(records, "task")).toBe("gsm8k wikitext");
  expect(column(records, "score")).toBe("0.41 16.4");
  expect(records.columns.get("stderr")!.cells).toEqual(Float64Array.of(0.0135, Number.NaN));
  const items = await read(`${UUID}_samples.jsonl`);
  expect(column(items, "correct")).toBe("0 1 0");
  expect(column(items, "model")).toBe("org/model org/model org/model");
});

test("a reader that is asked for is obeyed or refuses; an unknown one is answered with the nearest", async () => {
  expect((await read("wandb/runs.csv", { as: "csv" })).rows).toBe(6);
  await expect(read("sweeps/chinchilla.csv", { as: "wandb-csv" })).rejects.toMatchObject({
    details: { code: "data/layout" },
  });
  await expect(read("sweeps/chinchilla.csv", { as: "wandbcsv" })).rejects.toMatchObject({
    details: { code: "data/reader-unknown", nearest: "wandb-csv" },
  });
});
