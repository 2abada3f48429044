/** The checkpoint of a fit that is carried by a queue: where its chains are, as a parcel of its cell. */
import { CredenceError } from "../../lib/errors.ts";
import type { Snapshot } from "../../samplers/index.ts";
import { packSnapshot, type SnapshotHead, unpackSnapshot } from "../snapshot-file.ts";
import { version } from "../version.ts";
import type { FitCell } from "./cell.ts";
import { openParcel, packParcel, type Parcel } from "./parcel.ts";

interface Head extends SnapshotHead {
  readonly version: string;
}

export function packCheckpoint({ key, input }: FitCell, snapshot: Snapshot): Parcel {
  const { head, bytes } = packSnapshot(snapshot, input.settings.warmup);
  return packParcel(key, { "head.json": JSON.stringify({ version, ...head } satisfies Head), "draws.bin": bytes });
}

/** @returns undefined for one that cannot be gone on from: damaged, of another version, of other settings; the fit then starts anew */
export function openCheckpointOf({ key, input }: FitCell, parcel: Parcel): Snapshot | undefined {
  try {
    const files = openParcel(key, parcel);
    const head = JSON.parse(Buffer.from(files["head.json"] ?? []).toString("utf8")) as Head;
    const { chains, draws } = input.settings;
    if (head.version !== version || head.chains !== chains || head.draws !== draws) return undefined;
    return unpackSnapshot(head, files["draws.bin"] ?? new Uint8Array()).snapshot;
  } catch (error) {
    if (error instanceof CredenceError || error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}
