/** The engine of this machine: one cell after the other, the chains of a fit on worker threads where that is faster. */
import { CredenceError, type ErrorDetails } from "../../lib/errors.ts";
import type { Cell } from "./cell.ts";
import { computeCell } from "./compute.ts";
import type { CellOutcome, CellProgress, Engine } from "./engine.ts";

export const localEngine: Engine = {
  async run(cells, store, hooks = {}, signal) {
    const outcomes = new Map<string, CellOutcome>();
    for (const cell of cells) {
      signal?.throwIfAborted();
      const outcome = await carry(cell);
      outcomes.set(cell.key, outcome);
      hooks.onEnd?.(outcome);
    }
    return cells.map(({ key }) => outcomes.get(key)!);

    async function carry(cell: Cell): Promise<CellOutcome> {
      if (outcomes.has(cell.key) || store.has(cell.key)) return { cell, state: "reused" };
      const broken = cell.needs.map((key) => outcomes.get(key)).find((outcome) => outcome?.state === "failed");
      if (broken) return { cell, state: "failed", error: broken.error! };
      hooks.onStart?.(cell);
      try {
        const onProgress = (progress: CellProgress): void => hooks.onProgress?.(cell, progress);
        store.write(cell.key, await computeCell(cell, store, { onProgress, signal }));
        return { cell, state: "computed" };
      } catch (error) {
        signal?.throwIfAborted();
        return { cell, state: "failed", error: detailsOf(error) };
      }
    }
  },
};

/** a user's error as data; our own faults go on as exceptions */
function detailsOf(error: unknown): ErrorDetails {
  if (error instanceof CredenceError) return error.details;
  throw error;
}
