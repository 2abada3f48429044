/**
 * Every variate against its own distribution. Some 60 tests with fixed seeds fail below p = 1e-5: with new seeds the whole
 * file would give a false alarm once in 1600 runs.
 */
import { describe, expect, test } from "vitest";
import { type Distribution, distributions, type Value } from "../../../lib/distribution/index.ts";
import { logGammaVariate } from "../../../lib/random/gamma-variate.ts";
import { stream } from "../../../lib/random/stream.ts";
import { atParameters, countRange, scalarCases } from "../../support/distribution-cases.ts";
import { chiSquare, kolmogorovSmirnov } from "../../support/goodness.ts";

const FALSE_ALARM = 1e-5;
const DRAWS = 10_000;

const label = ([entry, parameters]: readonly [Distribution, readonly number[]]): string =>
  `${entry.name}(${parameters.join(", ")})`;

function draw(name: string, parameters: readonly Value[], n = DRAWS, size?: number): Value[] {
  const rng = stream(`variates/${name}/${parameters.map((p) => Array.from([p].flat()).join()).join("/")}`);
  return Array.from({ length: n }, () => distributions.get(name)!.variate(parameters, rng, size));
}

describe("variates follow their distribution", () => {
  test.each(scalarCases.map((entry) => [label(entry), ...entry] as const))("%s", (_, entry, parameters) => {
    const numbers = draw(entry.name, parameters) as number[];
    if (entry.discrete) {
      const logMass = atParameters(entry, entry.logDensity, parameters);
      const p = chiSquare(numbers, countRange(entry, parameters), (y) => Math.exp(logMass(y)));
      expect(p).toBeGreaterThan(FALSE_ALARM);
    } else {
      expect(kolmogorovSmirnov(numbers, (y) => entry.cdf!(y, parameters))).toBeGreaterThan(FALSE_ALARM);
    }
  });
});

describe("extreme parameters", () => {
  const byCdf = (name: string, parameters: readonly number[]): number => {
    const { cdf } = distributions.get(name)!;
    return kolmogorovSmirnov(draw(name, parameters, 2000) as number[], (y) => cdf!(y, parameters));
  };

  test("gamma numbers of shape 0.001 underflow, their logarithms do not", () => {
    const rng = stream("small shape");
    const logs = Array.from({ length: DRAWS }, () => logGammaVariate(0.001, rng));
    expect(logs.every(Number.isFinite)).toBe(true);
    // below exp(-30) the cdf is x^a / Γ(a + 1) to the last digit
    const small = logs.filter((x) => x < -30).map((x) => 0.001 * (x + 30));
    expect(small.length).toBeGreaterThan(0.9 * DRAWS);
    expect(kolmogorovSmirnov(small, Math.exp)).toBeGreaterThan(FALSE_ALARM);
  });

  test("beta numbers of tiny shapes are 0 or 1, never NaN", () => {
    const numbers = draw("beta", [1e-5, 1e-5]) as number[];
    expect(numbers.every((y) => y >= 0 && y <= 1)).toBe(true);
    expect(Math.abs(numbers.filter((y) => y > 0.5).length / DRAWS - 0.5)).toBeLessThan(4.5 * Math.sqrt(0.25 / DRAWS));
  });

  /** at 1e12 one count is a millionth of the spread, so the counts are as good as continuous, and nearly normal */
  const normally = (numbers: readonly number[], mean: number, sd: number): number => {
    const { cdf } = distributions.get("normal")!;
    return kolmogorovSmirnov(numbers, (y) => cdf!(y, [mean, sd]));
  };

  test("counts of 1e12 keep their mean and spread", () => {
    expect(normally(draw("poisson", [1e12]) as number[], 1e12, 1e6)).toBeGreaterThan(FALSE_ALARM);
    expect(normally(draw("binomial", [1e12, 0.3]) as number[], 3e11, Math.sqrt(2.1e11))).toBeGreaterThan(FALSE_ALARM);
    expect(normally(draw("binomial", [4e12, 0.9]) as number[], 3.6e12, 6e5)).toBeGreaterThan(FALSE_ALARM);
  });

  test("a binomial of 1e12 tries with mean 3 is a Poisson count, and takes no 1e12 steps", () => {
    const { logDensity } = distributions.get("poisson")!;
    const logMass = atParameters(distributions.get("poisson")!, logDensity, [3]);
    const values = countRange(distributions.get("poisson")!, [3]);
    const p = chiSquare(draw("binomial", [1e12, 3e-12]) as number[], values, (y) => Math.exp(logMass(y)));
    expect(p).toBeGreaterThan(FALSE_ALARM);
  });

  test("a geometric with chance 1e-12 is an exponential", () => {
    expect(byCdf("geometric", [1e-12])).toBeGreaterThan(FALSE_ALARM);
  });

  test("edges are exact: chances 0 and 1, no tries, mean 0", () => {
    const rng = stream("edges");
    const one = (name: string, ...parameters: number[]): Value => distributions.get(name)!.variate(parameters, rng);
    expect([one("binomial", 7, 0), one("binomial", 7, 1), one("binomial", 0, 0.4)]).toEqual([0, 7, 0]);
    expect([one("bernoulli", 0), one("bernoulli", 1), one("geometric", 1), one("neg_binomial_trials", 3, 1)]).toEqual([
      0, 1, 1, 3,
    ]);
    expect(one("poisson", 0)).toBe(0);
  });
});

