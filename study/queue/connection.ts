/** A connection that may be lost for a while: what failed for that reason is tried again, and errors show no password. */
import { setTimeout } from "node:timers/promises";
import { CredenceError } from "../../lib/errors.ts";
import type { QueueAddress } from "./address.ts";

/** a database that restarts is back within this; one that is not is told */
const PATIENCE_MS = 300_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 3000;

/** of the network; of PostgreSQL that stops, starts, has no connection left, or made one of two give way */
const PASSING = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|57P0[123]|08\w\w\w|53300|40P01|40001)/;
const PASSING_WORDS = /Connection terminated|Connection is closed|connection timeout|Connection ended|terminating connection|starting up|shutting down|LOADING/i;

export function isPassing(error: unknown): boolean {
  const { code = "", message = "", errors = [] } = error as { code?: string; message?: string; errors?: unknown[] };
  return PASSING.test(code) || PASSING_WORDS.test(message) || errors.some(isPassing);
}

/** @throws CredenceError queue/connection after `PATIENCE_MS`, or at once for an error that will not pass */
export async function patiently<T>(address: QueueAddress, task: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await task();
    } catch (error) {
      if (error instanceof CredenceError) throw error;
      if (!isPassing(error) || performance.now() > end) throw connectionError(address, error);
      await setTimeout(wait);
    }
  }
}

export function connectionError(address: QueueAddress, error: unknown): CredenceError {
  if (error instanceof CredenceError) return error;
  const { message, code = "", errors = [] } = error as Error & { code?: string; errors?: Error[] };
  return new CredenceError({
    code: "queue/connection",
    message: `the queue at ${address.shown} does not answer as it should`,
    found: address.redact([message, ...errors.map((each) => each.message)].find((text) => text !== "") ?? code),
    expected: `a ${address.kind === "postgres" ? "PostgreSQL 13 or later, whose user may create schemas" : "Redis 6.2 or later"} at that address`,
  });
}
