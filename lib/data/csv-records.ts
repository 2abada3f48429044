/** Splits delimited text into records (RFC 4180: quotes, doubled quotes, line breaks inside quotes), one at a time. */
import { CredenceError } from "../errors.ts";

const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

export class CsvRecords {
  /** the fields of the current record; reused by the next */
  readonly fields: string[] = [];
  /** 1-based line where the current record starts */
  line = 0;
  /** how many unquoted fields had spaces around them, which are not part of the cell */
  trimmed = 0;
  private readonly text: string;
  private readonly delimiter: number;
  private readonly file: string;
  private position: number;
  private nextLine: number;

  constructor(text: string, delimiter: string, file: string, start: { position: number; line: number }) {
    this.text = text;
    this.delimiter = delimiter.charCodeAt(0);
    this.file = file;
    this.position = start.position;
    this.nextLine = start.line;
  }

  /** Where the next record starts, from which another reader of the same text can go on. */
  mark(): { position: number; line: number } {
    return { position: this.position, line: this.nextLine };
  }

  /** Reads the next record into `fields`; false at the end of the text. A blank line is a record of one empty field. */
  next(): boolean {
    const { text, fields } = this;
    if (this.position >= text.length) return false;
    this.line = this.nextLine;
    fields.length = 0;
    for (;;) {
      fields.push(text.charCodeAt(this.position) === QUOTE ? this.quoted() : this.plain());
      if (text.charCodeAt(this.position) === this.delimiter) this.position++;
      else break;
    }
    if (text.charCodeAt(this.position) === RETURN) this.position++;
    if (text.charCodeAt(this.position) === NEWLINE) this.position++;
    this.nextLine++;
    return true;
  }

  isBlank(): boolean {
    return this.fields.length === 1 && this.fields[0] === "";
  }

  private plain(): string {
    const { text, delimiter } = this;
    const start = this.position;
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === delimiter || code === NEWLINE || code === RETURN) break;
    }
    this.position = end;
    if (text.charCodeAt(start) !== SPACE && text.charCodeAt(end - 1) !== SPACE) return text.slice(start, end);
    const cell = text.slice(start, end).trim();
    if (cell.length < end - start) this.trimmed++;
    return cell;
  }

  private quoted(): string {
    const { text } = this;
    const start = this.position + 1;
    let end = text.indexOf('"', start);
    while (end >= 0 && text.charCodeAt(end + 1) === QUOTE) end = text.indexOf('"', end + 2);
    if (end < 0) throw this.broken("a quote is opened and never closed", text.slice(start - 1, start + 40));
    const raw = text.slice(start, end);
    this.position = end + 1;
    const after = text.charCodeAt(this.position);
    if (this.position < text.length && after !== this.delimiter && after !== NEWLINE && after !== RETURN) {
      throw this.broken("text follows a closing quote", text.slice(start - 1, this.position + 10));
    }
    for (let at = raw.indexOf("\n"); at >= 0; at = raw.indexOf("\n", at + 1)) this.nextLine++;
    return raw.includes('"') ? raw.replaceAll('""', '"') : raw;
  }

  private broken(message: string, found: string): CredenceError {
    return new CredenceError({
      code: "data/csv-quote",
      message: `${message} in field ${this.fields.length + 1}`,
      where: { file: this.file, line: this.nextLine },
      found: JSON.stringify(found),
      expected: 'a quote inside a quoted field is doubled: "say ""so"""',
    });
  }
}
