/**
 * What a queue costs: npm run bench:queue -- [overhead] [memory] [scaling]   (all by default; needs npm run build)
 *   overhead  CPU of submitter and worker beyond that of the computing, a cell; as a share of a 240-row fit
 *   memory    10 000 trivial cells: resident memory of submitter and worker on the way
 *   scaling   wall time of 200 fits, by the defaults, with one worker process and with two, of one cell at a time each
 * The database is a PostgreSQL of its own, from npm; CPU is read from /proc, so this runs on Linux.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { hashTable } from "../lib/data/hash.ts";
import { parseCsv } from "../lib/data/csv.ts";
import type { Table } from "../lib/data/table.ts";
import { checkDocument, type ModelDocument } from "../lib/model/document.ts";
import { simulateTable } from "../lib/model/simulate-table.ts";
import { models } from "../models/index.ts";
import { DEFAULTS } from "../samplers/index.ts";
import { type FitCell, fitCell } from "../study/plan/cell.ts";
import { DiskStore } from "../study/plan/disk-store.ts";
import { localEngine } from "../study/plan/local-engine.ts";
import { packParcel } from "../study/plan/parcel.ts";
import { queueAddress } from "../study/queue/address.ts";
import { openDepot } from "../study/queue/depot.ts";
import { openQueueEngine } from "../study/queue/submit.ts";
import { startPostgres } from "../test/study/queue/databases.ts";

const program = join(process.cwd(), "dist", "cli.js");
const wanted = process.argv.slice(2);
const wants = (part: string): boolean => wanted.length === 0 || wanted.includes(part);

const database = await startPostgres();
const address = queueAddress(database.url, {});
const workers: ChildProcess[] = [];

async function startWorkers(count: number): Promise<void> {
  for (let k = 0; k < count; k++) {
    const child = spawn(process.execPath, [program, "worker", "--queue", "--concurrency", "1", "--json"], { env: { ...process.env, CREDENCE_QUEUE: database.url }, stdio: ["ignore", "pipe", "inherit"] });
    workers.push(child);
    await new Promise<void>((resolve) => child.stdout!.on("data", (text) => String(text).includes('"ready"') && resolve()));
  }
}

async function stopWorkers(): Promise<void> {
  for (const child of workers.splice(0)) {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

/** a tick of /proc is 10 ms on every Linux that Node runs on */
const cpuMs = (pid: number): number => 10 * (Number(fieldsOf(pid)[11]) + Number(fieldsOf(pid)[12]));
/** what follows the name in /proc/PID/stat; of a process that has ended in the meantime zeros */
function fieldsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  } catch {
    return Array(20).fill("0");
  }
}
/** of the server and of all its processes, those that have ended too */
const databaseMs = (): number => {
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((name) => fieldsOf(Number(name))).filter((fields) => Number(fields[1]) === database.pid());
  return [fieldsOf(database.pid()), ...children].reduce((sum, fields) => sum + 10 * [11, 12, 13, 14].reduce((ticks, k) => ticks + Number(fields[k]), 0), 0);
};
const residentMb = (pid: number): number => (Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096) / 2 ** 20;

const freshStore = (): DiskStore => new DiskStore(mkdtempSync(join(tmpdir(), "credence-bench-queue-")));

const LINE: ModelDocument = checkDocument({ name: "line", data: { x: "real", y: "real" }, parameters: { a: "normal(0, 1)", b: "normal(0, 1)" }, likelihood: { y: "normal(a + b * x, 0.3)" } });
const line = parseCsv(`x,y\n${Array.from({ length: 20 }, (_, k) => `${k / 20},${0.5 + k / 20 + 0.3 * Math.sin(9 * k)}`).join("\n")}\n`, "line.csv");
const { options: _, ...chinchilla } = models.get("chinchilla")!;
const sweep = simulateTable(models.get("chinchilla")!, { seed: "1", rows: 240 }).table;

function cellsOf(document: ModelDocument, table: Table, count: number, { chains, warmup, draws }: { chains: number; warmup: number; draws: number }, name: string): (store: DiskStore) => FitCell[] {
  const { targetAccept, maxTreeDepth, sampler, metric } = DEFAULTS;
  const hash = hashTable(table);
  return (store) => {
    store.putTable(hash, table);
    return Array.from({ length: count }, (__, k) => fitCell(`${name} ${k}`, hash, { document, seed: `${name}/${k}`, settings: { chains, warmup, draws, targetAccept, maxTreeDepth, sampler, metric } }));
  };
}

const used = (table: Table, document: ModelDocument): Table => ({ ...table, columns: new Map([...table.columns].filter(([name]) => name in document.data)) });

