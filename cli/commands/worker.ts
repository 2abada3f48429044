/** `credence worker --queue URL` */
import { availableParallelism } from "node:os";
import { renderError, CredenceError } from "../../lib/errors.ts";
import { queueAddress } from "../../study/queue/address.ts";
import { serveQueue, type WorkerEvent } from "../../study/queue/serve.ts";
import { exitCode } from "../exit-code.ts";
import type { QueueFlag } from "../queue.ts";
import type { Terminal } from "../terminal.ts";

export interface WorkerFlags {
  readonly queue?: QueueFlag;
  readonly concurrency?: number;
  readonly json?: boolean;
}

export async function workerCommand({ queue, concurrency = availableParallelism(), json }: WorkerFlags, terminal: Terminal): Promise<number> {
  const address = queueAddress(queue, process.env);
  const stop = new AbortController();
  const takeBack = terminal.onInterrupt?.(() => stop.abort());
  const onEvent = (event: WorkerEvent): void => (json ? terminal.out(`${JSON.stringify(event)}\n`) : terminal.err(line(event, address.shown, concurrency)));
  try {
    await serveQueue(address, { concurrency, onEvent, signal: stop.signal });
    return exitCode.ok;
  } finally {
    takeBack?.();
  }
}

function line({ event, key = "", label = "", seconds, resumed, attempt = 1, error }: WorkerEvent, shown: string, concurrency: number): string {
  if (event === "ready") return `ready     ${shown}   ${concurrency} cells at a time\n`;
  if (event === "version") return `${renderError(new CredenceError(error!))}\n`;
  const about = [
    label,
    key.slice(0, 12),
    attempt > 1 ? `attempt ${attempt}` : "",
    seconds === undefined ? "" : `${seconds.toFixed(1)} s`,
    resumed ? "from a checkpoint" : "",
    error ? `${error.code}: ${error.message}${error.found === undefined ? "" : ` (${error.found})`}` : "",
  ].filter((part) => part !== "");
  return `${`${event.padEnd(9)} ${about.join("   ")}`.trimEnd()}\n`;
}
