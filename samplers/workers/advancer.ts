/** Something that can carry a chain on for a while, and the one that does it in this thread. */
import { setImmediate } from "node:timers/promises";
import type { ChainHost, RunState } from "../chains.ts";

/** a chain goes on for this long before its state comes back: progress, checkpoints and stops are this fine */
export const SLICE_MS = 250;
/** in this thread slices are shorter, since nothing else happens meanwhile */
const LOCAL_SLICE_MS = 50;

export interface Advancer {
  /**
   * Carries a chain on from `state`, or from its start, for a slice of time. Its draws go to the run's store.
   * @throws CredenceError as a chain's start does
   */
  advance(chain: number, state: RunState | undefined): Promise<RunState>;
  /** makes slices that are on their way end at their next transition */
  pause(): void;
  close(): void;
}

export class LocalAdvancer implements Advancer {
  private readonly host: ChainHost;

  constructor(host: ChainHost) {
    this.host = host;
  }

  async advance(chain: number, state: RunState | undefined): Promise<RunState> {
    const run = this.host.run(chain, state);
    run.advanceFor(LOCAL_SLICE_MS, () => false);
    // signals, timers and messages have their turn
    await setImmediate();
    return run.state();
  }

  pause(): void {}

  close(): void {}
}
