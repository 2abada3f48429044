/** YAML: a file as plain data that still knows the line and column of every key, and plain data as text. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from "yaml";
import { CredenceError, type Where } from "../lib/errors.ts";

/** Plain data as a YAML text that reads back the same. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 120 });
}

export class YamlFile {
  readonly value: unknown;
  private readonly path: string;
  private readonly room: string;
  private readonly text: string;
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /**
   * @param room first half of an error's code
   * @throws CredenceError <room>/yaml with line, column and a caret
   */
  constructor(path: string, text: string, room = "model") {
    this.path = path;
    this.room = room;
    this.text = text;
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, logLevel: "silent" });
    const [error] = this.document.errors;
    if (error) throw this.syntaxError(error.message, error.pos);
    try {
      this.value = this.document.toJS();
    } catch (cause) {
      // an alias without anchor, or aliases that expand without bound
      throw this.syntaxError((cause as Error).message, [0, 1]);
    }
  }

  /** the file's place of a dotted key such as `parameters.alpha`, to the character when a formula's text is given */
  place({ file: key, text: formula, start = 0 }: { file: string; text?: string; start?: number }): Where {
    const found = this.find(this.document.contents as Node | null, key.replace(/^the model\.?/, ""));
    if (!found) return { file: this.path };
    const { key: name, value } = found;
    for (const node of [value, isMap(value) ? (value.get("prior", true) as unknown) : undefined, name]) {
      const at = isScalar(node) && formula !== undefined ? this.insideOf(node, formula, start) : undefined;
      if (at !== undefined) return this.where(at);
    }
    return this.where((isScalar(name) ? name.range?.[0] : undefined) ?? 0);
  }

  /** the place of the entry at a path of keys and indices, or of the nearest one above it that is there */
  placeAt(path: readonly (string | number)[]): Where {
    let node: unknown = this.document.contents;
    let at = isMap(node) || isSeq(node) || isScalar(node) ? (node.range?.[0] ?? 0) : 0;
    for (const part of path) {
      const inner = isAlias(node) ? node.resolve(this.document) : node;
      if (isMap(inner)) {
        const pair = inner.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(part));
        if (!pair) break;
        at = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? at;
        node = pair.value;
      } else if (isSeq(inner) && typeof part === "number" && inner.items[part] !== undefined) {
        node = inner.items[part];
        at = (isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined) ?? at;
      } else break;
    }
    return this.where(at);
  }

  /** the entry of a dotted path; keys may themselves hold dots, and a declared `theta[task]` is also found as `theta` */
  private find(node: unknown, path: string): { key: unknown; value: unknown } | undefined {
    const inner = isAlias(node) ? node.resolve(this.document) : node;
    if (path === "" || !isMap(inner)) return undefined;
    for (const { key, value } of inner.items) {
      const name = String(isScalar(key) ? key.value : key);
      for (const spelling of [name, name.replace(/[[(].*$/, "")]) {
        if (path === spelling) return { key, value };
        if (path.startsWith(`${spelling}.`)) return this.find(value, path.slice(spelling.length + 1)) ?? { key, value };
      }
    }
    return undefined;
  }

  /** the offset in the file of character `start` of a formula that is written on one line in this scalar */
  private insideOf(
    { value, range }: { value: unknown; range?: readonly number[] | null },
    formula: string,
    start: number,
  ): number | undefined {
    if (!range || typeof value !== "string" || value.replace(/\s/g, " ") !== formula) return undefined;
    const at = this.text.slice(range[0], range[1]).indexOf(value);
    return at < 0 ? range[0] : range[0]! + at + start;
  }

  private where(offset: number): Where {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.path, line, column: col };
  }

  private syntaxError(message: string, [start, end]: readonly [number, number]): CredenceError {
    const place = this.where(start);
    const from = start - (place.column ?? 1) + 1;
    const line = this.text.slice(from).split(/\r?\n/, 1)[0]!;
    const column = start - from;
    return new CredenceError({
      code: `${this.room}/yaml`,
      message: `${message.charAt(0).toLowerCase()}${message.slice(1)}`,
      where: {
        ...place,
        text: line,
        start: column,
        end: Math.min(Math.max(end - from, column + 1), Math.max(line.length, column + 1)),
      },
    });
  }
}
