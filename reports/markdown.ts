/** The report as Markdown for a job summary or a comment: the verdict first, then gate, forecasts and findings. */

import type { Report } from "../lib/report.ts";
import { condenseReport } from "./condense.ts";
import type { GridTable, Section } from "./section.ts";
import { sectionsOf } from "./sections/index.ts";
import { verdict } from "./sections/verdict.ts";
import { type Content, Markup } from "./svg/markup.ts";

/** A GitHub comment takes 65 536 bytes; the summary is kept below so that one text serves both. */
export const MARKDOWN_LIMIT = 60_000;

const ICONS = { pass: "✅", warn: "⚠️", fail: "❌", undecided: "❔" } as const;

/** Tables worth repeating outside the page, by section. */
const WITH_TABLES: ReadonlySet<string> = new Set(["forecast", "gate", "comparison"]);

/**
 * @returns at most `MARKDOWN_LIMIT` bytes of UTF-8; what did not fit is said in the last line
 */
export function renderMarkdown(report: Report): string {
  const condensed = condenseReport(report);
  const { sentence, chips } = verdict(condensed);
  const head = `**${escapeMarkdown(sentence)}**\n\n${chips.map(({ name, tone, text }) => `${ICONS[tone]} ${name}: ${escapeMarkdown(text)}`).join(" · ")}\n\n${escapeMarkdown(report.title)}, run \`${escapeMarkdown(report.run.id)}\`\n`;
  return fitting(
    head,
    sectionsOf(condensed)
      .filter(({ id }) => id !== "glossary")
      .flatMap(sectionParts),
  );
}

function sectionParts(section: Section): readonly string[] {
  const mark = section.tone ? `${ICONS[section.tone]} ` : "";
  const tables = WITH_TABLES.has(section.id)
    ? section.blocks.flatMap((block) => ("table" in block ? [tableText(block.table)] : []))
    : [];
  return [`\n### ${section.name}\n\n${mark}${escapeMarkdown(section.finding)}\n`, ...tables];
}

function tableText({ columns, rows }: GridTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const heads = line(columns.map(({ label }) => escapeMarkdown(label)));
  const rule = line(columns.map(({ numeric }) => (numeric ? "---:" : "---")));
  return `\n${heads}${rule}${rows.map((row) => line(row.map(cellText))).join("")}`;
}

/** A cell's words without its tags. */
function cellText(content: Content): string {
  if (content instanceof Markup) {
    const plain = content.source
      .replace(/<[^>]*>/g, "")
      .replace(/&(lt|gt|quot|amp|#39);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name]);
    return escapeMarkdown(plain);
  }
  if (Array.isArray(content)) return content.map(cellText).join("");
  return content === undefined || content === false ? "" : escapeMarkdown(String(content));
}

const ENTITIES = { lt: "<", gt: ">", quot: '"', amp: "&", "#39": "'" } as const;

/** Whole parts as long as they fit, then a line that says how many did not. */
function fitting(head: string, parts: readonly string[]): string {
  const closing = (left: number) => `\n_${left} more parts are in the report._\n`;
  const size = (text: string) => new TextEncoder().encode(text).length;
  const room = MARKDOWN_LIMIT - size(closing(parts.length));
  let text = cut(head, room, size);
  let used = size(text);
  for (const [i, part] of parts.entries()) {
    const more = size(part);
    if (used + more > room) return text + closing(parts.length - i);
    text += part;
    used += more;
  }
  return text;
}

function cut(text: string, room: number, size: (text: string) => number): string {
  if (size(text) <= room) return text;
  return `${[...text].slice(0, Math.floor(room / 4) - 4).join("")}…**\n`;
}

/** Text that Markdown and GitHub leave as it is: no markup, no table cell ended, nobody mentioned, no issue linked. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/(?!\t)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]+/gu, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[\\`*_[\]{}|~!$]/g, "\\$&")
    .replace(/@/g, "@\u2060")
    .replace(/(^|\s)#(?=\d)/g, "$1#\u2060")
    .replace(/:\/\//g, ":\u2060//");
}
