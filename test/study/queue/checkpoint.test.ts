/** What a queue and a merge take over from elsewhere: a fit's checkpoint, and results that are those of their cells. */
import { expect, test } from "vitest";
import { computeCell } from "../../../study/plan/compute.ts";
import { openCheckpointOf, packCheckpoint } from "../../../study/plan/cell-checkpoint.ts";
import { localEngine } from "../../../study/plan/local-engine.ts";
import type { Parcel } from "../../../study/plan/parcel.ts";
import { emptyStore, lineCells } from "./plans.ts";

test("a fit that goes on from its checkpoint ends with the draws of one that was not stopped", async () => {
  const store = emptyStore();
  const [cell, other] = lineCells(store, ["stopped", "other"], 5000) as [ReturnType<typeof lineCells>[0], ReturnType<typeof lineCells>[0]];
  const stop = new AbortController();
  let parcel: Parcel | undefined;
  const stopped = computeCell(cell, store, {
    workers: 1,
    signal: stop.signal,
    onProgress: ({ done, total }) => {
      if (done > total / 3) stop.abort(new Error("by the test"));
    },
    onCheckpoint: (snapshot) => (parcel = packCheckpoint(cell, snapshot)),
  });
  await expect(stopped).rejects.toThrow("by the test");
  const resume = openCheckpointOf(cell, parcel!);
  const done = resume!.states.reduce((sum, state) => sum + (state?.chain.steps ?? 0), 0);
  expect(done).toBeGreaterThan(3000);
  const [resumed, whole] = [await computeCell(cell, store, { workers: 1, resume }), await computeCell(cell, store, { workers: 1 })];
  expect(Buffer.compare(resumed["draws.bin"] as Uint8Array, whole["draws.bin"] as Uint8Array)).toBe(0);
  // one that is damaged, or of another cell, is as none
  expect(openCheckpointOf(cell, { ...parcel!, sha256: "0".repeat(64) })).toBeUndefined();
  expect(openCheckpointOf(cell, { ...parcel!, body: parcel!.body.subarray(8) })).toBeUndefined();
  expect(openCheckpointOf(other, parcel!)).toBeUndefined();
});

test("a merge takes whole results of their own cells, and leaves one that lies under another's key", async () => {
  const [here, there] = [emptyStore(), emptyStore()];
  const [first, second, third] = lineCells(there, ["first", "second", "third"]);
  await localEngine.run([first!, second!], there);
  there.write(third!.key, there.read(first!.key)!);
  expect(here.take(there)).toEqual({ taken: 2, damaged: 1 });
  expect(here.keys().sort()).toEqual([first!.key, second!.key].sort());
});
