/** cdf, complement and quantile as numbers, against 350-digit arithmetic and R. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Distribution, distributions } from "../../../lib/distribution/index.ts";
import { scalarCases } from "../../support/distribution-cases.ts";

interface Row {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly y?: number;
  readonly p?: number;
  readonly cdf?: number | string;
  readonly ccdf?: number | string;
  readonly quantile?: number | string;
}

function read(file: string, key: string): readonly Row[] {
  return JSON.parse(readFileSync(new URL(`../../truth/${file}.json`, import.meta.url), "utf8"))[key];
}

const exact = read("distributions", "scalar");
const fromR = read("quantiles", "rows");

/** Where a tail is found from terms as large as the largest count or shape, their rounding remains. */
function tolerance({ parameters, y }: Row): number {
  return 1e-12 + 16 * Number.EPSILON * Math.max(...[...parameters, y ?? 0].map(Math.abs));
}

const differs = (found: number, expected: number, relative: number): boolean =>
  !(found === expected || Math.abs(found - expected) <= relative * Math.abs(expected));

function wrongTails(row: Row): string[] {
  const entry = distributions.get(row.name)!;
  return (["cdf", "ccdf"] as const).flatMap((key) => {
    const [found, expected] = [entry[key]!(row.y!, row.parameters), Number(row[key])];
    // below 1e-290 intermediate results are subnormal and lose digits
    const isWrong = expected < 1e-290 ? !(found < 1.1e-290) : differs(found, expected, tolerance(row));
    return isWrong ? [`${key}(${row.y}; ${row.parameters}) = ${found}, not ${expected}`] : [];
  });
}

describe("both tails equal 350-digit arithmetic and R, relative to the tail itself", () => {
  const tails = [...exact, ...fromR].filter((row) => row.cdf !== undefined);
  test.each([...new Set(tails.map(({ name }) => name))])("%s", (name) => {
    expect(tails.filter((row) => row.name === name).flatMap(wrongTails)).toEqual([]);
  });
});

describe("quantiles equal R's, from 1e-300 to 1 - 1e-9; counts exactly", () => {
  const quantiles = fromR.filter((row) => row.quantile !== undefined);
  test.each([...new Set(quantiles.map(({ name }) => name))])("%s", (name) => {
    const entry = distributions.get(name)!;
    const wrong = quantiles
      .filter((row) => row.name === name)
      .flatMap(({ p, parameters, quantile }) => {
        const found = entry.quantile!(p!, parameters);
        const isWrong = differs(found, Number(quantile), entry.discrete ? 0 : 1e-11);
        return isWrong ? [`(${p}; ${parameters}) ${found}, not ${quantile}`] : [];
      });
    expect(wrong).toEqual([]);
  });
});

describe("cdf and quantile are inverse to each other", () => {
  const label = (entry: Distribution, parameters: readonly number[]): string =>
    `${entry.name}(${parameters.join(", ")})`;
  const cases = scalarCases.map(([entry, parameters]) => [label(entry, parameters), entry, parameters] as const);

  test.each(cases.filter(([, entry]) => !entry.discrete))("cdf(quantile(p)) = p for %s", (_, entry, parameters) => {
    for (const p of [1e-100, 1e-15, 1e-6, 0.01, 0.2, 0.4, 0.5]) {
      const below = entry.cdf!(entry.quantile!(p, parameters), parameters);
      expect(Math.abs(below / p - 1)).toBeLessThan(1e-9);
      const above = entry.ccdf!(entry.quantile!(1 - p, parameters), parameters);
      if (p > 1e-7) expect(Math.abs(above / p - 1)).toBeLessThan(1e-8);
    }
  });

  test.each(cases.filter(([, entry]) => entry.discrete))(
    "quantile(p) is the smallest y with cdf >= p for %s",
    (_, entry, parameters) => {
      for (const p of [1e-9, 1e-3, 0.2, 0.5, 0.9, 1 - 1e-9]) {
        const y = entry.quantile!(p, parameters);
        expect(entry.cdf!(y, parameters)).toBeGreaterThanOrEqual(p);
        expect(entry.cdf!(y - 1, parameters)).toBeLessThan(p);
      }
    },
  );

  test.each(cases)("the two tails of %s add up to 1, also outside its support", (_, entry, parameters) => {
    for (const y of [-1e9, -3.5, -1, 0, 0.25, 1, 2.5, 7, 1e9]) {
      expect(entry.cdf!(y, parameters) + entry.ccdf!(y, parameters)).toBeCloseTo(1, 11);
    }
    expect(entry.cdf!(-Infinity, parameters)).toBe(0);
    expect(entry.cdf!(Infinity, parameters)).toBe(1);
  });

  test.each(cases)("a NaN parameter of %s gives NaN from all three, not an endless loop", (_, entry, parameters) => {
    parameters.forEach((_value, i) => {
      const bad = parameters.map((value, j) => (i === j ? Number.NaN : value));
      expect(entry.cdf!(0.5 * (entry.quantile!(0.5, parameters) + 1), bad)).toBeNaN();
      expect(entry.ccdf!(0.5 * (entry.quantile!(0.5, parameters) + 1), bad)).toBeNaN();
      expect(entry.quantile!(0.4, bad)).toBeNaN();
    });
  });
});
