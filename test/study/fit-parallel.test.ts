/** A fit over threads, stopped and resumed: whatever happens to it, its seed and its count of draws decide its draws. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { defineModel } from "../../lib/model/document.ts";
import type { Snapshot } from "../../samplers/index.ts";
import { CheckpointWriter, openCheckpoint } from "../../study/checkpoint.ts";
import { fitParallel, type ParallelFitOptions } from "../../study/fit-parallel.ts";
import { type Fit, fit } from "../../study/fit.ts";
import { lookCounts } from "../../study/stopping.ts";
import { workerFromSources } from "../support/worker-file.ts";

/** a hierarchy with text levels: coordinates are chosen in warmup, so that their state must travel too */
const model = defineModel({
  name: "groups",
  data: { x: { kind: "real" }, y: { kind: "real" }, group: { kind: "factor" } },
  parameters: {
    mu: "normal(0, 5)",
    tau: "half_normal(2)",
    "theta[group]": "normal(mu, tau)",
    slope: "normal(0, 1)",
    sigma: "half_normal(1)",
  },
  likelihood: { y: "normal(theta[group] + slope * x, sigma)" },
  quantities: { ratio: "tau / sigma" },
});
const wave = (k: number): number => Math.sin(12.9898 * k) * 43758.5453;
const noise = (k: number): number => 2 * (wave(k) - Math.floor(wave(k))) - 1;
const table = groups([2, 60, 20, 5]);

function groups(sizes: readonly number[]): Table {
  const rows = sizes.flatMap((size, g) => Array.from({ length: size }, () => g));
  const x = Float64Array.from(rows, (_, k) => noise(k));
  const y = Float64Array.from(rows, (g, k) => 2 * g - 1 + 0.7 * x[k] + 0.3 * noise(1000 + k));
  return tableFromColumns({ x, y, group: rows.map((g) => `group ${"abcd"[g]}`) });
}

const settings = { seed: "5", warmup: 200, draws: 250 } as const;
let whole: Fit;
let workerFile: URL;

beforeAll(async () => {
  whole = fit(model, table, settings);
  workerFile = await workerFromSources();
});

const options = (more: ParallelFitOptions = {}): ParallelFitOptions => ({ ...settings, workerFile, ...more });

/** all that a seed decides: everything but times */
function decided({ sampled, summaries, diagnostics }: Fit): unknown {
  const adaptation = sampled.adaptation.map((chain) => ({ ...chain, warmupSeconds: 0, samplingSeconds: 0 }));
  return { ...sampled, adaptation, summaries, diagnostics };
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), "credence-"));
}

/** the result of a fit that starts this many threads */
async function startingThreads<T>(expected: number, run: () => Promise<T>): Promise<T> {
  let started = 0;
  const count = (): void => void started++;
  process.on("worker", count);
  try {
    return await run();
  } finally {
    process.off("worker", count);
    expect(started).toBe(expected);
  }
}

describe("the draws are those of one thread", () => {
  test.each([2, 4])("with %d workers", async (workers) => {
    const parallel = await startingThreads(workers, () => fitParallel(model, table, options({ workers })));
    expect(decided(parallel)).toEqual(decided(whole));
  });

  test("for a table on shared memory", async () => {
    const many = groups([20_000, 30_000]);
    const short = { seed: "1", chains: 2, warmup: 10, draws: 5, workers: 2 } as const;
    expect(decided(await fitParallel(model, many, options(short)))).toEqual(decided(fit(model, many, short)));
  });

  test("with a worker's program that does not start", async () => {
    const lost = options({ workers: 2, workerFile: new URL("file:///nowhere.mjs") });
    // how many were begun before the first was lost depends on the machine
    expect(decided(await fitParallel(model, table, lost))).toEqual(decided(whole));
  });

  test("of a small fit, for which no thread is started unless asked for", async () => {
    const parallel = await startingThreads(0, () => fitParallel(model, table, options()));
    expect(decided(parallel)).toEqual(decided(whole));
  });
});

