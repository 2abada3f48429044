/** Reports of fits: what the fan goes along, what stands on it, and that every kind of model has a page. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Cell, tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import { stream } from "../../lib/random/stream.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Report } from "../../lib/report.ts";
import { renderReport } from "../../reports/index.ts";
import { buildReport } from "../../study/build-report.ts";
import { fit } from "../../study/fit.ts";
import { makeRun, type Run } from "../../study/run-folder.ts";
import { exampleFit, exampleRun } from "./fixture.ts";

const settings = { chains: 2, warmup: 200, draws: 100 };

function reportOf(document: ModelDocument, columns: Record<string, Cell[]>, asked = settings): Report {
  const result = fit(document, tableFromColumns(columns), { seed: "5", ...asked });
  const request = { model: document.name, set: {}, settings: asked, dropped: [], at: [], command: "" };
  return buildReport(makeRun(result, request));
}

const fanOf = (report: Report): FigureOf<"fan"> => report.forecasts![0]!.fan!;

describe("the shipped example", () => {
  let run: Run;
  let report: Report;
  beforeAll(async () => {
    run = await exampleRun([{ C: 1e24 }]);
    report = buildReport(run);
  });

  test("its fan goes along the optimal allocation, each run at the budget 6ND", () => {
    const fan = fanOf(report);
    const { columns } = run.fit.density.model.rows;
    const [N, D] = ["N", "D"].map((name) => columns.get(name) as { values: Float64Array } | undefined);
    expect(fan.x).toMatchObject({ label: "C", scale: "log" });
    expect(fan.path).toBe("along N = N_opt(C), D = D_opt(C), the optimal allocation; C = 6·N·D");
    fan.points.forEach(({ x }, row) => expect(x / (6 * N!.values[row]! * D!.values[row]!)).toBeCloseTo(1, 9));
    expect(fan.dataEnd).toBe(Math.max(...fan.points.map(({ x }) => x)));
  });

  test("the target stands on the fan's median, with its distance beyond the data", () => {
    const target = report.forecasts![0]!.targets[0];
    const fan = fanOf(report);
    const after = fan.curve.findIndex(({ x }) => x > target!.x!);
    expect(target!.x).toBe(1e24);
    expect(target!.decadesBeyond).toBeCloseTo(Math.log10(1e24 / fan.dataEnd!), 12);
    expect(target!.q[3]).toBeLessThan(fan.curve[after - 1]!.q[3]);
    expect(target!.q[3]).toBeGreaterThan(fan.curve[after]!.q[3]);
  });

  test("a target off the optimum bends the path so that it runs through the target", async () => {
    const at = [{ N: 1e11, D: 1e11 }];
    const off = buildReport(await exampleRun(at));
    const [target] = off.forecasts![0]!.targets;
    expect(target!.x! / 6e22).toBeCloseTo(1, 9);
    expect(fanOf(off).path).toMatch(
      /^along N = \d.* N_opt\(C\), D = 0\.\d+ D_opt\(C\), the first target's share of the optimum; C = 6·N·D$/,
    );
    const [before, after] = [
      fanOf(off).curve.findLast(({ x }) => x <= target!.x!)!,
      fanOf(off).curve.find(({ x }) => x >= target!.x!)!,
    ];
    expect(target!.q[3]).toBeLessThan(before.q[3]);
    expect(target!.q[3]).toBeGreaterThan(after.q[3]);
  });

  test("parameters have priors, derived quantities none; published values stand beside", () => {
    const rows = new Map(report.parameters![0]!.rows.map((row) => [row.name, row]));
    // the median of lognormal(log(0.3), 0.6)
    expect(rows.get("alpha")!.prior!.q[3]).toBeGreaterThan(0.3 * Math.exp(-0.6 * 0.12));
    expect(rows.get("alpha")!.prior!.q[3]).toBeLessThan(0.3 * Math.exp(0.6 * 0.12));
    expect(rows.get("A")).toMatchObject({ derived: true });
    expect(rows.get("A")!.prior).toBeUndefined();
    expect(rows.get("alpha")!.published!.value).toBe(0.3478);
  });

  test("its page is small, the same every time, and has the allocation and the method", () => {
    const page = renderReport(report);
    expect(Buffer.byteLength(page)).toBeLessThan(400_000);
    expect(renderReport(buildReport(run))).toBe(page);
    for (const text of ["of the next run&#39;s loss", "lognormal", run.id, run.dataHash]) expect(page).toContain(text);
    expect(report.answers!.map(({ kind }) => kind)).toEqual(["allocation", "surface"]);
  });

  test("one covariate without optimum goes along that covariate", async () => {
    const result = await exampleFit("kaplan-nd");
    const fan = fanOf(
      buildReport(makeRun(result, { model: "kaplan-nd", set: {}, settings, dropped: [], at: [], command: "" })),
    );
    expect(fan.x).toEqual({ label: "N", unit: "parameters", scale: "log" });
    expect(fan.path).toMatch(/^at D = \d/);
  });
});

const levels = (n: number): string[] => Array.from({ length: n }, (_, i) => "abcd"[i % 4]!);
const wave = (n: number): number[] => Array.from({ length: n }, (_, i) => Math.sin(i) + i / n);
const coin = (n: number): number[] => Array.from({ length: n }, (_, i) => Number((i * 7) % 11 > 4));

/** documents whose pages lack one thing or another that the example has */
const others: Readonly<Record<string, readonly [ModelDocument, Record<string, Cell[]>]>> = {
  "no covariate at all": [
    {
      name: "mean",
      data: { y: { kind: "real" } },
      parameters: { mu: "normal(0, 5)", sigma: "half_normal(2)" },
      likelihood: { y: "normal(mu, sigma)" },
    },
    { y: wave(12) },
  ],
  "a factor alone": [
    {
      name: "groups",
      data: { g: { kind: "factor" }, y: { kind: "real" } },
      parameters: { m: "normal(0, 2)", t: "half_normal(1)", "theta[g]": "normal(m, t)", s: "half_normal(1)" },
      likelihood: { y: "normal(theta[g], s)" },
    },
    { g: levels(16), y: wave(16) },
  ],
  "a binary response along a real covariate, by group": [
    {
      name: "coin",
      data: { g: { kind: "factor" }, x: { kind: "real" }, y: { kind: "binary" } },
      parameters: { "a[g]": "normal(0, 1)", b: "normal(0, 1)" },
      likelihood: { y: "bernoulli_logit(a[g] + b * x)" },
    },
    { g: levels(40), x: wave(40), y: coin(40) },
  ],
  counts: [
    {
      name: "counts",
      data: { x: { kind: "positive" }, k: { kind: "count" } },
      parameters: { a: "normal(1, 1)", b: "normal(0, 1)" },
      likelihood: { k: "poisson_log(a + b * log(x))" },
    },
    { x: wave(20).map(Math.exp), k: coin(20).map((v, i) => v + (i % 5)) },
  ],
  "improper priors": [
    {
      name: "flat",
      data: { y: { kind: "real" } },
      parameters: { mu: "flat()", sigma: "half_normal(2)" },
      likelihood: { y: "normal(mu, sigma)" },
    },
    { y: wave(12) },
  ],
  "a bare log likelihood": [
    {
      name: "target",
      data: { y: { kind: "real" } },
      parameters: { mu: "normal(0, 5)" },
      likelihood: { target: "-square(y - mu)" },
    },
    { y: wave(12) },
  ],
  "two responses and a vector": [
    {
      name: "two",
      data: { x: { kind: "real" }, y: { kind: "real" }, z: { kind: "positive" } },
      parameters: { w: { prior: "normal(0, 2)", size: 2 }, s: "half_normal(1)" },
      likelihood: { y: "normal(w[1] * x, s)", "log(z)": "normal(w[2] * x, s)" },
    },
    { x: wave(15), y: wave(15).map((v) => v / 2), z: wave(15).map(Math.exp) },
  ],
};

