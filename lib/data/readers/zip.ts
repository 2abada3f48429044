/** ZIP archives: the central directory, and single members within a declared limit of size. */
import { CredenceError } from "../../errors.ts";
import { joinBytes } from "../join-bytes.ts";
import type { SourceFile } from "../source-file.ts";
import { unpackZstd } from "./zstd.ts";

/** A member larger than this is refused before and while it is unpacked: no summary of an evaluation is. */
const MAX_MEMBER_BYTES = 256 * 2 ** 20;

/** The directory of a hundred thousand samples takes about 10 MB. */
const MAX_DIRECTORY_BYTES = 256 * 2 ** 20;

const STORED = 0;
const DEFLATE = 8;
const ZSTD = 93;

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

export interface ZipArchive {
  readonly file: SourceFile;
  readonly entries: ReadonlyMap<string, Entry>;
  /** the bytes of a member, its checksum verified */
  read(name: string): Promise<Uint8Array>;
}

/**
 * @source PKWARE APPNOTE 6.3.10: 4.3.7 local header, 4.3.12 central directory, 4.3.14-16 its end, 4.5.3 ZIP64
 * @throws CredenceError data/zip
 */
export async function openZip(file: SourceFile): Promise<ZipArchive> {
  const { start, size } = await findDirectory(file);
  if (size > MAX_DIRECTORY_BYTES || start + size > file.byteLength)
    throw broken(file, "its directory lies outside the file");
  const entries = readDirectory(await bytesOf(file, start, start + size), file);
  return { file, entries, read: (name) => readMember(file, name, entries.get(name)!) };
}

/** Where the central directory stands, from the record at the file's end (its comment may have 65535 bytes). */
async function findDirectory(file: SourceFile): Promise<{ start: number; size: number }> {
  const tailStart = Math.max(0, file.byteLength - 22 - 65_535);
  const tail = await bytesOf(file, tailStart, file.byteLength);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw broken(file, "it has no end record; it may be cut off");
  const [size, start] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  const locator = end - 20;
  if (locator < 0 || tail.getUint32(locator, true) !== 0x07064b50) return { start, size };
  const at = Number(tail.getBigUint64(locator + 8, true));
  if (at + 56 > file.byteLength) throw broken(file, "its ZIP64 record lies outside the file");
  const record = await bytesOf(file, at, at + 56);
  return { size: Number(record.getBigUint64(40, true)), start: Number(record.getBigUint64(48, true)) };
}

function readDirectory(view: DataView, file: SourceFile): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === 0x02014b50; ) {
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    if (extraEnd > view.byteLength) throw broken(file, "its directory is cut off");
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameEnd - at - 46));
    const wide = wideSizes(view, nameEnd, extraEnd);
    const size = (offset: number): number => {
      const value = view.getUint32(offset, true);
      return value === 0xffffffff ? (wide.shift() ?? value) : value;
    };
    const unpacked = size(at + 24);
    const packed = size(at + 20);
    const offset = size(at + 42);
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      unpacked,
      offset,
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The 64-bit numbers of the ZIP64 extra field, in the order of the fields that they widen. */
function wideSizes(view: DataView, start: number, end: number): number[] {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) !== 1 || fieldEnd > end) continue;
    const sizes: number[] = [];
    for (let field = at + 4; field + 8 <= fieldEnd; field += 8) sizes.push(Number(view.getBigUint64(field, true)));
    return sizes;
  }
  return [];
}

async function readMember(file: SourceFile, name: string, entry: Entry): Promise<Uint8Array> {
  const { method, packed, unpacked, offset, crc } = entry;
  if (unpacked > MAX_MEMBER_BYTES || packed > MAX_MEMBER_BYTES) throw tooLarge(file, name);
  if (offset + 30 > file.byteLength) throw broken(file, `${name} lies outside the file`);
  const header = await bytesOf(file, offset, offset + 30);
  if (header.getUint32(0, true) !== 0x04034b50) throw broken(file, `${name} is not where the directory says`);
  const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packed > file.byteLength) throw broken(file, `${name} is cut off`);
  const bytes = new Uint8Array(await file.slice(start, start + packed));
  const result = await unpack(bytes, method, file, name);
  if (result.length !== unpacked)
    throw broken(file, `${name} has ${result.length} bytes, its directory says ${unpacked}`);
  if (crc32(result) !== crc) throw broken(file, `the checksum of ${name} is wrong`);
  return result;
}

async function unpack(bytes: Uint8Array, method: number, file: SourceFile, name: string): Promise<Uint8Array> {
  const tooMuch = (): CredenceError => tooLarge(file, name);
  try {
    if (method === STORED) return bytes;
    if (method === ZSTD) return unpackZstd(bytes, MAX_MEMBER_BYTES, tooMuch);
    if (method === DEFLATE) return await inflate(bytes, MAX_MEMBER_BYTES, tooMuch);
  } catch (error) {
    throw error instanceof CredenceError
      ? error
      : broken(file, `${name} cannot be unpacked: ${(error as Error).message}`);
  }
  throw broken(file, `${name} is packed with method ${method}; known are 0 (stored), 8 (deflate), 93 (zstd)`);
}

async function inflate(bytes: Uint8Array, limit: number, tooMuch: () => Error): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of packed.pipeThrough(new DecompressionStream("deflate-raw")) as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > limit) throw tooMuch();
    pieces.push(piece);
  }
  return joinBytes(pieces);
}

/** CRC-32 of ISO 3309, bit by bit through a table of the 256 bytes. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

async function bytesOf(file: SourceFile, start: number, end: number): Promise<DataView> {
  return new DataView(await file.slice(start, end));
}

function broken(file: SourceFile, what: string): CredenceError {
  return new CredenceError({
    code: "data/zip",
    message: "the archive cannot be read",
    where: { file: file.path },
    found: what,
    expected: "a complete ZIP file",
  });
}

function tooLarge(file: SourceFile, name: string): CredenceError {
  const limit = `${MAX_MEMBER_BYTES / 2 ** 20} MiB`;
  return new CredenceError({
    code: "data/zip",
    message: `${name} in the archive unpacks to more than ${limit}`,
    where: { file: file.path },
    found: `more than ${limit} so far`,
    expected: `at most ${limit} a member`,
  });
}
