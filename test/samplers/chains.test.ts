import { describe, expect, it } from "vitest";
import { CredenceError } from "../../lib/errors.ts";
import type { SampleResult } from "../../lib/fit.ts";
import type { LogDensity } from "../../lib/log-density.ts";
import { advanceRound, type ChainRun, chainRuns, type RunState, sampleResult } from "../../samplers/chains.ts";
import { drawStore } from "../../samplers/draw-store.ts";
import { sampleChains } from "../../samplers/index.ts";
import { resolveOptions, type SamplerOptions } from "../../samplers/options.ts";
import { column } from "./column.ts";
import { densityOf, eightSchools, normalDensity, rotatedNormal } from "./densities.ts";

const density = eightSchools(false);
const options = { seed: "7", model: "schools", warmup: 120, draws: 130 };

/** what two equal runs share: everything but the clock */
function timeless({ adaptation, ...rest }: SampleResult): unknown {
  return { ...rest, adaptation: adaptation.map((chain) => ({ ...chain, warmupSeconds: 0, samplingSeconds: 0 })) };
}

function runsOf(options: SamplerOptions, numbers: number[], density: LogDensity, states?: RunState[]) {
  const settings = resolveOptions(options);
  const store = drawStore(settings.chains, settings.draws, density.dim);
  return { settings, store, runs: chainRuns(density, settings, numbers, store, {}, states) };
}

function finish(runs: readonly ChainRun[]): void {
  while (advanceRound(runs));
}

describe("sampleChains", () => {
  it.each(["nuts", "hmc"] as const)("gives the same draws twice in a row: %s", (sampler) => {
    const run = (): unknown => timeless(sampleChains(density, { ...options, sampler }));
    expect(run()).toEqual(run());
  });

  it("gives other draws for another seed, model or chain", () => {
    const first = (overrides: object): number => sampleChains(density, { ...options, ...overrides }).positions[0];
    const { positions } = sampleChains(density, options);
    const all = [first({}), first({ seed: "8" }), first({ model: "other" }), positions[options.draws * 10]];
    expect(new Set(all).size).toBe(4);
  });

  it("gives a chain the same draws whichever chains run beside it, and in whichever order", () => {
    const together = sampleChains(density, options);
    const { runs, store } = runsOf(options, [3, 1], density);
    finish(runs);
    for (const chain of [1, 3]) {
      const from = chain * options.draws * 10;
      const to = from + options.draws * 10;
      expect(store.positions.slice(from, to)).toEqual(together.positions.slice(from, to));
    }
  });

  it("reports a draw, a statistic and a count for every transition", () => {
    const seen: [number, number][] = [];
    const result = sampleChains(
      density,
      { ...options, chains: 2 },
      { onDraw: (chain, draw) => seen.push([chain, draw]) },
    );
    expect(seen.length).toBe(2 * 250);
    expect(seen.filter(([chain]) => chain === 1).map(([, draw]) => draw)).toEqual(
      Array.from({ length: 250 }, (_, i) => i - 120),
    );
    const gradient = new Float64Array(10);
    for (const at of [0, 100, 259]) {
      const position = result.positions.slice(at * 10, (at + 1) * 10);
      expect(result.statistics.lp__[at]).toBe(density.evaluate(position, gradient));
      expect(result.statistics.energy__[at]).toBeGreaterThan(-result.statistics.lp__[at]);
    }
    const leapfrogs = result.statistics.n_leapfrog__.reduce((a, b) => a + b, 0);
    expect(result.adaptation.reduce((sum, { gradientsSampling }) => sum + gradientsSampling, 0)).toBe(leapfrogs);
  });

  it("stops at a fixed number of draws, with every chain cut to it", () => {
    const all = sampleChains(density, options);
    const cut = sampleChains(density, options, { shouldStop: (finished) => finished >= 60 });
    expect(cut.draws).toBe(100);
    expect(column(cut, (x) => x[0]).slice(100, 200)).toEqual(
      column(all, (x) => x[0]).slice(options.draws, options.draws + 100),
    );
    expect(cut.statistics.lp__.length).toBe(400);
    expect(sampleChains(density, options, { shouldStop: () => true }).draws).toBe(0);
  });

  it("aims at the target acceptance", () => {
    for (const targetAccept of [0.7, 0.95]) {
      const { statistics } = sampleChains(density, { seed: "1", model: "target", targetAccept });
      const acceptance = statistics.accept_stat__.reduce((a, b) => a + b, 0) / statistics.accept_stat__.length;
      expect(Math.abs(acceptance - targetAccept)).toBeLessThan(0.05);
    }
  });

  it("starts where it is told", () => {
    const initial = [Float64Array.of(1, 2), Float64Array.of(3, 4)];
    const { adaptation } = sampleChains(normalDensity([1, 1]), { ...options, initial });
    expect(adaptation.map(({ initialPosition }) => initialPosition)).toEqual([...initial, ...initial]);
  });

  it("warm-starts from an earlier fit without any warmup", () => {
    const { density } = rotatedNormal([1, 1e-4, 1, 1], "warm");
    const cold = sampleChains(density, { seed: "1", model: "warm", chains: 2 });
    const warmStart = cold.adaptation.map((chain, i) => ({
      position: cold.positions.slice((i + 1) * 4000 - 4, (i + 1) * 4000),
      stepSize: chain.stepSize,
      metric: chain.metric,
      inverseMetric: chain.inverseMetric,
    }));
    const warm = sampleChains(density, { seed: "2", model: "warm", chains: 2, warmup: 0, warmStart });
    expect(warm.adaptation.map(({ stepSize }) => stepSize)).toEqual(cold.adaptation.map(({ stepSize }) => stepSize));
    expect(warm.adaptation[0].gradientsWarmup).toBe(1);
    const leapfrogs = (result: SampleResult): number => result.statistics.n_leapfrog__.reduce((a, b) => a + b, 0);
    expect(leapfrogs(warm) / leapfrogs(cold)).toBeLessThan(1.2);
  });
});

