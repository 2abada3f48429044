/** Parquet's run lengths and bit-packed groups, whose claimed counts are bounded by what the caller expects. */

export interface ByteReader {
  readonly view: DataView;
  offset: number;
}

/**
 * `count` values of `width` bits.
 * @source parquet-format 2.11, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"
 * @throws Error when the bytes end too early or say something impossible
 */
export function readRuns(reader: ByteReader, width: number, count: number): Int32Array {
  if (width > 32) throw new Error(`a width of ${width} bits is not possible`);
  const result = new Int32Array(count);
  let filled = 0;
  while (filled < count) {
    const header = readLength(reader);
    const groups = Math.floor(header / 2);
    if (header % 2 === 0) {
      const value = readBits(reader.view, reader.offset * 8, Math.ceil(width / 8) * 8);
      reader.offset += Math.ceil(width / 8);
      if (groups === 0) throw new Error("a run of no values");
      result.fill(value, filled, filled + groups);
      filled += groups;
    } else {
      const taken = Math.min(groups * 8, count - filled);
      for (let i = 0; i < taken; i++) result[filled + i] = readBits(reader.view, reader.offset * 8 + i * width, width);
      reader.offset += groups * width;
      if (groups === 0) throw new Error("a run of no values");
      filled += taken;
    }
  }
  return result;
}

function readBits(view: DataView, position: number, width: number): number {
  let value = 0;
  for (let taken = 0; taken < width; ) {
    const at = position + taken;
    const bits = Math.min(8 - (at % 8), width - taken);
    value += ((view.getUint8(Math.floor(at / 8)) >> (at % 8)) & ((1 << bits) - 1)) * 2 ** taken;
    taken += bits;
  }
  return value;
}

/** An unsigned LEB128 number below 2^35. */
function readLength(reader: ByteReader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.view.getUint8(reader.offset++);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new Error("a number is longer than five bytes");
}
