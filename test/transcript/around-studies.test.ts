/** Commands around studies: what a table is read as, whether draws are to be trusted, what the machine lacks, a store that refuses. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readPosterior } from "../../lib/data/files.ts";
import { credence, folderWith } from "./session.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));

test("credence data says the reader, the guess, the columns, and writes nothing", async () => {
  const folder = folderWith({ "a.csv": "Model Size,total_tokens,val_loss,family\n1e8,2e9,3.1,a\n2e8,4e9,2.9,b\n" });
  const { out, code } = await credence(folder, "data a.csv");
  expect(code).toBe(0);
  expect(out).toMatch(/^read {6}a\.csv {3}2 rows, 5 columns\n/);
  expect(out).toMatch(/N is Model Size \(guessed\)/);
  expect(out).toMatch(/C is computed as 6 N D/);
  expect(out).toMatch(/guess {5}D \(tokens\) is guessed to be total_tokens/);
  expect(out).toMatch(/\nfamily +text +a, b\n/);
  const log = await credence(folder, `data ${fixtures}readers/lm-eval/EleutherAI__pythia-1b/samples_gsm8k_2026-08-01T10-00-00.123456.jsonl --filter strict-match --json`);
  expect(JSON.parse(log.out)).toMatchObject({ schema: 1, notes: expect.arrayContaining([expect.stringContaining("lm-eval")]) });
  expect(existsSync(join(folder, ".credence"))).toBe(false);
});

test("exports of a run are read back to the last bit, in every format", async () => {
  const folder = folderWith({ "a.csv": `x,loss\n${Array.from({ length: 12 }, (_, k) => `${2 ** k * 1e6},${(2 + 3 * 0.8 ** k).toFixed(4)}`).join("\n")}\n` });
  await credence(folder, "fit power-law-const a.csv --draws 100 --warmup 150 --out run");
  const read = async (to: string) => {
    const { out } = await credence(folder, `export run --to ${to} --out ${to}`);
    return readPosterior(out.trim().split("\n").map((path) => join(folder, path)));
  };
  const reference = await read("parquet");
  expect(reference.draws).toMatchObject({ chains: 4, draws: 100 });
  for (const to of ["arviz-json", "stan-csv", "mcmcchains-json", "csv"]) {
    const { draws } = await read(to);
    expect(draws.names, to).toEqual(reference.draws.names);
    expect(draws.columns, to).toEqual(reference.draws.columns);
  }
});

test("credence diagnose judges draws of other programs, and says what the file does not hold", async () => {
  const folder = folderWith({});
  const good = await credence(folder, `diagnose ${fixtures}posterior/cmdstan-1.csv ${fixtures}posterior/cmdstan-2.csv --ess-min 1 --rhat-max 9 --max-divergences 99`);
  expect(good.out).toMatch(/^2 files {3}2 × \d+ draws of \d+ quantities/);
  const strict = await credence(folder, `diagnose ${fixtures}posterior/cmdstan-1.csv ${fixtures}posterior/cmdstan-2.csv`);
  expect(strict.code).toBe(3);
  expect(strict.err).toMatch(/^warning {2}/);
  expect((await credence(folder, "diagnose nothing")).err).toMatch(/^error {2}run\/reference\n/);
});

test("credence doctor and schema", async () => {
  const folder = folderWith({ "study.yaml": "version: 1\ndata: 3\nmodels: {}\n" });
  const doctor = await credence(folder, "doctor");
  expect(doctor.code).toBe(2);
  expect(doctor.out).toMatch(/✓ +node +\d+[\s\S]*✓ +WebAssembly SIMD +there[\s\S]*✗ +study +study\.yaml:2: data cannot be 3/);
  expect(JSON.parse((await credence(folder, "schema")).out)).toMatchObject({ title: "A study of Credence" });
});

test("a store that cannot be written ends with a clear error", async () => {
  const folder = folderWith({ "y.csv": "y\n1\n2\n", occupied: "" });
  const study = "version: 1\ndata: { y: { files: y.csv } }\nmodels: { m: { data: y, model: { data: { y: real }, parameters: { mu: 'normal(0, 1)' }, likelihood: { y: 'normal(mu, 1)' } } } }\n";
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(folder, "study.yaml"), study);
  const { err, code } = await credence(folder, "run --store occupied/store");
  expect(code).toBe(2);
  expect(err).toMatch(/^error {2}data\/file {2}occupied\/store\/[\s\S]*found +a part of the path is a file/);
  expect(readFileSync(join(folder, "occupied"), "utf8")).toBe("");
});
