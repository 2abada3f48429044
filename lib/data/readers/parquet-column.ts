/**
 * The values of one flat column chunk of a Parquet file. hyparquet supplies headers, plain and delta decoding and
 * logical types; pages and run lengths are walked here, because theirs trust the counts that a file claims.
 */
import type { ColumnMetaData, DecodedArray, PageHeader, ParquetType, SchemaTree } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { SourceFile } from "../source-file.ts";
import { type ByteReader, readRuns } from "./parquet-runs.ts";
import { unpackZstd } from "./zstd.ts";

/** Writers make pages of about a megabyte; a page header can claim any size. */
const MAX_PAGE_BYTES = 256 * 2 ** 20;

/**
 * @param rows the row group's number of rows, which bounds everything that is allocated
 * @returns a value a row, null where it is missing
 * @source parquet-format 2.11: Encodings.md, README "Data Pages"
 * @throws Error with a reason when the bytes are not what the metadata say
 */
export async function readColumnChunk(
  file: SourceFile,
  metadata: ColumnMetaData,
  column: SchemaTree,
  rows: number,
): Promise<unknown[]> {
  const start = Number(metadata.dictionary_page_offset || metadata.data_page_offset);
  const end = start + Number(metadata.total_compressed_size);
  if (!(start >= 0 && end <= file.byteLength)) throw new Error("a column lies outside the file");
  const reader: ByteReader = { view: new DataView(await file.slice(start, end)), offset: 0 };
  const values: unknown[] = [];
  let dictionary: DecodedArray | undefined;
  while (values.length < rows) {
    if (reader.offset >= reader.view.byteLength) throw new Error(`a column has ${values.length} of ${rows} values`);
    const header = parquetHeader(reader);
    const page = new Page(
      header,
      takeBytes(reader, header.compressed_page_size),
      metadata,
      column,
      rows - values.length,
    );
    if (header.type === "DICTIONARY_PAGE") dictionary = page.dictionary();
    else for (const value of page.values(dictionary)) values.push(value);
  }
  return values;
}

class Page {
  private readonly header: PageHeader;
  private readonly bytes: Uint8Array;
  private readonly metadata: ColumnMetaData;
  private readonly column: SchemaTree;
  private readonly limit: number;

  constructor(header: PageHeader, bytes: Uint8Array, metadata: ColumnMetaData, column: SchemaTree, limit: number) {
    this.header = header;
    this.bytes = bytes;
    this.metadata = metadata;
    this.column = column;
    this.limit = limit;
  }

  dictionary(): DecodedArray {
    const { header } = this;
    const reader = readerOf(this.unpack(this.bytes, header.uncompressed_page_size));
    const count = checked(
      header.dictionary_page_header?.num_values,
      header.uncompressed_page_size,
      "a dictionary's length",
    );
    return this.converted(readPlain(reader, this.type, count, this.column.element.type_length));
  }

  values(dictionary: DecodedArray | undefined): unknown[] {
    const { header, column } = this;
    const page = header.data_page_header ?? header.data_page_header_v2;
    if (page === undefined) throw new Error(`a page of type ${header.type} is not a data page`);
    const count = checked(page.num_values, this.limit, "a page's number of values");
    const { reader, levels } =
      header.data_page_header_v2 === undefined ? this.firstVersion(count) : this.secondVersion(count);
    const isThere = (row: number): boolean => levels === undefined || levels[row] === 1;
    let present = 0;
    for (let row = 0; row < count; row++) if (isThere(row)) present++;
    const stored = present === 0 ? [] : this.decode(reader, page.encoding, present, dictionary);
    if (stored.length < present) throw new Error(`a page of column ${column.element.name} has too few values`);
    let next = 0;
    return Array.from({ length: count }, (_, row) => (isThere(row) ? stored[next++] : null));
  }

  /** Version 1: definition levels and values are packed together; the levels start with their length. */
  private firstVersion(count: number): { reader: ByteReader; levels: Int32Array | undefined } {
    const reader = readerOf(this.unpack(this.bytes, this.header.uncompressed_page_size));
    if (!this.isOptional) return { reader, levels: undefined };
    const length = reader.view.getUint32(0, true);
    const levels = readRuns({ view: reader.view, offset: 4 }, 1, count);
    reader.offset = 4 + length;
    return { reader, levels };
  }

