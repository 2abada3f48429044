/** Workers inside the test's process: the worker's own part from the sources, its threads from a bundle of them. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { queueAddress } from "../../../study/queue/address.ts";
import { serveQueue, type WorkerEvent } from "../../../study/queue/serve.ts";

export interface TestWorker {
  readonly events: readonly WorkerEvent[];
  /** labels of the cells with this event */
  labels(event: WorkerEvent["event"]): string[];
  /** resolves when an event of this kind has been told */
  saw(event: WorkerEvent["event"]): Promise<WorkerEvent>;
  stop(): Promise<void>;
}

let built: Promise<URL> | undefined;

/** @param thread the program of its threads, in place of the real one */
export async function startWorker(url: string, concurrency = 2, thread?: URL): Promise<TestWorker> {
  const events: WorkerEvent[] = [];
  const stop = new AbortController();
  const waiting: [WorkerEvent["event"], (event: WorkerEvent) => void][] = [];
  const file = thread ?? (await (built ??= bundle()));
  const onEvent = (event: WorkerEvent): void => {
    events.push(event);
    for (const [wanted, resolve] of waiting) if (wanted === event.event) resolve(event);
  };
  const done = serveQueue(queueAddress(url, {}), { concurrency, onEvent, signal: stop.signal, file });
  const worker: TestWorker = {
    events,
    labels: (event) => events.filter((each) => each.event === event).map(({ label = "" }) => label),
    saw: (event) => {
      const known = events.find((each) => each.event === event);
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push([event, resolve]));
    },
    stop: async () => {
      stop.abort();
      await done;
    },
  };
  await Promise.race([done, worker.saw("ready")]);
  return worker;
}

async function bundle(): Promise<URL> {
  const outfile = join(mkdtempSync(join(tmpdir(), "credence-cell-")), "cell.mjs");
  await build({
    absWorkingDir: join(import.meta.dirname, "..", "..", ".."),
    entryPoints: ["study/queue/cell-thread.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
    logLevel: "warning",
  });
  return pathToFileURL(outfile);
}
