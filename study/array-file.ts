/** Named float64 arrays in one file, little-endian, one after the other; names and lengths are kept elsewhere as JSON. */
import { endianness } from "node:os";
import { CredenceError } from "../lib/errors.ts";

export interface ArrayEntry {
  readonly name: string;
  readonly length: number;
}

export interface PackedArrays {
  readonly entries: readonly ArrayEntry[];
  readonly bytes: Uint8Array;
}

export function packArrays(arrays: ReadonlyMap<string, ArrayLike<number>>): PackedArrays {
  const entries = [...arrays].map(([name, { length }]) => ({ name, length }));
  const all = new Float64Array(entries.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const values of arrays.values()) {
    all.set(values, at);
    at += values.length;
  }
  return { entries, bytes: littleEndian(new Uint8Array(all.buffer)) };
}

/** @throws CredenceError run/torn when the bytes are not as many as the entries say */
export function unpackArrays(entries: readonly ArrayEntry[], bytes: Uint8Array): Map<string, Float64Array> {
  const expected = 8 * entries.reduce((sum, { length }) => sum + length, 0);
  if (bytes.byteLength !== expected) {
    throw new CredenceError({
      code: "run/torn",
      message: "the file of draws has another length than its manifest says",
      found: `${bytes.byteLength} bytes`,
      expected: `${expected} bytes`,
    });
  }
  const all = new Float64Array(littleEndian(Uint8Array.from(bytes)).buffer);
  const arrays = new Map<string, Float64Array>();
  let at = 0;
  for (const { name, length } of entries) arrays.set(name, all.subarray(at, (at += length)));
  return arrays;
}

/** the same bytes on almost every machine; swapped on a big-endian one */
function littleEndian<T extends Uint8Array>(bytes: T): T {
  if (endianness() === "BE") Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).swap64();
  return bytes;
}