async function overhead(): Promise<void> {
  const sizes = { chains: 2, warmup: 100, draws: 100 };
  const [warm, measured] = [cellsOf(LINE, line, 100, sizes, "warm"), cellsOf(LINE, line, 500, sizes, "measured")];
  const here = freshStore();
  await localEngine.run(warm(here), here);
  const before = process.cpuUsage();
  await localEngine.run(measured(here), here);
  const local = process.cpuUsage(before);
  await startWorkers(1);
  const pid = workers[0]!.pid!;
  const engine = await openQueueEngine(address);
  const there = freshStore();
  await engine.run(warm(there), there);
  const [submitter, worker, server, start] = [process.cpuUsage(), cpuMs(pid), databaseMs(), performance.now()];
  await engine.run(measured(there), there);
  const wall = performance.now() - start;
  const serverMs = (databaseMs() - server) / 500;
  const own = process.cpuUsage(submitter);
  const [localMs, submitterMs, workerMs] = [(local.user + local.system) / 1e3 / 500, (own.user + own.system) / 1e3 / 500, (cpuMs(pid) - worker) / 500];
  await engine.close();
  await stopWorkers();
  const one = cellsOf(chinchilla, used(sweep, chinchilla), 4, DEFAULTS, "fit")(here);
  const beforeFit = process.cpuUsage();
  await localEngine.run(one, here);
  const fit = process.cpuUsage(beforeFit);
  const fitMs = (fit.user + fit.system) / 1e3 / 4;
  const extra = submitterMs + workerMs - localMs;
  console.log(`overhead  500 cells: submitter ${submitterMs.toFixed(2)} + worker ${workerMs.toFixed(2)} - computing and writing here ${localMs.toFixed(2)} = ${extra.toFixed(2)} ms of CPU a cell`);
  const bytes = packParcel(one[0]!.key, here.read(one[0]!.key)!).body.length;
  console.log(`          its result takes ${(bytes / 1e6).toFixed(2)} MB, its job ${(JSON.stringify(one[0]).length / 1e3).toFixed(1)} kB`);
  console.log(`          the database ${serverMs.toFixed(2)} ms of CPU, ${(wall / 500).toFixed(1)} ms of wall time a cell; a fit of chinchilla to ${sweep.rows} rows takes ${fitMs.toFixed(0)} ms of CPU: ${((100 * extra) / fitMs).toFixed(1)} %`);
}

async function memory(): Promise<void> {
  const total = 10_000;
  await startWorkers(1);
  const pid = workers[0]!.pid!;
  const engine = await openQueueEngine(address);
  const store = freshStore();
  const cells = cellsOf(LINE, line, total, { chains: 1, warmup: 10, draws: 10 }, "trivial")(store);
  let done = 0;
  const start = performance.now();
  const onEnd = (): void => {
    if (++done % 1000 !== 0) return;
    console.log(`memory    ${String(done).padStart(5)} cells   submitter ${residentMb(process.pid).toFixed(0)} MB   worker ${residentMb(pid).toFixed(0)} MB   ${((performance.now() - start) / done).toFixed(1)} ms a cell`);
  };
  const outcomes = await engine.run(cells, store, { onEnd });
  console.log(`memory    ${outcomes.filter(({ state }) => state === "computed").length} of ${total} computed`);
  await engine.close();
  await stopWorkers();
}

async function scaling(): Promise<void> {
  const store = freshStore();
  const cells = cellsOf(chinchilla, used(sweep, chinchilla), 200, DEFAULTS, "scaling")(store);
  const depot = await openDepot(address);
  const walls: number[] = [];
  for (const count of [1, 2]) {
    for (const { key } of cells) await depot.remove("result", key);
    const load = loadavg()[0]!;
    await startWorkers(count);
    const engine = await openQueueEngine(address);
    const own = freshStore();
    own.putTable(cells[0]!.table, await store.table(cells[0]!.table));
    const start = performance.now();
    await engine.run(cells, own);
    const wall = (performance.now() - start) / 1000;
    const cpu = workers.reduce((sum, { pid }) => sum + cpuMs(pid!), 0) / 1000;
    walls.push(wall);
    console.log(`scaling   ${count} worker processes: 200 fits in ${wall.toFixed(1)} s of wall time, ${cpu.toFixed(1)} s of their CPU (${((100 * cpu) / (wall * count)).toFixed(0)} % of their processors; load before ${load.toFixed(1)})`);
    await engine.close();
    await stopWorkers();
  }
  await depot.close();
  console.log(`scaling   ${(walls[0]! / walls[1]!).toFixed(2)} times as fast with two`);
}

try {
  if (wants("overhead")) await overhead();
  if (wants("memory")) await memory();
  if (wants("scaling")) await scaling();
} finally {
  await stopWorkers();
  await database.stop();
}
