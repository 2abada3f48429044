/** One figure of a report as a file: SVG to be placed anywhere, or its numbers as CSV. */

import { CredenceError, nearest } from "../lib/errors.ts";
import type { Report } from "../lib/report.ts";
import { condenseReport } from "./condense.ts";
import { csv, type Figure, NARROW, standaloneSvg, WIDE } from "./figure.ts";
import { figuresOf } from "./section.ts";
import { sectionsOf } from "./sections/index.ts";

export interface FigureOptions {
  readonly format: "svg" | "csv";
  /** px; below 400 the narrow drawing is made */
  readonly width?: number;
}

/** Every figure of the report with its id and finding, in the page's order. */
export function listFigures(report: Report): readonly { readonly id: string; readonly title: string }[] {
  return allFigures(report).map(({ id, title }) => ({ id, title }));
}

/**
 * One figure as SVG or CSV text.
 * @throws CredenceError report/no-such-figure when no figure has the id; report/figure-width when it cannot be drawn so narrow
 */
export function renderFigure(report: Report, id: string, { format, width }: FigureOptions): string {
  const figures = allFigures(report);
  const figure = figures.find((each) => each.id === id);
  if (!figure) {
    const ids = figures.map((each) => each.id);
    throw new CredenceError({
      code: "report/no-such-figure",
      message: `the report has no figure "${id}"`,
      expected: ids.join(", "),
      nearest: nearest(id, ids),
    });
  }
  if (format === "csv") return csv(figure.table);
  const size = width ?? (figure.side ? NARROW : WIDE);
  if (!(size >= NARROW && size <= 4000)) {
    throw new CredenceError({
      code: "report/figure-width",
      message: `a figure's width must lie between ${NARROW} and 4000 px, got ${size}`,
    });
  }
  return standaloneSvg(figure, size);
}

function allFigures(report: Report): readonly Figure[] {
  return sectionsOf(condenseReport(report)).flatMap(figuresOf);
}
