/** Zstandard within a declared size: what a file claims about itself is not believed. */
import { Decompress } from "fzstd";
import { joinBytes } from "../join-bytes.ts";

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
  return joinBytes(pieces);
}
