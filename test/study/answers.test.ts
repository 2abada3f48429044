/** Answers in one line, and what a model asks of its table: pairs, rules, notes, each bad row named. */
import { describe, expect, test } from "vitest";
import { type Cell, tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { applyOptions, type ModelDocument } from "../../lib/model/document.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";
import { answersOf } from "../../study/answers/index.ts";
import { checkDesign } from "../../study/check-design.ts";
import { fit } from "../../study/fit.ts";
import { prepareTable } from "../../study/prepare-table.ts";

const quick = { chains: 2, warmup: 300, draws: 300 };

/** long answers of two models: n items, `only` of them right by the second alone, `lost` by the first alone */
function answers(n: number, only: number, lost: number): Table {
  const item = Array.from({ length: n }, (_, k) => `q${k}`);
  const first = item.map((_, k) => (k < lost || k % 3 === 0 ? 1 : 0));
  const second = item.map((_, k) => (k >= n - only || (k % 3 === 0 && k >= lost) ? 1 : 0));
  return tableFromColumns({ model: [...item.map(() => "old"), ...item.map(() => "new")], item: [...item, ...item], correct: [...first, ...second] });
}

const chosen = (name: string, set: Record<string, string> = {}): ModelDocument => applyOptions(models.get(name)!, set);
const failure = (run: () => unknown): CredenceError["details"] => {
  try {
    run();
  } catch (error) {
    if (error instanceof CredenceError) return error.details;
  }
  throw new Error("no CredenceError");
};

describe("a paired comparison", () => {
  const ask = (table: Table) => answersOf(fit(models.get("paired-comparison")!, table, quick))[0]!;

  test("a large difference is called real, with its size", () => {
    const { text, values } = ask(answers(600, 120, 20));
    expect(text).toMatch(/^Real: new beats old by \d+\.?\d* points \(90 %: .* to .*\) on items like these; probability above 0\.99\.$/);
    expect(values).toMatchObject({ verdict: "real", better: "new", further: 0 });
  });

  test("a small one is called noise, with the number of further items that would settle it", () => {
    const { text, values } = ask(answers(150, 16, 10));
    expect(text).toMatch(/^Noise so far: new leads old by .* About [\d\u202f]+ more items like these 150 would settle it with even odds, about [\d\u202f]+ with probability 0\.9\.$/);
    const [difference, disagreement, n] = [values["q50"] as number, values["used"] as number, 150];
    expect(disagreement).toBe(n);
    expect(difference).toBeGreaterThan(0);
    expect(values["furtherEvenOdds"]).toBeGreaterThan(n / 10);
    expect(values["further"]).toBeGreaterThan(values["furtherEvenOdds"] as number);
  });

  test("an item that one of them did not answer is left out and told; none in common is refused", () => {
    const long = answers(30, 5, 2);
    const short = { ...long, rows: 59 };
    for (const name of ["model", "item", "correct"]) (short.columns as Map<string, unknown>).set(name, { ...long.columns.get(name)!, cells: Array.from(long.columns.get(name)!.cells as ArrayLike<Cell>).slice(0, 59).map(String) });
    expect(prepareTable(chosen("paired-comparison"), short).dropped).toEqual([{ rows: "1", reason: "only old answered the item" }]);
    const apart = tableFromColumns({ model: ["a", "b"], item: ["q1", "q2"], correct: [1, 0] });
    expect(failure(() => prepareTable(chosen("paired-comparison"), apart))).toMatchObject({ code: "data/no-common-items" });
  });

  test("a third model, and an answer that stands twice, are named", () => {
    const three = tableFromColumns({ model: ["a", "b", "c"], item: ["q", "q", "q"], correct: [1, 0, 1] });
    expect(failure(() => prepareTable(chosen("paired-comparison"), three))).toMatchObject({ code: "data/two-levels", found: "a, b, c" });
    const twice = tableFromColumns({ model: ["a", "b", "a"], item: ["q", "q", "q"], correct: [1, 0, 1] });
    expect(failure(() => prepareTable(chosen("paired-comparison"), twice))).toMatchObject({ code: "data/duplicate-rows", found: "row 3 repeats row 1" });
  });
});

describe("bad rows are named", () => {
  const cases: [string, Record<string, string>, Record<string, ArrayLike<Cell>>, string, RegExp][] = [
    ["lr-annealing", {}, { run: ["a", "a", "b", "b"], step: [10, 20, 9, 5], lr: [1, 1, 1, 1], loss: [3, 3, 3, 3] }, "data/rule", /order of their steps in row 4/],
    ["multi-power-law", {}, { run: ["a", "a", "b", "b"], step: [10, 20, 9, 5], lr: [1, 1, 1, 1], loss: [3, 3, 3, 3] }, "data/rule", /order of their steps in row 4/],
    ["intrinsic-dimension", {}, { dimension: [10, 20], full: [0, 0], items: [10, 10], correct: [3, 11], chance: [0.1, 0.1] }, "data/rule", /more right answers than items in row 2/],
    ["task-scaling", {}, { N: [1e8, 1e9], tries: [10, 10], passes: [3, 11] }, "data/rule", /more passes than tries in row 2/],
    ["task-scaling", { stopping: "first_pass" }, { N: [1e8, 1e9], tries: [0, 10], passes: [0, 1] }, "data/rule", /a run without tries in row 1/],
    ["task-scaling", { stopping: "rth_pass" }, { N: [1e8, 1e9], tries: [9, 10], passes: [3, 2], r: [2, 2] }, "data/rule", /more passes than were to be reached in row 1/],
    ["irt", {}, { model: ["m", "m"], item: ["i", "i"], correct: [1, 0] }, "data/duplicate-rows", /item i/],
    ["seed-variance", {}, { model: ["m", "m"], bench: ["b", "b"], seed: ["1", "1"], score: [1, 2] }, "data/duplicate-rows", /seed 1/],
    ["platt", {}, { confidence: [0.5, 1.2], correct: [1, 0] }, "data/out-of-range", /1\.2 in column "confidence", row 2/],
  ];
  for (const [name, set, columns, code, message] of cases) {
    test(`${name} ${JSON.stringify(set)}: ${message.source}`, () => {
      const details = failure(() => fit(models.get(name)!, tableFromColumns(columns), { set, ...quick }));
      expect(details).toMatchObject({ code, message: expect.stringMatching(message) as string });
    });
  }
});

describe("what one should know of a table is said", () => {
  const told = (name: string, columns: Record<string, ArrayLike<Cell>>, set: Record<string, string> = {}): string[] =>
    checkDesign(chosen(name, set), tableFromColumns(columns)).map(({ message }) => message);

  test("confidences of exactly 0 and 1", () => {
    expect(told("platt", { confidence: [0, 0.4, 1], correct: [0, 1, 1] })).toEqual(["2 of 3 confidences are exactly 0 or 1"]);
  });
  test("groups with one row", () => {
    const columns = { confidence: [0.2, 0.4, 0.7], correct: [0, 1, 1], group: ["g1", "g1", "g2"] };
    expect(told("platt", columns, { grouped: "true" })).toEqual(["1 of 2 groups have one row (g2)"]);
  });
  test("items that all models solve", () => {
    const columns = { model: ["a", "b", "a", "b"], item: ["i", "i", "j", "j"], correct: [1, 1, 0, 1] };
    expect(told("irt", columns)).toEqual(["1 of 2 items were answered alike by all models (i)", "1 of 2 models answered all their items alike (b)"]);
  });
  test("one seed everywhere: the seed sd is the prior's", () => {
    const columns = { model: ["a", "b", "a", "b"], bench: ["x", "x", "y", "y"], score: [40, 50, 60, 70] };
    expect(told("seed-variance", columns)).toEqual(["no model has two runs on one benchmark: these data do not know the seed sd"]);
  });
});

describe("other answers", () => {
  const text = (name: string, parameters: Record<string, number> = {}): string[] => {
    const { table } = simulateTable(models.get(name)!, { parameters, seed: "answer" });
    return answersOf(fit(models.get(name)!, table, quick)).map((answer) => answer.text);
  };
  test("the smallest scale, as likely as not and nearly surely; the growth", () => {
    const [half, growth] = text("curved-task");
    expect(half).toMatch(/^A pass probability above 0\.5 needs N = \d[\d.]*×10[⁰¹²³⁴-⁹]+ as likely as not, and N = \d[\d.]*×10[⁰¹²³⁴-⁹]+ to be 95 % sure\.$/);
    expect(growth).toMatch(/^(Undecided|Ability grew faster)/);
  });
  test("how far confidences are off, and the threshold for a precision", () => {
    expect(text("temperature", { T: 0.7 })[0]).toMatch(/^Confidences are off by .* points .* From confidence 0\.\d+ on answers are right 90 % of the time/);
  });
  test("the best of several systems", () => {
    expect(text("beta-binomial-score")[0]).toMatch(/^Best system: s\d with probability (0\.\d\d|above 0\.99)/);
  });
});

test("an unknown kind of answer is named with the nearest", () => {
  const document = { ...models.get("benchmark-power")!, answers: { x: { kind: "rankings" } } };
  const result = fit(document, tableFromColumns({ tries: [100], passes: [60] }), quick);
  expect(failure(() => answersOf(result))).toMatchObject({ code: "model/answer", nearest: "ranking" });
});
