/** pass@k and PassUntil: equal to exact fractions and expectations, unbiased where they say so. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { passAtK, passAtKOverItems } from "../../../lib/forecast/pass-at-k.ts";
import { passUntil, plugInBias } from "../../../lib/forecast/pass-until.ts";
import { expectClose } from "../posterior/truth.ts";

interface Truth {
  pass_at_k: { n: number; c: number; k: number; value: number }[];
  bias: { p: number; r: number; value: number }[];
  unbiased: { p: number; r: number; mean: number; variance: number }[];
}
const truth = JSON.parse(readFileSync(new URL("../../truth/pass.json", import.meta.url), "utf8")) as Truth;

describe("passAtK", () => {
  it.each(truth.pass_at_k)("of $c successes in $n at k = $k equals the ratio of binomials", ({ n, c, k, value }) => {
    expectClose(passAtK(n, c, k), value);
  });

  it("is 0 without a success, c / n at k = 1, and 1 when failures cannot fill k", () => {
    expect([passAtK(7, 0, 7), passAtK(7, 7, 1), passAtK(7, 3, 5)]).toEqual([0, 1, 1]);
    expect(passAtK(7, 3, 1)).toBeCloseTo(3 / 7, 15);
  });

  it("is unbiased: its mean over the binomial is 1 - (1 - p)^k", () => {
    const [n, p, k] = [12, 0.17, 5];
    let [mean, mass] = [0, (1 - p) ** n];
    for (let c = 0; c <= n; c++) {
      mean += mass * passAtK(n, c, k);
      mass *= ((n - c) / (c + 1)) * (p / (1 - p));
    }
    expect(mean).toBeCloseTo(1 - (1 - p) ** k, 13);
  });

  it("over items is their mean, with sd / sqrt(items)", () => {
    const found = passAtKOverItems(
      [
        { n: 5, c: 2 },
        { n: 5, c: 0 },
        { n: 10, c: 3 },
      ],
      3,
    );
    // 0.9, 0, 1 - C(7,3) / C(10,3) = 17/24
    expectClose(found.passAtK, (0.9 + 17 / 24) / 3);
    expectClose(found.standardError, Math.sqrt((0.9 ** 2 + (17 / 24) ** 2 - 3 * found.passAtK ** 2) / 2 / 3));
    expect(found.items).toBe(3);
  });

  it("names impossible counts and a k beyond the samples with the item", () => {
    expect(() =>
      passAtKOverItems(
        [
          { n: 5, c: 2 },
          { n: 5, c: 6 },
        ],
        1,
      ),
    ).toThrow("6 successes of 5 samples in item 2");
    expect(() => passAtKOverItems([{ n: 5, c: 2 }], 6)).toThrow("k is 6 for 5 samples in item 1");
  });
});

describe("passUntil", () => {
  it.each(truth.unbiased)("with r = $r is unbiased, and so is its variance for r >= 3", ({ p, r, mean, variance }) => {
    let [estimate, square, mass] = [0, 0, p ** r];
    for (let trials = r; trials < 400; trials++) {
      const found = passUntil(r, trials);
      estimate += mass * found.unbiased;
      square += mass * found.standardError ** 2;
      mass *= (trials * (1 - p)) / (trials + 1 - r);
    }
    expectClose(estimate, mean);
    expectClose(square, r === 2 ? variance + p * p : variance);
  });

  it("with one success has only the biased estimate", () => {
    expect(passUntil(1, 40)).toEqual({ unbiased: Number.NaN, standardError: Number.NaN, plugIn: 1 / 40 });
    expect(passUntil(2, 2)).toEqual({ unbiased: 1, standardError: 1, plugIn: 1 });
    expect(() => passUntil(3, 2)).toThrow("3 successes after 2 trials");
  });
});

describe("plugInBias", () => {
  it.each(truth.bias)("of r = $r at p = $p equals the integral", ({ p, r, value }) => {
    expectClose(plugInBias(p, r), value);
  });

  it("is 2.6, 4.7, 6.9, 9.2, 11.5 for one success at p = 1e-1 .. 1e-5, and tends to 2 for two", () => {
    expect([1, 2, 3, 4, 5].map((digits) => plugInBias(10 ** -digits).toFixed(1))).toEqual([
      "2.6",
      "4.7",
      "6.9",
      "9.2",
      "11.5",
    ]);
    expect(plugInBias(1e-5, 2).toFixed(2)).toBe("2.00");
    expect([plugInBias(1), plugInBias(1, 4), plugInBias(0), plugInBias(1.1)]).toEqual([1, 1, Number.NaN, Number.NaN]);
  });
});
