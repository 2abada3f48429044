/** A study file -> its result: cells computed where they changed, forecasts, hold-outs, the gate, more draws where they are wanting. */
import { CredenceError, type ErrorDetails } from "../lib/errors.ts";
import { hashJson, hashTable } from "../lib/data/hash.ts";
import { diagnose, eventProbability } from "../lib/posterior/index.ts";
import { standardDeviation } from "../lib/posterior/moments.ts";
import type { Gate } from "../lib/report.ts";
import type { Baseline, GateContext, OpenedFit, StudyForecast } from "./gate/context.ts";
import { evaluate, type Outcome } from "./gate/evaluate.ts";
import { readClaim } from "./gate/event.ts";
import { coverageIndicators, predictHoldout } from "./gate/holdout.ts";
import { sinceBaseline } from "./gate/since.ts";
import { ForecastLedger } from "./ledger/forecast-ledger.ts";
import { HoldoutLedger } from "./ledger/holdout-ledger.ts";
import { scoreForecasts, type TrackRecord } from "./ledger/track-record.ts";
import { openComparison, openFit } from "./plan/compute.ts";
import type { DiskStore } from "./plan/disk-store.ts";
import type { Engine, EngineHooks } from "./plan/engine.ts";
import { cellsOf, type Plan, type PlannedFit, type PlanOptions, planStudy } from "./plan/plan.ts";
import { predict } from "./predict.ts";
import type { StudySource } from "./study-file/load-study.ts";
import { titleOf } from "./study-file/load-study.ts";
import type { ForecastSpec } from "./study-file/study-shape.ts";
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
  /** compute every cell again */
  readonly refit?: boolean;
  readonly command: string;
}

