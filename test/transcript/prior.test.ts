/** Sessions of `credence prior`: what the priors expect beside what came, and priors said by an interval. */
import { expect, test } from "vitest";
import { law, rows, table } from "./law.ts";
import { credence, folderWith } from "./session.ts";

const folder = folderWith({
  "sweep.csv": table(rows.slice(0, 30)),
  "law.yaml": law,
  "high.yaml": law.replace("level: normal(1, 1)", "level: { prior: { between: [3, 4], mass: 0.95 } }"),
});

test("statistics of the response under the priors stand beside the observed ones", async () => {
  const { out, code } = await credence(folder, "prior law.yaml sweep.csv --draws 400");
  expect(code).toBe(0);
  expect(out).toMatch(/^prior {4}law.yaml {3}400 draws, each with a table of 30 rows\n\nloss \(nats\/token\) +observed +5 % +50 % +95 %\n {2}smallest +\d\.\d\d +\S+ +\S+ +\S+\n {2}median /);
  expect(out).toMatch(/\nparameters +5 % +50 % +95 %\n {2}level +−0\.\d+ +\S+ +2\.\d\n/);
  expect(out).not.toMatch(/outside what the priors expect/);
});

test("a table that the priors do not expect is told; an interval is a prior", async () => {
  const { out } = await credence(folder, "prior high.yaml sweep.csv --draws 400");
  expect(out).toMatch(/ {2}median .* outside what the priors expect\n/);
  expect(out).toMatch(/\n {2}level +3\.\d +3\.5 +3\.\d\n|\n {2}level +3\.\d +3\.5 +4\.0\n/);
});

test("--json gives the numbers; a flat prior is refused", async () => {
  const { responses, parameters } = JSON.parse((await credence(folder, "prior law.yaml sweep.csv --draws 50 --json")).out) as {
    responses: { name: string; statistics: { name: string; below: number }[] }[];
    parameters: Record<string, { q50: number }>;
  };
  expect(responses[0]!.statistics.map(({ name }) => name)).toEqual(["smallest", "median", "largest"]);
  expect(Object.keys(parameters)).toEqual(["level", "slope", "sigma"]);
  const flat = folderWith({ "flat.yaml": law.replace("normal(1, 1)", "flat()"), "sweep.csv": table(rows.slice(0, 5)) });
  expect((await credence(flat, "prior flat.yaml sweep.csv")).err).toMatch(/flat is not a probability distribution/);
});
