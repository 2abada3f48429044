/** A plan's results read from the store: fits by the study's limits of trust, forecasts, hold-outs, comparisons, all that the gate judges. */
import { CredenceError } from "../lib/errors.ts";
import { hashTable } from "../lib/data/hash.ts";
import { diagnose } from "../lib/posterior/index.ts";
import { standardDeviation } from "../lib/posterior/moments.ts";
import type { Baseline, GateContext, OpenedFit, StudyForecast } from "./gate/context.ts";
import { coverageIndicators, predictHoldout } from "./gate/holdout.ts";
import { HoldoutLedger } from "./ledger/holdout-ledger.ts";
import type { TrackRecord } from "./ledger/track-record.ts";
import { openComparison, openFit } from "./plan/compute.ts";
import type { Store } from "./plan/engine.ts";
import type { Plan, PlannedFit } from "./plan/plan.ts";
import { predict } from "./predict.ts";
import type { Run } from "./run-folder.ts";
import type { ForecastSpec } from "./study-file/study-shape.ts";
import type { StudyResult } from "./study-result.ts";

/** A plan whose results are all there, read. */
export interface OpenStudy {
  readonly context: GateContext;
  readonly comparisons: StudyResult["comparisons"];
}

/**
 * @param opener remembers what it has read
 * @throws CredenceError store/no-result; forecast/* and data/* at their entries in the study file
 */
export async function openStudy(
  plan: Plan,
  opener: Opener,
  { home, baseline }: { home: string; baseline?: Baseline | undefined },
  trackRecord: TrackRecord,
): Promise<OpenStudy> {
  const { file } = plan.study;
  const { store } = opener;
  const fits = new Map<string, OpenedFit>();
  for (const [id, planned] of plan.fits) fits.set(id, await opener.open(planned, plan));
  const forecasts = new Map<string, StudyForecast>();
  file.forecasts?.forEach((spec, k) =>
    forecasts.set(spec.id, plan.study.at(["forecasts", k], () => forecastOf(spec, fits.get(spec.model)!))),
  );
  const ledger = new HoldoutLedger(`${home}/holdouts`);
  const holdouts: GateContext["holdouts"] = new Map(
    await Promise.all(
      [...plan.holdouts].map(async ([id, planned]) => {
        const fit = await opener.open(planned.fit, plan);
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
    baseline,
    trackRecord: trackRecord.scored.map(({ pit }) => pit),
    askHoldout: (holdout, level) => {
      const { spec, held, fit } = plan.holdouts.get(holdout.id)!;
      if (!spec.thresholdout) return undefined;
      const question = `${fit.base.key}/${level}`;
      return ledger.answer(hashTable(held), question, spec.thresholdout, coverageIndicators(holdout, level), plan.seed);
    },
    limits: { rhatMax: 1.01, essMin: 400, ...file.diagnostics },
  };
  return { context, comparisons };
}

/** Fits read from the store, each once. */
export class Opener {
  readonly store: Store;
  private readonly runs = new Map<string, Promise<Run>>();

  constructor(store: Store) {
    this.store = store;
  }

  async open(planned: PlannedFit, plan: Plan): Promise<OpenedFit> {
    const { key } = planned.cell;
    const reading = this.runs.get(key) ?? openFit(this.store, key);
    this.runs.set(key, reading);
    return ofStudy(await reading, planned, plan);
  }
}

/** the run as the study sees it: its names, its table's place, its own limits of trust */
function ofStudy(opened: Run, planned: PlannedFit, plan: Plan): OpenedFit {
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
