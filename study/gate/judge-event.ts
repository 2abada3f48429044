/** An event in named quantities: the share of the posterior's draws in which it holds. */
import { evaluateFormula } from "../../lib/model/evaluate.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import { CredenceError, nearest } from "../../lib/errors.ts";
import { essBulk, essTail, eventProbability, mean, splitRhat, standardDeviation } from "../../lib/posterior/index.ts";
import type { ExpectationSpec } from "../study-file/study-shape.ts";
import type { GateContext, OpenedFit } from "./context.ts";
import { type DrawEvent, forecastAlias } from "./event.ts";
import { fitsOf } from "./fits-of.ts";
import type { Judgement } from "./judgement.ts";
import { unitsToSettle, WANTED } from "./settle.ts";
import { verdictOf } from "./verdict.ts";

const NEED = 0.9;

export function judgeEvent(claim: DrawEvent, spec: ExpectationSpec, context: GateContext): Judgement {
  const need = spec.probability ?? NEED;
  const { values, chains, draws } = namedDraws(claim, context);
  const n = chains * draws;
  const indicator = evaluateFormula(claim.text, values, n);
  const margin = claim.margin === undefined ? undefined : evaluateFormula(claim.margin, values, n);
  const isWhole = margin?.every((value) => Number.isFinite(value)) ?? false;
  const mixed = isWhole ? mixing(margin!, chains, context.limits) : undefined;
  if (mixed) return { verdict: "void", need, p: null, mcse: null, reason: mixed };
  const fallback = isWhole ? essTail(margin!, chains) : n / 10;
  const { probability: p, mcse: known, ess: measured } = eventProbability(indicator, chains, Number.isNaN(fallback) ? n / 10 : fallback);
  const mcse = Number.isNaN(known) ? 1 : known;
  const ess = [measured, fallback].find((value) => !Number.isNaN(value)) ?? n / 10;
  const judged = { p, mcse, ess, need, failBelow: spec.failBelow };
  const verdict = verdictOf(judged);
  const fits = fitsOf(claim, context);
  const common = { verdict, need, p, mcse, indicator: { values: indicator, chains, ess }, reason: undefinedReason(values) };
  if (verdict === "undecided-draws") {
    return { ...common, wants: fits.map(({ planned }) => planned.id) };
  }
  if (verdict !== "undecided-data" || !isWhole) return common;
  return { ...common, ...settling(margin!, noiseOf(claim, context), fits, need, common.reason) };
}

interface NamedDraws {
  readonly values: ReadonlyMap<string, Float64Array>;
  readonly chains: number;
  readonly draws: number;
}

/** Draws of every name; fits of different size are cut to the smallest, since draws of independent fits pair as they come. */
function namedDraws(claim: DrawEvent, { fits, forecasts }: GateContext): NamedDraws {
  const named = new Map<string, { values: Float64Array; chains: number }>();
  for (const id of claim.forecasts) {
    const { draws, chains } = forecasts.get(id)!;
    named.set(forecastAlias(id), { values: draws, chains });
  }
  for (const [alias, { model, element }] of claim.aliases) {
    const { draws } = fits.get(model)!.run.fit;
    const at = draws.names.indexOf(element);
    if (at < 0) throw noElement(model, element, draws.names);
    named.set(alias, { values: draws.columns[at]!, chains: draws.chains });
  }
  const all = [...named.values()];
  if (all.length === 0) throw new CredenceError({ code: "study/event", message: `${JSON.stringify(claim.text)} names no forecast and no parameter`, expected: "a forecast or model.parameter" });
  const chains = Math.min(...all.map((each) => each.chains));
  const draws = Math.min(...all.map(({ values, chains: own }) => values.length / own));
  const cut = ({ values, chains: own }: (typeof all)[number]): Float64Array => {
    const each = values.length / own;
    if (own === chains && each === draws) return values;
    const result = new Float64Array(chains * draws);
    for (let chain = 0; chain < chains; chain++) result.set(values.subarray(chain * each, chain * each + draws), chain * draws);
    return result;
  };
  return { values: new Map([...named].map(([name, each]) => [name, cut(each)])), chains, draws };
}

