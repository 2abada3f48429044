/** Section 1: where it will end, how sure, how far beyond the data; then whatever else the study asks. */

import type { FigureData } from "../../lib/report-figures.ts";
import type { Forecast, Report, Target, TargetEvent } from "../../lib/report.ts";
import { dotplotFigure } from "../figures/dotplot.ts";
import { fanFigure } from "../figures/fan.ts";
import { hopsFigure } from "../figures/hops.ts";
import { figureOf } from "../figures/index.ts";
import { exact, fixed, formatFor, probability, range, relation, THIN } from "../numbers.ts";
import { type Block, figureBlocks, type GridTable, type Section } from "../section.ts";
import { html, type Markup } from "../svg/markup.ts";
import { decades, place, placeInFull, plural, quantityText } from "../words.ts";
import { leading } from "./verdict.ts";

export function forecastSection(report: Report): Section | undefined {
  const forecasts = ordered(report);
  const answers = report.answers ?? [];
  const statements = report.statements ?? [];
  if (forecasts.length + answers.length + statements.length === 0) return undefined;
  // the first one is the verdict itself where no forecast is
  const said = leading(report) ? statements : statements.slice(1);
  const lead = forecasts.find((forecast) => forecast === leading(report)?.forecast);
  const isShown = (forecast: Forecast) => forecast === lead || forecast.fan !== undefined;
  // an answer that the verdict speaks about opens the page; the others explain the forecast
  const [opening, rest] = isAnswerLead(report) ? [answers, []] : [[], answers];
  const blocks = [
    ...said.map(({ text }) => ({ html: html`<p class="statement">${text}</p>` })),
    ...figureBlocks(opening.map(figureOf)),
    ...(lead ? forecastBlocks(lead, rest[0]) : []),
    ...numbersBlocks(forecasts.filter((forecast) => !isShown(forecast))),
    ...figureBlocks((lead && !lead.fan ? rest.slice(1) : rest).map(figureOf)),
    ...forecasts
      .filter((forecast) => forecast !== lead && isShown(forecast))
      .flatMap((forecast) => forecastBlocks(forecast)),
    ...forecasts.flatMap(({ fan }) => (fan && hopsFigure(fan)) ?? []).map((figure) => ({ figure })),
  ];
  return {
    number: 1,
    id: "forecast",
    name: forecasts.length > 0 ? "Forecast" : "Answer",
    finding:
      reach(forecasts) ??
      `${plural(answers.length + statements.length, "answer").replace(/^1 /, "One ")} from ${report.run.rows} rows.`,
    blocks,
  };
}

function isAnswerLead({ answers = [], lead }: Report): boolean {
  return answers.some(({ id }) => id === lead);
}

/** The lead first. */
function ordered(report: Report): readonly Forecast[] {
  const lead = leading(report)?.forecast;
  const all = report.forecasts ?? [];
  return lead ? [lead, ...all.filter((each) => each !== lead)] : all;
}

function reach(forecasts: readonly Forecast[]): string | undefined {
  if (forecasts.length === 0) return undefined;
  const far = Math.max(
    0,
    ...forecasts.flatMap(({ targets }) => targets.map(({ decadesBeyond }) => decadesBeyond ?? 0)),
  );
  if (forecasts.every(({ targets }) => targets.length === 0))
    return "The law over the range of the data; no target was asked for.";
  return far < 0.05
    ? "Every target lies inside the data."
    : `The farthest target lies ${decades(far)} beyond the data; the bands assume that the law holds that far.`;
}

/** @param picture the answer that stands in the place of the fan, where the forecast has none */
function forecastBlocks(forecast: Forecast, picture?: FigureData): readonly Block[] {
  const { fan, targets, id, quantity, unit } = forecast;
  const first = targets[0];
  const marks = targets.flatMap(({ x, q, mcse, at }) => (x === undefined ? [] : [{ x, q, mcse, where: place(at) }]));
  const side: Block[] = [];
  if (first?.dots && first.dots.length > 0) {
    side.push({
      figure: dotplotFigure({ id: `${id}-dots`, quantity, unit, q: first.q, dots: first.dots, event: first.event }),
    });
  }
  if (first) side.push({ html: bigNumber(forecast, first) });
  const main: Block[] = fan ? [{ figure: fanFigure(fan, marks) }] : picture ? [{ figure: figureOf(picture) }] : [];
  const table: Block[] = targets.length > 0 ? [{ table: targetTable(forecast) }] : [];
  return [{ beside: [...main, ...side] }, ...table];
}

