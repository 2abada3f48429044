/** The contract between a finished study and its pages: everything a report may show, as plain JSON. No inference here. */

import type { FigureData, SevenQuantiles } from "./report-figures.ts";

export const REPORT_SCHEMA = 1;

/** A number that may be missing; JSON has no NaN. Whoever leaves it out says why in the row's `reason`. */
export type Maybe = number | null;

export type Tone = "pass" | "warn" | "fail" | "undecided";

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly title: string;
  readonly run: RunStamp;
  /** id of the forecast or answer that the verdict speaks about; default: the first */
  readonly lead?: string;
  /** what the reader must know before anything else: what was left out of the page, and where it is */
  readonly notes?: readonly string[];
  readonly forecasts?: readonly Forecast[];
  /** what a study without (or beside) a forecast asks: allocation, surface, reliability, seed variance, emergence */
  readonly answers?: readonly FigureData[];
  /** answers in one line each, for a newcomer: `Noise so far: ...` */
  readonly statements?: readonly Sentence[];
  readonly gate?: Gate;
  readonly since?: Since;
  readonly uncertainty?: readonly UncertaintySplit[];
  readonly comparisons?: readonly Comparison[];
  /** posterior predictive checks: residuals, PIT, reliability, rootogram, hold-out */
  readonly checks?: readonly Check[];
  readonly parameters?: readonly FitParameters[];
  readonly sensitivity?: readonly Sensitivity[];
  readonly sampler?: readonly FitSampler[];
  readonly data?: readonly DataSource[];
  readonly method?: Method;
  readonly downloads?: readonly Download[];
}

/** A plain sentence that answers the question a model is fitted for, and the numbers behind it. */
export interface Sentence {
  readonly id: string;
  readonly fit: string;
  readonly text: string;
  readonly values: Readonly<Record<string, number | string | readonly string[] | null>>;
}

export interface RunStamp {
  readonly id: string;
  readonly seed: string;
  readonly command: string;
  /** hash of all data that went in, hexadecimal */
  readonly dataHash: string;
  readonly rows: number;
  /** `credence`, `node`, ... */
  readonly versions: Readonly<Record<string, string>>;
}

// ---------------------------------------------------------------- 1 forecast

/** One quantity predicted: its law over an axis (the fan) and its value at chosen points. */
export interface Forecast {
  readonly id: string;
  readonly fit: string;
  /** what is predicted, in the reader's words: `loss` */
  readonly quantity: string;
  readonly unit?: string;
  readonly fan?: Extract<FigureData, { kind: "fan" }>;
  readonly targets: readonly Target[];
}

/** A coordinate of the point that a forecast speaks about. */
export interface Coordinate {
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
  /** not asked for: the model chose it for the rest of the point */
  readonly chosen?: boolean;
}

export interface Target {
  readonly at: readonly Coordinate[];
  /** where the point stands on the fan's x axis, if it has one */
  readonly x?: number;
  /** predictive quantiles of the next observation */
  readonly q: SevenQuantiles;
  /** quantiles of the mean law there, without the noise of one observation */
  readonly mean?: SevenQuantiles;
  /** Monte-Carlo standard error of the median */
  readonly mcse: number;
  /** 50 equally likely outcomes: predictive quantiles at (i - 1/2) / 50, ascending */
  readonly dots?: readonly number[];
  /** orders of magnitude beyond the data along the fan's axis; 0 inside */
  readonly decadesBeyond?: number;
  readonly event?: TargetEvent;
}

/** `quantity < threshold` or `quantity > threshold` and its probability. */
export interface TargetEvent {
  readonly side: "below" | "above";
  readonly threshold: number;
  readonly p: number;
  readonly mcse: number;
  /** the probability that the gate asks for */
  readonly need?: number;
  /** id of the expectation that asks */
  readonly expectation?: string;
}

// ---------------------------------------------------------------- 2 gate

export type Verdict = "pass" | "fail" | "undecided-draws" | "undecided-data" | "void";

export interface Expectation {
  readonly id: string;
  /** the event in the user's formula language */
  readonly that: string;
  readonly need: number;
  readonly level: "warn" | "error";
  readonly verdict: Verdict;
  /** missing when void */
  readonly p: Maybe;
  readonly mcse: Maybe;
  /** what would settle an undecided one: about `amount` more `of` */
  readonly settle?: { readonly amount: number; readonly of: string };
  /** why void, or anything the verdict word does not say */
  readonly reason?: string;
  readonly file?: string;
  /** 1-based line of the expectation in `file` */
  readonly line?: number;
}

export interface Gate {
  readonly expectations: readonly Expectation[];
  /** probability that all hold together, from the same draws */
  readonly joint?: { readonly p: number; readonly mcse: number };
}

// ---------------------------------------------------------------- 3 since last time

export interface Since {
  readonly baseline: string;
  readonly dataChanged: boolean;
  readonly codeChanged: boolean;
  readonly quantities: readonly Moved[];
  /** how this project's own past forecasts fared */
  readonly trackRecord?: Extract<FigureData, { kind: "pit" }>;
}

export interface Moved {
  readonly label: string;
  readonly unit?: string;
  readonly before: SevenQuantiles;
  readonly now: SevenQuantiles;
  /** Monte-Carlo standard error of the present median */
  readonly mcse: number;
  /** P(now > before) */
  readonly pHigher: number;
  /** a difference below this is of no interest */
  readonly rope?: number;
}