/** The snapshot at which `isThere` first holds, from a fit that is then aborted; it has been through a folder. */
async function interruptedAt(isThere: (steps: readonly number[]) => boolean, more: ParallelFitOptions = {}): Promise<Snapshot> {
  const abort = new AbortController();
  const dir = folder();
  const request = { model: "groups", set: {}, settings: { warmup: 200 }, dropped: [], at: [], command: "" };
  const writer = new CheckpointWriter(dir, { document: model, table, seed: settings.seed, request });
  const run = fitParallel(
    model,
    table,
    options({
      ...more,
      signal: abort.signal,
      onProgress: ({ states }) => {
        if (isThere(states.map((state) => state?.chain.steps ?? 0))) abort.abort();
      },
      onCheckpoint: (snapshot) => writer.write(snapshot),
    }),
  );
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  return (await openCheckpoint(dir)).snapshot;
}

describe("a fit that was interrupted goes on to the same draws", () => {
  test.each([
    ["before some chains began", (steps: readonly number[]) => steps.some((n) => n > 0)],
    ["in warmup", (steps: readonly number[]) => steps.every((n) => n > 0)],
    ["when it was almost done", (steps: readonly number[]) => steps.every((n) => n > 440)],
  ])("%s", async (_, isThere) => {
    const resume = await interruptedAt(isThere, { draws: 1000, warmup: 200 });
    const resumed = await fitParallel(model, table, options({ draws: 1000, resume }));
    expect(decided(resumed)).toEqual(decided(fit(model, table, { ...settings, draws: 1000 })));
  });

  test("over threads, and again", async () => {
    const long = { draws: 20_000, workers: 2 };
    const first = await interruptedAt((steps) => steps.every((n) => n > 300), long);
    const second = await interruptedAt((steps) => steps.every((n) => n > 900), { ...long, resume: first });
    expect(Math.min(...second.states.map((state) => state!.chain.steps))).toBeGreaterThan(900);
    const resumed = await fitParallel(model, table, options({ draws: 600, resume: second }));
    expect(decided(resumed)).toEqual(decided(fit(model, table, { ...settings, draws: 600 })));
  });
});

describe("a run that may end early ends at a fixed count", () => {
  test("the first at which every parameter has the effective draws asked for, whatever the workers", async () => {
    const until = { ess: 300 };
    const open = { draws: 2000, until };
    const alone = await fitParallel(model, table, options({ ...open, workers: 1 }));
    const shared = await fitParallel(model, table, options({ ...open, workers: 2 }));
    const { draws } = alone.sampled;
    expect(lookCounts(2000)).toContain(draws);
    expect(draws).toBeLessThan(2000);
    expect(Math.min(alone.diagnostics.min_ess_bulk, alone.diagnostics.min_ess_tail)).toBeGreaterThanOrEqual(300);
    expect(decided(shared)).toEqual(decided(alone));
    // the count repeats the run
    expect(decided(fit(model, table, { ...settings, draws }))).toEqual(decided(alone));
    const before = lookCounts(2000).findLast((count) => count < draws);
    if (before !== undefined) {
      const { diagnostics } = fit(model, table, { ...settings, draws: before });
      expect(Math.min(diagnostics.min_ess_bulk, diagnostics.min_ess_tail)).toBeLessThan(300);
    }
  });

  test("the last that all chains have when the time is over, and one at the least", async () => {
    const { sampled } = await fitParallel(model, table, options({ draws: 1_000_000, maxSeconds: 0.01 }));
    expect(lookCounts(1_000_000)).toContain(sampled.draws);
    expect(sampled.draws).toBeGreaterThanOrEqual(100);
    expect(decided(fit(model, table, { ...settings, draws: sampled.draws }))).toMatchObject({ positions: sampled.positions });
  });

  test("counts are round, ascending, and end with all draws", () => {
    expect(lookCounts(1000)).toEqual([100, 150, 200, 250, 300, 400, 500, 600, 750, 900, 1000]);
    expect(lookCounts(60)).toEqual([60]);
  });
});

test("a start that no chain finds is the same error from a thread", async () => {
  const nowhere = defineModel({ ...model, likelihood: { y: "normal(log(-1 - slope^2), sigma)" } });
  const message = (run: () => unknown): unknown => {
    try {
      run();
    } catch (error) {
      return (error as CredenceError).details;
    }
    return undefined;
  };
  const expected = message(() => fit(nowhere, table, settings));
  const many = groups([30_000, 30_000]);
  await expect(fitParallel(nowhere, table, options({ workers: 1 }))).rejects.toMatchObject({ details: expected });
  await expect(fitParallel(nowhere, many, options({ workers: 2, draws: 20_000 }))).rejects.toMatchObject({
    code: "sampler/initial",
    message: /chain 1 found no point/,
  });
});
