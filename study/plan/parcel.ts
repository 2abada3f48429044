/** A result on its way: named files in one piece of bytes, with the key of the cell that they answer and a hash of all of it. */
import { createHash } from "node:crypto";
import { CredenceError } from "../../lib/errors.ts";
import { CELL_PROTOCOL, type Cell, type CellFiles, fitCell, keyOf } from "./cell.ts";

/** the file that names the cell of a result whose own files do not */
export const CELL_FILE = "cell.json";
/** a larger head than this is no head: names of a handful of files */
const MOST_HEAD = 65_536;

interface Head {
  /** the cell whose files these are */
  readonly key: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

export interface Parcel {
  readonly sha256: string;
  readonly body: Uint8Array;
}

/** @cost one copy and one hash of the files */
export function packParcel(key: string, files: CellFiles): Parcel {
  const contents = Object.entries(files).map(([name, content]) => [name, typeof content === "string" ? Buffer.from(content) : content] as const);
  const head = Buffer.from(JSON.stringify({ key, files: contents.map(([name, { length }]) => ({ name, bytes: length })) } satisfies Head));
  // memory of its own, so that it can be handed from thread to thread
  const body = new Uint8Array(contents.reduce((sum, [, { length }]) => sum + length, 4 + head.length));
  new DataView(body.buffer).setUint32(0, head.length, true);
  body.set(head, 4);
  let at = 4 + head.length;
  for (const [, content] of contents) {
    body.set(content, at);
    at += content.length;
  }
  return { sha256: hashOf(body), body };
}

/**
 * The files of a parcel that is whole and of this cell.
 * @throws CredenceError queue/parcel
 */
export function openParcel(key: string, { sha256, body }: Parcel): Record<string, Uint8Array> {
  if (hashOf(body) !== sha256) throw wrong(key, "its bytes are not those of its hash");
  const head = readHead(body);
  if (head === undefined) throw wrong(key, "it has no list of files");
  if (head.key !== key) throw wrong(key, `it says that it is of ${String(head.key).slice(0, 12)}`);
  const files: Record<string, Uint8Array> = {};
  let at = 4 + Buffer.from(body.buffer, body.byteOffset, 4).readUInt32LE();
  for (const { name, bytes } of head.files) {
    if (!/^[\w-][\w.-]*$/.test(name) || !Number.isSafeInteger(bytes) || bytes < 0 || at + bytes > body.length) throw wrong(key, "its list of files is not one");
    files[name] = body.subarray(at, (at += bytes));
  }
  if (at !== body.length) throw wrong(key, "it is longer than its files");
  return files;
}

function readHead(body: Uint8Array): Head | undefined {
  if (body.length < 4) return undefined;
  const length = Buffer.from(body.buffer, body.byteOffset, 4).readUInt32LE();
  if (length > MOST_HEAD || 4 + length > body.length) return undefined;
  try {
    const head = JSON.parse(Buffer.from(body.buffer, body.byteOffset + 4, length).toString("utf8"));
    return Array.isArray(head?.files) ? head : undefined;
  } catch {
    return undefined;
  }
}

/** What a result that is not a fit says of its cell: everything that its key is the hash of. */
export function nameCell(cell: Exclude<Cell, { kind: "fit" }>): string {
  const { kind, needs, input } = cell;
  return `${JSON.stringify({ protocol: CELL_PROTOCOL, kind, needs, input })}\n`;
}

/**
 * Whether these files are the result of the cell of this key by what they themselves say: a fit's manifest names its model,
 * data, seed and settings, and vouches for the files beside it; any other result holds its cell.
 */
export function belongs(key: string, files: Readonly<Record<string, Uint8Array>>): boolean {
  try {
    const own = files[CELL_FILE];
    return own ? keyOf(parse(own)) === key : fitKey(files) === key;
  } catch {
    return false;
  }
}

function fitKey(files: Readonly<Record<string, Uint8Array>>): string | undefined {
  const manifest = parse(files["manifest.json"]!);
  const hashes: [string, string][] = Object.entries(manifest.files);
  if (hashes.length === 0 || hashes.some(([name, sha256]) => !files[name] || hashOf(files[name]) !== sha256)) return undefined;
  return fitCell("", manifest.dataHash, { document: manifest.document, seed: manifest.seed, settings: manifest.request.settings }).key;
}

// oxlint-disable-next-line no-explicit-any
const parse = (content: Uint8Array): any => JSON.parse(Buffer.from(content).toString("utf8"));

export const hashOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

function wrong(key: string, found: string): CredenceError {
  return new CredenceError({
    code: "queue/parcel",
    message: `what came for ${key.slice(0, 12)} is not its result`,
    found,
    expected: "files of this cell, whole",
  });
}
