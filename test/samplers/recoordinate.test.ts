import { describe, expect, it } from "vitest";
import type { SampleResult } from "../../lib/fit.ts";
import type { LogDensity } from "../../lib/log-density.ts";
import { mcseMean, mean, splitRhat } from "../../lib/posterior/index.ts";
import { type SamplerOptions, sampleChains } from "../../samplers/index.ts";
import { column } from "./column.ts";

/**
 * The funnel with a choice: coordinate 1 holds x e^(-w v) with weight w, 0 as written and 1/2 independent of v. It takes
 * 1/2 the first time it is asked and checks on each occasion that draws, gradients and positions belong together.
 */
function choosyFunnel(log: string[]): LogDensity {
  let weight = 0;
  const evaluate = (p: Float64Array, g: Float64Array): number => {
    const [v, u] = p;
    const exponent = (2 * weight - 1) * v;
    const square = u * u * Math.exp(exponent);
    g[0] = -v / 9 + (weight - 0.5) * (1 - square);
    g[1] = -u * Math.exp(exponent);
    return -(v * v) / 18 - 0.5 * square + (weight - 0.5) * v;
  };
  return {
    dim: 2,
    coordinates: ["v", "x"],
    evaluate,
    explain: () => "",
    recoordinate(draws, gradients, n, positions) {
      const g = new Float64Array(2);
      for (let i = 0; i < n; i++) {
        evaluate(draws.slice(2 * i, 2 * i + 2), g);
        expect(Array.from(gradients.slice(2 * i, 2 * i + 2))).toEqual(Array.from(g));
      }
      log.push(`weight ${weight} with ${n} draws`);
      if (weight === 0.5) return false;
      for (const p of positions) p[1] *= Math.exp(-0.5 * p[0]);
      weight = 0.5;
      return true;
    },
    coordinateState: () => [weight],
    setCoordinateState: ([state]) => {
      weight = state;
    },
  };
}

const options: SamplerOptions = { seed: "1", model: "choosy" };
const timeless = ({ adaptation, ...rest }: SampleResult): unknown => ({
  ...rest,
  adaptation: adaptation.map((chain) => ({ ...chain, warmupSeconds: 0, samplingSeconds: 0 })),
});

describe("a density with a choice of coordinates", () => {
  it("is asked at the start and three times more a chain, before the last step-size phase, with draws and gradients of one set of coordinates", () => {
    const log: string[] = [];
    const draws: number[] = [];
    const density = choosyFunnel(log);
    const asked = { ...density, recoordinate: density.recoordinate?.bind(density) } as LogDensity;
    let now = -400;
    asked.recoordinate = (...args) => {
      draws.push(now);
      return density.recoordinate!(...args);
    };
    sampleChains(asked, { ...options, chains: 1 }, { onDraw: (_, draw) => (now = draw + 1) });
    expect(log.map((entry) => entry.slice(0, 10))).toEqual(["weight 0 w", "weight 0.5", "weight 0.5", "weight 0.5"]);
    expect(log[0]).toBe("weight 0 with 1 draws");
    expect(draws).toEqual([-400, 20 - 400, 120 - 400, 230 - 400]);
  });

  it("gives right draws in the coordinates that each chain reports", () => {
    const density = choosyFunnel([]);
    const result = sampleChains(density, options);
    expect(result.adaptation.map(({ coordinateState }) => coordinateState)).toEqual([[0.5], [0.5], [0.5], [0.5]]);
    for (const [i, variance] of [9, 1].entries()) {
      const squares = column(result, (x) => x[i] ** 2);
      expect(Math.abs(mean(squares) - variance)).toBeLessThan(4.5 * mcseMean(squares, 4));
      expect(splitRhat(squares, 4)).toBeLessThan(1.01);
    }
    expect(result.statistics.divergent__.reduce((a, b) => a + b, 0)).toBe(0);
  });

  it("is left in the coordinates it came with, so that a second run is the same", () => {
    const density = choosyFunnel([]);
    const first = timeless(sampleChains(density, options));
    expect(density.coordinateState!()).toEqual([0]);
    expect(timeless(sampleChains(density, options))).toEqual(first);
  });
});
