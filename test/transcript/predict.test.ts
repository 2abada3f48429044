/** Sessions of `credence predict`: points, grids, new rows, events, averages over runs. */
import { beforeAll, expect, test } from "vitest";
import { law, rows, table } from "./law.ts";
import { credence, folderWith } from "./session.ts";

let folder: string;

beforeAll(async () => {
  const half = (which: number): string => table(rows.filter((_, i) => i % 2 === which));
  folder = folderWith({ "old.csv": half(0), "new.csv": half(1), "law.yaml": law });
  await credence(folder, "fit law.yaml old.csv --out sloped");
  await credence(folder, "fit law.yaml old.csv --set prior=wide --out wide");
});

test("a point with events: probabilities with their errors, and in words", async () => {
  const { out, code } = await credence(folder, "predict sloped --at N=1e10 --event loss<2.2 --event L>2");
  expect(code).toBe(0);
  expect(out).toMatch(/^forecast {2}loss at N = 10¹⁰ /);
  expect(out).toMatch(/\nevent {5}P\(loss<2.2\) at N = 10¹⁰ +\S+ .*(times|once|always|never)/);
  expect(out).toMatch(/\n {10}P\(L>2\) at N = 10¹⁰ /);
});

test("a grid as a table of chosen quantiles, in text and as CSV", async () => {
  const grid = "predict sloped --grid N=1e9:1e11:3 --quantiles 0.05,0.5";
  const { out } = await credence(folder, grid);
  expect(out.split("\n")).toHaveLength(8);
  expect(out).toMatch(/^forecast +5.% +50.%\nloss at N = 10⁹ +\d\.\d+ +\d\.\d+ +nats\/token\n/);
  const csv = (await credence(folder, `${grid} --csv`)).out.trim().split("\n");
  expect(csv[0]).toBe("N,forecast,unit,q5,q50,mcse_q50");
  expect(csv).toHaveLength(7);
  expect(csv[1]).toMatch(/^1000000000,loss,nats\/token,/);
});

test("new rows are forecast and scored", async () => {
  const { out } = await credence(folder, "predict sloped --data new.csv");
  expect(out).toMatch(/\n +… 20 more points with --csv\n/);
  expect(out).toMatch(/\nscores {4}60 rows with known outcomes\n +log score −?\d\.\d+ ± 0\.\d+ nats a row\n +CRPS /);
  const { scores } = JSON.parse((await credence(folder, "predict sloped --data new.csv --json")).out) as { scores: Record<string, unknown> };
  expect(scores).toMatchObject({ rows: 60 });
  expect((scores["pit"] as number[]).length).toBe(60);
});

test("several runs are averaged by their posterior probabilities", async () => {
  const { out, code } = await credence(folder, "predict sloped wide --at N=7e10 --event loss<1.95");
  expect(code).toBe(0);
  expect(out).toMatch(/^average {3}sloped [\d.]+.%\n {10}wide [\d.]+.%\nforecast {2}loss at N = 7×10¹⁰ +\d\.\d+/);
  const { models } = JSON.parse((await credence(folder, "predict sloped wide --at N=1e9 --weights equal --json")).out) as { models: { weight: number }[] };
  expect(models.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
});

test("what cannot be forecast says why", async () => {
  const cases: readonly [line: string, message: RegExp][] = [
    ["predict sloped", /there is no point to forecast at\n.*--grid/],
    ["predict sloped --grid N=1e9:1e10", /--grid .* is not a grid of points/],
    ["predict sloped --grid D=1e9:1e10:3", /D is neither a covariate of law/],
    ["predict sloped --at N=1e10 --event los<2", /--event\n {2}unknown name "los"\n/],
    ["predict sloped --at N=1e10 --event loss", /true or false in every draw/],
    ["predict sloped --at N=1e10 --quantiles 5,50", /--quantiles cannot be "5,50"/],
    ["predict sloped nowhere --at N=1e10", /nowhere is not the folder of a run/],
  ];
  for (const [line, message] of cases) {
    const { err, code } = await credence(folder, line);
    expect(code, line).toBe(2);
    expect(err, line).toMatch(message);
  }
});
