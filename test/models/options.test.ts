/**
 * Every choice of every option simulates a table that it then takes, at whose truth its density is finite. A choice that
 * several models share runs once.
 */
import { expect, test } from "vitest";
import { BoundModel } from "../../lib/model/bind.ts";
import { applyOptions } from "../../lib/model/document.ts";
import { ModelDensity } from "../../lib/model/model-density.ts";
import { PriorSimulator } from "../../lib/model/simulate.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { stream } from "../../lib/random/stream.ts";
import { prepareTable } from "../../study/prepare-table.ts";
import { distinctChoices } from "../support/distinct-choices.ts";

/** choices that only mean something beside another one */
const BESIDE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "seed-variance items=crossed": { metric: "binomial" },
};

test.each(distinctChoices())("$name with $option=$choice", ({ name, document, option, choice }) => {
  const set = { ...BESIDE[`${name} ${option}=${choice}`], [option]: choice };
  const chosen = applyOptions(document, set);
  const { table, truth } = simulateTable(document, { seed: "options", set });
  const model = new BoundModel(chosen, prepareTable(chosen, table).table);
  const density = new ModelDensity(model);
  const elementsOf = (parameter: string): number[] => [...truth].filter(([element]) => element.replace(/\[.*/, "") === parameter).map(([, value]) => value);
  const given = new Map(model.parameters.map((parameter) => [parameter.name, elementsOf(parameter.name)]));
  const position = new PriorSimulator(model).draw(stream("truth"), given);
  const gradient = new Float64Array(density.dim);
  expect(density.evaluate(position, gradient)).toSatisfy(Number.isFinite);
  expect(gradient.every(Number.isFinite)).toBe(true);
});