/** rounds in which the gate may ask for more draws: each at least doubles them */
const MOST_ROUNDS = 4;

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
  const { store } = options;
  if (options.refit) for (const { key } of cellsOf(first)) store.remove(key);
  const draws = new Map<string, number>();
  let plan = first;
  for (let round = 0; ; round++) {
    await compute(plan, options);
    const state = await openStudy(plan, options, trackRecord);
    const outcomes = judgeAll(plan, state);
    if (round < MOST_ROUNDS && askForDraws(outcomes, plan, draws)) {
      plan = await planStudy(source, { ...options, draws });
      putTables(plan, store);
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

async function compute(plan: Plan, { engine, store, hooks }: StudyOptions): Promise<void> {
  const outcomes = await engine.run(cellsOf(plan), store, hooks);
  const failed = outcomes.find(({ state }) => state === "failed");
  if (failed) throw cellError(failed.cell.label, failed.error!, plan);
}

/** what went wrong in a cell, at its entry in the study file */
function cellError(label: string, error: ErrorDetails, { study }: Plan): CredenceError {
  const section = label in study.file.models ? ["models", label] : label in (study.file.holdouts ?? {}) ? ["holdouts", label] : ["comparisons"];
  const where = error.where?.line === undefined ? study.place(section) : error.where;
  return new CredenceError({ ...error, message: `${label}: ${error.message}`, where });
}

interface OpenState {
  readonly context: GateContext;
  readonly comparisons: StudyResult["comparisons"];
}

async function openStudy(plan: Plan, options: StudyOptions, trackRecord: TrackRecord): Promise<OpenState> {
  const { file } = plan.study;
  const { store, home } = options;
  const fits = new Map<string, OpenedFit>();
  for (const [id, planned] of plan.fits) fits.set(id, await openPlanned(planned, plan, store));
  const forecasts = new Map<string, StudyForecast>();
  file.forecasts?.forEach((spec, k) =>
    forecasts.set(spec.id, plan.study.at(["forecasts", k], () => forecastOf(spec, fits.get(spec.model)!))),
  );
  const ledger = new HoldoutLedger(`${home}/holdouts`);
  const holdouts: GateContext["holdouts"] = new Map(
    await Promise.all(
      [...plan.holdouts].map(async ([id, planned]) => {
        const fit = await openPlanned(planned.fit, plan, store);
        const asked = ledger.ask(hashTable(planned.held), planned.fit.base.key);
        return [id, predictHoldout(planned, fit, asked)] as const;
      }),
    ),
  );
  const comparisons = plan.comparisons.map(({ id, cell }) => ({ id, comparison: openComparison(store, cell.key) }));
  const context: GateContext = {
    fits,
    forecasts,
    holdouts,
    comparisons: comparisons.map(({ comparison }) => comparison),
    baseline: options.baseline,
    trackRecord: trackRecord.scored.map(({ pit }) => pit),
    askHoldout: (holdout, level) => {
      const { spec, held, fit } = plan.holdouts.get(holdout.id)!;
      if (!spec.thresholdout) return undefined;
      const question = hashJson({ fit: fit.base.key, level });
      return ledger.answer(hashTable(held), question, spec.thresholdout, coverageIndicators(holdout, level), plan.seed);
    },
    limits: { rhatMax: 1.01, essMin: 400, ...file.diagnostics },
  };
  return { context, comparisons };
}

async function openPlanned(planned: PlannedFit, plan: Plan, store: DiskStore): Promise<OpenedFit> {
  const opened = await openFit(store, planned.cell.key);
  const { document, table, dropped, source } = planned;
  const { draws, parameterElements, summaries, sampled } = opened.fit;
  const limits = plan.study.file.diagnostics;
  const parameters = { ...draws, names: draws.names.slice(0, parameterElements), columns: draws.columns.slice(0, parameterElements) };
  const diagnostics = limits
    ? diagnose(parameters, sampled.statistics, { ...limits, summaries: summaries.slice(0, parameterElements) })
    : opened.fit.diagnostics;
  const at = (plan.study.file.forecasts ?? []).filter(({ model }) => model === planned.id).map((spec) => spec.at);
  const request = { ...opened.request, model: source, dropped, at };
  const fit = { ...opened.fit, document, table: { ...table, place: table.place.bind(table) }, diagnostics };
  return { planned, run: { ...opened, request, fit }, diagnostics };
}

function forecastOf(spec: ForecastSpec, { run }: OpenedFit): StudyForecast {
  const { fit } = run;
  const all = predict(fit, [spec.at]);
  const bare = (name: string): string => name.replace(/\(.*$/, "");
  const found = spec.quantity === undefined ? all[0] : all.find(({ name }) => name === spec.quantity || bare(name) === spec.quantity);
  if (!found) {
    throw new CredenceError({
      code: "forecast/unknown-name",
      message: `${spec.model} forecasts no ${spec.quantity} at this point`,
      found: spec.quantity,
      expected: all.map(({ name }) => bare(name)).join(", "),
    });
  }
  const { chains } = fit.sampled;
  const ofMean = spec.of === "mean" && found.meanDraws;
  const noise = found.meanDraws && !ofMean ? Math.sqrt(Math.max(0, standardDeviation(found.draws) ** 2 - standardDeviation(found.meanDraws) ** 2)) : 0;
  return { spec, forecast: found, draws: ofMean || found.draws, chains, noise };
}

function judgeAll(plan: Plan, { context }: OpenState): Outcome[] {
  const { file, at, place } = plan.study;
  return (file.expect ?? []).flatMap((spec, k) => {
    if (spec.level === "off") return [];
    const { file: path, line } = place(["expect", k]);
    const here = { ...(path !== undefined && { file: path }), ...(line !== undefined && { line }) };
    return [at(["expect", k, "that"], () => evaluate(spec, context, here))];
  });
}

/** raises the draws of fits that an undecided expectation wants more of; false when none may have more */
function askForDraws(outcomes: readonly Outcome[], plan: Plan, draws: Map<string, number>): boolean {
  let asked = false;
  for (const { wants } of outcomes) {
    if (!wants) continue;
    for (const id of wants.fits) {
      const planned = plan.fits.get(id) ?? plan.holdouts.get(id)?.fit;
      if (!planned) continue;
      const now = planned.cell.input.settings.draws;
      // a fifth more than what is wanted, since the estimate moves too
      const next = Math.min(planned.maxDraws, Math.ceil(now * Math.max(2, 1.2 * wants.times)));
      if (next <= now) continue;
      draws.set(id, Math.max(next, draws.get(id) ?? 0));
      asked = true;
    }
  }
  return asked;
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
  const { probability: p, mcse } = eventProbability(all, chains, all.length / 10);
  return { expectations, joint: { p, mcse: Number.isNaN(mcse) ? 1 : mcse } };
}

function trackRecordOf(plan: Plan, home: string): TrackRecord {
  const { entries } = new ForecastLedger(`${home}/forecasts`).entries(slugOf(titleOf(plan.study)));
  return scoreForecasts(entries, (model) => {
    const spec = plan.study.file.models[model];
    return spec && plan.tables.get(spec.data)?.table;
  });
}
