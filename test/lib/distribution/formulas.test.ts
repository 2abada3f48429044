/** The formulas of every distribution against 350-digit arithmetic, their own integrals and each other. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Distribution, distributions } from "../../../lib/distribution/index.ts";
import { atParameters, countRange, environment, scalarCases } from "../../support/distribution-cases.ts";
import { readFormula, type Shape } from "../../support/evaluate-formula.ts";
import { functions } from "../../../lib/expression/functions.ts";
import type { Ast } from "../../../lib/formula/ast.ts";
import { parse } from "../../../lib/formula/parse.ts";
import { integrate, type Range } from "../../support/quadrature.ts";

interface Row {
  readonly name: string;
  readonly parameters: readonly Shape[];
  readonly y: Shape;
  readonly logDensity: number | string;
  readonly logCdf?: number | string;
  readonly logCcdf?: number | string;
}

const truth = JSON.parse(readFileSync(new URL("../../truth/distributions.json", import.meta.url), "utf8")) as {
  scalar: readonly Row[];
  vector: readonly Row[];
};
const rows = [...truth.scalar, ...truth.vector];

/** families whose textbook form subtracts terms as large as their largest count or shape */
const cancelling = new Set([
  "binomial",
  "binomial_logit",
  "poisson",
  "poisson_log",
  "beta_binomial",
  "neg_binomial_2",
  "gamma",
]);

function tolerance({ name, parameters, y }: Row, expected: number): number {
  const largest = cancelling.has(name) ? Math.max(...([...parameters, y] as number[]).map(Math.abs)) : 0;
  return 1e-12 * Math.abs(expected) + 16 * Number.EPSILON * largest;
}

/** the first wrong rows, as a person can read them; none when the formula is right */
function wrongRows(distribution: Distribution, key: "logDensity" | "logCdf" | "logCcdf"): string[] {
  const code = readFormula(distribution[key]!);
  return rows
    .filter((row) => row.name === distribution.name && row[key] !== undefined)
    .flatMap((row) => {
      const expected = Number(row[key]);
      const found = code(environment(distribution, row.parameters, row.y)) as number;
      const isRight = found === expected || Math.abs(found - expected) <= tolerance(row, expected);
      return isRight
        ? []
        : [`${JSON.stringify(row.parameters)} y = ${JSON.stringify(row.y)}: ${found}, not ${expected}`];
    });
}

const distinct = [...new Set(distributions.values())];
const proper = distinct.filter((entry) => entry.proper !== false);

describe("log densities keep every constant and equal 350-digit arithmetic to 1e-12", () => {
  test.each(proper.map((entry) => [entry.name, entry] as const))("%s", (name, distribution) => {
    expect(rows.filter((row) => row.name === name).length).toBeGreaterThan(0);
    expect(wrongRows(distribution, "logDensity")).toEqual([]);
  });
});

describe("log cdfs and log complements hold in both far tails", () => {
  // P(Y > y) just above the lower bound of uniform is rounded to 1e-16 like its argument
  const tailed = proper.filter((entry) => entry.logCdf !== undefined && entry.name !== "uniform");
  test.each(tailed.map((entry) => [entry.name, entry] as const))("%s", (_, distribution) => {
    expect(wrongRows(distribution, "logCdf")).toEqual([]);
    expect(wrongRows(distribution, "logCcdf")).toEqual([]);
  });

  test("uniform, to 1e-15, and clipped outside its bounds", () => {
    const { logCdf, logCcdf } = distributions.get("uniform")!;
    for (const row of truth.scalar.filter(({ name }) => name === "uniform")) {
      const at = environment(distributions.get("uniform")!, row.parameters, row.y);
      expect(Math.exp(readFormula(logCdf!)(at) as number)).toBeCloseTo(Math.exp(Number(row.logCdf)), 15);
      expect(Math.exp(readFormula(logCcdf!)(at) as number)).toBeCloseTo(Math.exp(Number(row.logCcdf)), 15);
    }
  });
});

function range({ support, parameters: names }: Distribution, parameters: readonly number[]): Range {
  if (support.kind === "real" || support.kind === "positive") return support.kind;
  if (support.kind !== "interval") throw new Error(support.kind);
  const at = Object.fromEntries(names.map(({ name }, i) => [name, parameters[i]!]));
  return [readFormula(support.lower)(at) as number, readFormula(support.upper)(at) as number];
}

/** ∫ g(y) f(y) dy, or the sum over a count's range */
function expectation(distribution: Distribution, parameters: readonly number[], g: (y: number) => number): number {
  const logDensity = atParameters(distribution, distribution.logDensity, parameters);
  const term = (y: number): number => g(y) * Math.exp(logDensity(y));
  if (distribution.discrete) return countRange(distribution, parameters).reduce((sum, y) => sum + term(y), 0);
  // split at the median, so that a kink there (laplace) falls on an end
  const [whole, middle] = [range(distribution, parameters), distribution.quantile!(0.5, parameters)];
  if (whole === "positive") return integrate(term, "positive");
  if (whole !== "real") return integrate(term, [whole[0], middle]) + integrate(term, [middle, whole[1]]);
  return integrate((d) => term(middle - d) + term(middle + d), "positive");
}

