/** Options that many laws share know neither a law's names nor its units: they must not take the former, nor break the latter. */
import { describe, expect, test } from "vitest";
import { cellText } from "../../lib/data/table.ts";
import { parseDeclaration } from "../../lib/formula/parse.ts";
import { BoundModel } from "../../lib/model/bind.ts";
import type { Patch } from "../../lib/model/document.ts";
import { applyOptions } from "../../lib/model/document.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";

const shared = ["noise", "spread", "runs"];
const cases = [...models.values()].flatMap((document) =>
  shared.flatMap((option) => Object.entries(document.options?.[option]?.choices ?? {}).map(([choice, patch]) => ({ document, option, choice, patch }))));

describe("a shared option", () => {
  test.each(shared)("%s adds parameters under names that no law has", (option) => {
    const clashes = cases.filter((one) => one.option === option).flatMap(({ document, choice, patch }) => {
      const { parameters, let: lets, constants, data } = document;
      const taken = new Set([parameters, lets, constants, data].flatMap((section) => Object.keys(section ?? {}).map((key) => parseDeclaration(key).name)));
      const added = Object.entries((patch["parameters"] ?? {}) as Patch).filter(([, prior]) => prior !== null).map(([key]) => parseDeclaration(key).name);
      return added.filter((name) => taken.has(name)).map((name) => `${document.name} ${option}=${choice}: ${name}`);
    });
    expect(clashes).toEqual([]);
  });

  const counted = cases.filter(({ choice }) => choice === "binomial" || choice === "beta_binomial");
  test.each(counted.map(({ document, choice }) => [document.name, choice] as const))("%s with noise=%s simulates answers of which some are right and some wrong", (name, choice) => {
    const { table } = simulateTable(applyOptions(models.get(name)!, { noise: choice }), { seed: "1" });
    const [wrong, items] = ["wrong", "items"].map((column) => Array.from({ length: table.rows }, (_, row) => Number(cellText(table.columns.get(column)!, row))).reduce((a, b) => a + b, 0));
    expect(wrong! / items!).toBeGreaterThan(0.005);
    expect(wrong! / items!).toBeLessThan(0.995);
  });

  test.each(["logit", "binomial", "beta_binomial"])("noise=%s follows the offsets of runs", (noise) => {
    const document = applyOptions(models.get("m3")!, { noise, runs: "effect" });
    const errors = (offset: number): number => {
      const { table } = simulateTable(document, { seed: "1", parameters: { run_effect: [offset, offset, offset, offset, offset] } });
      const column = table.columns.get(noise === "logit" ? "loss" : "wrong")!;
      return Array.from({ length: table.rows }, (_, row) => Number(cellText(column, row))).reduce((a, b) => a + b, 0);
    };
    expect(errors(0) / errors(-1)).toBeCloseTo(Math.E, 0);
  });

  const sized = cases.filter(({ option, choice }) => option === "spread" && choice === "compute").map(({ document }) => document.name);
  test.each(sized)("%s with spread=compute finds its size in the columns", (name) => {
    const document = applyOptions(models.get(name)!, { spread: "compute" });
    const { table } = simulateTable(document, { seed: "1" });
    expect(new BoundModel(document, table).constants.get("log_size")).toSatisfy(Number.isFinite);
  });
});
