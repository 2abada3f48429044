/** Zstandard within a declared size: what a file claims about itself is not believed. */
import { Decompress } from "fzstd";

/**
 * @throws Error when the bytes are not Zstandard, and whatever `tooLarge` returns when they unpack to more than `limit`
 */
export function unpackZstd(bytes: Uint8Array, limit: number, tooLarge: () => Error): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((piece) => {
    length += piece.length;
    if (length > limit) throw tooLarge();
    pieces.push(piece);
  });
  stream.push(bytes, true);
  return joined(pieces);
}

/** The pieces as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}
