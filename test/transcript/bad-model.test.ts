/** Model files that cannot be used: each error stands at its line and column of the file, a formula's with a caret. */
import { expect, test } from "vitest";
import { credence, folderWith, transcript } from "./session.ts";

const law = `name: law
data:
  N: { kind: positive }
  loss: { kind: positive }
parameters:
  E: lognormal(0, 1)
  alpha: lognormal(log(0.3), 0.5)
  sigma: half_normal(1)
let:
  mu: E + N^-alpha
likelihood:
  log(loss): normal(log(mu), sigma)
`;
const table = "N,loss\n1e8,3.1\n2e8,2.9\n4e8,2.7\n";

/** title -> what is changed in the law, and into what */
const changes: Readonly<Record<string, readonly [string, string]>> = {
  "an unknown key": ["parameters:", "paramters:"],
  "an unknown kind": ["N: { kind: positive }", "N: { kind: positve }"],
  "an unknown key of a parameter": ["sigma: half_normal(1)", "sigma: { prior: half_normal(1), siz: 2 }"],
  "a list that is not closed": ["alpha: lognormal(log(0.3), 0.5)", "alpha: [1, 2"],
  "a wrong indent": ["  alpha:", "   alpha:"],
  "a key twice": ["  sigma:", "  alpha:"],
  "an unknown name": ["N^-alpha", "N^-alhpa"],
  "an unknown function": ["normal(log(mu)", "normal(lgo(mu)"],
  "an unknown distribution": ["lognormal(log(0.3), 0.5)", "lognormall(log(0.3), 0.5)"],
  "a wrong number of arguments": ["lognormal(log(0.3), 0.5)", "lognormal(log(0.3))"],
  "a scale that is negative": ["half_normal(1)", "half_normal(-1)"],
  "a formula that is none": ["E + N", "E + * N"],
  "a formula in quotes": ["mu: E + N^-alpha", 'mu: "E + N^-alhpa"'],
  "a formula that is finite nowhere": ["normal(log(mu), sigma)", "normal(log(mu - 1e9), sigma)"],
  "a circular definition": ["mu: E", "mu: mu + E"],
  "a parameter that is not declared": ["  sigma: half_normal(1)\n", ""],
  "a parameter without prior": ["sigma: half_normal(1)", "sigma: { about: noise }"],
  "a discrete parameter": ["sigma: half_normal(1)", "sigma: poisson(3)"],
  "a column that the data lack": ["  N: { kind: positive }", "  tokens: { kind: positive }"],
};

test.each(Object.entries(changes))("%s is refused", async (name, [from, to]) => {
  expect(law).toContain(from);
  const text =
    name === "a column that the data lack" ? law.replace(from, to).replace("+ N", "+ tokens") : law.replace(from, to);
  const session = await credence(folderWith({ "law.yaml": text, "data.csv": table }), "fit law.yaml data.csv");
  expect(session).toMatchObject({ code: 2, out: "" });
  expect(session.err).not.toMatch(/\n\s+at |our fault/);
  await expect(transcript("fit law.yaml data.csv", session)).toMatchFileSnapshot(
    `expected/${name.replaceAll(/\W+/g, "-")}.txt`,
  );
});

test("an empty model file and one that is not JSON are refused at their place", async () => {
  const folder = folderWith({ "void.yaml": "", "open.json": '{"name": "law",\n "data": {', "data.csv": table });
  expect((await credence(folder, "fit void.yaml data.csv")).err).toMatch(/^error {2}model\/document {2}void.yaml\n/);
  expect((await credence(folder, "fit open.json data.csv")).err).toMatch(/^error {2}data\/json {2}open.json:2:11\n/);
});

test("aliases that expand without bound are refused", async () => {
  const bomb = [
    "a: &a [x, x]",
    ..."bcdefgh".split("").map((name, k) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[k]}`).join(", ")}]`),
  ].join("\n");
  const { code, err } = await credence(folderWith({ "bomb.yaml": bomb, "data.csv": table }), "fit bomb.yaml data.csv");
  expect(code).toBe(2);
  expect(err).toMatch(/^error {2}model\//);
});
