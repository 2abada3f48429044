/** What is too large to travel. */
import { CredenceError } from "../../lib/errors.ts";
import { MOST_PARCEL_BYTES, type ParcelKind } from "./depot.ts";

export function tooLarge(kind: ParcelKind, key: string, bytes: number): CredenceError {
  return new CredenceError({
    code: "queue/size",
    message: `the ${kind} ${key.slice(0, 12)} is too large for the queue`,
    found: `${bytes} bytes`,
    expected: `at most ${MOST_PARCEL_BYTES}`,
    fix: "fewer draws a chain; or credence run without --queue, whose store takes more",
  });
}
