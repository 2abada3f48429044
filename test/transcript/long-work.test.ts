/** Sessions of fits that are interrupted, go on, begin where another ended, or end when they are good enough. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { SummaryJson } from "../../study/summary-json.ts";
import { credence, folderWith, type Session } from "./session.ts";

const sweep = readFileSync(new URL("../../examples/chinchilla/sweep.csv", import.meta.url), "utf8");
const rows = ["a,1", "a,2", "b,3", "b,4", "c,5", "c,7"];
const groups = (labels: string): string => `group,y\n${rows.map((row, k) => `${labels[k >> 1]}${row.slice(1)}`).join("\n")}\n`;
const model = `name: groups
data:
  group: { kind: factor }
  y: { kind: real }
parameters:
  theta[group]: normal(4, 3)
  sigma: half_normal(1)
likelihood:
  y: normal(theta[group], sigma)
`;
const files = { "sweep.csv": sweep, "groups.yaml": model, "abc.csv": groups("abc"), "abd.csv": groups("abd") };
const folder = folderWith(files);
const at = (...names: string[]): string => join(folder, ...names);
const bytes = (...names: string[]): string => readFileSync(at(...names)).toString("base64");
const json = ({ out }: Session): SummaryJson => JSON.parse(out) as SummaryJson;
const FIT = "fit chinchilla sweep.csv --seed 1 --warmup 200";

describe("an interrupted fit", () => {
  test("keeps its draws, says how to go on, and ends as if nothing had happened", async () => {
    const stopped = await credence(folder, `${FIT} --draws 1000 --at C=1e24 --out stopped`, 20);
    expect(stopped).toMatchObject({ code: 130, out: "" });
    expect(stopped.err).toMatch(
      /^interrupted: every chain has (warmup \d+ of 200|\d+ of 1000 draws); they are kept in stopped\ngo on with {3}credence fit --resume stopped\n$/,
    );
    expect(readdirSync(at("stopped"))).toEqual(["checkpoint"]);
    const resumed = await credence(folder, "fit --resume stopped");
    const whole = await credence(folder, `${FIT} --draws 1000 --at C=1e24 --out whole`);
    expect(resumed.code).toBe(0);
    const timeless = (text: string): string => text.replaceAll(/\d+\.\d s|\d+ kB|stopped|whole/g, "·");
    expect(timeless(resumed.out)).toBe(timeless(whole.out));
    for (const name of ["draws.bin", "data.csv"]) expect(bytes("stopped", name)).toBe(bytes("whole", name));
    expect(readdirSync(at("stopped"))).toEqual(readdirSync(at("whole")));
    // the page says which command made it, and that names the folder
    expect(readFileSync(at("stopped", "report.html"), "utf8").replaceAll("stopped", "whole")).toBe(
      readFileSync(at("whole", "report.html"), "utf8"),
    );
  });

  test("without --out is kept where its run would be", async () => {
    const { out, code } = await credence(folder, `${FIT} --draws 400 --json`, 10);
    expect(code).toBe(130);
    const { resume } = JSON.parse(out) as { resume: string };
    expect(resume).toMatch(/^\.credence\/runs\/chinchilla-[0-9a-f]{12}$/);
    const { code: end, out: text } = await credence(folder, `fit --resume ${resume} --json`);
    expect([end, json({ out: text, err: "", code: 0 }).run]).toEqual([0, resume]);
  });
});

describe("--resume refuses", () => {
  beforeAll(async () => {
    await credence(folder, `${FIT} --draws 1000 --out torn`, 20);
  });

  const head = (): Record<string, unknown> => JSON.parse(readFileSync(at("torn/checkpoint/checkpoint.json"), "utf8"));

  test.each([
    ["fit --resume nowhere", ["run/no-checkpoint", "no such folder", "start the fit again"]],
    ["fit --resume .", ["run/no-checkpoint", "found     none"]],
    ["fit chinchilla sweep.csv --resume torn", ["usage/resume", "chinchilla"]],
    ["fit --resume torn --draws 7", ["usage/resume", "draws"]],
    ["fit", ["usage/missingArgument", "--resume DIR"]],
    ["fit chinchilla sweep.csv --until 400", ["usage/value", "--until ess=400"]],
    ["fit chinchilla sweep.csv --max-time soon", ["usage/value", "90s, 10m or 2h"]],
  ])("%s", async (line, says) => {
    const { err, out, code } = await credence(folder, line);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    for (const part of says) expect(err).toContain(part);
  });

  test("a checkpoint of another version, by name", async () => {
    const path = at("torn/checkpoint/checkpoint.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, JSON.stringify({ ...head(), version: "0.0.7" }));
    const { err, code } = await credence(folder, "fit --resume torn");
    expect(code).toBe(2);
    expect(err).toMatch(/^error {2}run\/version {2}torn\n[^]*found {5}credence 0\.0\.7\n/);
    writeFileSync(path, text);
  });

  test("draws or data that were changed", async () => {
    for (const name of [head()["file"] as string, "data.csv", "checkpoint.json"]) {
      const path = at("torn/checkpoint", name);
      const content = readFileSync(path);
      writeFileSync(path, content.subarray(0, content.length - 9));
      expect((await credence(folder, "fit --resume torn")).err).toMatch(new RegExp(`^error {2}run/torn {2}torn/checkpoint/${name}\n`));
      writeFileSync(path, content);
    }
  });

  test("a run that is finished", async () => {
    expect((await credence(folder, "fit --resume whole")).err).toContain("a run that is finished");
  });
});

describe("--until and --max-time", () => {
  test("end at a count of draws that repeats the run", async () => {
    const open = json(await credence(folder, `${FIT} --until ess=200 --out open --json`));
    expect(open.draws).toBeLessThan(1000);
    expect(open.diagnostics.min_ess_bulk).toBeGreaterThanOrEqual(200);
    const again = json(await credence(folder, `${FIT} --draws ${open.draws} --out again --json`));
    expect(bytes("open/draws.bin")).toBe(bytes("again/draws.bin"));
    expect(again.parameters).toEqual(open.parameters);
    const id = (name: string): string => (JSON.parse(readFileSync(at(name, "manifest.json"), "utf8")) as { id: string }).id;
    expect(id("open")).toBe(id("again"));
  });

  test("time ends a run that would be long", async () => {
    const { draws } = json(await credence(folder, `${FIT} --draws 900000 --max-time 0.5s --out timed --json`));
    expect(draws % 50).toBe(0);
    expect(existsSync(at("timed/checkpoint"))).toBe(false);
  });
});

describe("--from", () => {
  test("begins with the metric and step size of an earlier fit, and needs less warmup", async () => {
    const cold = json(await credence(folder, `${FIT} --draws 300 --out cold --json`));
    const warm = json(await credence(folder, "fit chinchilla sweep.csv --seed 2 --draws 300 --from cold --out warm --json"));
    expect(warm.diagnostics.max_rhat).toBeLessThan(1.03);
    const manifest = JSON.parse(readFileSync(at("warm/manifest.json"), "utf8")) as { request: { settings: object } };
    expect(manifest.request.settings).toMatchObject({ warmup: 150, from: expect.stringMatching(/^[0-9a-f]{12}$/) as string });
    expect(warm.timing.gradients_warmup).toBeLessThan(cold.timing.gradients_warmup / 1.5);
  });

  test("refuses a fit of another model, of other levels, and what is no run, by name", async () => {
    const other = await credence(folder, "fit power-law sweep.csv --map x=N --from cold --out x");
    expect(other.err).toMatch(/^error {2}run\/other-model {2}cold\n[^]*found {5}chinchilla: data\./);
    await credence(folder, "fit groups.yaml abc.csv --draws 100 --out levels");
    const levels = await credence(folder, "fit groups.yaml abd.csv --from levels --out y");
    expect(levels.err).toMatch(/^error {2}run\/other-model {2}levels\n[^]*found {5}theta\[c\]\n {2}expected {2}theta\[d\]\n/);
    expect((await credence(folder, "fit groups.yaml abc.csv --from nowhere")).err).toMatch(/^error {2}run\/not-a-run/);
  });
});
