/** Sessions of `credence sbc`: ranks of a right and of a wrong model, probabilities of models, the figure. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { credence, folderWith } from "./session.ts";

// conjugate, so that a simulation takes milliseconds
const mean = (prior: string): string => `name: mean
data: { x: { kind: real }, y: { kind: real } }
parameters: { a: "${prior}" }
likelihood: { y: "normal(a, 1)" }
quantities: { square_a: "a^2", sqrt_a: "sqrt(a)" }
simulation: { rows: 10, columns: { x: row }, parameters: { a: 0.5 } }
`;
const folder = folderWith({ "wide.yaml": mean("normal(0, 1)"), "narrow.yaml": mean("normal(0, 0.1)") });

test("ranks of a right model are uniform; what does not exist in some simulations is told", async () => {
  const { out, code } = await credence(folder, "sbc wide.yaml --simulations 100 --draws 39 --figure ranks.svg");
  expect(code).toBe(0);
  expect(out).toMatch(/^sbc {6}wide.yaml {3}100 simulations, truth ranked among 39 draws\nverdict {2}calibrated: .* for all 4 quantities \(p = /);
  expect(out).toMatch(/\n {2}sqrt_a +\S+ +[▁▂▃▄▅▆▇█]{10} +\d+ simulations without it\n/);
  expect(out).toMatch(/\n {2}log_lik +\S+ +[▁▂▃▄▅▆▇█]{10}\n/);
  expect(readFileSync(join(folder, "ranks.svg"), "utf8")).toMatch(/^<svg.*<title/);
});

test("--json gives the ranks", async () => {
  const { out } = await credence(folder, "sbc wide.yaml --simulations 20 --draws 19 --json");
  const { quantities, calibrated } = JSON.parse(out) as { quantities: Record<string, { ranks: number[] }>; calibrated: boolean };
  expect(calibrated).toBe(true);
  expect(quantities["a"]!.ranks).toHaveLength(20);
  expect(Math.max(...quantities["a"]!.ranks)).toBeLessThanOrEqual(19);
});

test("probabilities of two models are true as often as they say", async () => {
  const { out, code } = await credence(folder, "sbc wide.yaml --against narrow.yaml --simulations 20 --figure models.svg");
  expect(code).toBe(0);
  expect(out).toMatch(/^sbc {6}wide.yaml against narrow.yaml {3}20 simulations, each from a model drawn at random\nverdict {2}calibrated/);
  expect(out).toMatch(/\n {2}narrow.yaml +0\.\d\d +\d+.% +−?\d\.\d +/);
  expect(readFileSync(join(folder, "models.svg"), "utf8")).toMatch(/^<svg/);
});

test("a model without a simulation, and an unknown one, are refused", async () => {
  const bare = folderWith({ "bare.yaml": mean("normal(0, 1)").replace(/simulation.*\n/, ""), "flat.yaml": mean("flat()") });
  expect((await credence(bare, "sbc bare.yaml")).err).toMatch(/does not say how to simulate it/);
  expect((await credence(bare, "sbc flat.yaml")).err).toMatch(/flat is not a probability distribution/);
  expect((await credence(bare, "sbc chincilla")).err).toMatch(/nearest +chinchilla/);
});
