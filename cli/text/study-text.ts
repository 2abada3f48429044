/** What a person sees of a study: data, fits, forecasts, comparisons, the gate with what would settle it. */
import type { Expectation } from "../../lib/report.ts";
import { exact, fixed, formatFor, integer, probability, range, relation } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import type { StudySummary } from "../../study/study-summary.ts";
import { columns } from "./columns.ts";

const MARKS: Readonly<Record<Expectation["verdict"], string>> = {
  pass: "✓",
  fail: "✗",
  "undecided-draws": "?",
  "undecided-data": "?",
  void: "–",
};

export function studyText(summary: StudySummary, page: { path: string; bytes: number }, isReused: boolean): string {
  const lines = [
    ...dataLines(summary),
    ...fitLines(summary),
    ...forecastLines(summary),
    ...comparisonLines(summary),
    ...trackLines(summary),
    "",
    ...gateLines(summary),
    `report    ${page.path}   ${Math.round(page.bytes / 1000)} kB${isReused ? "   unchanged, nothing was fitted" : ""}`,
    ...summary.reasons.filter((reason) => reason.startsWith("the sampler")),
    exitLine(summary),
  ];
  return `${lines.join("\n")}\n`;
}

/** only the gate and the exit code */
export function gateText(summary: StudySummary): string {
  return `${[...gateLines(summary), exitLine(summary)].join("\n")}\n`;
}

function dataLines({ data }: StudySummary): string[] {
  const rows = data.map(({ name, files, rows: count, dropped }) => [
    name,
    files.length === 1 ? files[0]! : plural(files.length, "file"),
    plural(count, "row") + dropped.map(({ rows: left, reason }) => `, ${left} left out (${reason})`).join(""),
  ]);
  return headed("read", rows, "l").flatMap((line, k) => [line, ...data[k]!.notes.map((note) => `            ${note}`)]);
}

function fitLines({ fits }: StudySummary): string[] {
  const rows = Object.entries(fits).map(([name, fit]) => [
    name,
    fit.model === name ? "" : fit.model,
    `${fit.chains} × ${integer(fit.draws)} draws`,
    plural(fit.divergences, "divergence").replace(/^0/, "no"),
    Number.isFinite(fit.max_rhat) ? `R-hat ${fixed(fit.max_rhat, 0.001)}` : "R-hat –",
    Number.isFinite(fit.min_ess_bulk) ? `ESS ${integer(fit.min_ess_bulk)}` : "ESS –",
    fit.ok ? "" : "not to be trusted",
  ]);
  return headed("fit", rows, "ll");
}

function forecastLines({ forecasts }: StudySummary): string[] {
  const rows = Object.entries(forecasts).map(([id, { q, mcse_q50, unit, undefined_share }]) => {
    const seven = Object.values(q) as [number, number, number, number, number, number, number];
    const format = formatFor(seven, mcse_q50);
    const missing = undefined_share ? `does not exist in ${Math.ceil(100 * undefined_share)} % of the draws` : "";
    return [id, format(q.q50), `80 %: ${range(q.q10, q.q90, format)}`, [unit, missing].filter(Boolean).join(", ")];
  });
  return rows.length > 0 ? ["", ...headed("forecast", rows, "lrl")] : [];
}

function comparisonLines({ comparisons }: StudySummary): string[] {
  type Compared = { models: { name: string; logBayesFactor: number | null; logBayesFactorMcse: number | null; probability: number | null }[]; reference: string };
  return comparisons.flatMap((each) => {
    const { models, reference } = each as unknown as Compared;
    const rows = models
      .filter(({ name }) => name !== reference)
      .map(({ name, logBayesFactor, logBayesFactorMcse }) => {
        if (logBayesFactor === null) return [`${reference} over ${name}`, "not reported", "see the report"];
        const error = logBayesFactorMcse ?? 0;
        const log = -logBayesFactor;
        const odds = log < 12 ? `about ${exact(Number(Math.exp(log).toPrecision(2)))} to 1` : "more than 100 000 to 1";
        return [`${reference} over ${name}`, `log BF ${fixed(log, Math.max(error, 0.05))} ± ${error.toPrecision(1)}`, odds];
      });
    return headed("models", rows, "ll");
  });
}

function trackLines({ trackRecord: { scored, pValue } }: StudySummary): string[] {
  return scored === 0 ? [] : [`ledger    ${plural(scored, "past forecast")} scored; P(so uneven | calibrated) = ${pValue.toFixed(2)}`];
}

function gateLines({ expectations, joint }: StudySummary): string[] {
  const rows = expectations.map((each) => [`${MARKS[each.verdict]} ${each.id}`, chance(each), verdictWords(each)]);
  const together = joint && expectations.length > 1 ? [["  all events together", probabilityText(joint.p, joint.mcse), ""]] : [];
  return rows.length > 0 ? headed("gate", [...rows, ...together], "ll") : ["gate      no expectations"];
}

function chance({ p, mcse, need }: Expectation): string {
  return p === null ? "" : `${probabilityText(p, mcse ?? 0, need)}; needs ${exact(need)}`;
}

/** `P = 0.97`, `P > 0.999` */
function probabilityText(p: number, mcse: number, need?: number): string {
  return `P ${relation(probability(p, mcse, need))}`;
}

function verdictWords({ verdict, settle, reason, level, p }: Expectation): string {
  const word = {
    pass: "",
    fail: level === "warn" ? "fails (warning)" : "fails",
    "undecided-draws": "undecided: more draws would tell, and maxDraws is reached",
    "undecided-data": "undecided",
    void: "not evaluated",
  }[verdict];
  const more = settle ? `about ${integer(settle.amount)} more ${settle.of} would settle it` : "";
  const why = reason && (verdict !== "pass" || p === null || /band|forecast|log Bayes|than in|even odds/.test(reason)) ? reason : "";
  return [word, more, why].filter(Boolean).join("; ");
}

function exitLine({ exitCode }: StudySummary): string {
  const words: Readonly<Record<number, string>> = {
    0: "exit 0",
    1: "exit 1 (the gate failed)",
    3: "exit 3 (the sampler is not to be trusted)",
    4: "exit 4 (undecided)",
  };
  return words[exitCode] ?? `exit ${exitCode}`;
}

function headed(head: string, rows: readonly (readonly string[])[], align: string): string[] {
  if (rows.length === 0) return [];
  return columns(rows, align).map((line, k) => `${(k === 0 ? head : "").padEnd(10)}${line}`.trimEnd());
}

