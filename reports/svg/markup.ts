/** Markup that cannot be forged: templates escape every value that is not itself Markup. */

export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

export type Content = Markup | string | number | undefined | false | readonly Content[];

/** HTML from a template; strings are escaped for text and for double-quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return assemble(strings, values, String);
}

/** SVG from a template; as `html`, with numbers as coordinates of one decimal, which no eye can tell from more. */
export function svg(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return assemble(strings, values, coordinate);
}

export function coordinate(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Object.is(rounded, -0) ? "0" : String(rounded);
}

function assemble(
  strings: TemplateStringsArray,
  values: readonly Content[],
  number: (value: number) => string,
): Markup {
  let source = strings[0] ?? "";
  values.forEach((value, i) => {
    source += write(value, number) + strings[i + 1];
  });
  return new Markup(source);
}

function write(value: Content, number: (value: number) => string): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) return value.source;
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return escape(value);
  return value.map((item) => write(item, number)).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text made safe for HTML and SVG, as content or in quotes. Characters that XML forbids, and the direction overrides that
 * would turn the text around a label, become the replacement character.
 */
export function escape(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** One more than the tables of the page print, and a third of the bytes of sixteen. */
const JSON_DIGITS = 6;

/** JSON for a data block inside a page, numbers to six digits: no `<` can end the block or open a comment. */
export function jsonBlock(value: unknown): Markup {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === "number" && !Number.isInteger(each) ? Number(each.toPrecision(JSON_DIGITS)) : each,
  );
  return new Markup(
    text.replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
