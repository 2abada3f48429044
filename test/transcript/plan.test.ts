/** Sessions of `credence plan`: candidates from a grid and a file, costs, two models, a forecast, a threshold. */
import { beforeAll, expect, test } from "vitest";
import { law, rows, table } from "./law.ts";
import { credence, folderWith } from "./session.ts";

let folder: string;
beforeAll(async () => {
  folder = folderWith({ "sweep.csv": table(rows.filter((_, i) => i % 5 === 0)), "law.yaml": law, "next.csv": "N\n1e10\n1e12\n" });
  await credence(folder, "fit law.yaml sweep.csv --out sloped");
  await credence(folder, "fit law.yaml sweep.csv --set prior=none --out level");
});

test("two runs are told apart best far from the data", async () => {
  const { out, code } = await credence(folder, "plan sloped level --grid N=1e8:1e12:5");
  expect(code).toBe(0);
  expect(out).toMatch(/^next {5}N = 10¹² tells sloped and level apart best\n\ncandidate +log Bayes factor a run +runs to decide \(90.%\)\nN = 10¹² +\S+ \/ \S+ +\d+\n/);
});

test("a forecast and a threshold, with costs, from a file", async () => {
  const { out } = await credence(folder, "plan sloped --candidates next.csv --at N=1e13 --threshold 2.2 --cost N^0.1");
  expect(out).toMatch(/^next {5}N = 10¹² sharpens the forecast best for its cost\n\ncandidate +cost +interval at N = 10¹³ shrinks by +repeats to decide on 2.2 \(90.%\)\n/);
  const { candidates } = JSON.parse((await credence(folder, "plan sloped --candidates next.csv --at N=1e13 --json")).out) as { candidates: Record<string, number>[] };
  expect(candidates[0]!["interval_shrinks_by"]).toBeGreaterThan(candidates[1]!["interval_shrinks_by"]!);
});

test("what cannot be planned says why", async () => {
  const cases: readonly [line: string, message: RegExp][] = [
    ["plan sloped --grid N=1e8:1e10:3", /a plan needs something to decide\n.*\n.*--threshold/],
    ["plan sloped level", /there are no candidate runs/],
    ["plan sloped --grid N=1e8:1e10:3 --at N=1e12 --cost N-1e8", /the cost of candidate 1 is 0/],
    ["plan sloped --grid M=1e8:1e10:3 --at N=1e12", /has no value at the points asked for/],
    ["plan sloped --grid N=1e8:1e10:3 --at N=1e12 --wanted 2", /--wanted 2 is not a probability/],
  ];
  for (const [line, message] of cases) {
    const { err, code } = await credence(folder, line);
    expect(code, line).toBe(2);
    expect(err, line).toMatch(message);
  }
});
