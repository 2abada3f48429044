/** Where the worker's program is: beside the built program. Run from its sources the program has none. */
import { existsSync } from "node:fs";

/** @returns undefined when it is not there; chains then stay in the thread that asks */
export function workerFile(): URL | undefined {
  if (import.meta.url.endsWith(".ts")) return undefined;
  // code that several entries share is built into chunks/
  const file = new URL(import.meta.url.includes("/chunks/") ? "../worker.js" : "./worker.js", import.meta.url);
  return file.protocol === "file:" && existsSync(file) ? file : undefined;
}
