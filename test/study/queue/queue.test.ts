/** A queue on a real PostgreSQL, and on Redis where a server is on the machine: same results, shared work, nothing believed. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../../cli/run.ts";
import { type Cell, fitCell } from "../../../study/plan/cell.ts";
import { openFit } from "../../../study/plan/compute.ts";
import { localEngine } from "../../../study/plan/local-engine.ts";
import { packParcel } from "../../../study/plan/parcel.ts";
import { queueAddress } from "../../../study/queue/address.ts";
import { cancelCells } from "../../../study/queue/cancel.ts";
import { type Depot, MOST_PARCEL_BYTES, openDepot } from "../../../study/queue/depot.ts";
import { messageOf } from "../../../study/queue/message.ts";
import { openQueueEngine } from "../../../study/queue/submit.ts";
import { version } from "../../../study/version.ts";
import { type Database, hasRedis, PASSWORD, startPostgres, startRedis } from "./databases.ts";
import { emptyStore, lineCells, studyFolder } from "./plans.ts";
import { startWorker, type TestWorker } from "./workers.ts";

const { Queue, createPostgresBackend } = createRequire(import.meta.url)("bullmq");
const NAME = `cells-${version.replaceAll(".", "-")}-1`;

const isSlow = process.env["CREDENCE_SLOW"] === "1";

async function session(argv: readonly string[]): Promise<{ out: string; err: string; code: number }> {
  let [out, err] = ["", ""];
  const terminal = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), isScreen: false, hasColor: false };
  const code = await run(argv, terminal);
  return { out, err, code };
}

/** what a run leaves for people and programs */
function outputs(store: string): string[] {
  const [folder] = readdirSync(join(store, "runs"));
  return ["summary.json", "report.html", "summary.md", "junit.xml"].map((name) => readFileSync(join(store, "runs", folder!, name), "utf8").replaceAll(store, "STORE"));
}

/** what a worker told is this, soon */
const told = <T>(what: () => T): { toEqual(expected: unknown): Promise<void> } => expect.poll(what, { timeout: 45_000, interval: 50 }) as never;