  /** Version 2: the levels stand unpacked before the values. */
  private secondVersion(count: number): { reader: ByteReader; levels: Int32Array | undefined } {
    const page = this.header.data_page_header_v2!;
    const repetition = checked(page.repetition_levels_byte_length, this.bytes.length, "a page's levels");
    const definition = checked(page.definition_levels_byte_length, this.bytes.length - repetition, "a page's levels");
    const levels = this.isOptional ? readRuns({ ...readerOf(this.bytes), offset: repetition }, 1, count) : undefined;
    const packed = this.bytes.subarray(repetition + definition);
    const size = this.header.uncompressed_page_size - repetition - definition;
    return { reader: readerOf(page.is_compressed === false ? packed : this.unpack(packed, size)), levels };
  }

  private decode(
    reader: ByteReader,
    encoding: string,
    count: number,
    dictionary: DecodedArray | undefined,
  ): ArrayLike<unknown> {
    if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
      if (dictionary === undefined) throw new Error("a page refers to a dictionary that is not there");
      const indices = readRuns(reader, reader.view.getUint8(reader.offset++), count);
      return Array.from(indices, (index) => dictionary[index]);
    }
    return this.converted(this.decodeStored(reader, encoding, count));
  }

  private decodeStored(reader: ByteReader, encoding: string, count: number): DecodedArray {
    const { type } = this;
    const { type_length: width } = this.column.element;
    const texts = (): Uint8Array[] => Array.from<Uint8Array>({ length: count });
    if (encoding === "PLAIN") return readPlain(reader, type, count, width);
    if (encoding === "RLE" && type === "BOOLEAN") {
      return Array.from(readRuns({ ...reader, offset: reader.offset + 4 }, 1, count), (bit) => bit === 1);
    }
    if (encoding === "BYTE_STREAM_SPLIT") return byteStreamSplit(reader, count, type, width);
    if (encoding === "DELTA_BINARY_PACKED")
      return filled(type === "INT32" ? new Int32Array(count) : new BigInt64Array(count), reader);
    if (encoding === "DELTA_LENGTH_BYTE_ARRAY") return filledTexts(deltaLengthByteArray, reader, texts());
    if (encoding === "DELTA_BYTE_ARRAY") return filledTexts(deltaByteArray, reader, texts());
    throw new Error(`the encoding ${encoding} is not known`);
  }

  private unpack(bytes: Uint8Array, size: number): Uint8Array {
    const { codec } = this.metadata;
    checked(size, MAX_PAGE_BYTES, "a page's size");
    if (size === 0) return new Uint8Array();
    const decompress = codec === "ZSTD" ? boundedZstd : compressors[codec];
    if (codec !== "UNCOMPRESSED" && decompress === undefined) throw new Error(`the compression ${codec} is not known`);
    const result = codec === "UNCOMPRESSED" ? bytes : decompress!(bytes, size);
    if (result.length !== size) throw new Error(`a page unpacks to ${result.length} bytes, its header says ${size}`);
    return result;
  }

  private converted(values: DecodedArray): DecodedArray {
    const { element, path } = this.column;
    const parsers = { ...DEFAULT_PARSERS, jsonFromBytes: DEFAULT_PARSERS.stringFromBytes };
    const { codec } = this.metadata;
    return convert(values, { element, parsers, codec, type: this.type, pathInSchema: path, schemaPath: [this.column] });
  }

  private get type(): ParquetType {
    const { type } = this.column.element;
    if (type === undefined) throw new Error(`column ${this.column.element.name} has no type`);
    return type;
  }

  private get isOptional(): boolean {
    return this.column.element.repetition_type !== "REQUIRED";
  }
}

function boundedZstd(bytes: Uint8Array, size: number): Uint8Array {
  return unpackZstd(bytes, size, () => new Error(`a page unpacks to more than the ${size} bytes of its header`));
}

function filled(values: Int32Array | BigInt64Array, reader: ByteReader): Int32Array | BigInt64Array {
  deltaBinaryUnpack(reader, values.length, values);
  return values;
}

function filledTexts(decode: typeof deltaByteArray, reader: ByteReader, texts: Uint8Array[]): Uint8Array[] {
  decode(reader, texts.length, texts);
  return texts;
}

function takeBytes(reader: ByteReader, length: number): Uint8Array {
  const left = reader.view.byteLength - reader.offset;
  checked(length, left, "a page's length");
  const bytes = new Uint8Array(reader.view.buffer, reader.view.byteOffset + reader.offset, length);
  reader.offset += length;
  return bytes;
}

function readerOf(bytes: Uint8Array): ByteReader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

function checked(value: number | undefined, limit: number, what: string): number {
  if (value === undefined || !(value >= 0 && value <= limit))
    throw new Error(`${what} is ${value}; possible are 0 to ${limit}`);
  return value;
}
