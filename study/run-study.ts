/** A study file -> its result: cells computed where they changed, forecasts, hold-outs, the gate, more draws where they are wanting. */
import { CredenceError, type ErrorDetails } from "../lib/errors.ts";
import { hashJson } from "../lib/data/hash.ts";
import { eventProbability } from "../lib/posterior/index.ts";
import type { Gate } from "../lib/report.ts";
import type { Baseline } from "./gate/context.ts";
import { evaluate, type Outcome } from "./gate/evaluate.ts";
import { readClaim } from "./gate/event.ts";
import { sinceBaseline } from "./gate/since.ts";
import { ForecastLedger } from "./ledger/forecast-ledger.ts";
import { scoreForecasts, type TrackRecord } from "./ledger/track-record.ts";
import { openStudy, type OpenStudy, Opener } from "./open-study.ts";
import type { Cell } from "./plan/cell.ts";
import type { DiskStore } from "./plan/disk-store.ts";
import type { Engine, EngineHooks } from "./plan/engine.ts";
import { cellsOf, type Plan, type PlannedFit, type PlanOptions, planStudy } from "./plan/plan.ts";
import type { StudySource } from "./study-file/load-study.ts";
import { titleOf } from "./study-file/load-study.ts";
import { concludeExpectations, type StudyResult } from "./study-result.ts";
import { slugOf } from "./study-record.ts";
import { version } from "./version.ts";

export interface StudyOptions extends Omit<PlanOptions, "draws"> {
  readonly store: DiskStore;
  /** the folder of ledgers, `.credence` */
  readonly home: string;
  readonly engine: Engine;
  readonly hooks?: EngineHooks;
  readonly baseline?: Baseline | undefined;
  readonly strict?: boolean;
  /** ends the run between or within fits; what is finished stays in the store */
  readonly signal?: AbortSignal;
  /** whether the gate may ask for more draws; default true */
  readonly mayDraw?: boolean;
  /** compute every cell again */
  readonly refit?: boolean;
  readonly command: string;
}


/** Everything up to sampling: the plan, its tables in the store, and the identity of what would come out. */
export async function prepareStudy(source: StudySource, options: StudyOptions): Promise<{ plan: Plan; id: string; trackRecord: TrackRecord }> {
  const plan = await planStudy(source, options);
  checkClaims(plan);
  putTables(plan, options.store);
  const trackRecord = trackRecordOf(plan, options.home);
  const identity = {
    version,
    study: source.file,
    cells: cellsOf(plan).map(({ key }) => key),
    baseline: options.baseline ?? null,
    scored: trackRecord.scored.map(({ entry, observed }) => [entry.forecast, entry.made, entry.values, observed]),
    strict: options.strict ?? false,
    seed: plan.seed,
  };
  return { plan, id: hashJson(JSON.parse(JSON.stringify(identity))).slice(0, 12), trackRecord };
}

/** @throws CredenceError of the first cell that failed, after all others were computed */
export async function runStudy(source: StudySource, options: StudyOptions, prepared?: Awaited<ReturnType<typeof prepareStudy>>): Promise<StudyResult> {
  const { plan: first, id, trackRecord } = prepared ?? (await prepareStudy(source, options));
  const { store, mayDraw = true } = options;
  if (options.refit) for (const { key } of cellsOf(first)) store.remove(key);
  const opener = new Opener(store);
  const longer = await lengthen(first, opener, options);
  let plan = longer.size > 0 ? await planStudy(source, { ...options, longer }) : first;
  for (let round = 0; ; round++) {
    await compute(plan, cellsOf(plan), options);
    const state = await openStudy(plan, opener, options, trackRecord);
    const outcomes = judgeAll(plan, state);
    // once, and as many as are allowed: every further look would be a further chance to err
    const draws = round === 0 && mayDraw ? wantedDraws(outcomes, plan) : new Map<string, number>();
    if (draws.size > 0) {
      plan = await planStudy(source, { ...options, longer, draws });
      continue;
    }
    const broken = [...state.context.fits.values()].filter(({ diagnostics }) => !diagnostics.ok).map(({ planned }) => planned.id);
    const gate = gateOf(outcomes);
    const since = options.baseline && sinceBaseline(options.baseline, state.context, plan, trackRecord);
    return {
      id,
      title: titleOf(source),
      command: options.command,
      plan,
      fits: state.context.fits,
      forecasts: state.context.forecasts,
      holdouts: state.context.holdouts,
      comparisons: state.comparisons,
      outcomes,
      gate,
      ...(since ? { since } : {}),
      trackRecord,
      ...concludeExpectations(judgedOf(outcomes), broken, options.strict),
    };
  }
}

/** expectations with what an open question is to mean */
export const judgedOf = (outcomes: readonly Outcome[]): Parameters<typeof concludeExpectations>[0] =>
  outcomes.map(({ expectation, spec }) => ({ ...expectation, ...(spec.onUndecided && { onUndecided: spec.onUndecided }) }));

