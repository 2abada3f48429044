/** What a person sees after a fit. */
import type { Summary } from "../../lib/posterior/index.ts";
import type { SevenQuantiles } from "../../lib/report-figures.ts";
import { fixed, formatFor, integer, significant } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import { answersOf } from "../../study/answers/index.ts";
import type { Forecast } from "../../study/predict.ts";
import type { Run } from "../../study/run-folder.ts";
import { columns } from "./columns.ts";
import { forecastLines } from "./forecast-text.ts";

/** rows of a table on the terminal; the rest is in the summary file */
const MOST_ROWS = 40;

export interface WrittenPage {
  readonly path: string;
  readonly bytes: number;
}

export function fitText(run: Run, forecasts: readonly Forecast[], page: WrittenPage): string {
  const { fit, request } = run;
  const { summaries, parameterElements } = fit;
  const out = request.dropped.map(({ rows, reason }) => `${rows} left out (${reason})`);
  const lines = [
    `read   ${[fit.table.source, plural(fit.table.rows, "row"), ...out].join("   ")}`,
    ...fit.table.notes.map((note) => `       ${note}`),
    fitLine(run),
    ...answersOf(fit).map((answer) => `answer ${answer.text}`),
    "",
    ...summaryLines("parameters", summaries.slice(0, parameterElements)),
    ...summaryLines("quantities", summaries.slice(parameterElements)),
    ...(forecasts.length > 0 ? [...forecastLines(fit, forecasts), ""] : []),
    reportLine(page),
  ];
  return `${lines.join("\n")}\n`;
}

function fitLine({ fit }: Run): string {
  const { document, sampled, diagnostics, timing } = fit;
  const { divergences, max_rhat, min_ess_bulk } = diagnostics;
  const parts = [
    document.name,
    `${sampled.chains} chains × ${integer(sampled.draws)} draws`,
    plural(divergences, "divergence").replace(/^0/, "no"),
    `R-hat ${number(max_rhat, (value) => fixed(value, 0.001))}`,
    `ESS ${number(min_ess_bulk, integer)}`,
    `${timing.total_s.toFixed(1)} s`,
  ];
  return `fit    ${parts.join("   ")}`;
}

export function reportLine({ path, bytes }: WrittenPage): string {
  return `report ${path}   ${Math.round(bytes / 1000)} kB`;
}

function summaryLines(title: string, summaries: readonly Summary[]): string[] {
  if (summaries.length === 0) return [];
  const rows = summaries.slice(0, MOST_ROWS).map(summaryRow);
  const more = summaries.length - rows.length;
  const table = columns([[title, "mean", "sd", "5 %", "95 %", "ESS", "R-hat"], ...rows]);
  return [...table.map((line) => `  ${line}`), ...(more > 0 ? [`  … ${more} more in summary.json`] : []), ""];
}

function summaryRow({ name, mean, sd, q5, q50, q95, mcse_mean, ess_bulk, rhat }: Summary): string[] {
  const wide = [q5, q5, q5, q50, q95, q95, q95] as unknown as SevenQuantiles;
  const format = formatFor(wide, Number.isFinite(mcse_mean) ? mcse_mean : 0);
  return [
    name,
    ...[mean, significantly(sd), q5!, q95!].map((value) => (typeof value === "string" ? value : number(value, format))),
    number(ess_bulk, integer),
    number(rhat, (value) => fixed(value, 0.001)),
  ];
}

const significantly = (sd: number): string => number(sd, (value) => significant(value, 2));

const number = (value: number, format: (value: number) => string): string =>
  Number.isFinite(value) ? format(value) : "–";
