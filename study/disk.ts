/** Files of a run: read whole, and written so that neither a reader nor a crash ever sees half of one. */
import { createHash, type Hash } from "node:crypto";
import { accessSync, appendFileSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CredenceError } from "../lib/errors.ts";

/** @throws CredenceError data/file */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw diskError(path, "read", error);
  }
}

/** @throws CredenceError data/file, data/encoding */
export function readUtf8(path: string): string {
  return utf8(readBytes(path), path);
}

/** @throws CredenceError data/encoding */
export function utf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CredenceError(
      { code: "data/encoding", message: "the file is not UTF-8 text", where: { file: path }, expected: "UTF-8" },
      { cause },
    );
  }
}

let drafts = 0;

/**
 * @param content whole, or in blocks that are written one after the other
 * @throws CredenceError data/file when the disk refuses
 */
export function atomicWrite(path: string, content: string | Uint8Array | Iterable<string>): void {
  makeFolder(dirname(path));
  const draft = `${path}.${process.pid}.${drafts++}.tmp`;
  try {
    if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(draft, content);
    else for (const block of content) appendFileSync(draft, block);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw diskError(path, "write", error);
  }
}

/**
 * Writes a text block by block: the whole of a large table's text, beside the fit itself, would be the peak of memory.
 * @returns its SHA-256
 * @throws CredenceError data/file when the disk refuses
 */
export function writeHashed(path: string, blocks: Iterable<string>): string {
  const hash = createHash("sha256");
  atomicWrite(path, passed(blocks, hash));
  return hash.digest("hex");
}

function* passed(blocks: Iterable<string>, hash: Hash): Generator<string> {
  for (const block of blocks) {
    hash.update(block);
    yield block;
  }
}

/** @throws CredenceError data/file when it cannot be made or written to */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw diskError(path, "write", error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a file stands where a folder is needed",
  EACCES: "permission denied",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
};

export function diskError(path: string, verb: "read" | "write", error: unknown): CredenceError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  // Node says ENOENT of a folder that a read-only disk does not let it make
  const found = verb === "write" && code === "ENOENT" ? "no folder there, and none can be made: is the disk read-only?" : (REASONS[code] ?? message);
  return new CredenceError(
    { code: "data/file", message: `cannot ${verb} ${path}`, where: { file: path }, found },
    { cause: error },
  );
}
