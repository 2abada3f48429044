/** Components that are alike: sampled without order, put in order together, counted once. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { normal } from "../../../lib/distribution/normal.ts";
import { marginalLikelihood } from "../../../lib/evidence/marginal-likelihood.ts";
import { poolChains } from "../../../lib/evidence/pool-chains.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { checkDocument } from "../../../lib/model/document.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";
import { stream } from "../../../lib/random/stream.ts";
import { sampleChains } from "../../../samplers/index.ts";

const document = (size: number, rest: object): object => ({
  name: "companions",
  parameters: { at: { prior: "normal(0, 1)", size, constraint: "ordered" }, height: { prior: "lognormal(0, 1)", size, along: "at" } },
  ...rest,
});
const bind = (written: object, columns: Record<string, number[]>): ModelDensity => new ModelDensity(new BoundModel(checkDocument(written), tableFromColumns(columns)));
const log = (y: number, mu: number, sigma: number): number => -(((y - mu) / sigma) ** 2) / 2 - Math.log(sigma) - Math.log(2 * Math.PI) / 2;

describe("parameters along an ordered one", () => {
  const model = bind(document(3, { data: { y: { kind: "real" } }, likelihood: { y: "normal(at[1] * height[1] + height[3], 1)" } }), { y: [0.5] });
  const [places, heights] = [[0.3, 1.2, -0.7], [0.1, -0.4, 0.8]] as const;

  test.each([[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])("components in the order %i %i %i are the same point, put in order together", (...order) => {
    const position = Float64Array.from([...order.map((k) => places[k]!), ...order.map((k) => heights[k]!)]);
    const expected = [-0.7, 0.3, 1.2, Math.exp(0.8), Math.exp(0.1), Math.exp(-0.4)];
    model.constrain(position).slice(0, 6).forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 14));
    const prior = [...places, ...heights].reduce((sum, z) => sum + log(z, 0, 1), 0);
    const gradient = new Float64Array(6);
    expect(model.evaluate(position, gradient)).toBeCloseTo(prior + log(0.5, -0.7 * Math.exp(0.8) + Math.exp(-0.4), 1), 12);
    const smallest = order.indexOf(2);
    expect(gradient[smallest]).toBeCloseTo(0.7 + (0.5 - (-0.7 * Math.exp(0.8) + Math.exp(-0.4))) * Math.exp(0.8), 12);
  });

  test("what it goes along with must be ordered and of its size", () => {
    const written = { ...document(2, { data: { y: { kind: "real" } }, likelihood: { y: "normal(at[1], 1)" } }) } as { parameters: object };
    const bound = (height: object): (() => unknown) => () => bind({ ...written, parameters: { ...written.parameters, height: { prior: "normal(0, 1)", ...height } } }, { y: [0] });
    expect(bound({ size: 3, along: "at" })).toThrow("no ordered parameter of its size");
    expect(bound({ size: 2, along: "height" })).toThrow("no ordered parameter of its size");
    expect(bound({ size: 2, along: "at", constraint: "ordered" })).toThrow("cannot go along");
  });
});

test("evidence counts each order once: two components that data keep apart, against the closed form", () => {
  const written = {
    name: "apart",
    data: { low: { kind: "real" }, high: { kind: "real" } },
    parameters: { at: { prior: "normal(0, 1)", size: 2, constraint: "ordered" }, off: { prior: "normal(0, 1)", size: 2, along: "at" } },
    likelihood: { low: "normal(at[1] + off[1], 0.5)", high: "normal(at[2] + off[2], 0.5)" },
  };
  const y = 3;
  const density = bind(written, { low: [-y], high: [y] });
  const posterior = poolChains(density, sampleChains(density, { seed: "1", model: "apart" }));
  const found = marginalLikelihood(density, posterior, { random: stream("apart") });
  // without order: at ~ N(0, 1), y | at ~ N(at, 1.25), so y ~ N(0, 2.25) and at | y ~ N(y / 2.25, 1.25 / 2.25); two orders, of which the right one counts
  const inOrder = normal.cdf!((2 * y) / 2.25, [0, Math.sqrt((2 * 1.25) / 2.25)]);
  const exact = Math.log(2) + 2 * log(y, 0, 1.5) + Math.log(inOrder);
  expect(found.reasons).toEqual([]);
  expect(Math.abs(found.logMarginalLikelihood - exact)).toBeLessThan(3.5 * found.mcse);
  expect(found.mcse).toBeLessThan(0.05);
});
