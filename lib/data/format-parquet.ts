/** Columns of float64 as a Parquet file: one row group, a page a column, nothing compressed. */
import { joinBytes } from "./join-bytes.ts";

/** Parquet's numbers for what we write (parquet.thrift). */
const DOUBLE = 5;
const REQUIRED = 0;
const PLAIN = 0;
const RLE = 3;
const UNCOMPRESSED = 0;
const DATA_PAGE = 0;

/** Type codes of Thrift's compact protocol. */
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

type Field = readonly [id: number, type: number, bytes: readonly number[]];

/**
 * The bytes of the file.
 * @param columns of equal length; NaN stays NaN, a number and not a null
 * @source parquet-format 2.11 (parquet.thrift; README "File format"); Thrift compact protocol
 */
export function formatParquet(columns: ReadonlyMap<string, Float64Array>): Uint8Array {
  const parts: Uint8Array[] = [new TextEncoder().encode("PAR1")];
  let offset = 4;
  const rows = columns.values().next().value?.length ?? 0;
  const chunks: number[][] = [];
  for (const [name, values] of columns) {
    const header = Uint8Array.from(pageHeader(values));
    const size = header.length + values.byteLength;
    chunks.push(columnChunk(name, values.length, offset, size));
    parts.push(header, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    offset += size;
  }
  const root = struct([4, BINARY, text("schema")], [5, I32, integer(columns.size)]);
  const leaves = [...columns.keys()].map((name) =>
    struct([1, I32, integer(DOUBLE)], [3, I32, integer(REQUIRED)], [4, BINARY, text(name)]),
  );
  const group = struct([1, LIST, list(STRUCT, chunks)], [2, I64, integer(offset - 4)], [3, I64, integer(rows)]);
  const footer = struct(
    [1, I32, integer(1)],
    [2, LIST, list(STRUCT, [root, ...leaves])],
    [3, I64, integer(rows)],
    [4, LIST, list(STRUCT, [group])],
    [6, BINARY, text("credence")],
  );
  const end = new Uint8Array(8);
  new DataView(end.buffer).setUint32(0, footer.length, true);
  end.set(new TextEncoder().encode("PAR1"), 4);
  return joinBytes([...parts, Uint8Array.from(footer), end]);
}

function pageHeader(values: Float64Array): number[] {
  const page = struct(
    [1, I32, integer(values.length)],
    [2, I32, integer(PLAIN)],
    [3, I32, integer(RLE)],
    [4, I32, integer(RLE)],
  );
  const size = integer(values.byteLength);
  return struct([1, I32, integer(DATA_PAGE)], [2, I32, size], [3, I32, size], [5, STRUCT, page]);
}

function columnChunk(name: string, rows: number, offset: number, size: number): number[] {
  const metadata = struct(
    [1, I32, integer(DOUBLE)],
    [2, LIST, list(I32, [integer(PLAIN), integer(RLE)])],
    [3, LIST, list(BINARY, [text(name)])],
    [4, I32, integer(UNCOMPRESSED)],
    [5, I64, integer(rows)],
    [6, I64, integer(size)],
    [7, I64, integer(size)],
    [9, I64, integer(offset)],
  );
  return struct([2, I64, integer(offset)], [3, STRUCT, metadata]);
}

function struct(...fields: readonly Field[]): number[] {
  let last = 0;
  const bytes = fields.flatMap(([id, type, value]) => {
    const header = ((id - last) << 4) | type;
    last = id;
    return [header, ...value];
  });
  return [...bytes, 0];
}

function list(type: number, items: readonly (readonly number[])[]): number[] {
  const header = items.length < 15 ? [(items.length << 4) | type] : [0xf0 | type, ...varint(items.length)];
  return [...header, ...items.flat()];
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...varint(bytes.length), ...bytes];
}

/** Zigzag of a number that is not negative. */
function integer(value: number): number[] {
  return varint(value * 2);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}
