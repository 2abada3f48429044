/** The contract between a reader and where bytes come from: a file on disk, an upload, a test's literal. */
import { CredenceError } from "../errors.ts";

export interface SourceFile {
  /** the file's path as it is said in messages; readers find model and task names in it */
  readonly path: string;
  readonly byteLength: number;
  /** bytes start (inclusive) to end (exclusive) */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** the whole content, piece by piece */
  chunks(): AsyncIterable<Uint8Array>;
}

/** V8 holds no longer string than 2^29 - 24 characters; a text that must be held whole is refused from here. */
const MAX_TEXT_BYTES = 500_000_000;

/** Longer than any row, short enough that a file without line breaks does not fill the memory. */
const MAX_LINE_CHARACTERS = 64_000_000;

/** Bytes in memory as a file. */
export function sourceFromBytes(path: string, bytes: Uint8Array): SourceFile {
  return {
    path,
    byteLength: bytes.length,
    slice: async (start, end = bytes.length) => new Uint8Array(bytes.subarray(start, end)).buffer,
    chunks: async function* () {
      yield bytes;
    },
  };
}

/**
 * The whole text of a UTF-8 file; its byte order mark stays.
 * @throws CredenceError data/too-large, data/encoding
 */
export async function readText(file: SourceFile): Promise<string> {
  if (file.byteLength > MAX_TEXT_BYTES) {
    throw new CredenceError({
      code: "data/too-large",
      message: `the file is larger than ${MAX_TEXT_BYTES / 1e6} MB, too large to hold as one text`,
      where: { file: file.path },
      found: `${Math.round(file.byteLength / 1e6)} MB`,
      expected: "JSON lines or Parquet for large tables: they are read piece by piece",
    });
  }
  return decode(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }), await file.slice(0), file.path);
}

/**
 * The lines of a UTF-8 text without their ends (LF or CRLF), read piece by piece.
 * @throws CredenceError data/encoding, data/line-too-long
 */
export async function* readLines(file: SourceFile): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let line = 1;
  for await (const chunk of file.chunks()) {
    const lines = (rest + decode(decoder, chunk, file.path, line)).split("\n");
    rest = lines.pop()!;
    line += lines.length;
    for (const text of lines) yield text.endsWith("\r") ? text.slice(0, -1) : text;
    if (rest.length > MAX_LINE_CHARACTERS) throw lineTooLong(file.path, line);
  }
  if (rest !== "") yield rest;
}

function decode(decoder: TextDecoder, bytes: ArrayBuffer | Uint8Array, file: string, line?: number): string {
  try {
    return decoder.decode(bytes, { stream: line !== undefined });
  } catch (error) {
    const [a, b, ...more] = new Uint8Array(bytes.slice(0, 8));
    const isUtf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
    const hex = [a, b, ...more].map((byte) => (byte ?? 0).toString(16).padStart(2, "0")).join(" ");
    throw new CredenceError(
      {
        code: "data/encoding",
        message: "the file is not UTF-8 text",
        where: { file, ...(line === undefined ? {} : { line }) },
        found: isUtf16 ? "UTF-16" : `bytes that are not UTF-8; the first are ${hex}`,
        expected: "UTF-8",
        fix: isUtf16 ? `iconv -f UTF-16 -t UTF-8 ${file}` : undefined,
      },
      { cause: error },
    );
  }
}

function lineTooLong(file: string, line: number): CredenceError {
  return new CredenceError({
    code: "data/line-too-long",
    message: `a line is longer than ${MAX_LINE_CHARACTERS / 1e6} million characters`,
    where: { file, line },
    found: "no line break in all of them",
    expected: "one JSON object a line",
  });
}
