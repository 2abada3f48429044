/** Every vector function against mpmath over its whole range, in both lanes, inlined and called. */
import { describe, expect, test } from "vitest";
import { vectorFunctions, vectorPairs } from "../../../../lib/compile/functions/index.ts";
import { kernels, run } from "./harness.ts";
import { table, worst } from "./truth.ts";

const LIMIT = 4e-15;
const kernel = kernels();
const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.buffer);
/** moves each point to the other lane, beside another neighbour */
const shifted = <T>(values: readonly T[]): T[] => [values.at(-1)!, ...values.slice(0, -1)];

describe.each(Object.keys(vectorFunctions))("%s", (name) => {
  const points = table(name);
  const [found] = run(kernel, name, points.x, points.y);

  test("is within 4e-15 of mpmath everywhere", () => {
    const { error, at } = worst(name, points, found);
    expect(error, `at ${at.join(", ")}`).toBeLessThan(LIMIT);
  });

  test("gives the same bits in either lane, whatever its neighbour", () => {
    const [again] = run(kernel, name, shifted(points.x), shifted(points.y));
    const back = Float64Array.from([...again.slice(1), again[0]!]);
    expect(bits(back)).toEqual(bits(found));
  });

  test("gives the same bits beside a NaN", () => {
    const beside = points.x.flatMap((x) => [x, Number.NaN]);
    const exponents = points.y.flatMap((y) => [y, y]);
    const [again] = run(kernel, name, beside, exponents);
    expect(bits(again.filter((_, k) => k % 2 === 0))).toEqual(bits(found));
  });

  test("gives the same bits when it is called", () => {
    const [called] = run(kernel, `call:${name}`, points.x, points.y);
    expect(bits(called)).toEqual(bits(found));
  });
});

describe.each(Object.entries(vectorPairs))("the pair of %s", (name, { derivative }) => {
  test("has the bits of the function", () => {
    const { x } = table(name);
    expect(bits(run(kernel, `pair:${name}`, x)[0])).toEqual(bits(run(kernel, name, x)[0]));
  });

  test(`has the derivative ${derivative} within 4e-15`, () => {
    const points = table(derivative);
    const { error, at } = worst(derivative, points, run(kernel, `pair:${name}`, points.x)[1]);
    expect(error, `at ${at.join(", ")}`).toBeLessThan(LIMIT);
  });
});