describe("a checkpoint", () => {
  it.each([0, 1, 2, 3, 4])("after %i rounds, through plain data, ends in identical draws", (rounds) => {
    const whole = timeless(sampleChains(density, options));
    const before = runsOf(options, [0, 1, 2, 3], density);
    for (let round = 0; round < rounds; round++) advanceRound(before.runs);
    const states = structuredClone(before.runs.map((run) => run.state()));
    const after = runsOf(options, [0, 1, 2, 3], density, states);
    after.store.positions.set(before.store.positions);
    for (const [name, values] of Object.entries(before.store.statistics)) {
      after.store.statistics[name as "lp__"].set(values);
    }
    finish(after.runs);
    expect(
      timeless(
        sampleResult(
          after.store,
          after.runs.map((run) => run.state()),
          options.warmup,
        ),
      ),
    ).toEqual(whole);
  });
});

describe("a start without finite density", () => {
  it("is an error that says what the density says", () => {
    const nowhere = densityOf(
      2,
      () => -Infinity,
      () => "prior of sigma",
    );
    const attempt = (): SampleResult => sampleChains(nowhere, options);
    expect(attempt).toThrow(CredenceError);
    expect(attempt).toThrow(/chain 1 found no point .* in 500 tries/);
    try {
      attempt();
    } catch (error) {
      expect((error as CredenceError).details).toMatchObject({ code: "sampler/initial", found: "prior of sigma" });
    }
  });

  it("names the coordinates whose gradient is not finite", () => {
    const steep = densityOf(2, (_, gradient) => {
      gradient.set([0, Number.NaN]);
      return 0;
    });
    expect(() => sampleChains(steep, options)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ found: expect.stringContaining("x[2]") }) }),
    );
  });

  it("is tried again elsewhere when part of space is impossible", () => {
    const quadrant = densityOf(2, (x, gradient) => {
      gradient.set([-x[0], -x[1]]);
      return x[0] > 1.5 && x[1] > 1.5 ? -0.5 * (x[0] ** 2 + x[1] ** 2) : Number.NaN;
    });
    const { adaptation } = sampleChains(quadrant, { ...options, draws: 5 });
    expect(adaptation.every(({ initialPosition }) => Math.min(...initialPosition) > 1.5)).toBe(true);
  });

  it("fails at once at given positions", () => {
    const half = densityOf(1, (x, gradient) => {
      gradient[0] = -1;
      return x[0] > 0 ? -x[0] : -Infinity;
    });
    expect(() => sampleChains(half, { ...options, initial: [Float64Array.of(-1)] })).toThrow(/given starting point/);
  });
});

describe("divergences", () => {
  const cliff = densityOf(
    1,
    (x, gradient) => {
      gradient[0] = -x[0];
      return x[0] < 1 ? -0.5 * x[0] ** 2 : Number.NaN;
    },
    (x) => `likelihood at ${x[0] >= 1 ? "x >= 1" : "?"}`,
  );

  it("are counted, placed on both sides of the step that failed, and explained", () => {
    const result = sampleChains(cliff, { seed: "1", model: "cliff" });
    const count = result.statistics.divergent__.reduce((a, b) => a + b, 0);
    const inSampling = result.divergences.filter(({ draw }) => draw >= 0);
    expect(count).toBeGreaterThan(inSampling.length - 1);
    expect(inSampling.length).toBeGreaterThan(10);
    for (const { chain, draw, start, end, energyError, reason } of inSampling) {
      expect(result.statistics.divergent__[chain * 1000 + draw]).toBe(1);
      expect(start[0]).toBeLessThan(1);
      expect(end[0]).toBeGreaterThanOrEqual(1);
      expect(energyError).toBeNaN();
      expect(reason).toBe("likelihood at x >= 1");
    }
  });

  it("are all counted where there are many coordinates, and only a few described", () => {
    const wide = normalDensity(Array.from({ length: 20_000 }, () => 1));
    const { statistics, divergences } = sampleChains(wide, { seed: "1", model: "wide", chains: 1, warmup: 10, draws: 10, maxEnergyError: 1e-12 });
    expect(statistics.divergent__.reduce((a, b) => a + b, 0)).toBe(10);
    for (const isWarmup of [true, false]) expect(divergences.filter(({ draw }) => draw < 0 === isWarmup)).toHaveLength(5);
  });

  it("never move a chain to where the density is not finite", () => {
    const { positions } = sampleChains(cliff, { seed: "2", model: "cliff" });
    expect(Math.max(...positions)).toBeLessThan(1);
  });
});

describe("options", () => {
  it.each([{ chains: 0 }, { draws: 1.5 }, { warmup: -1 }, { targetAccept: 1 }, { jitter: 1 }, { maxEnergyError: 0 }])(
    "%o is refused",
    (bad) => {
      expect(() => sampleChains(density, { ...options, ...bad })).toThrow(/must be/);
    },
  );
});
