/**
 * Every figure from literal data against the SVG that was looked at and kept. `CREDENCE_WRITE=1` keeps the new drawings and writes
 * gallery.html beside this file, all of them on one page to look at.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FigureKind } from "../../lib/report-figures.ts";
import type { Report } from "../../lib/report.ts";
import { listFigures, renderFigure } from "../../reports/index.ts";
import { calibration, emergence, variance } from "../reports/fixtures/families.ts";
import { full } from "../reports/fixtures/full.ts";
import { sampled } from "./sampled.ts";

const STUDIES: Readonly<Record<string, Report>> = { full, calibration, variance, emergence, sampled };
const expected = join(import.meta.dirname, "expected");
const isWriting = process.env["CREDENCE_WRITE"] === "1";

interface Drawing {
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

/** the first report that has a figure of an id draws it: in its usual width, and, where there are two, in the narrow one */
const drawings: Drawing[] = [];
for (const report of Object.values(STUDIES)) {
  for (const { id, title } of listFigures(report)) {
    if (drawings.some(({ file }) => file === `${id}.svg`)) continue;
    drawings.push({ file: `${id}.svg`, title, svg: renderFigure(report, id, { format: "svg" }) });
  }
}

if (isWriting) {
  mkdirSync(expected, { recursive: true });
  for (const { file, svg } of drawings) writeFileSync(join(expected, file), svg);
  const figures = drawings.map(({ file, svg }) => `<h2>${file}</h2>\n${svg}`).join("\n");
  writeFileSync(
    join(import.meta.dirname, "gallery.html"),
    `<!doctype html><meta charset="utf-8"><title>Gallery</title><style>:root{color-scheme:light dark}body{font:14px system-ui;margin:24px}h2{font-size:14px}svg{max-width:100%;height:auto}</style>\n${figures}\n`,
  );
}

describe("the gallery", () => {
  it.each(drawings)("$file is drawn as it was kept", ({ file, svg }) => {
    expect(existsSync(join(expected, file)), `${file} is new: look at it, then CREDENCE_WRITE=1`).toBe(true);
    expect(svg).toBe(readFileSync(join(expected, file), "utf8"));
  });

  it("keeps no drawing that is no longer made", () => {
    expect(readdirSync(expected).sort()).toEqual(drawings.map(({ file }) => file).sort());
  });

  it("has every kind of figure", () => {
    const kinds: Record<FigureKind, true> = {
      fan: true,
      ribbon: true,
      residuals: true,
      pit: true,
      reliability: true,
      rootogram: true,
      holdout: true,
      ranks: true,
      energy: true,
      divergences: true,
      "seed-variance": true,
      emergence: true,
      allocation: true,
      surface: true,
    };
    const shown = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      if ("kind" in value && "id" in value && typeof value.kind === "string") shown.add(value.kind);
      Object.values(value).forEach(collect);
    };
    collect(STUDIES);
    expect([...shown].sort()).toEqual(Object.keys(kinds).sort());
  });
});