/** why the margin's own draws are not to be trusted; diagnostics of the parameters may be good and those of an event bad */
function mixing(margin: Float64Array, chains: number, { rhatMax, essMin }: GateContext["limits"]): string | undefined {
  const rhat = splitRhat(margin, chains);
  const ess = Math.min(essBulk(margin, chains), essTail(margin, chains));
  if (rhat > rhatMax) return `the chains disagree about this event: R-hat ${rhat.toFixed(3)} is above ${rhatMax}`;
  return ess < essMin ? `the draws of this event are worth ${Math.floor(ess)} independent ones, fewer than ${essMin}` : undefined;
}

function settling(
  margin: Float64Array,
  noise: number,
  fits: readonly OpenedFit[],
  need: number,
  reason: string | undefined,
): Pick<Judgement, "settle" | "reason"> {
  const { units, of } = unitsOf(fits[0]!);
  const sd = standardDeviation(margin);
  const open = { mean: mean(margin), sd, noise: Math.min(noise, 0.999 * sd), units, need };
  const amount = unitsToSettle(open);
  const even = unitsToSettle(open, 0.5);
  const odds = even !== undefined && even !== amount ? `about ${twoDigits(even)} would do so with even odds` : undefined;
  if (amount !== undefined) return { settle: { amount: twoDigits(amount), of }, reason: [reason, odds].filter(Boolean).join("; ") };
  const why = noise > 0 ? "the noise of a single outcome leaves it open" : "the difference may well be nil";
  const never = `a thousand times the ${of} at hand would not settle it with probability ${WANTED}: ${why}`;
  return { reason: [reason, never, odds].filter(Boolean).join("; ") };
}

/** up to two digits: more is not known of what data will bring */
function twoDigits(amount: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 1);
  return Math.ceil(amount / unit) * unit;
}

/** what more of would settle a question: seeds or items where the model has them, else rows: items if right or wrong, or runs */
export function unitsOf({ run }: OpenedFit): { units: number; of: string } {
  const { document, table, density } = run.fit;
  for (const [pattern, of] of [[/^(seed|seeds|replicate)$/i, "seeds"], [/^(item|items|doc|doc_id|doc_hash|question|sample|sample_id|instance)$/i, "items"]] as const) {
    const name = Object.keys(document.data).find((each) => pattern.test(each));
    const column = name === undefined ? undefined : density.model.rows.columns.get(name);
    if (column?.kind === "factor") return { units: column.levels.length, of };
  }
  const responses = [...responsesOf(document)].map((name) => document.data[name]!.kind);
  const areItems = responses.length > 0 && responses.every((kind) => kind === "binary");
  return { units: table.rows, of: areItems ? "items" : "runs" };
}

/** the noise that no data take away, of all forecasts of a next observation in the event */
function noiseOf(claim: DrawEvent, { forecasts }: GateContext): number {
  return Math.sqrt(claim.forecasts.reduce((sum, id) => sum + forecasts.get(id)!.noise ** 2, 0));
}

function undefinedReason(values: ReadonlyMap<string, Float64Array>): string | undefined {
  const [name, share] = [...values]
    .map(([each, draws]) => [each, draws.filter(Number.isNaN).length / draws.length] as const)
    .reduce((worst, each) => (each[1] > worst[1] ? each : worst), ["", 0] as const);
  return share > 0 ? `${name} does not exist in ${Math.ceil(share * 100)} % of the draws, which count against the event` : undefined;
}

function noElement(model: string, element: string, names: readonly string[]): CredenceError {
  return new CredenceError({
    code: "study/event",
    message: `${model} has no parameter or quantity ${element}`,
    found: element,
    expected: names.slice(0, 12).join(", ") + (names.length > 12 ? `, … (${names.length})` : ""),
    nearest: nearest(element, names),
  });
}
