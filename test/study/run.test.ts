/** A study from file to exit code: what is printed and written, what is computed again, shards, references, broken fits. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { StudySummary } from "../../study/study-summary.ts";
import { credence, type Session } from "../transcript/session.ts";

const sweep = readFileSync(new URL("../../examples/chinchilla/sweep.csv", import.meta.url), "utf8");
const study = `version: 1
title: A test
sampler: { chains: 4, warmup: 250, draws: 250 }
data: { sweep: { files: sweep.csv } }
models:
  law: { model: chinchilla, data: sweep }
  other: { model: kaplan-nd, data: sweep }
forecasts:
  - { id: big, model: law, at: { C: 1e24 } }
holdouts:
  large: { model: law, by: N * D, fraction: 0.1 }
expect:
  - { id: low, that: big < 2, probability: 0.9 }
  - { id: covered, that: "coverage(large, 0.9)" }
`;
/** one fit of a line, one forecast, one expectation: milliseconds to sample */
const small = `version: 1
title: A test
sampler: { chains: 4, warmup: 200, draws: 250 }
data: { line: { files: line.csv } }
models:
  law: { data: line, model: { data: { x: real, y: real }, parameters: { a: "normal(0, 1)", b: "normal(0, 1)" }, likelihood: { y: "normal(a + b * x, 0.3)" } } }
forecasts:
  - { id: big, model: law, at: { x: 2 } }
expect:
  - { id: low, that: big < 4, probability: 0.9 }
`;
const line = `x,y\n${Array.from({ length: 20 }, (_, k) => `${k / 20},${0.5 + k / 20 + 0.3 * Math.sin(9 * k)}`).join("\n")}\n`;
const files = (folder: string, text = study): void => {
  writeFileSync(join(folder, "sweep.csv"), sweep);
  writeFileSync(join(folder, "line.csv"), line);
  writeFileSync(join(folder, "study.yaml"), text);
};
const fresh = (text = study): string => {
  const folder = mkdtempSync(join(tmpdir(), "credence-run-"));
  files(folder, text);
  return folder;
};
const summaryOf = ({ out }: Session): StudySummary & { reused: boolean; folder: string } => JSON.parse(out);

let folder: string;
let first: Session;
beforeAll(async () => {
  folder = fresh();
  first = await credence(folder, "run");
});

test("a study prints data, fits, forecasts and the gate, and ends with its exit code", () => {
  expect(first.code).toBe(0);
  expect(first.out).toMatch(/^read {6}sweep {3}sweep\.csv {3}120 rows\n/);
  expect(first.out).toMatch(/\nfit {7}law +chinchilla +4 × 250 draws/);
  expect(first.out).toMatch(/\nforecast {2}big +1\.9\d+ +80 %: /);
  expect(first.out).toMatch(/\ngate {6}✓ low +P = 0\.\d+; needs 0\.9\n/);
  expect(first.out).toMatch(/✓ covered .*1[012] of 12 held-out points in the 90 % band/);
  expect(first.out).toMatch(/\nreport {4}\.credence\/runs\/a-test-[0-9a-f]{12}\/report\.html .*\nexit 0\n$/);
});

test("a second run fits nothing and prints the same", async () => {
  const again = await credence(folder, "run");
  expect(again.out.replace(/ {3}unchanged.*/, "")).toBe(first.out);
  expect(again.out).toContain("unchanged, nothing was fitted");
  expect(summaryOf(await credence(folder, "run --json"))).toMatchObject({ reused: true, schema: 1, verdict: "pass", exitCode: 0, reasons: [] });
});

