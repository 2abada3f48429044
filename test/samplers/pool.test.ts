/** Chains over advancers that are told what to do: who gets which chain, and what happens when one is lost. */
import { describe, expect, test } from "vitest";
import { CredenceError } from "../../lib/errors.ts";
import { ChainHost, type RunState } from "../../samplers/chains.ts";
import { drawStore } from "../../samplers/draw-store.ts";
import { resolveOptions } from "../../samplers/options.ts";
import { type Advancer, LocalAdvancer } from "../../samplers/workers/advancer.ts";
import { carryChains, type PoolOptions } from "../../samplers/workers/pool.ts";
import { WorkerLost } from "../../samplers/workers/thread.ts";
import { normalDensity } from "./densities.ts";

const settings = resolveOptions({ seed: "1", model: "pool", chains: 3, warmup: 20, draws: 30 });
const density = normalDensity([1, 2]);

/** carries a chain `steps` further each time, and notes which */
class Stepper implements Advancer {
  readonly asked: number[] = [];
  isClosed = false;
  private readonly host = new ChainHost(density, settings, drawStore(3, 30, 2));
  private readonly steps: number;
  private readonly failure: ((chain: number) => unknown) | undefined;

  constructor(steps: number, failure?: (chain: number) => unknown) {
    this.steps = steps;
    this.failure = failure;
  }

  async advance(chain: number, state: RunState | undefined): Promise<RunState> {
    this.asked.push(chain);
    const failure = this.failure?.(chain);
    if (failure) throw failure;
    const run = this.host.run(chain, state);
    for (let step = 0; step < this.steps && !run.isDone; step++) run.advance(1);
    return run.state();
  }

  pause(): void {}

  close(): void {
    this.isClosed = true;
  }
}

function pool(more: Partial<PoolOptions>): PoolOptions {
  const states: PoolOptions["states"] = [undefined, undefined, undefined];
  return { settings, states, local: new Stepper(10), estimateMs: 0, afterSlice: () => false, ...more };
}

/** so much CPU */
function spin(ms: number): void {
  const begin = process.cpuUsage();
  while (process.cpuUsage(begin).user < ms * 1000);
}

const steps = ({ states }: PoolOptions): number[] => states.map((state) => state?.chain.steps ?? 0);

describe("carryChains", () => {
  test("gives the chain that is furthest behind", async () => {
    const local = new Stepper(10);
    const options = pool({ local });
    await carryChains(options);
    expect(steps(options)).toEqual([50, 50, 50]);
    expect(local.asked).toEqual(Array.from({ length: 5 }, () => [0, 1, 2]).flat());
  });

  test("leaves this thread free when the work is known to be large", async () => {
    const local = new Stepper(10);
    const threads = [new Stepper(10), new Stepper(10)];
    const options = pool({ local, estimateMs: Infinity, startThreads: () => threads.map(async (thread) => thread) });
    await carryChains(options);
    expect(steps(options)).toEqual([50, 50, 50]);
    expect(local.asked).toEqual([]);
    expect(threads.map(({ asked }) => asked.length > 0)).toEqual([true, true]);
    expect(threads.every(({ isClosed }) => isClosed)).toBe(true);
  });

  test("starts threads when the work proves to be large, and they go on from where it is", async () => {
    const local = new Stepper(10, () => spin(150));
    const threads = [new Stepper(10), new Stepper(10)];
    const options = pool({ local, startThreads: () => threads.map(async (thread) => thread) });
    await carryChains(options);
    expect(steps(options)).toEqual([50, 50, 50]);
    expect(local.asked.length).toBeLessThan(8);
    expect(threads.map(({ asked }) => asked.length > 0)).toEqual([true, true]);
  });

  test("carries a lost thread's chain on elsewhere, here when no thread is left", async () => {
    const local = new Stepper(50);
    const lost = new Stepper(10, () => new WorkerLost("gone"));
    const options = pool({ local, estimateMs: Infinity, startThreads: () => [Promise.resolve(lost)] });
    await carryChains(options);
    expect(lost.asked).toEqual([0]);
    expect(local.asked.toSorted()).toEqual([0, 1, 2]);
    expect(steps(options)).toEqual([50, 50, 50]);
  });

  test("does the work here when threads do not start", async () => {
    const options = pool({ estimateMs: Infinity, startThreads: () => [Promise.reject(new WorkerLost("no memory"))] });
    await carryChains(options);
    expect(steps(options)).toEqual([50, 50, 50]);
  });

  test("ends where it is told to", async () => {
    const options = pool({ afterSlice: () => steps(options).every((n) => n >= 20) });
    await carryChains(options);
    expect(steps(options)).toEqual([20, 20, 20]);
  });

  test("fails with the error of the lowest chain, and closes its threads", async () => {
    const complaint = (chain: number): CredenceError => new CredenceError({ code: "sampler/initial", message: `${chain}` });
    const threads = [new Stepper(10, complaint), new Stepper(10, complaint)];
    const options = pool({ estimateMs: Infinity, startThreads: () => threads.map(async (thread) => thread) });
    await expect(carryChains(options)).rejects.toThrow("0");
    expect(threads.every(({ isClosed }) => isClosed)).toBe(true);
  });

  test("lets other work of this thread have its turn after every slice", async () => {
    const seen: number[] = [];
    const options = pool({ local: new LocalAdvancer(new ChainHost(density, settings, drawStore(3, 30, 2))) });
    const look = (): void => {
      seen.push(Math.max(...steps(options)));
      if (seen.at(-1)! < 50) setImmediate(look);
    };
    setImmediate(look);
    await carryChains(options);
    expect(steps(options)).toEqual([50, 50, 50]);
    expect(seen.length).toBeGreaterThan(0);
  });
});
