/** A page read back as text: its tags, its tables, its data block; no browser. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

export const decode = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);

export interface Tag {
  readonly name: string;
  readonly attributes: readonly string[];
}

/** Every tag outside scripts and styles, as an HTML tokenizer finds them. */
export function tagsOf(html: string): Tag[] {
  const body = html.replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, "$1</$2>");
  return [...body.matchAll(/<([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g)].map(([, name, rest]) => ({
    name: name!.toLowerCase(),
    attributes: [...rest!.matchAll(/([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"']+))?/g)].map(([, attribute]) =>
      attribute!.toLowerCase(),
    ),
  }));
}

export interface FigureTable {
  readonly id: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The data table under each figure. */
export function figureTables(html: string): FigureTable[] {
  return [...html.matchAll(/<figure id="([^"]*)"[\s\S]*?<\/figure>/g)].map(([figure, id]) => {
    const [, table = ""] = /<details class="numbers">([\s\S]*?)<\/details>/.exec(figure) ?? [];
    const cells = (row: string): string[] =>
      [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => decode(cell!));
    const [head, ...rows] = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) => cells(row!));
    return { id: decode(id!), columns: head ?? [], rows };
  });
}

/** The report that a page carries for machines. */
export function dataOf(html: string): unknown {
  return JSON.parse(/<script type="application\/json" id="credence-summary">([\s\S]*?)<\/script>/.exec(html)![1]!);
}

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number as the page prints it; NaN when the text is none. */
export function printed(text: string): number {
  const plain = text
    .replace(/[\u202f\u2009 ]/g, "")
    .replaceAll("\u2212", "-")
    .replace(/^(-?)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, "$11×10$2")
    .replace(
      /×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/,
      (_, power: string) => `e${[...power].map((c) => (c === "⁻" ? "-" : DIGITS.indexOf(c))).join("")}`,
    );
  return plain === "" ? Number.NaN : Number(plain);
}

/** The paths, circles and tick labels of an SVG, with the numbers they stand at. */
export function circlesOf(svg: string): { readonly x: number; readonly y: number }[] {
  return [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)"/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}
