/** `--queue URL` of the commands that compute cells: the engine behind it, opened when the first cell is wanted. */
import { join } from "node:path";
import { cellsOf, type Plan } from "../study/plan/plan.ts";
import type { Cell } from "../study/plan/cell.ts";
import { DiskStore } from "../study/plan/disk-store.ts";
import type { Engine } from "../study/plan/engine.ts";
import { queueAddress } from "../study/queue/address.ts";
import { openQueueEngine, type QueueEngine } from "../study/queue/submit.ts";
import { exitCode } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** the flag's value; `true` for the address in the environment */
export type QueueFlag = string | true;

export interface ClosableEngine extends Engine {
  close(): Promise<void>;
}

/** @throws CredenceError queue/address at once; queue/missing, queue/connection when the first cell is wanted */
export function queueEngine(flag: QueueFlag, terminal: Terminal, quiet: boolean): ClosableEngine {
  const address = queueAddress(flag, process.env);
  const onNote = (note: string): void => terminal.err(`queue     ${note}\n`);
  let opened: Promise<QueueEngine> | undefined;
  return {
    run: async (...order) => {
      opened ??= openQueueEngine(address, quiet ? {} : { onNote });
      return (await opened).run(...order);
    },
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

/** What a command needs to have cells computed elsewhere. */
export interface Carried {
  readonly engine: Engine;
  readonly store: DiskStore;
  readonly signal: AbortSignal;
}

/** Does something on a queue, results in the store of this folder; an interrupt takes its cells off the queue. */
export async function onQueue(
  { queue, home, json }: { readonly queue: QueueFlag; readonly home: string; readonly json?: boolean },
  terminal: Terminal,
  work: (carried: Carried) => Promise<number>,
): Promise<number> {
  const stop = new AbortController();
  const takeBack = terminal.onInterrupt?.(() => stop.abort());
  const engine = queueEngine(queue, terminal, false);
  try {
    return await work({ engine, store: new DiskStore(join(home, "store")), signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
    if (json) terminal.out(`${JSON.stringify({ schema: 1, exitCode: exitCode.interrupted })}\n`);
    terminal.err("interrupted: what was computed is kept, and the same command goes on from it\n");
    return exitCode.interrupted;
  } finally {
    await engine.close();
    takeBack?.();
  }
}

/** Takes a plan's cells off the queue, also those that longer chains may have asked for since. */
export async function cancelPlans(flag: QueueFlag, plans: readonly Plan[], terminal: Terminal): Promise<void> {
  const { cancelCells } = await import("../study/queue/cancel.ts");
  const cells = plans.flatMap((plan): readonly Cell[] => cellsOf(plan));
  const { removed, stopped } = await cancelCells(queueAddress(flag, process.env), cells);
  terminal.out(`cancelled ${removed} cells that waited, ${stopped} that were computed\n`);
}