/** Forecasts that are numbers without a curve: one table for all. */
function numbersBlocks(forecasts: readonly Forecast[]): readonly Block[] {
  const rows = forecasts.flatMap(({ quantity, unit, targets }) =>
    targets.map(({ at, q, mcse }) => {
      const format = formatFor(q, mcse);
      return [
        quantity,
        place(at),
        quantityText(format(q[3]), unit),
        range(q[1], q[5], format),
        range(q[0], q[6], format),
      ];
    }),
  );
  if (rows.length === 0) return [];
  const columns = [
    { label: "quantity" },
    { label: "at" },
    { label: "median", numeric: true },
    { label: `80${THIN}%`, numeric: true },
    { label: `95${THIN}%`, numeric: true },
  ];
  return [{ table: { caption: "What the law implies", columns, rows } }];
}

/** The number to remember, with what it is. */
function bigNumber({ quantity, unit }: Forecast, { q, mcse, event, at }: Target): Markup {
  const format = formatFor(q, mcse);
  const interval = `${quantity} at ${place(at)}${unit ? `, ${unit}` : ""}; 80${THIN}% interval ${range(q[1], q[5], format)}`;
  if (!event) return html`<p class="big">${format(q[3])}</p><p class="sub">${interval}</p>`;
  const sign = event.side === "below" ? "<" : ">";
  const need = event.need === undefined ? "" : `; needed ${fixed(event.need, 0.01)}`;
  return html`<p class="big">${probability(event.p, event.mcse, event.need)}</p><p class="sub">P(${quantity} ${sign} ${exact(event.threshold)})${errorOf(event)}${need}</p>`;
}

/** ` ± 0.004 Monte Carlo`; nothing where it would round to nought or a bound is printed */
function errorOf({ p, mcse }: TargetEvent): string {
  return mcse >= 0.0005 && p > 0 && p < 1 ? ` ± ${fixed(mcse, 0.001)} Monte Carlo` : "";
}

function targetTable({ targets, quantity, unit }: Forecast): GridTable {
  const hasMean = targets.some(({ mean }) => mean);
  const hasEvent = targets.some(({ event }) => event);
  return {
    caption: `Forecasts of ${quantity}${unit ? `, ${unit}` : ""}`,
    columns: [
      { label: "at" },
      { label: "median", numeric: true },
      { label: `50${THIN}%`, numeric: true },
      { label: `80${THIN}%`, numeric: true },
      { label: `95${THIN}%`, numeric: true },
      ...(hasMean
        ? [
            {
              label: `mean law, 80${THIN}%`,
              numeric: true,
              about: "the law itself, without the noise of one observation",
            },
          ]
        : []),
      ...(hasEvent ? [{ label: "probability", numeric: true }] : []),
      { label: "beyond the data" },
    ],
    rows: targets.map((target) => {
      const { at, q, mcse, mean, event, decadesBeyond } = target;
      const format = formatFor(q, mcse);
      return [
        placeInFull(at),
        quantityText(format(q[3]), undefined),
        range(q[2], q[4], format),
        range(q[1], q[5], format),
        range(q[0], q[6], format),
        ...(hasMean ? [mean ? range(mean[1], mean[5], formatFor(mean, mcse)) : "–"] : []),
        ...(hasEvent
          ? [
              event
                ? `P(${event.side === "below" ? "<" : ">"} ${exact(event.threshold)}) ${relation(probability(event.p, event.mcse, event.need))}`
                : "–",
            ]
          : []),
        decadesBeyond === undefined ? "–" : decadesBeyond < 0.05 ? "inside" : decades(decadesBeyond),
      ];
    }),
  };
}
