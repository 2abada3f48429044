/** Sessions that end with a posterior: what is printed, what is written, what can be asked again. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { SummaryJson } from "../../study/summary-json.ts";
import { credence, folderWith, type Session } from "./session.ts";

const sweep = readFileSync(new URL("../../examples/chinchilla/sweep.csv", import.meta.url), "utf8");
const fit = "fit chinchilla sweep.csv --seed 1 --draws 500";
let folder: string;
let first: Session;

beforeAll(async () => {
  folder = folderWith({ "sweep.csv": sweep });
  first = await credence(folder, `${fit} --at C=1e24 N=7e10,D=1.4e12 --out run`);
});

const read = (name: string): string => readFileSync(join(folder, name), "utf8");
/** without the line of every 10 s that a busy machine makes of a short fit */
const quiet = ({ err }: Session): string => err.replace(/^fit .* left\n/gm, "");
const json = ({ out }: Session): SummaryJson => JSON.parse(out) as SummaryJson;

test("a fit prints the table, the fit, parameters, forecasts and the page", () => {
  expect({ code: first.code, err: quiet(first) }).toEqual({ code: 0, err: "" });
  expect(first.out).toMatch(/^read {3}sweep\.csv {3}120 rows\n/);
  expect(first.out).toMatch(/\nfit {4}chinchilla {3}4 chains × 500 draws {3}no divergences {3}R-hat 1\.00\d {3}ESS \d/);
  expect(first.out).toMatch(/\n {2}alpha +0\.3\d+/);
  expect(first.out).toMatch(
    /\nforecast {2}loss at C = 10²⁴ \(optimal N = \d.*D = \d.*\) +1\.9\d+ {3}80 %: 1\.9\d+–1\.9\d+ +nats\/token, \d\.\d decades beyond the data\n/,
  );
  expect(first.out).toMatch(/\n +N_opt at C = 10²⁴ .*parameters\n/);
  expect(first.out).toMatch(/\nreport run\/report\.html {3}\d+ kB\n$/);
});

test("the run's folder holds manifest, data, draws, summary and page, and no drafts", () => {
  expect(readdirSync(join(folder, "run")).sort()).toEqual([
    "data.csv",
    "draws.bin",
    "manifest.json",
    "report.html",
    "summary.json",
  ]);
});

test("--json prints the summary that the folder keeps", async () => {
  const session = await credence(folder, `${fit} --at C=1e24 N=7e10,D=1.4e12 --out again --json`);
  const { timing, run, ...rest } = json(session);
  const { timing: _, run: __, ...kept } = JSON.parse(read("run/summary.json")) as SummaryJson;
  expect(session.err).toBe("");
  expect(rest).toEqual(kept);
  expect(run).toBe("again");
  expect(Object.keys(timing).sort()).toEqual([
    "compile_s",
    "gradients",
    "gradients_warmup",
    "sampling_s",
    "total_s",
    "us_per_gradient",
    "warmup_s",
  ]);
  expect(Object.keys(rest.parameters["alpha"]!).sort()).toEqual([
    "ess_bulk",
    "ess_tail",
    "mcse_mean",
    "mean",
    "q5",
    "q50",
    "q95",
    "rhat",
    "sd",
  ]);
  expect(rest.diagnostics).toMatchObject({ ok: true, divergences: 0, warnings: [] });
});

test("the same seed gives the same draws and the same page, byte by byte; another seed others", async () => {
  const command = `${fit} --at C=1e24 N=7e10,D=1.4e12 --out run`;
  const [draws, page] = [read("run/draws.bin"), read("run/report.html")];
  await credence(folder, command);
  expect(read("run/draws.bin")).toBe(draws);
  expect(read("run/report.html")).toBe(page);
  await credence(folder, `${fit.replace("--seed 1", "--seed 2")} --out other`);
  expect(read("other/draws.bin")).not.toBe(draws);
});

test("credence report writes the same page from the folder", async () => {
  const page = read("run/report.html");
  writeFileSync(join(folder, "run", "report.html"), "lost");
  expect(await credence(folder, "report run")).toMatchObject({ code: 0, err: "" });
  expect(read("run/report.html")).toBe(page);
});

test("credence predict gives the forecasts of the fit without fitting", async () => {
  const { forecasts } = JSON.parse(
    (await credence(folder, "predict run --at C=1e24 N=7e10,D=1.4e12 --json")).out,
  ) as SummaryJson;
  expect(forecasts).toEqual((JSON.parse(read("run/summary.json")) as SummaryJson).forecasts);
  expect((await credence(folder, "predict run --at N=1e9,D=2e10")).out).toMatch(
    /^forecast {2}loss at N = 10⁹, D = 2×10¹⁰/,
  );
});

test("a run folder whose draws were changed is refused", async () => {
  await credence(folder, `${fit} --out torn`);
  writeFileSync(join(folder, "torn", "draws.bin"), "short");
  const { err, code } = await credence(folder, "predict torn --at C=1e24");
  expect(code).toBe(2);
  expect(err).toMatch(/^error {2}run\/torn {2}torn\/draws\.bin\n/);
});

