/** A worker thread's side: chains of one density, carried on slice by slice as they are asked for. */
import { parentPort } from "node:worker_threads";
import { CredenceError, type ErrorDetails } from "../../lib/errors.ts";
import type { LogDensity } from "../../lib/log-density.ts";
import { ChainHost, type RunState } from "../chains.ts";
import { drawStore } from "../draw-store.ts";
import type { Settings } from "../options.ts";
import { SLICE_MS } from "./advancer.ts";

/** What a worker is started with. */
export interface WorkerJob {
  readonly settings: Settings;
  readonly dim: number;
  /** memory of the run's `DrawStore` */
  readonly store: SharedArrayBuffer;
  /** one 32-bit number: 1 asks for a pause */
  readonly control: SharedArrayBuffer;
  /** what the worker's file makes its density from */
  readonly density: unknown;
}

export interface SliceRequest {
  readonly chain: number;
  readonly state: RunState | undefined;
}

export type SliceReply =
  | { readonly state: RunState }
  | { readonly refused: ErrorDetails }
  | { readonly fault: string }
  | { readonly ready: true };

/** Answers slice requests until the thread is ended. */
export function serveChains({ settings, dim, store, control }: WorkerJob, density: LogDensity): void {
  const host = new ChainHost(density, settings, drawStore(settings.chains, settings.draws, dim, store));
  const flag = new Int32Array(control);
  const isPaused = (): boolean => Atomics.load(flag, 0) === 1;
  const reply = (message: SliceReply): void => parentPort!.postMessage(message);
  parentPort!.on("message", ({ chain, state }: SliceRequest) => {
    try {
      const run = host.run(chain, state);
      run.advanceFor(SLICE_MS, isPaused);
      reply({ state: run.state() });
    } catch (error) {
      if (error instanceof CredenceError) reply({ refused: error.details });
      else reply({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  reply({ ready: true });
}
