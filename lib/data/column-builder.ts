/** Collects the cells of one column, as float64 while all are numbers and as text from the first that is not. */
import { isNameLike, parseNumber } from "./parse-number.ts";
import { numberText, type RawColumn } from "./table.ts";

/** Beyond this many different texts a column is taken for identifiers, and sharing equal strings no longer pays. */
const MAX_INTERNED = 65_536;

/** Fewer numbers are copied for a thread in less time than it takes to start one. */
const MANY = 50_000;

export class ColumnBuilder {
  readonly name: string;
  length = 0;
  private numbers: Float64Array | undefined = new Float64Array(16);
  private texts: string[] = [];
  private literal = true;
  private readonly interned = new Map<string, string>();

  constructor(name: string) {
    this.name = name;
  }

  /** Adds a number as it is: infinities are kept for the declaration to judge, NaN is a missing cell. */
  addNumber(value: number): void {
    if (this.numbers === undefined) return this.addText(numberText(value));
    if (this.length === this.numbers.length) this.numbers = grown(this.numbers);
    this.numbers[this.length++] = value;
  }

  /** Adds text as text, turning earlier numbers into their shortest decimal form. */
  addText(text: string): void {
    if (this.numbers !== undefined) this.becomeText(Array.from(this.numbers.subarray(0, this.length), numberText));
    this.texts.push(this.intern(text));
    this.length++;
  }

  addMissing(): void {
    this.addNumber(Number.NaN);
  }

  /**
   * Adds a cell of a text format: a number if it is written as one, else the whole column becomes text.
   * @param earlier the text of all earlier cells, which numbers alone do not tell
   */
  addCell(text: string, earlier: () => Iterable<string>): void {
    if (this.numbers === undefined) return this.addText(text);
    if (text === "") return this.addMissing();
    const value = parseNumber(text);
    if (!Number.isFinite(value) || isNameLike(text)) {
      this.becomeText(earlier());
      this.addText(text);
    } else {
      this.literal &&= String(value) === text;
      this.addNumber(value);
    }
  }

  finish(): RawColumn {
    const { name, literal } = this;
    if (this.numbers === undefined) return { name, cells: this.texts, literal: true };
    return { name, cells: fitted(this.numbers.subarray(0, this.length)), literal };
  }

  private becomeText(earlier: Iterable<string>): void {
    for (const text of earlier) this.texts.push(this.intern(text));
    this.numbers = undefined;
  }

  private intern(text: string): string {
    const known = this.interned.get(text);
    if (known !== undefined) return known;
    const own = copied(text);
    if (this.interned.size < MAX_INTERNED) this.interned.set(own, own);
    return own;
  }
}

/** Numbers in memory of their length; many on memory that threads share, so that no thread needs a copy. */
function fitted(numbers: Float64Array): Float64Array {
  if (numbers.length < MANY) return numbers.slice();
  const cells = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  cells.set(numbers);
  return cells;
}

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/** A string of its own: V8 keeps a slice of 13 characters or more as a view that holds the whole file in memory. */
function copied(text: string): string {
  return text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
}
