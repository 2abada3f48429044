/** Names that `--set` takes: options, constants, and parameters, which it fixes. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { applyOptions, checkDocument } from "../../../lib/model/document.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";
import { PriorSimulator } from "../../../lib/model/simulate.ts";
import { simulateTable } from "../../../lib/model/simulate-table.ts";
import { stream } from "../../../lib/random/stream.ts";
import { models } from "../../../models/index.ts";

const law = checkDocument({
  name: "law",
  data: { task: "factor", x: "real", y: "real" },
  constants: { x0: "mean(x)" },
  parameters: { a: "normal(0, 2)", b: { prior: "lognormal(a, 1)", multiplier: "1 / c" }, c: "lognormal(0, 1)", "theta[task]": "normal(a, 1)", v: { prior: "normal(0, 1)", size: 2 } },
  likelihood: { y: "normal(a + b * (x - x0) / c + theta[task] + v[1] * v[2], 1)" },
  simulation: { rows: 4, columns: { task: { labels: ["s", "t"] }, x: "row" }, parameters: { a: 1, b: 2, c: 1 } },
});
const table = tableFromColumns({ task: ["s", "t", "s"], x: [0, 1, 5], y: [2, 1, 3] });

describe("a parameter that is set", () => {
  const fixed = new BoundModel(applyOptions(law, { a: "x0 / 4" }), table);

  test("is a constant, so that the others have their density given it", () => {
    const whole = new BoundModel(law, table);
    const others = { b: [1.5], c: [0.7], theta: [0.2, -0.3], v: [0.4, 0.5] };
    const at = (model: BoundModel, values: object): number => {
      const given = new Map<string, number[]>(Object.entries(values));
      return new ModelDensity(model).evaluate(new PriorSimulator(model).draw(stream("at"), given), new Float64Array(7));
    };
    // x0 is 2, so a is 0.5, of which the whole model has the prior in its density
    const prior = -0.5 * (0.5 / 2) ** 2 - Math.log(2 * Math.sqrt(2 * Math.PI));
    expect(at(fixed, others)).toBeCloseTo(at(whole, { a: [0.5], ...others }) - prior, 12);
  });

  test("is no element of a draw, and is simulated at its value", () => {
    expect(new ModelDensity(fixed).elements).toEqual(["b", "c", "theta[s]", "theta[t]", "v[1]", "v[2]"]);
    expect([...simulateTable(law, { set: { b: "3" } }).truth.keys()]).not.toContain("b");
  });

  test("has one element, and is not the last", () => {
    expect(() => applyOptions(models.get("power-law")!, { L0: "3", alpha: "0.1", sigma: "0.01" })).toThrow(/no parameters/);
    for (const name of ["theta", "theta[task]", "v"]) expect(() => applyOptions(law, { [name]: "1" }), name).toThrow(/no option/);
  });
});

test("a constant that a chosen option brings can be set with it", () => {
  expect(applyOptions(models.get("m4")!, { chance: "known", guess: "0.9" }).constants).toMatchObject({ guess: "0.9" });
  expect(() => applyOptions(models.get("m4")!, { guess: "0.9" })).toThrow(/no option "guess"/);
});
