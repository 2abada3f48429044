/** A study file -> the cells that answer it, and what each is for. Data are read; nothing is sampled. */
import { evaluateFormula } from "../../lib/model/evaluate.ts";
import { hashTable } from "../../lib/data/hash.ts";
import { selectRows, type Table, withTable } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import { DEFAULTS } from "../../samplers/index.ts";
import { checkDesign, type Doubt } from "../check-design.ts";
import { prepareTable } from "../prepare-table.ts";
import { type Dropped, keepRows } from "../load-table.ts";
import { planPoint } from "../point.ts";
import type { StudySource } from "../study-file/load-study.ts";
import type { HoldoutSpec, SamplerSpec } from "../study-file/study-shape.ts";
import { type Cell, type CompareCell, compareCell, type FitCell, fitCell, type SamplerSettings } from "./cell.ts";
import { fitDocument } from "./fit-document.ts";
import { loadData, type StudyTable } from "./load-data.ts";

/** One posterior of the study. */
export interface PlannedFit {
  readonly id: string;
  readonly cell: FitCell;
  /** the cell with the draws that the study itself asks for: what comparisons read */
  readonly base: FitCell;
  /** library name or path of the model */
  readonly source: string;
  readonly document: ModelDocument;
  /** what the fit sees: the model's columns, the chosen rows */
  readonly table: Table;
  readonly dropped: readonly Dropped[];
  readonly doubts: readonly Doubt[];
  /** draws a chain that the gate may ask for */
  readonly maxDraws: number;
}

/** A hold-out: the model fitted without some rows, and those rows. */
export interface PlannedHoldout {
  readonly id: string;
  readonly spec: HoldoutSpec;
  readonly fit: PlannedFit;
  readonly held: Table;
}

export interface PlannedComparison {
  readonly id: string;
  readonly cell: CompareCell;
  readonly models: readonly string[];
}

export interface Plan {
  readonly study: StudySource;
  readonly seed: string;
  readonly tables: ReadonlyMap<string, StudyTable>;
  readonly fits: ReadonlyMap<string, PlannedFit>;
  readonly holdouts: ReadonlyMap<string, PlannedHoldout>;
  readonly comparisons: readonly PlannedComparison[];
}

/** every cell, each after those that it needs */
export function cellsOf({ fits, holdouts, comparisons }: Plan): readonly Cell[] {
  return [
    ...[...fits.values()].map(({ cell }) => cell),
    ...[...holdouts.values()].map(({ fit }) => fit.cell),
    // comparisons read the fits with the draws that were first asked for
    ...(comparisons.length > 0 ? [...fits.values()].filter(({ cell, base }) => cell !== base).map(({ base }) => base) : []),
    ...comparisons.map(({ cell }) => cell),
  ];
}

export interface PlanOptions {
  /** in place of the study's own */
  readonly seed?: string | undefined;
  /** sampler settings in place of the study's own */
  readonly sampler?: SamplerSpec;
  /** draws a chain of single fits whose chains were too short to be trusted; everything reads these */
  readonly longer?: ReadonlyMap<string, number>;
  /** draws a chain of single fits as the gate asks for them; comparisons do not read these */
  readonly draws?: ReadonlyMap<string, number>;
}

/** @throws CredenceError with the place in the study file, the model's file or the data */
export async function planStudy(study: StudySource, options: PlanOptions = {}): Promise<Plan> {
  const { file } = study;
  const seed = options.seed ?? String(file.seed ?? "1");
  const tables = await loadData(study);
  const fits = new Map<string, PlannedFit>();
  for (const [id, spec] of Object.entries(file.models)) {
    const sampler = { ...file.sampler, ...spec.sampler, ...options.sampler };
    const { document, source, locate } = await fitDocument(study, id, spec);
    const where = Object.fromEntries(Object.entries(spec.where ?? {}).map(([column, value]) => [column, String(value)]));
    const { table: all, dropped: data } = tables.get(spec.data)!;
    const kept = study.at(["models", id, "where"], () => keepRows(all, where));
    const { table, dropped: unused } = study.at(["models", id], () => locate(() => prepareTable(document, kept.table)));
    const dropped = [...kept.dropped, ...unused];
    const doubts = study.at(["models", id], () => locate(() => checkDesign(document, table)));
    const settings = settingsOf(sampler, options.longer?.get(id));
    const common = { id, source, document, dropped: [...data, ...dropped], doubts };
    const maxDraws = Math.max(settings.draws, sampler.maxDraws ?? 4 * (sampler.draws ?? DEFAULTS.draws));
    fits.set(id, { ...common, ...plannedFit(id, document, table, seed, settings, options.draws?.get(id)), maxDraws });
  }
  file.forecasts?.forEach(({ model, at }, k) => {
    study.at(["forecasts", k, "at"], () => planPoint(fits.get(model)!.document, at));
  });
  const holdouts = new Map<string, PlannedHoldout>();
  for (const [id, spec] of Object.entries(file.holdouts ?? {})) {
    const sampler = { ...file.sampler, ...file.models[spec.model]!.sampler, ...options.sampler };
    const settings = settingsOf(sampler, options.longer?.get(id));
    const planned = (): PlannedHoldout => planHoldout(id, spec, fits.get(spec.model)!, seed, settings, options.draws?.get(id));
    holdouts.set(id, study.at(["holdouts", id], planned));
  }
  const comparisons = (file.comparisons ?? []).map(({ id, models }) => {
    const needs = models.map((name) => fits.get(name)!.base.key);
    return { id, models, cell: compareCell(id, needs, { names: models, seed: `${seed}/${id}` }) };
  });
  return { study, seed, tables, fits, holdouts, comparisons };
}