test("a changed prior fits one model again; the gate alone fits none", async () => {
  const store = join(folder, ".credence", "store", "cells");
  const cells = (): number => readdirSync(store).flatMap((part) => readdirSync(join(store, part))).length;
  const before = cells();
  files(folder, study.replace("chinchilla, data: sweep", "chinchilla, data: sweep, priors: { sigma: 'lognormal(log(0.01), 1.1)' }").replace(/holdouts:\n.*\n/, "").replace(/ {2}- { id: covered.*\n/, ""));
  const session = await credence(folder, "run --quiet");
  expect([session.out, session.code, cells() - before]).toEqual(["", 0, 1]);
  files(folder, study.replace("big < 2,", "big < 1.9,"));
  const failing = await credence(folder, "check");
  expect(failing.code).toBe(1);
  expect(failing.out).toMatch(/✗ low +P = 0\.0\d+; needs 0\.9 +fails\n[\s\S]*exit 1 \(the gate failed\)\n$/);
  expect(cells() - before).toBeLessThanOrEqual(1);
  files(folder);
});

test("--only does what is named and what it needs", async () => {
  const other = fresh();
  const summary = summaryOf(await credence(other, "run --only low --json"));
  expect(Object.keys(summary.fits)).toEqual(["law"]);
  expect(summary.expectations.map(({ id }) => id)).toEqual(["low"]);
  expect((await credence(other, "run --only lo")).err).toMatch(/nearest +low/);
});

test("shards and a merge give the bytes of one run", async () => {
  const parts = fresh();
  for (const i of [1, 2, 3]) expect((await credence(parts, `run --shard ${i}/3 --out shard-${i} --store tmp-${i}`)).code).toBe(0);
  const merged = await credence(parts, "merge shard-1 shard-2 shard-3");
  expect(merged.code).toBe(0);
  expect(merged.err).toContain("merged 1 results from shard-1");
  const run = (home: string): string => join(home, ".credence", "runs", readdirSync(join(home, ".credence", "runs")).find((name) => readFileSync(join(home, ".credence", "runs", name, "study.json"), "utf8").includes('"command": "credence run"') || home === parts)!);
  for (const name of ["summary.json", "junit.xml"]) expect(readFileSync(join(run(parts), name), "utf8")).toBe(readFileSync(join(run(folder), name), "utf8"));
});

test("--ci writes every output for the CI and puts annotations on the line of the expectation", async () => {
  const ci = fresh(small.replace("big < 4,", "big < 1,"));
  const { out, code } = await credence(ci, "run --ci");
  expect(code).toBe(1);
  expect(readdirSync(join(ci, "credence-out")).sort()).toEqual(["junit.xml", "report.html", "summary.json", "summary.md"]);
  expect(out).toMatch(/\n::error file=study\.yaml,line=10,title=low::fail: P\(big < 1\) = 0/);
});

test("runs are found by latest, @N, id and folder; the baseline shows what moved", async () => {
  const base = fresh(small);
  const { run: id } = summaryOf(await credence(base, "run --json"));
  expect((await credence(base, `runs --baseline ${id.slice(0, 5)}`)).out).toMatch(new RegExp(`^@1 {3}${id} {3}A test {3}.*baseline\n$`));
  files(base, small.replace("expect:", "expect:\n  - { id: still, that: 'drift(big, baseline)', level: warn }"));
  const moved = await credence(base, "run");
  expect(moved.out).toMatch(/✓ still +P = 0\.[45]\d*; needs 0\.05 +(higher|lower) than in [0-9a-f]{12} with probability 0\.[45]\d*, on the same data/);
  expect((await credence(base, "show @2 --json")).out).toContain(id);
  expect((await credence(base, "check latest --strict")).code).toBe(0);
  expect((await credence(base, "show zzz")).err).toMatch(/run\/reference[\s\S]*credence runs/);
  const listed = JSON.parse((await credence(base, "runs --json")).out) as { runs: object[] };
  expect(listed.runs).toHaveLength(2);
  expect((await credence(base, "prune --keep 1")).out).toMatch(/^removed no runs and no results/);
});

test("a fit that is not to be trusted decides nothing: exit 3", async () => {
  const few = fresh(small.replace("warmup: 200, draws: 250", "warmup: 60, draws: 20"));
  const { out, code, err } = await credence(few, "run --only low");
  expect(code).toBe(3);
  expect(out).toMatch(/– low +not evaluated; the sampler is not to be trusted on law: /);
  expect(err).toMatch(/^warning {3}law: /);
});

test("an undecided expectation ends with 4, or as it is told", async () => {
  const open = fresh(small.replace("big < 4,", "big < 2.5,"));
  const session = await credence(open, "run");
  expect(session.code).toBe(4);
  expect(session.out).toMatch(/\? low +P = 0\.[45]\d*; needs 0\.9 +undecided; (about [\d\u2009]+ more runs would settle it|a thousand times)/);
  files(open, small.replace("big < 4, probability: 0.9", "big < 2.5, onUndecided: warn"));
  expect((await credence(open, "run")).code).toBe(0);
  expect((await credence(open, "run --strict")).code).toBe(4);
});

test("posteriors are exported and read back, and diagnosed", async () => {
  const { out } = await credence(folder, "export latest --fit law --to stan-csv --out exported");
  expect(out.trim().split("\n")).toHaveLength(4);
  const read = await credence(folder, `diagnose ${out.trim().split("\n").join(" ")}`);
  expect(read.out).toMatch(/^4 files {3}4 × 250 draws of \d+ quantities/);
  expect([0, 3]).toContain(read.code);
});

test("forecasts are entered once and scored when their points have come", async () => {
  const ledger = fresh(small);
  await credence(ledger, "run --quiet");
  await credence(ledger, "run --quiet --refit");
  expect(readdirSync(join(ledger, ".credence", "forecasts"))).toHaveLength(1);
  expect((await credence(ledger, "score")).out).toMatch(/^no forecast has come due; one forecast waiting for data\n/);
  writeFileSync(join(ledger, "line.csv"), `${line}2,2.5\n`);
  expect((await credence(ledger, "score")).out).toMatch(/\nbig +x=2 +\d{4}-\d\d-\d\d +2\.500 +0\.\d\d +(50|80) % /);
  files(ledger, small.replace("expect:", "expect:\n  - { id: record, that: calibrated(track_record) }"));
  writeFileSync(join(ledger, "line.csv"), `${line}2,2.5\n`);
  expect((await credence(ledger, "run")).out).toMatch(/✓ record +P = \d.*one past forecast|✓ record +P = .*1 past forecast has come due/);
});

test("mistakes are told with their line, and nothing is fitted", async () => {
  const wrong = async (from: string, to: string): Promise<Session> => credence(fresh(small.replace(from, to)), "run");
  const bad = await wrong("big < 4", "bigg < 4");
  expect(bad).toMatchObject({ code: 2, out: "" });
  expect(bad.err).toMatch(/^error {2}study\/event {2}study\.yaml:10:\d+\n[\s\S]*nearest +big\n?$/);
  expect((await wrong("big < 4", "big + 4")).err).toMatch(/expected +a comparison/);
  expect((await wrong("big < 4", "'drift(bi, baseline)'")).err).toMatch(/nearest +big/);
  const empty = mkdtempSync(join(tmpdir(), "credence-none-"));
  expect((await credence(empty, "run")).err).toMatch(/^error {2}study\/none\n[\s\S]*credence init scaling/);
  mkdirSync(join(empty, "x"));
  expect(existsSync(join(empty, ".credence"))).toBe(false);
});