describe.each([
  ["PostgreSQL", true, startPostgres],
  ["Redis (skipped where no redis-server is on the machine)", hasRedis, startRedis],
] as const)("a queue on %s", (name, isThere, start) => {
  let database: Database;
  let depot: Depot;
  let workers: TestWorker[] = [];
  beforeAll(async () => {
    if (!isThere) return;
    database = await start();
    depot = await openDepot(queueAddress(database.url, {}));
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
  });
  afterAll(async () => {
    await depot?.close();
    await database?.stop();
  });
  const worker = async (concurrency = 2): Promise<TestWorker> => {
    const started = await startWorker(database.url, concurrency);
    workers.push(started);
    return started;
  };
  const engine = (): ReturnType<typeof openQueueEngine> => openQueueEngine(queueAddress(database.url, {}));
  /** puts a job past our own submitter */
  const addJob = async (id: string, data: unknown): Promise<void> => {
    const redis = (): unknown => new (createRequire(import.meta.url)("ioredis").Redis)(database.url, { maxRetriesPerRequest: null });
    const connection = name === "PostgreSQL" ? { connectionString: database.url, schema: "credence_jobs", migrate: true } : redis();
    const queue = new Queue(NAME, { connection, prefix: "credence_jobs" }, name === "PostgreSQL" ? createPostgresBackend : undefined);
    await queue.add("fit", data, { jobId: id, removeOnComplete: true, removeOnFail: true });
    await queue.close();
    (connection as { disconnect?(): void }).disconnect?.();
  };

  test.runIf(isThere)("a study gives the bytes of a local run, and no password in anything it writes", async () => {
    const folder = studyFolder();
    const study = join(folder, "study.yaml");
    const { events } = await worker();
    const local = await session(["run", study, "--store", join(folder, "local")]);
    const queued = await session(["run", study, "--store", join(folder, "queued"), "--queue", database.url]);
    expect(queued).toMatchObject({ code: local.code, out: local.out.replaceAll("/local/", "/queued/") });
    expect(outputs(join(folder, "queued"))).toEqual(outputs(join(folder, "local")));
    const written = readdirSync(join(folder, "queued"), { recursive: true, encoding: "utf8" }).map((each) => join(folder, "queued", each));
    const texts = written.flatMap((path) => (/\.\w+$/.test(path) && existsSync(path) ? [readFileSync(path, "latin1")] : []));
    expect(texts.length).toBeGreaterThan(10);
    expect([...texts, JSON.stringify(events), queued.out, queued.err].filter((text) => text.includes(PASSWORD))).toEqual([]);
  });

  test.runIf(isThere)("simulation-based calibration and a comparison of models print what they print here", async () => {
    const folder = studyFolder();
    const [model, other, data] = ["mean.yaml", "narrow.yaml", "line.csv"].map((name) => join(folder, name)) as [string, string, string];
    const mean = (prior: string): string =>
      JSON.stringify({ name: "mean", data: { x: "real", y: "real" }, parameters: { a: prior }, likelihood: { y: "normal(a, 1)" }, quantities: { root_a: "sqrt(a)" }, simulation: { rows: 10, columns: { x: "row" }, parameters: { a: 0.5 } } });
    writeFileSync(model, mean("normal(0, 1)"));
    writeFileSync(other, mean("normal(0, 0.1)"));
    const { labels } = await worker();
    const lines = [
      ["sbc", model, "--simulations", "13", "--draws", "9", "--json"],
      ["sbc", model, "--against", other, "--simulations", "2", "--json"],
      ["compare", model, other, "--data", data, "--draws", "100", "--chains", "2", "--leave-largest-out", "x", "--cuts", "50%", "--json"],
    ];
    for (const line of lines) {
      const queued = await session([...line, "--queue", database.url, "--store", join(folder, "store")]);
      const { out, code } = await session(line);
      expect(queued).toMatchObject({ out, code });
      expect([0, 3]).toContain(queued.code);
    }
    expect(labels("computed").sort()).toEqual([
      "comparison",
      model,
      other,
      "sbc mean 1 to 10",
      "sbc mean 11 to 13",
      `sbc ${model}+${other} 1 to 2`,
    ].sort());
  });

  test.runIf(isThere)("a wrong password, and a server that is not there, are told without the password", async () => {
    const wrong = database.url.replace(PASSWORD, "not-this-one");
    const nowhere = database.url.replace(String(database.port), "1");
    const bad = await session(["worker", "--queue", wrong]);
    expect(bad).toMatchObject({ code: 2, out: "" });
    expect(bad.err).toMatch(/queue\/connection[^]*(password authentication failed|WRONGPASS|invalid username)/);
    const gone = await session(["run", join(studyFolder(), "study.yaml"), "--queue", nowhere, "--store", emptyStore().folder]);
    expect(gone.code).toBe(2);
    expect(gone.err).toMatch(/queue\/connection[^]*ECONNREFUSED/);
    expect(bad.err + gone.err).not.toMatch(new RegExp(`${PASSWORD}|not-this-one`));
  });

  test.runIf(isThere)("submitters of overlapping plans share what is computed, each cell once", async () => {
    const stores = [emptyStore(), emptyStore()];
    const plans = [lineCells(stores[0]!, ["a", "b", "c", "d", "e", "f"]), lineCells(stores[1]!, ["d", "e", "f", "g", "h"])];
    const engines = [await engine(), await engine()];
    const both = Promise.all(engines.map((each, k) => each.run(plans[k]!, stores[k]!)));
    const [one, two] = [await worker(1), await worker(2)];
    const outcomes = await both;
    await Promise.all(engines.map((each) => each.close()));
    expect(outcomes.flat().map(({ state }) => state)).toEqual(Array(11).fill("computed"));
    expect([...one.labels("computed"), ...two.labels("computed")].sort()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
    const local = emptyStore();
    await localEngine.run(lineCells(local, ["e"]), local);
    const draws = async (store: typeof local): Promise<unknown> => (await openFit(store, plans[1]![1]!.key)).fit.draws;
    expect(await draws(stores[0]!)).toEqual(await draws(local));
    expect(await draws(stores[1]!)).toEqual(await draws(local));
  });

  test.runIf(isThere)("hostile jobs and results are refused by name, and the worker goes on", async () => {
    const store = emptyStore();
    const [squatted, forged, late] = lineCells(store, ["squatted", "forged", "late"]) as [Cell, Cell, Cell];
    const id = (k: number): string => `${k}`.padStart(64, "a");
    const message = messageOf(late);
    await addJob(id(1), { ...message, cell: message.cell.slice(0, 300) });
    await addJob(id(2), { ...message, cell: "x".repeat(2 ** 20 + 1) });
    await addJob(id(3), message);
    await addJob(id(4), { ...message, cell: message.cell.replace('"kind":"fit"', '"kind":"code"') });
    await addJob(id(5), { ...message, version: "0.0.1" });
    await addJob(id(6), { ...message, cell: { kind: "fit" } });
    await addJob(squatted.key, { ...message, cell: messageOf(squatted).cell.replace('"seed":"squatted"', '"seed":"worse"') });
    // whole by its hash, but of another cell; and one whose hash is wrong
    const other = packParcel(forged.key, { "manifest.json": "{}" });
    await depot.put("result", forged.key, other);
    await depot.put("result", late.key, { ...other, sha256: "0".repeat(64) });
    const only = await worker();
    const submitter = await engine();
    const outcomes = await submitter.run([squatted, forged, late], store);
    await submitter.close();
    expect(outcomes.map(({ state }) => state)).toEqual(["computed", "computed", "computed"]);
    for (const { key } of [squatted, forged, late]) expect((await openFit(store, key)).fit.seed).toMatch(/squatted|forged|late/);
    const refused = (): string[] => only.events.filter(({ event }) => event === "refused").map(({ error }) => `${error!.code} ${error!.found}`);
    await told(() => refused().sort()).toEqual(
      [
        "queue/refused 1048577 characters",
        'queue/refused a cell of the kind "code"',
        "queue/refused a key that is not the hash of what the cell holds",
        "queue/refused a text that is not JSON, or is cut off",
        "queue/refused no cell in it",
        `queue/refused the cell ${late.key.slice(0, 12)}`,
        'queue/version credence "0.0.1", protocol 1',
      ].sort(),
    );
  });

  test.runIf(isThere)("what is larger than a parcel may be is not sent", async () => {
    const body = new Uint8Array(MOST_PARCEL_BYTES + 1);
    await expect(depot.put("result", "f".repeat(64), { sha256: "", body })).rejects.toMatchObject({ code: "queue/size", details: { found: `${body.length} bytes` } });
  });

  test.runIf(isThere && isSlow && name === "PostgreSQL")("nor is it fetched, when somebody put it there (needs CREDENCE_SLOW=1)", async () => {
    const { Pool } = createRequire(import.meta.url)("pg");
    const pool = new Pool({ connectionString: database.url });
    await pool.query(`insert into credence.parcel (kind, key, sha256, body) select 'result', repeat('e', 64), '', decode(repeat('00', ${MOST_PARCEL_BYTES + 1}), 'hex')`);
    await pool.end();
    await expect(depot.get("result", "e".repeat(64))).rejects.toMatchObject({ code: "queue/size" });
  });

  test.runIf(isThere)("a submitter that stops, and an order to cancel, stop what is computed within seconds", { timeout: 60_000 }, async () => {
    const store = emptyStore();
    const endless = lineCells(store, ["endless", "next"], 700_000);
    const only = await worker(1);
    const stop = new AbortController();
    const first = await engine();
    const stopped = first.run(endless, store, {}, stop.signal).catch((error: unknown) => error);
    await only.saw("begins");
    stop.abort(new Error("by a person"));
    expect(await stopped).toMatchObject({ message: "by a person" });
    await first.close();
    const start = performance.now();
    await only.saw("cancelled");
    expect(performance.now() - start).toBeLessThan(5000);
    const second = await engine();
    const ordered = second.run(endless, store).catch((error: unknown) => error);
    await told(() => only.labels("begins")).toEqual(["endless", "endless"]);
    expect(await cancelCells(queueAddress(database.url, {}), endless)).toEqual({ removed: 1, stopped: 1 });
    expect(await ordered).toMatchObject({ code: "queue/cancelled" });
    await second.close();
    await told(() => only.labels("cancelled")).toEqual(["endless", "endless"]);
    expect(store.keys()).toEqual([]);
  });

  test.runIf(isThere)("a worker that is stopped as a cell begins gives it back at once", { timeout: 60_000 }, async () => {
    const store = emptyStore();
    const endless = lineCells(store, ["endless"], 700_000);
    const leaver = await worker(1);
    const stop = new AbortController();
    const submitter = await engine();
    const outcome = submitter.run(endless, store, {}, stop.signal).catch((error: unknown) => error);
    await leaver.saw("begins");
    await leaver.stop();
    expect(leaver.labels("returned")).toEqual(["endless"]);
    const next = await worker(1);
    await told(() => next.labels("begins")).toEqual(["endless"]);
    stop.abort(new Error("by a person"));
    expect(await outcome).toMatchObject({ message: "by a person" });
    await submitter.close();
    await told(() => next.labels("cancelled")).toEqual(["endless"]);
  });

  test.runIf(isThere)("a failing model is reported once, with its error, and the rest goes on", async () => {
    const store = emptyStore();
    const [good, bad] = lineCells(store, ["good", "bad"]) as [Cell, Cell];
    if (bad.kind !== "fit") throw new Error("a fit");
    const broken = fitCell("bad", bad.table, { ...bad.input, document: { ...bad.input.document, likelihood: { y: "normal(a + b * z, 0.3)" } } });
    const only = await worker();
    const submitter = await engine();
    const outcomes = await submitter.run([broken, good], store);
    await submitter.close();
    const local = await localEngine.run([broken], store);
    expect(outcomes.map(({ state }) => state)).toEqual(["failed", "computed"]);
    expect(outcomes[0]!.error!.code).toBe(local[0]!.error!.code);
    expect(outcomes[0]!.error!.message).toBe(local[0]!.error!.message);
    expect(only.labels("begins").filter((label) => label === "bad")).toHaveLength(1);
  });

  test.runIf(isThere)("a cell whose thread dies is tried three times, then reported with its error; the rest goes on", async () => {
    const store = emptyStore();
    const cells = lineCells(store, ["deadly", "after"]);
    const folder = studyFolder();
    writeFileSync(join(folder, "thread.mjs"), `import { parentPort } from "node:worker_threads"; parentPort.on("message", ({ cell }) => { throw new Error("no memory for " + cell.label); });`);
    const deadly = await startWorker(database.url, 1, pathToFileURL(join(folder, "thread.mjs")));
    workers.push(deadly);
    const submitter = await engine();
    const outcomes = await submitter.run(cells, store);
    await submitter.close();
    expect(outcomes.map(({ state, error }) => [state, error?.code, error?.message, error?.found])).toEqual(
      ["deadly", "after"].map((label) => ["failed", "queue/failed", `no memory for ${label}`, "3 attempts"]),
    );
    expect(deadly.labels("begins").sort()).toEqual(["after", "after", "after", "deadly", "deadly", "deadly"]);
  });

  test.runIf(isThere)("another version at the other end is refused by name, on both sides", async () => {
    const there = { id: "other", version: "0.0.7", protocol: 9, cells: 1 } as const;
    await depot.beat({ ...there, role: "submitter" });
    const own = await worker(1);
    expect((await own.saw("version")).error).toMatchObject({ code: "queue/version", found: "credence 0.0.7, protocol 9", expected: `credence ${version}, protocol 1` });
    await own.stop();
    workers = [];
    await depot.beat({ ...there, id: "other-worker", role: "worker" });
    const store = emptyStore();
    const submitter = await engine();
    await expect(submitter.run(lineCells(store, ["v"]), store)).rejects.toMatchObject({ code: "queue/version", details: { found: "workers of credence 0.0.7, protocol 9" } });
    await submitter.close();
    await depot.leave("other");
    await depot.leave("other-worker");
  });
});