test.each(Object.entries(others))("a model with %s has a page", (_, [document, columns]) => {
  const report = reportOf(document, columns);
  const page = renderReport(report);
  expect(page).toContain("</html>");
  // without the script, whose own code says isNaN
  expect(renderReport(report, { script: false })).not.toMatch(/NaN|undefined|Infinity/);
  const responses = Object.keys(document.likelihood).filter((name) => name !== "target").length;
  const numeric = Object.entries(document.data).filter(
    ([name, { kind }]) =>
      kind !== "factor" && !Object.keys(document.likelihood).some((response) => response.includes(name)),
  );
  expect(report.forecasts!.filter(({ fan }) => fan)).toHaveLength(numeric.length > 0 ? responses : 0);
});

describe("answers that a document's columns and quantities call for", () => {
  const stated = Array.from({ length: 120 }, (_, i) => (i + 0.5) / 120);
  const random = stream("outcomes");
  const correct = stated.map((p) => Number(random.uniform() < p * p));
  const map: ModelDocument = {
    name: "map",
    data: { p: { kind: "probability" }, y: { kind: "binary" } },
    parameters: { a: "lognormal(0, 0.7)", b: "normal(0, 1.5)" },
    likelihood: { y: "bernoulli_logit(a * logit(p) + b)" },
  };

  test("a stated probability and what came true: a reliability curve with the posterior's band", () => {
    const report = reportOf(map, { p: stated, y: correct }, { chains: 2, warmup: 300, draws: 500 });
    const [answer] = report.answers as [FigureOf<"reliability">];
    expect(answer).toMatchObject({ kind: "reliability", bandOf: "posterior", n: 120 });
    expect(report.lead).toBe("reliability");
    // the outcomes were made with probability p²
    for (const { stated: p, lower, upper } of answer.curve.filter(({ stated: p }) => p > 0.2 && p < 0.8)) {
      expect(lower).toBeLessThan(p * p + 0.1);
      expect(upper).toBeGreaterThan(p * p - 0.1);
    }
    expect(answer.metric!.q[3]).toBeGreaterThan(0.1);
    expect(answer.metric!.q[3]).toBeLessThan(0.25);
    expect(report.checks!.map(({ figure }) => figure.kind)).toEqual(["reliability"]);
    expect(renderReport(report)).toMatch(/<p class="say">Overconfident: where 0\.\d\d is stated/);
  });

  test("with a group in the model, one curve a group", () => {
    const document = {
      ...map,
      data: { ...map.data, g: { kind: "factor" as const } },
      parameters: { a: "lognormal(0, 0.7)", "b[g]": "normal(0, 1.5)" },
      likelihood: { y: "bernoulli_logit(a * logit(p) + b[g])" },
    };
    const report = reportOf(document, { p: stated, y: correct, g: levels(120) });
    const subjects = report.answers!.map(({ subject }) => subject);
    expect(subjects).toEqual(["map, a", "map, b", "map, c", "map, d"]);
  });

  test("passes of tries by size, and a quantity PU(N): the emergence figure, the sizes that never passed among its points", () => {
    const N = [1e7, 1e7, 1e8, 1e8, 1e9, 1e9];
    const document: ModelDocument = {
      name: "law",
      data: { N: { kind: "positive", unit: "parameters" }, tries: { kind: "count" }, passes: { kind: "count" } },
      constants: { N0: "max(N)" },
      parameters: { c: "lognormal(1, 1)", alpha: "lognormal(-1.5, 0.7)" },
      let: { p: "exp(-c * (N / N0)^-alpha)" },
      likelihood: { passes: "binomial(tries, p)" },
      quantities: { "PU(N)": "exp(-c * (N / N0)^-alpha)" },
    };
    const report = reportOf(document, { N, tries: N.map(() => 100), passes: [0, 0, 3, 5, 20, 24] });
    const answer = report.answers!.find((each): each is FigureOf<"emergence"> => each.kind === "emergence")!;
    expect(answer.points.map(({ x, p }) => [x, p])).toEqual([
      [1e7, 0],
      [expect.closeTo(1e8, 0), 0.04],
      [expect.closeTo(1e9, 0), 0.22],
    ]);
    expect(answer.laws[0]!.curve.at(-1)!.x).toBeCloseTo(1e9 * Math.sqrt(10), 0);
    const kinds = report.checks!.map(({ figure }) => figure.kind);
    expect(kinds).toEqual(["residuals", "pit", "rootogram"]);
  });
});