describe("vectors", () => {
  test("categories come with their probabilities, and those of weight 0 never", () => {
    const theta = Float64Array.of(0.2, 0, 0.5, 0.3, 0);
    const counts = draw("categorical", [theta]) as number[];
    expect(new Set(counts)).toEqual(new Set([1, 3, 4]));
    expect(chiSquare(counts, [1, 3, 4], (y) => theta[y - 1]!)).toBeGreaterThan(FALSE_ALARM);
  });

  test("categorical_logit weighs by exp, whatever is added to all", () => {
    const counts = draw("categorical_logit", [Float64Array.of(1000, 1000 + Math.log(3))]) as number[];
    expect(chiSquare(counts, [1, 2], (y) => (y === 1 ? 0.25 : 0.75))).toBeGreaterThan(FALSE_ALARM);
  });

  test("each share of a dirichlet is a beta number, and they sum to 1", () => {
    const alpha = Float64Array.of(0.3, 2, 5);
    const shares = draw("dirichlet", [alpha]) as Float64Array[];
    for (const share of shares) expect(share[0]! + share[1]! + share[2]!).toBeCloseTo(1, 14);
    alpha.forEach((a, k) => {
      const cdf = (y: number): number => distributions.get("beta")!.cdf!(y, [a, 7.3 - a]);
      expect(
        kolmogorovSmirnov(
          shares.map((share) => share[k]!),
          cdf,
        ),
      ).toBeGreaterThan(FALSE_ALARM);
    });
  });

  test("each direction of a multi_normal_cholesky has its own variance", () => {
    const [mu, L] = [Float64Array.of(1, -2), Float64Array.of(2, 0, -1.5, 0.5)];
    const numbers = draw("multi_normal_cholesky", [mu, L]) as Float64Array[];
    for (const [a, b] of [
      [1, 0],
      [0, 1],
      [1, 1],
      [3, 4],
    ] as const) {
      // a y1 + b y2 = mean + (2a - 1.5b) z1 + 0.5b z2
      const parameters = [a - 2 * b, Math.hypot(2 * a - 1.5 * b, 0.5 * b)];
      const cdf = (y: number): number => distributions.get("normal")!.cdf!(y, parameters);
      expect(
        kolmogorovSmirnov(
          numbers.map(([x, y]) => a * x! + b * y!),
          cdf,
        ),
      ).toBeGreaterThan(FALSE_ALARM);
    }
  });

  test("each correlation under lkj_corr_cholesky is 2 beta - 1 with both counts eta - 1 + K/2", () => {
    const [K, eta] = [4, 0.8];
    const factors = draw("lkj_corr_cholesky", [eta], DRAWS, K) as Float64Array[];
    const correlation = (L: Float64Array, i: number, j: number): number => {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += L[i * K + k]! * L[j * K + k]!;
      return sum;
    };
    const count = eta - 1 + K / 2;
    for (let i = 0; i < K; i++) {
      for (const L of factors.slice(0, 100)) expect(correlation(L, i, i)).toBeCloseTo(1, 14);
      for (let j = 0; j < i; j++) {
        const halves = factors.map((L) => (correlation(L, i, j) + 1) / 2);
        const cdf = (y: number): number => distributions.get("beta")!.cdf!(y, [count, count]);
        expect(kolmogorovSmirnov(halves, cdf)).toBeGreaterThan(FALSE_ALARM);
      }
    }
  });
});

describe("streams and bad parameters", () => {
  test("no variate hides a state: a restored stream repeats them all", () => {
    const rng = stream("restore");
    const all = (source: typeof rng): Value[] =>
      scalarCases.map(([entry, parameters]) => entry.variate(parameters, source));
    all(rng);
    const state = rng.state();
    const first = [all(rng), all(rng)];
    const again = stream("any other key", state);
    expect([all(again), all(again)]).toEqual(first);
  });

  test.each(scalarCases.map((entry) => [label(entry), ...entry] as const))(
    "a NaN parameter of %s gives NaN, not an endless loop",
    (_, entry, parameters) => {
      const rng = stream("bad");
      parameters.forEach((_value, i) => {
        const bad = parameters.map((value, j) => (i === j ? Number.NaN : value));
        expect(entry.variate(bad, rng)).toBeNaN();
      });
    },
  );

  test.each([
    ["gamma", [-1, 1]],
    ["gamma", [Infinity, 1]],
    ["beta", [0, 1]],
    ["poisson", [-1]],
    ["poisson", [Infinity]],
    ["binomial", [2.5, 0.5]],
    ["binomial", [10, 1.1]],
    ["bernoulli", [1.1]],
    ["geometric", [0]],
    ["student_t", [-1, 0, 1]],
  ] as const)("%s%j, outside the parameter's kind, gives NaN", (name, parameters) => {
    expect(distributions.get(name)!.variate(parameters, stream("bad"))).toBeNaN();
  });

  test("nothing can be drawn from flat()", () => {
    expect(() => distributions.get("flat")!.variate([], stream("bad"))).toThrow("no finite integral");
  });
});