/** huber's density has a jump in its second derivative, which the quadrature meets between two points */
const precision = (name: string): number => (name === "huber" ? 1e-5 : 1e-8);

describe("densities integrate to 1, and mean and variance are their moments", () => {
  test.each(scalarCases.map(([entry, p]) => [`${entry.name}(${p.join(", ")})`, entry, p] as const))(
    "%s",
    (_, entry, p) => {
      const relative = precision(entry.name);
      expect(Math.abs(expectation(entry, p, () => 1) - 1)).toBeLessThan(relative);
      if (entry.mean === undefined || entry.variance === undefined) return;
      const mean = atParameters(entry, entry.mean, p)(Number.NaN);
      const variance = atParameters(entry, entry.variance, p)(Number.NaN);
      expect(Math.abs(expectation(entry, p, (y) => y) - mean)).toBeLessThan(
        relative * Math.sqrt(mean * mean + variance),
      );
      expect(Math.abs(expectation(entry, p, (y) => (y - mean) ** 2) / variance - 1)).toBeLessThan(10 * relative);
    },
  );

  test.each([
    ["student_t", [1, 0, 1], Number.NaN, Number.NaN],
    ["student_t", [1.5, 3, 1], 3, Infinity],
    ["half_student_t", [1, 1], Infinity, Number.NaN],
    ["half_student_t", [1.5, 1], expect.closeTo(2.0444098877322, 12), Infinity],
    ["inv_gamma", [1, 1], Infinity, Number.NaN],
    ["inv_gamma", [1.5, 1], 2, Infinity],
  ] as const)("%s%j has the moments %d and %d", (name, p, mean, variance) => {
    const entry = distributions.get(name)!;
    expect(atParameters(entry, entry.mean!, p as readonly number[])(0)).toEqual(mean);
    expect(atParameters(entry, entry.variance!, p as readonly number[])(0)).toEqual(variance);
  });
});

describe("location + scale · z has the density of y when z has the standard one", () => {
  const toScale = {
    identity: { map: (y: number) => y, logSlope: () => 0 },
    log: { map: Math.log, logSlope: (y: number) => -Math.log(y) },
    logit: { map: (y: number) => Math.log(y / (1 - y)), logSlope: (y: number) => -Math.log(y * (1 - y)) },
  };
  const families = scalarCases.filter(([entry]) => entry.locationScale);
  test.each(families.map(([entry, p]) => [`${entry.name}(${p.join(", ")})`, entry, p] as const))(
    "%s",
    (_, entry, p) => {
      const { location, scale, on, standard } = entry.locationScale!;
      for (const probability of [0.001, 0.2, 0.6, 0.99]) {
        const y = entry.quantile!(probability, p);
        const at = environment(entry, p, y);
        const [mu, sigma] = [readFormula(location)(at) as number, readFormula(scale)(at) as number];
        const z = (toScale[on].map(y) - mu) / sigma;
        const byStandard = (readFormula(standard)({ ...at, z }) as number) - Math.log(sigma) + toScale[on].logSlope(y);
        expect(byStandard).toBeCloseTo(atParameters(entry, entry.logDensity, p)(y), 11);
      }
    },
  );
});

test("each name is registered once, and Stan's double_exponential is laplace", () => {
  for (const entry of distinct) expect(distributions.get(entry.name)).toBe(entry);
  expect(distributions.get("double_exponential")).toBe(distributions.get("laplace"));
  expect(distributions.size).toBe(distinct.length + 1);
});

/** what the formulas of matrices ask of the language beyond its present table */
const asked = new Set(["not_a_number", "diagonal", "linspaced_vector", "mdivide_left_tri_low"]);

function calls(ast: Ast): string[] {
  switch (ast.kind) {
    case "call":
      return [ast.name, ...ast.args.flatMap(calls)];
    case "binary":
      return [...calls(ast.left), ...calls(ast.right)];
    case "unary":
      return calls(ast.operand);
    default:
      return [];
  }
}

test.each(distinct.map((entry) => [entry.name, entry] as const))(
  "every formula of %s is one of the language",
  (_, entry) => {
    const { logDensity, logCdf, logCcdf, mean, variance, locationScale } = entry;
    const texts = [logDensity, logCdf, logCcdf, mean, variance, locationScale?.standard].filter(
      (text) => text !== undefined,
    );
    for (const name of texts.flatMap((text) => calls(parse(text).ast))) {
      expect(asked.has(name) || name in functions, name).toBe(true);
    }
  },
);