test("a page is only looked at: the table of the fit is the same afterwards, where a line reads the response of another too", () => {
  const columns = { a: coin(60), b: coin(60).toReversed() };
  const document: ModelDocument = {
    name: "pairs",
    data: { a: { kind: "binary" }, b: { kind: "binary" } },
    parameters: { p: "beta(1, 1)", same: "beta(1, 1)", other: "beta(1, 1)" },
    likelihood: { a: "bernoulli(p)", b: "bernoulli(if_else(a == 1, same, other))" },
  };
  const result = fit(document, tableFromColumns(columns), { seed: "5", ...settings });
  buildReport(makeRun(result, { model: "pairs", set: {}, settings, dropped: [], at: [], command: "" }));
  expect([...result.table.columns.get("a")!.cells]).toEqual(columns.a);
  expect([...result.table.columns.get("b")!.cells]).toEqual(columns.b);
});

test("a table with thousands of rows and hundreds of levels keeps its page small, and says what is not shown", () => {
  const n = 5000;
  const g = Array.from({ length: n }, (_, i) => `level ${i % 300}`);
  const document: ModelDocument = {
    name: "wide",
    data: { g: { kind: "factor" }, x: { kind: "real" }, y: { kind: "real" } },
    parameters: { "theta[g]": "normal(0, 1)", b: "normal(0, 1)", s: "half_normal(1)" },
    likelihood: { y: "normal(theta[g] + b * x, s)" },
  };
  const report = reportOf(document, { g, x: wave(n), y: wave(n) }, { chains: 2, warmup: 40, draws: 25 });
  expect(fanOf(report).path).toContain("1667 of 5000 rows shown");
  expect(report.parameters![0]!.rows.length).toBe(200);
  expect(Buffer.byteLength(renderReport(report))).toBeLessThan(1_500_000);
});