test("without --out the folder is named by the content of the run", async () => {
  const { out } = await credence(folder, fit);
  const [, path] = /report (\S+)/.exec(out)!;
  expect(path).toMatch(/^\.credence\/runs\/chinchilla-[0-9a-f]{12}\/report\.html$/);
  expect(existsSync(join(folder, path!))).toBe(true);
});

test("a byte order mark, CRLF, quoted commas, other names and rows to leave out are read, and told", async () => {
  const lines = sweep
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  const text = `\uFEFF${lines.map((line, k) => `${line.replace("D,", "tokens,")},${k === 0 ? "note" : k % 10 === 1 ? '"bad, very"' : "fine"}`).join("\r\n")}\r\n`;
  writeFileSync(join(folder, "crlf.csv"), text);
  const { out, code } = await credence(
    folder,
    "fit chinchilla crlf.csv --map D=tokens --where note=fine --draws 500 --out crlf",
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^read {3}crlf\.csv {3}108 rows {3}12 left out \(note is not fine\)\n/);
  expect(out).toContain("D is tokens");
});

test("too few draws end with exit code 3, the reason and the remedy", async () => {
  const { out, err, code } = await credence(folder, "fit chinchilla sweep.csv --draws 30 --warmup 100 --out few");
  expect(code).toBe(3);
  expect(out).toContain("report few/report.html");
  expect(err).toMatch(/^warning {2}/);
  expect(err).toMatch(/ESS is below 400 .*\n +take [\d.]+ times as many draws/);
  expect(read("few/report.html")).toContain("not to be trusted");
});

test("a covariate that never changes among others that do is told, and the fit goes on", async () => {
  const rows = Array.from({ length: 20 }, (_, k) => `${1e8 * 1.4 ** k},1e10,${(2 + 3 * 1.1 ** -k).toFixed(3)}`);
  writeFileSync(join(folder, "flat.csv"), `N,D,loss\n${rows.join("\n")}\n`);
  const session = await credence(folder, "fit chinchilla flat.csv --draws 200 --out flat");
  expect([0, 3]).toContain(session.code);
  expect(quiet(session)).toMatch(
    /^warning {2}column D is the same in all 20 rows\n +what depends on D alone is known from its prior/,
  );
});

test("credence models lists by family; with a name it says all about one", async () => {
  expect((await credence(folder, "models")).out).toMatch(/^loss curves\n[\s\S]*\n {2}chinchilla +Loss as a power law/);
  const { out } = await credence(folder, "models chinchilla");
  for (const heading of ["law", "columns", "parameters", "constants", "quantities", "options", "published", "traps", "siblings", "example"])
    expect(out).toContain(`\n\n${heading}\n  `);
  expect(out).toContain("alpha   0.3478    Besiroglu et al. 2024, Table 1");
});

test("credence simulate writes a table that reads back, says what it was drawn at, and is the same for the same seed", async () => {
  expect((await credence(folder, "simulate power-law --rows 7 --seed 5 --out drawn.csv")).out).toBe("table  drawn.csv   7 rows\n");
  const text = read("drawn.csv");
  expect(text).toMatch(/^# power-law: 7 rows drawn from the model by credence [\d.]+, seed 5\n# drawn at L0 = [\d.]+, alpha = 0.076, /);
  expect((await credence(folder, "simulate power-law --rows 7 --seed 5")).out).toBe(text);
  expect((await credence(folder, "fit power-law drawn.csv --draws 300 --out drawn")).out).toMatch(/^read {3}drawn\.csv {3}7 rows\n/);
});

test("credence models NAME --yaml prints a file that fits to the same draws", async () => {
  const { out } = await credence(folder, "models chinchilla --yaml");
  writeFileSync(join(folder, "copy.yaml"), out);
  const session = await credence(folder, `${fit.replace("chinchilla", "copy.yaml")} --json --out copy`);
  expect(json(session).parameters).toEqual((JSON.parse(read("run/summary.json")) as SummaryJson).parameters);
});

test("credence explain shows each stage", async () => {
  const graph = (await credence(folder, "explain chinchilla sweep.csv --stage graph")).out;
  expect(graph).toContain("log(N /");
  expect(graph).toMatch(/\nlog density = /);
  const gradient = (await credence(folder, "explain chinchilla sweep.csv --stage gradient")).out;
  for (const name of ["E", "A0", "B0", "alpha", "beta", "sigma"]) expect(gradient).toContain(`d/d ${name} = `);
  expect((await credence(folder, "explain chinchilla sweep.csv --stage loops")).out).toContain(
    "for each pair of 120 rows:",
  );
  expect((await credence(folder, "explain chinchilla sweep.csv --stage wat")).out).toMatch(/^\(module\n/);
  const { stages } = JSON.parse((await credence(folder, "explain chinchilla sweep.csv --json")).out) as {
    stages: object;
  };
  expect(Object.keys(stages)).toEqual(["graph", "gradient", "loops"]);
});
