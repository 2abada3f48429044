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

test.each(distinctChoices())("$name with $option=$choice", ({ document, set }) => {
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
