/** One thread for cells, as the worker's own thread sees it. It is started when it is first needed, and again after its end. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Parcel } from "../plan/parcel.ts";
import type { CellProgress } from "../plan/engine.ts";
import type { Task, Word } from "./cell-thread.ts";

/** heap of a thread beyond which its cell fails, and not the whole worker */
const MOST_HEAP_MB = 4096;

export type Ending = Exclude<Word, { kind: "progress" | "checkpoint" }>;

export interface TaskHooks {
  onProgress(progress: CellProgress): void;
  onCheckpoint(parcel: Parcel): void;
}

/** The thread ended before its cell did. */
export class ThreadLost extends Error {}

export class CellWorker {
  /** what was sent to this thread */
  readonly tables: Set<string> = new Set();
  private readonly file: URL;
  private thread: Worker | undefined;
  private giveUp: ((reason: Error) => void) | undefined;

  constructor(file: URL) {
    this.file = file;
  }

  /** @throws ThreadLost when the thread dies; the reason given to `stop` */
  run(task: Task, hooks: TaskHooks): Promise<Ending> {
    const thread = (this.thread ??= this.start());
    return new Promise((resolve, reject) => {
      const onEnd = (error: Error): void => {
        thread.off("message", onWord);
        thread.off("error", onEnd);
        thread.off("exit", onExit);
        this.giveUp = undefined;
        if (this.thread === thread) this.forget();
        void thread.terminate();
        reject(error);
      };
      const onExit = (code: number): void => onEnd(new ThreadLost(`the thread ended with exit code ${code}`));
      const onWord = (word: Word): void => {
        if (word.kind === "progress") return hooks.onProgress(word.progress);
        if (word.kind === "checkpoint") return hooks.onCheckpoint(word.parcel);
        thread.off("message", onWord);
        thread.off("error", onEnd);
        thread.off("exit", onExit);
        this.giveUp = undefined;
        resolve(word);
      };
      this.giveUp = onEnd;
      thread.on("message", onWord);
      thread.on("error", onEnd);
      thread.on("exit", onExit);
      thread.postMessage(task);
    });
  }

  /** ends what is computed, at once */
  stop(reason: Error): void {
    this.giveUp?.(reason);
  }

  async close(): Promise<void> {
    await this.thread?.terminate();
    this.forget();
  }

  private start(): Worker {
    const thread = new Worker(this.file, { resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB }, stdout: false, env: {} });
    thread.on("exit", () => {
      if (this.thread === thread) this.forget();
    });
    return thread;
  }

  private forget(): void {
    this.thread = undefined;
    this.tables.clear();
  }
}

/** @returns the thread's program beside the built one; undefined when it runs from its sources */
export function threadFile(): URL | undefined {
  if (import.meta.url.endsWith(".ts")) return undefined;
  const file = new URL(import.meta.url.includes("/chunks/") ? "../cell.js" : "./cell.js", import.meta.url);
  return existsSync(file) ? file : undefined;
}