function settingsOf(chosen: SamplerSpec, longer: number | undefined): SamplerSettings {
  const { chains, warmup, draws, targetAccept, maxTreeDepth } = { ...DEFAULTS, ...chosen };
  return { chains, warmup, draws: longer ?? draws, targetAccept, maxTreeDepth, sampler: DEFAULTS.sampler, metric: DEFAULTS.metric };
}

/** the fit's own seed: two fits of one model must not share their random numbers, or their draws are not independent */
function plannedFit(
  id: string,
  document: ModelDocument,
  all: Table,
  seed: string,
  settings: SamplerSettings,
  draws: number = settings.draws,
): Pick<PlannedFit, "cell" | "base" | "table"> {
  const columns = new Map([...all.columns].filter(([name]) => name in document.data));
  const table = withTable(all, { columns });
  const hash = hashTable(table);
  const withDraws = (wanted: number): FitCell =>
    fitCell(id, hash, { document, seed: `${seed}/${id}`, settings: { ...settings, draws: wanted } });
  const base = withDraws(settings.draws);
  return { table, base, cell: draws === settings.draws ? base : withDraws(draws) };
}

function planHoldout(
  id: string,
  spec: HoldoutSpec,
  whole: PlannedFit,
  seed: string,
  settings: SamplerSettings,
  draws?: number,
): PlannedHoldout {
  const isHeld = spec.by === undefined ? rowsWhere(whole.table, spec.where!) : largest(whole.table, spec.by, spec.fraction ?? 0.2);
  const rows = Array.from({ length: whole.table.rows }, (_, row) => row);
  const [kept, held] = [rows.filter((row) => !isHeld.has(row)), rows.filter((row) => isHeld.has(row))];
  if (kept.length === 0 || held.length === 0) {
    throw new CredenceError({
      code: "study/holdout",
      message: `${id} holds out ${held.length} of ${rows.length} rows`,
      found: `${kept.length} rows to fit, ${held.length} to predict`,
      expected: "at least one of each",
    });
  }
  const training = selectRows(whole.table, kept);
  const doubts = checkDesign(whole.document, training);
  const planned = plannedFit(id, whole.document, training, seed, settings, draws);
  return { id, spec, held: selectRows(whole.table, held), fit: { ...whole, id, doubts, ...planned } };
}

function rowsWhere(table: Table, where: Readonly<Record<string, string | number>>): ReadonlySet<number> {
  const numbered = withTable(table, {
    columns: new Map([...table.columns, ["row ", { name: "row ", cells: Float64Array.from({ length: table.rows }, (_, k) => k), literal: true }]]),
  });
  const conditions = Object.fromEntries(Object.entries(where).map(([column, value]) => [column, String(value)]));
  const kept = keepRows(numbered, conditions).table;
  return new Set(kept.columns.get("row ")!.cells as Float64Array);
}

/** the share of the rows in which a formula of their numeric columns is largest; ties go with the earlier row */
function largest(table: Table, by: string, fraction: number): ReadonlySet<number> {
  const numbers = new Map([...table.columns].flatMap(([name, { cells }]) => (cells instanceof Float64Array ? [[name, cells] as const] : [])));
  const values = evaluateFormula(by, numbers, table.rows);
  const order = Array.from(values, (_, row) => row).sort((a, b) => values[b]! - values[a]! || a - b);
  return new Set(order.slice(0, Math.round(fraction * table.rows)));
}
