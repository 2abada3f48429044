/** A worker thread as an advancer. */
import { Worker } from "node:worker_threads";
import { CredenceError } from "../../lib/errors.ts";
import type { RunState } from "../chains.ts";
import type { Advancer } from "./advancer.ts";
import type { SliceReply, SliceRequest, WorkerJob } from "./serve.ts";

/** The thread ended by itself: out of memory, or killed. Its chain is where it was before the slice. */
export class WorkerLost extends Error {}

interface Waiting {
  resolve(state: RunState): void;
  reject(error: unknown): void;
}

export class ThreadAdvancer implements Advancer {
  private readonly worker: Worker;
  private readonly flag: Int32Array;
  private waiting: Waiting | undefined;
  private lost: WorkerLost | undefined;

  private constructor(worker: Worker, control: SharedArrayBuffer) {
    this.worker = worker;
    this.flag = new Int32Array(control);
  }

  /** @returns when the thread has its density; rejects with `WorkerLost` when it does not come that far */
  static start(file: URL, job: WorkerJob): Promise<ThreadAdvancer> {
    // flags of this process (a profiler's, a test runner's) are not the worker's
    const worker = new Worker(file, { workerData: job, execArgv: [] });
    const advancer = new ThreadAdvancer(worker, job.control);
    return new Promise((resolve, reject) => {
      const lose = (error?: unknown): void => {
        advancer.lost ??= new WorkerLost("a worker thread ended", { cause: error });
        reject(advancer.lost);
        advancer.waiting?.reject(advancer.lost);
      };
      worker.on("error", lose);
      worker.on("exit", lose);
      worker.on("message", (reply: SliceReply) => {
        if ("ready" in reply) resolve(advancer);
        else advancer.settle(reply);
      });
    });
  }

  advance(chain: number, state: RunState | undefined): Promise<RunState> {
    if (this.lost) return Promise.reject(this.lost);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.worker.postMessage({ chain, state } satisfies SliceRequest);
    });
  }

  private settle(reply: Exclude<SliceReply, { ready: true }>): void {
    const { waiting } = this;
    this.waiting = undefined;
    if ("state" in reply) waiting?.resolve(reply.state);
    else waiting?.reject("refused" in reply ? new CredenceError(reply.refused) : new Error(reply.fault));
  }

  pause(): void {
    Atomics.store(this.flag, 0, 1);
  }

  close(): void {
    this.waiting = undefined;
    this.worker.removeAllListeners("exit");
    void this.worker.terminate();
  }
}