/** every expectation's text is read before anything is sampled */
function checkClaims(plan: Plan): void {
  const { file, at } = plan.study;
  const known = {
    models: [...plan.fits.keys()],
    forecasts: (file.forecasts ?? []).map(({ id }) => id),
    holdouts: [...plan.holdouts.keys()],
  };
  file.expect?.forEach(({ that, level }, k) => level !== "off" && at(["expect", k, "that"], () => readClaim(that, known)));
}

export function putTables(plan: Plan, store: DiskStore): void {
  for (const { cell, table } of plannedFits(plan)) store.putTable(cell.table, table);
}

const plannedFits = ({ fits, holdouts }: Plan): PlannedFit[] => [...fits.values(), ...[...holdouts.values()].map(({ fit }) => fit)];

/** codes of diagnostics that longer chains may mend; divergences and energies they do not */
const MENDED_BY_DRAWS: ReadonlySet<string> = new Set(["rhat", "ess_bulk", "ess_tail"]);

/** samples the fits, and finds those whose only fault is that their chains are short: draws a chain by fit */
async function lengthen(plan: Plan, opener: Opener, options: StudyOptions): Promise<Map<string, number>> {
  const fits = plannedFits(plan);
  await compute(plan, fits.map(({ cell }) => cell), options);
  const longer = new Map<string, number>();
  for (const planned of fits) {
    const { diagnostics } = await opener.open(planned, plan);
    const faults = diagnostics.warnings.filter(({ code }) => code !== "treedepth" && code !== "constant");
    const isShort = !diagnostics.ok && faults.length > 0 && faults.every(({ code }) => MENDED_BY_DRAWS.has(code));
    if (isShort && planned.maxDraws > planned.cell.input.settings.draws) longer.set(planned.id, planned.maxDraws);
  }
  return longer;
}

async function compute(plan: Plan, cells: readonly Cell[], { engine, store, hooks, signal }: StudyOptions): Promise<void> {
  putTables(plan, store);
  const outcomes = await engine.run(cells, store, hooks, signal);
  const failed = outcomes.find(({ state }) => state === "failed");
  if (failed) throw cellError(failed.cell.label, failed.error!, plan);
}

/** what went wrong in a cell, at its entry in the study file */
function cellError(label: string, error: ErrorDetails, { study }: Plan): CredenceError {
  const section = label in study.file.models ? ["models", label] : label in (study.file.holdouts ?? {}) ? ["holdouts", label] : ["comparisons"];
  // the disk's errors stand where the disk refused
  const where = error.where?.line === undefined && error.code !== "data/file" ? study.place(section) : error.where;
  return new CredenceError({ ...error, message: `${label}: ${error.message}`, where });
}

function judgeAll(plan: Plan, { context }: OpenStudy): Outcome[] {
  const { file, at, place } = plan.study;
  return (file.expect ?? []).flatMap((spec, k) => {
    if (spec.level === "off") return [];
    const { file: path, line } = place(["expect", k]);
    const here = { ...(path !== undefined && { file: path }), ...(line !== undefined && { line }) };
    return [at(["expect", k, "that"], () => evaluate(spec, context, here))];
  });
}

/** the draws a chain that undecided expectations want of their fits; empty when none may have more */
function wantedDraws(outcomes: readonly Outcome[], plan: Plan): Map<string, number> {
  const draws = new Map<string, number>();
  for (const id of outcomes.flatMap(({ wants = [] }) => wants)) {
    const planned = plan.fits.get(id) ?? plan.holdouts.get(id)?.fit;
    if (planned && planned.maxDraws > planned.cell.input.settings.draws) draws.set(id, planned.maxDraws);
  }
  return draws;
}

function gateOf(outcomes: readonly Outcome[]): Gate {
  const expectations = outcomes.map(({ expectation }) => expectation);
  const indicators = outcomes.flatMap(({ indicator }) => indicator ?? []);
  if (indicators.length < 2) return { expectations };
  const { chains } = indicators.reduce((a, b) => (a.chains <= b.chains ? a : b));
  const draws = Math.min(...indicators.map(({ values, chains: own }) => values.length / own));
  const all = new Float64Array(chains * draws).fill(1);
  for (const { values, chains: own } of indicators) {
    const each = values.length / own;
    for (let chain = 0; chain < chains; chain++)
      for (let draw = 0; draw < draws; draw++) all[chain * draws + draw]! *= values[chain * each + draw]!;
  }
  const { probability: p, mcse } = eventProbability(all, chains, Math.min(...indicators.map(({ ess }) => ess)));
  return { expectations, joint: { p, mcse: Number.isNaN(mcse) ? 1 : mcse } };
}

function trackRecordOf(plan: Plan, home: string): TrackRecord {
  const { entries } = new ForecastLedger(`${home}/forecasts`).entries(slugOf(titleOf(plan.study)));
  return scoreForecasts(entries, (model) => {
    const spec = plan.study.file.models[model];
    return spec && plan.tables.get(spec.data)?.table;
  });
}
