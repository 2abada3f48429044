/** What the gate judges: fits opened, forecasts made, hold-outs predicted, comparisons, the baseline, past forecasts scored. */
import type { FitComparison } from "../compare.ts";
import type { Diagnostics } from "../../lib/posterior/index.ts";
import type { SevenQuantiles } from "../../lib/report-figures.ts";
import type { PlannedFit } from "../plan/plan.ts";
import type { Forecast } from "../predict.ts";
import type { Run } from "../run-folder.ts";
import type { ForecastSpec } from "../study-file/study-shape.ts";

export interface OpenedFit {
  readonly planned: PlannedFit;
  readonly run: Run;
  /** by the study's own limits */
  readonly diagnostics: Diagnostics;
}

export interface StudyForecast {
  readonly spec: ForecastSpec;
  readonly forecast: Forecast;
  /** what the id stands for in an event: the next observation, the mean law, or the quantity; `chain * draws + draw` */
  readonly draws: Float64Array;
  readonly chains: number;
  /** standard deviation of the next observation's own noise in `draws`; 0 for a mean or a quantity */
  readonly noise: number;
}

/** A hold-out's rows predicted by a fit that has not seen them. */
export interface HoldoutOutcome {
  readonly id: string;
  readonly fit: OpenedFit;
  readonly response: string;
  readonly observed: Float64Array;
  /** predictive draws, each row with its own noise; [row * draws + draw] */
  readonly predictive: Float64Array;
  readonly chains: number;
  /** the same of the rows that it was fitted to; only where Thresholdout asks */
  readonly training?: { readonly observed: Float64Array; readonly predictive: Float64Array };
  /** how many different fits have been scored on these rows, this one included */
  readonly asked: number;
}

/** A forecast of an earlier run: enough to compare with, from its folder alone. */
export interface PastForecast {
  readonly name: string;
  readonly unit?: string;
  readonly at: ForecastSpec["at"];
  readonly q: SevenQuantiles;
  /** equally likely values */
  readonly values: readonly number[];
  readonly dataHash: string;
  readonly modelHash: string;
}

export interface Baseline {
  readonly id: string;
  readonly version: string;
  readonly forecasts: Readonly<Record<string, PastForecast>>;
}

export interface GateContext {
  readonly fits: ReadonlyMap<string, OpenedFit>;
  readonly forecasts: ReadonlyMap<string, StudyForecast>;
  readonly holdouts: ReadonlyMap<string, HoldoutOutcome>;
  readonly comparisons: readonly FitComparison[];
  readonly baseline?: Baseline | undefined;
  /** PIT values of past forecasts whose points have come */
  readonly trackRecord: readonly number[];
  /** answers of hold-outs that hide behind noise */
  readonly askHoldout: (holdout: HoldoutOutcome, level: number) => HiddenAnswer | undefined;
  readonly limits: { readonly rhatMax: number; readonly essMin: number };
}

/** Thresholdout's answer about a coverage. */
export interface HiddenAnswer {
  /** undefined when the budget is spent */
  readonly coverage: number | undefined;
  readonly noiseSd: number;
  readonly remaining: number;
}
