/** Section 0: one sentence that answers, and four chips that say how far to trust it. */

import type { Expectation, Forecast, Report, Target, Tone } from "../../lib/report.ts";
import { figureOf } from "../figures/index.ts";
import { exact, fixed, formatFor, integer } from "../numbers.ts";
import { decades, frequency, list, place, plural } from "../words.ts";

export interface Chip {
  readonly name: string;
  readonly tone: Tone;
  readonly text: string;
}

export interface VerdictText {
  readonly sentence: string;
  readonly chips: readonly Chip[];
}

export function verdict(report: Report): VerdictText {
  return {
    sentence: sentence(report),
    chips: [forecastChip(report), gateChip(report), fitChip(report), samplerChip(report)].flat(),
  };
}

/** The forecast, and its target, that the page opens with. */
export function leading(report: Report): { readonly forecast: Forecast; readonly target: Target } | undefined {
  const forecast =
    report.forecasts?.find(({ id }) => id === report.lead) ??
    report.forecasts?.find(({ targets }) => targets.length > 0);
  const target = forecast?.targets[0];
  return forecast && target && { forecast, target };
}

function sentence(report: Report): string {
  const broken = report.sampler?.filter(({ ok }) => !ok) ?? [];
  if (broken.length > 0) {
    return `The sampler is not to be trusted on ${list(broken.map(({ fit }) => fit))}: read no number below before that is mended.`;
  }
  const answer = report.answers?.find(({ id }) => id === report.lead);
  const lead = answer === undefined ? leading(report) : undefined;
  const first = lead ? forecastSentence(lead) : answerSentence(report);
  return [first, gateSentence(report, lead?.target, first)].filter(Boolean).join(" ");
}

function forecastSentence({ forecast, target }: { readonly forecast: Forecast; readonly target: Target }): string {
  const format = formatFor(target.q, target.mcse);
  const where = place(target.at);
  // a quantity with its arguments, such as PU(N), is a name; its arguments are in the place
  const [, name] = /^(\w+)\(.*\)$/.exec(forecast.quantity) ?? [];
  const verb = name === undefined ? "ends" : "lies";
  const value = `${name ?? `the ${forecast.quantity}`} should be about ${format(target.q[3])}`;
  const { event } = target;
  const opening = where ? `At ${where} ${value}` : value.replace(/^t/, "T");
  if (!event) return `${opening}; 8 times in 10 it ${verb} between ${format(target.q[1])} and ${format(target.q[5])}.`;
  return `${opening}; ${frequency(event.p, event.need)} it ${verb} ${event.side} the limit of ${exact(event.threshold)}.`;
}

function answerSentence(report: Report): string {
  const [statement] = report.statements ?? [];
  if (statement) return statement.text;
  const data = report.answers?.find(({ id }) => id === report.lead) ?? report.answers?.[0];
  if (data) return `${figureOf(data).title}.`;
  return `${report.title}: ${plural(report.parameters?.length ?? 0, "fit")} to ${plural(report.run.rows, "row")}.`;
}

/** What the gate says where the opening sentence does not say it already. */
function gateSentence(report: Report, target: Target | undefined, opening: string): string {
  const worst = worstExpectation(report.gate?.expectations ?? []);
  if (!worst || worst.verdict === "pass") return "";
  const asks =
    target?.event?.expectation === worst.id
      ? `the gate asks for ${frequency(worst.need)}`
      : `the gate on ${worst.id} asks for ${frequency(worst.need)}`;
  return `${asks.replace(/^t/, "T")}: ${opening.includes("would settle it") && worst.settle ? "undecided" : outcome(worst)}.`;
}

function outcome({ verdict: state, settle }: Expectation): string {
  if (state === "fail") return "it fails";
  if (state === "void") return "it is not evaluated";
  return settle ? `undecided, about ${integer(settle.amount)} more ${settle.of} would settle it` : "undecided";
}

const SEVERITY: Readonly<Record<Expectation["verdict"], number>> = {
  fail: 4,
  void: 3,
  "undecided-data": 2,
  "undecided-draws": 1,
  pass: 0,
};

/** Worst first: failures before void before undecided, errors before warnings. */
export function bySeverity(expectations: readonly Expectation[]): readonly Expectation[] {
  const rank = ({ verdict: state, level }: Expectation) => SEVERITY[state] * 2 + (level === "error" ? 1 : 0);
  return expectations
    .map((each, i) => ({ each, i }))
    .sort((a, b) => rank(b.each) - rank(a.each) || a.i - b.i)
    .map(({ each }) => each);
}

function worstExpectation(expectations: readonly Expectation[]): Expectation | undefined {
  return bySeverity(expectations)[0];
}

function forecastChip(report: Report): readonly Chip[] {
  const lead = leading(report);
  if (!lead) return [];
  const beyond = lead.target.decadesBeyond;
  if (beyond === undefined) return [];
  if (beyond < 0.05) return [{ name: "Forecast", tone: "pass", text: "inside the data" }];
  return [{ name: "Forecast", tone: beyond > 1 ? "warn" : "pass", text: `${decades(beyond)} beyond the data` }];
}

/** One chip for the whole gate; the worst state wins. */
function gateChip({ gate }: Report): readonly Chip[] {
  if (!gate || gate.expectations.length === 0) return [];
  const worst = worstExpectation(gate.expectations);
  const n = gate.expectations.length;
  const count = (states: readonly string[]) => gate.expectations.filter((e) => states.includes(e.verdict)).length;
  const passed = `${count(["pass"])} of ${n} passed`;
  if (worst?.verdict === "fail")
    return [
      { name: "Gate", tone: worst.level === "warn" ? "warn" : "fail", text: `${count(["fail"])} failed, ${passed}` },
    ];
  if (worst?.verdict === "void")
    return [{ name: "Gate", tone: "fail", text: `${count(["void"])} not evaluated, ${passed}` }];
  if (worst?.verdict !== "pass")
    return [
      { name: "Gate", tone: "undecided", text: `${count(["undecided-data", "undecided-draws"])} undecided, ${passed}` },
    ];
  return [{ name: "Gate", tone: "pass", text: passed }];
}

function fitChip({ checks }: Report): readonly Chip[] {
  if (!checks || checks.length === 0) return [];
  const bad = checks.filter(({ tone }) => tone !== "pass");
  if (bad.length === 0) return [{ name: "Fit", tone: "pass", text: `${plural(checks.length, "check")} passed` }];
  return [
    {
      name: "Fit",
      tone: bad.some(({ tone }) => tone === "fail") ? "fail" : "warn",
      text: `${bad.length} of ${plural(checks.length, "check")} in doubt`,
    },
  ];
}

function samplerChip({ sampler }: Report): readonly Chip[] {
  if (!sampler || sampler.length === 0) return [];
  const divergences = sampler.reduce((sum, fit) => sum + fit.divergences, 0);
  const rhats = sampler.map(({ maxRhat }) => maxRhat).filter((value) => value !== null);
  const rhat = rhats.length > 0 ? `R-hat ${fixed(Math.max(...rhats), 0.001)}` : "R-hat unknown";
  const ok = sampler.every((fit) => fit.ok);
  const text = divergences > 0 ? `${plural(divergences, "divergence")}, ${rhat}` : rhat;
  return [
    { name: "Sampler", tone: ok ? (sampler.some((fit) => fit.warnings.length > 0) ? "warn" : "pass") : "fail", text },
  ];
}
