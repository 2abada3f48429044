/** Forecasts of `credence predict` as lines: weights of the models, forecasts, events, scores. */
import { exact, fixed, formatFor, percent, probability, significant } from "../../reports/numbers.ts";
import { frequency, plural } from "../../reports/words.ts";
import type { Fit } from "../../study/fit.ts";
import type { ForecastAnswer, PointAnswer } from "../../study/forecast/ask.ts";
import { eventName } from "../../study/forecast/events.ts";
import type { RowScores } from "../../study/forecast/rows.ts";
import { quantilesOf } from "../../study/forecast/table.ts";
import type { Point } from "../../study/point.ts";
import { columns } from "./columns.ts";
import { forecastLines } from "./forecast-text.ts";

/** points on the terminal; --csv and --json give all */
const MOST_POINTS = 40;

export function predictText(
  fits: readonly { readonly name: string; readonly fit: Pick<Fit, "document" | "density" | "sampled" | "seed" | "table"> }[],
  { points, weights, scores }: ForecastAnswer,
  quantiles?: readonly number[],
): string {
  const shown = points.slice(0, MOST_POINTS);
  const forecasts = shown.flatMap((point) => point.forecasts);
  const more = points.length - shown.length;
  const blocks = [
    weights ? weights.map(({ name, weight }, k) => `${k === 0 ? "average" : "       "}   ${name} ${percent(weight)}`) : [],
    quantiles ? quantileLines(shown, quantiles) : forecastLines(fits[0]!.fit as Fit, forecasts),
    more > 0 ? [`          … ${more} more points with --csv`] : [],
    eventLines(shown),
    scores ? scoreLines(scores) : [],
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join("\n")).join("\n")}\n`;
}

function quantileLines(points: readonly PointAnswer[], shares: readonly number[]): string[] {
  const rows = points.flatMap(({ forecasts }) =>
    forecasts.map(({ name, at, q, mcse, draws, unit = "" }) => {
      const format = formatFor(q, mcse);
      return [`${eventName(name)} at ${pointWords(at)}`, ...quantilesOf(draws, shares).map(format), unit];
    }),
  );
  const head = ["forecast", ...shares.map((share) => percent(share)), ""];
  return columns([head, ...rows], `l${"r".repeat(shares.length)}l`);
}

function eventLines(points: readonly PointAnswer[]): string[] {
  const rows = points.flatMap(({ events }) =>
    events.map(({ event, at, probability: p, mcse }) => [
      `P(${event}) at ${pointWords(at)}`,
      `${probability(p, mcse)}${mcse > 0 && p > 0 && p < 1 ? ` ± ${significant(mcse, 1)}` : ""}`,
      frequency(p),
    ]),
  );
  return columns(rows, "lrl").map((line, i) => `${i === 0 ? "event   " : "        "}  ${line}`);
}

function scoreLines(scores: RowScores): string[] {
  const { n, logScore, logScoreSe, crps, crpsSe, medianError, coverage, pitPValue } = scores;
  const inside = coverage.map(({ level, hits, n: of, pValue }) => `${percent(level)}: ${hits} of ${of}${pValue < 0.01 ? " (too few or too many)" : ""}`);
  return [
    `scores    ${plural(n, "row")} with known outcomes`,
    `          log score ${fixed(logScore, place(logScoreSe))} ± ${significant(logScoreSe, 1)} nats a row`,
    `          CRPS ${fixed(crps, place(crpsSe))} ± ${significant(crpsSe, 1)}   mean error of the median ${significant(medianError, 3)}`,
    `          inside ${inside.join(", ")}`,
    `          uniformity of the transforms: p = ${significant(pitPValue, 2)}`,
  ];
}

const place = (error: number): number => (Number.isFinite(error) && error > 0 ? 10 ** Math.floor(Math.log10(error)) : 0.01);

const pointWords = (at: Point): string =>
  Object.entries(at)
    .map(([name, value]) => `${name} = ${typeof value === "number" ? exact(value) : value}`)
    .join(", ");
