/** Cells taken off a queue: jobs that wait are removed, those that are computed are stopped. */
import { CredenceError } from "../../lib/errors.ts";
import type { Cell } from "../plan/cell.ts";
import type { QueueAddress } from "./address.ts";
import { openDepot } from "./depot.ts";
import { JobQueue } from "./jobs.ts";

/**
 * Takes these cells off the queue, whoever waits for them.
 * @throws CredenceError queue/missing, queue/connection
 */
export async function cancelCells(address: QueueAddress, cells: readonly Cell[]): Promise<{ removed: number; stopped: number }> {
  const depot = await openDepot(address);
  try {
    const jobs = await JobQueue.open(address);
    try {
      const present = await jobs.present();
      const keys = [...new Set(cells.map(({ key }) => key))].filter((key) => present.has(key));
      await depot.cancel(keys, true);
      const removed = await removeJobs(jobs, keys);
      return { removed, stopped: keys.length - removed };
    } finally {
      await jobs.close();
    }
  } finally {
    await depot.close();
  }
}

/** @returns how many no worker had begun */
export async function removeJobs(jobs: JobQueue, keys: readonly string[]): Promise<number> {
  let removed = 0;
  for (const key of keys) if (await jobs.remove(key)) removed++;
  return removed;
}

export const cancelled = (): CredenceError =>
  new CredenceError({ code: "queue/cancelled", message: "the study was cancelled: credence run --cancel was given elsewhere", fix: "credence run again, if that was not meant" });
