/** A run written and opened again is the same run. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { renderReport } from "../../reports/index.ts";
import { packArrays, unpackArrays } from "../../study/array-file.ts";
import { buildReport } from "../../study/build-report.ts";
import { fit } from "../../study/fit.ts";
import { predict } from "../../study/predict.ts";
import { makeRun, openRun, type Run, writeRun } from "../../study/run-folder.ts";
import { exampleRun } from "./fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-run-"));
let run: Run;
let opened: Run;

beforeAll(async () => {
  run = await exampleRun([{ C: 1e24 }]);
  writeRun(join(folder, "a"), run, {});
  opened = await openRun(join(folder, "a"));
});

test("draws, statistics, adaptation and diagnostics come back to the last bit", () => {
  expect(opened.fit.draws).toEqual(run.fit.draws);
  expect(opened.fit.sampled).toEqual(run.fit.sampled);
  expect(opened.fit.summaries).toEqual(run.fit.summaries);
  expect(opened.fit.diagnostics).toEqual(run.fit.diagnostics);
  expect(opened.fit.timing).toEqual(run.fit.timing);
});

test("identity, request, forecasts and page come back", () => {
  const { fit: _, ...rest } = run;
  const { fit: __, ...again } = opened;
  expect(again).toEqual(rest);
  const points = [{ N: 1e10, D: 1e11 }];
  expect(predict(opened.fit, points)).toEqual(predict(run.fit, points));
  expect(renderReport(buildReport(opened))).toBe(renderReport(buildReport(run)));
});

test("an adapted hierarchy comes back in its own coordinates", async () => {
  const school = Array.from({ length: 24 }, (_, i) => `s${i % 8}`);
  const table = tableFromColumns({ school, y: school.map((_, i) => (i * 7) % 11) });
  const document = {
    name: "schools",
    data: { school: { kind: "factor" as const }, y: { kind: "real" as const } },
    parameters: {
      mu: "normal(0, 5)",
      tau: "half_normal(5)",
      "theta[school]": "normal(mu, tau)",
      sigma: "half_normal(5)",
    },
    likelihood: { y: "normal(theta[school], sigma)" },
  };
  const result = fit(document, table, { seed: "3", chains: 2, warmup: 300, draws: 100 });
  const dir = join(folder, "hierarchy");
  writeRun(dir, makeRun(result, { model: "schools", set: {}, settings: {}, dropped: [], at: [], command: "" }), {});
  expect((await openRun(dir)).fit.draws).toEqual(result.draws);
});

test("the id depends on the content: model, data, seed and settings; not on the command or the points", () => {
  const { fit: result, request } = run;
  const id = (change: object, of = result) => makeRun(of, { ...request, ...change }).id;
  expect(id({ command: "other", at: [] })).toBe(run.id);
  expect(id({ settings: { ...request.settings, draws: 251 } })).not.toBe(run.id);
  expect(id({}, { ...result, seed: "8" })).not.toBe(run.id);
});

test.each([
  ["draws.bin", (bytes: Buffer) => bytes.subarray(0, bytes.length - 8), "run/torn"],
  ["draws.bin", (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 1000 ? byte ^ 1 : byte))), "run/torn"],
  ["data.csv", (bytes: Buffer) => Buffer.from(bytes.toString().replace("3.08103", "3.08104")), "run/torn"],
  ["manifest.json", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), "run/not-a-run"],
  ["manifest.json", () => Buffer.from('{"schema": 99}'), "run/not-a-run"],
])("a changed %s is noticed", async (name, change, code) => {
  const copy = join(folder, "copy");
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(folder, "a"), copy, { recursive: true });
  writeFileSync(join(copy, name), change(readFileSync(join(copy, name))));
  await expect(openRun(copy)).rejects.toMatchObject({ code });
});

test("arrays are packed little-endian, one after the other, whatever they hold", () => {
  const values = new Map([
    ["a", [1, -0, Number.NaN]],
    ["empty", []],
    ["b", [Infinity, 5e-324]],
  ]);
  const { entries, bytes } = packArrays(values);
  expect(entries).toEqual([
    { name: "a", length: 3 },
    { name: "empty", length: 0 },
    { name: "b", length: 2 },
  ]);
  expect([...bytes.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
  const back = unpackArrays(entries, bytes);
  for (const [name, list] of values) expect([...back.get(name)!]).toEqual(list);
});
