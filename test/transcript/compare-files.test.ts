/** Sessions of `credence compare FILE FILE`: two models' answers to the same items, and what is refused. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stream } from "../../lib/random/stream.ts";
import { credence, folderWith } from "./session.ts";

interface Item {
  readonly id: number;
  readonly score: number;
  readonly hash?: string;
}

/** a sample log of lm-evaluation-harness, whose folder names the model */
const log = (items: readonly Item[]): string =>
  items.map(({ id, score, hash = `h${id}` }) => `${JSON.stringify({ doc_id: id, doc_hash: hash, filter: "none", metrics: ["exact_match"], exact_match: score, filtered_resps: ["x"] })}\n`).join("");
const items = (n: number, score: (id: number) => number): Item[] => Array.from({ length: n }, (_, id) => ({ id, score: score(id) }));
let folder: string;

function add(model: string, content: string): string {
  mkdirSync(join(folder, model), { recursive: true });
  const path = join(model, "samples_arith.jsonl");
  writeFileSync(join(folder, path), content);
  return path;
}

beforeAll(() => {
  folder = folderWith({});
  add("small", log(items(300, (id) => (id % 3 === 0 ? 1 : 0))));
  add("large", log(items(310, (id) => (id % 3 === 0 || id % 5 === 0 ? 1 : 0))));
});
const [small, large] = ["small/samples_arith.jsonl", "large/samples_arith.jsonl"];

describe("two logs", () => {
  test("real or noise in one line; items that one of them lacks are told; the run has its page", async () => {
    const { out, code } = await credence(folder, `compare ${small} ${large} --out run`);
    expect(code).toBe(0);
    expect(out).toContain("300 items answered by both; A is small, B is large");
    expect(out).toContain("10 left out (only large answered the item)");
    expect(out).toMatch(/^answer Real: large beats small by 13\.?\d* points/m);
    expect(out).toMatch(/^report run\/report\.html/m);
  });

  test("items that were answered more than once are counted as tries", async () => {
    const rng = stream("repeated answers");
    const repeated = (easier: number): string => `item,correct\n${Array.from({ length: 120 }, (_, k) => `q${k % 40},${rng.uniform() < (k % 40) / 60 + easier ? 1 : 0}`).join("\n")}\n`;
    writeFileSync(join(folder, "a.csv"), repeated(0.1));
    writeFileSync(join(folder, "b.csv"), repeated(0.3));
    const { out } = await credence(folder, "compare a.csv b.csv --chains 2 --warmup 200 --draws 100 --json --out several");
    const { answers, rows } = JSON.parse(out) as { rows: number; answers: { values: { better: string } }[] };
    expect([rows, answers[0]!.values.better]).toEqual([40, "b.csv"]);
    expect(readFileSync(join(folder, "several/manifest.json"), "utf8")).toContain('"samples": "several"');
  });
});

describe("two logs that cannot be compared", () => {
  const refused = async (line: string): Promise<string> => {
    const { err, code } = await credence(folder, `compare ${line}`);
    expect(code).toBe(2);
    return err;
  };

  test("an item whose text is not the same", async () => {
    const other = add("other", log([...items(20, () => 1), { id: 20, score: 1, hash: "edited" }]));
    const same = add("same", log(items(21, () => 1)));
    expect(await refused(`${same} ${other}`)).toMatch(/^error {2}data\/items-differ {2}other\/samples_arith.jsonl:21\n {2}item arith 20 is not the same text in both files\n {2}found {5}doc_hash edited, in same\/samples_arith.jsonl h20/);
  });

  test("graded answers, a file of several models, no column for items, three files", async () => {
    const graded = add("graded", log(items(5, () => 0.5)));
    expect(await refused(`${small} ${graded}`)).toMatch(/data\/not-binary {2}graded\/samples_arith.jsonl:1\n.*\n {2}found {5}0\.5/);
    writeFileSync(join(folder, "both.csv"), "model,item,correct\na,q1,1\nb,q1,0\n");
    expect(await refused(`both.csv ${small}`)).toContain("credence fit paired-comparison both.csv");
    expect(await refused(`${small} ${large} --pair-by question`)).toContain('no column "question"');
    expect(await refused(`${small} ${large} both.csv`)).toContain("answers are compared two by two");
  });
});