// ---------------------------------------------------------------- 4 uncertainty

export interface UncertaintySplit {
  readonly quantity: string;
  /** shares of the predictive variance, adding to 1 */
  readonly parts: readonly { readonly label: string; readonly share: number; readonly mcse?: number }[];
  /** the most useful next experiment and what it would do: `one run at 3×10²³ FLOP`, `it would narrow ... by a third` */
  readonly next?: { readonly what: string; readonly effect: string };
}

// ---------------------------------------------------------------- 5 which law

export interface Comparison {
  /** kebab-case, unique; a lone comparison needs none */
  readonly id?: string;
  /** the model against which the log Bayes factors stand; its own row has logBayesFactor 0 */
  readonly reference: string;
  readonly models: readonly ComparedModel[];
  readonly ribbon?: Extract<FigureData, { kind: "ribbon" }>;
}

export interface ComparedModel {
  readonly name: string;
  /** log marginal likelihood minus the reference's; null when the estimate is refused */
  readonly logBayesFactor: Maybe;
  readonly mcse: Maybe;
  /** the same with the scales of its own priors halved and doubled */
  readonly halved?: number;
  readonly doubled?: number;
  readonly probability: Maybe;
  /** expected log predictive density minus the best model's, and its standard error */
  readonly elpdDifference: Maybe;
  readonly elpdSe: Maybe;
  readonly weight?: Maybe;
  /** why a number is missing or not to be trusted */
  readonly reason?: string;
}

// ---------------------------------------------------------------- 6 checks

export interface Check {
  readonly fit: string;
  readonly tone: "pass" | "warn" | "fail";
  readonly figure: FigureData;
}

// ---------------------------------------------------------------- 7 parameters

export interface FitParameters {
  readonly fit: string;
  readonly rows: readonly ParameterRow[];
}

export interface ParameterRow {
  readonly name: string;
  readonly about?: string;
  readonly unit?: string;
  /** a derived quantity has no prior of its own */
  readonly derived?: boolean;
  readonly mean: Maybe;
  readonly sd: Maybe;
  readonly q5: Maybe;
  readonly q50: Maybe;
  readonly q95: Maybe;
  readonly mcseMean: Maybe;
  readonly essBulk: Maybe;
  readonly essTail: Maybe;
  readonly rhat: Maybe;
  readonly posterior?: Spread;
  readonly prior?: Spread;
  readonly published?: { readonly value: number; readonly source: string };
  /** why a number is missing: `constant draws` */
  readonly reason?: string;
}

/** A distribution as equally likely values: quantiles at (i - 1/2) / n, ascending; n = 20 is what the page draws. */
export interface Spread {
  readonly q: SevenQuantiles;
  readonly dots: readonly number[];
}

// ---------------------------------------------------------------- 8 sensitivity

export interface Sensitivity {
  readonly quantity: string;
  readonly unit?: string;
  /** the quantity when the prior (or the likelihood) is raised to the power; 1 is the fit itself */
  readonly prior: readonly PowerScaled[];
  readonly likelihood: readonly PowerScaled[];
  /** cumulative Jensen-Shannon distance per log2 of the power (priorsense) */
  readonly priorIndex: number;
  readonly likelihoodIndex: number;
  readonly verdict: "none" | "prior-data conflict" | "weak likelihood";
}

export interface PowerScaled {
  readonly power: number;
  readonly q: SevenQuantiles;
}

// ---------------------------------------------------------------- 9 sampler

export interface FitSampler {
  readonly fit: string;
  readonly ok: boolean;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly divergences: number;
  readonly maxRhat: Maybe;
  readonly minEssBulk: Maybe;
  readonly minEssTail: Maybe;
  readonly minEbfmi: Maybe;
  readonly maxTreedepthHits: number;
  readonly stepSizes: readonly number[];
  readonly meanTreeDepth?: number;
  /** each with its remedy */
  readonly warnings: readonly { readonly message: string; readonly remedy: string }[];
  readonly figures: readonly FigureData[];
}

// ---------------------------------------------------------------- 10 data, 11 method, 12 downloads

export interface DataSource {
  readonly name: string;
  readonly reader?: string;
  readonly hash: string;
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly role?: string;
    readonly kind: string;
    readonly unit?: string;
  }[];
  readonly dropped: readonly { readonly rows: string; readonly reason: string }[];
  readonly notes?: readonly string[];
  /** the first rows, cells as they were read */
  readonly preview?: readonly (readonly (string | number | null)[])[];
}

export interface Method {
  readonly models: readonly MethodModel[];
  /** any further settings: `target accept`, `draws` */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface MethodModel {
  readonly fit: string;
  readonly title: string;
  readonly source?: string;
  /** the document as YAML or JSON text, to be fitted again */
  readonly document: string;
  /** formulas in our language: `left ~ right` for priors and likelihood, `left = right` for definitions */
  readonly formulas: readonly Statement[];
}

export interface Statement {
  readonly role: "likelihood" | "prior" | "let" | "constant" | "quantity";
  readonly left: string;
  readonly right: string;
  /** in words: `between 0.1 and 0.8 with 90 % probability` */
  readonly words?: string;
}

export interface Download {
  readonly label: string;
  /** relative address beside the page */
  readonly href: string;
  readonly about?: string;
}
