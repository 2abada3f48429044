/** The built program on a cluster of processes: the bytes of a local run, workers killed at random, a database that restarts. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cli, manyFits, outputsOf, program, spawnWorker, type WorkerProcess } from "./cluster.ts";
import { type Database, startPostgres } from "./databases.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1" && existsSync(program);
let database: Database;
let workers: WorkerProcess[] = [];
beforeAll(async () => {
  if (isSlow) database = await startPostgres();
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.end("SIGTERM")));
  await database?.stop();
});

test.skipIf(!isSlow)("60 fits here, in three shards and on a queue of four processes give the same bytes (needs CREDENCE_SLOW=1 and a build)", { timeout: 900_000 }, async () => {
  const folder = manyFits(60, "lines", { chains: 4, warmup: 200, draws: 250 });
  const study = join(folder, "study.yaml");
  const store = (name: string): string[] => ["--store", join(folder, name)];
  const local = await cli(["run", study, ...store("local"), "--quiet"]);
  for (const k of [1, 2, 3]) expect(await cli(["run", study, "--shard", `${k}/3`, "--out", join(folder, `shard-${k}`), ...store(`s${k}`), "--quiet"])).toMatchObject({ code: 0 });
  const merged = await cli(["merge", ...[1, 2, 3].map((k) => join(folder, `shard-${k}`)), "--study", study, ...store("merged"), "--quiet"]);
  workers = await Promise.all([1, 2, 3, 4].map(() => spawnWorker(database.url)));
  const queued = await cli(["run", study, ...store("queued"), "--queue", "--quiet"], { CREDENCE_QUEUE: database.url });
  expect([merged.code, queued.code]).toEqual([local.code, local.code]);
  expect(outputsOf(join(folder, "merged"))).toEqual(outputsOf(join(folder, "local")));
  expect(outputsOf(join(folder, "queued"))).toEqual(outputsOf(join(folder, "local")));
  const computed = workers.map(({ events }) => events.filter(({ event }) => event === "computed").length);
  console.log(`60 fits, 1 hold-out, 1 comparison; longer chains where they were wanted: cells computed by each of four workers ${computed.join(", ")}`);
  expect(Math.min(...computed)).toBeGreaterThan(0);
  await Promise.all(workers.map((worker) => worker.end("SIGTERM")));
  workers = [];
});

test.skipIf(!isSlow)("ten kills of random workers and a restart of the database lose nothing, and only killed cells begin twice (needs CREDENCE_SLOW=1 and a build)", { timeout: 1_800_000 }, async () => {
  const folder = manyFits(24, "laws", { chains: 4, warmup: 1000, draws: 1500 });
  const study = join(folder, "study.yaml");
  const all: WorkerProcess[] = [];
  const start = async (): Promise<WorkerProcess> => {
    const worker = await spawnWorker(database.url);
    all.push(worker);
    return worker;
  };
  workers = await Promise.all([1, 2, 3, 4].map(start));
  let isDone = false;
  const queued = cli(["run", study, "--store", join(folder, "queued"), "--queue", "--quiet"], { CREDENCE_QUEUE: database.url }).finally(() => (isDone = true));
  const killed: string[] = [];
  let kills = 0;
  // the golden ratio's multiples: as good as random, and the same every time
  for (let k = 1; !isDone && kills < 10; k++) {
    await new Promise((resolve) => setTimeout(resolve, 2000 + 3000 * ((k * 0.618) % 1)));
    const at = Math.floor(workers.length * ((k * 0.414) % 1));
    const victim = workers[at]!;
    if (victim.active().length === 0) continue;
    await victim.end("SIGKILL");
    killed.push(...victim.active());
    kills++;
    workers[at] = await start();
    if (kills === 5) await database.restart();
  }
  const { code, err } = await queued;
  const events = all.flatMap((worker) => worker.events);
  const count = (event: string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const each of events) if (each.event === event) counts.set(each.key!, (counts.get(each.key!) ?? 0) + 1);
    return counts;
  };
  const [begins, computed] = [count("begins"), count("computed")];
  const again = [...begins].filter(([, n]) => n > 1).map(([key]) => key);
  const resumed = events.filter((each) => each.resumed).length;
  const total = [...begins.values()].reduce((a, b) => a + b, 0);
  console.log(`${kills} kills in the midst of ${killed.length} cells, 1 restart of the database: ${computed.size} cells computed, ${total} begun, ${again.length} of them again, ${resumed} from a checkpoint`);
  expect(kills).toBe(10);
  expect(err).not.toMatch(/error/);
  expect(again.filter((key) => !killed.includes(key))).toEqual([]);
  expect([...computed.values()].filter((n) => n > 1)).toEqual([]);
  expect(resumed).toBeGreaterThan(0);
  const local = await cli(["run", study, "--store", join(folder, "local"), "--quiet"]);
  expect(code).toBe(local.code);
  expect(outputsOf(join(folder, "queued"))).toEqual(outputsOf(join(folder, "local")));
});
