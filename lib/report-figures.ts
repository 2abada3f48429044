/** The data of each figure a report can draw, plain JSON, discriminated by `kind`; part of the contract lib/report.ts. */

/** Quantiles at 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975: the median and the equal-tailed 50, 80 and 95 % intervals. */
export type SevenQuantiles = readonly [number, number, number, number, number, number, number];

export interface Measure {
  readonly label: string;
  readonly unit?: string;
  readonly scale?: "linear" | "log";
}

interface Base {
  /** unique in the report, kebab-case: the name of the figure's file */
  readonly id: string;
  /** what the figure is about, for its caption: a fit, a benchmark, a parameter */
  readonly subject?: string;
}

export interface CurvePoint {
  readonly x: number;
  readonly q: SevenQuantiles;
}

export interface DataPoint {
  readonly x: number;
  readonly y: number;
  /** the model's median for this row; without it the curve is read at x */
  readonly fitted?: number;
  /** an interval around y: seeds, standard error */
  readonly lower?: number;
  readonly upper?: number;
  readonly heldOut?: boolean;
  /** rows that this point stands for, when many were put together */
  readonly count?: number;
}

/** The law with its predictive bands against the data, and beneath it the distances from the median. */
export interface FanData extends Base {
  readonly kind: "fan";
  readonly x: Measure;
  readonly y: Measure;
  /** whose spread the bands show: `the next run's loss` */
  readonly bands: string;
  /** ascending in x; edges are smooth when each draw keeps one standard normal along the whole curve */
  readonly curve: readonly CurvePoint[];
  readonly points: readonly DataPoint[];
  /** largest x of the data; beyond it the page says forecast */
  readonly dataEnd?: number;
  /** whole curves of single draws at the curve's x, for hypothetical outcomes */
  readonly draws?: readonly (readonly number[])[];
  /** what stands under the picture: `along the compute-optimal allocation` */
  readonly path?: string;
}

/** Families' medians at the same x: where the choice of law matters. */
export interface RibbonData extends Base {
  readonly kind: "ribbon";
  readonly x: Measure;
  readonly y: Measure;
  readonly dataEnd?: number;
  readonly laws: readonly { readonly name: string; readonly weight?: number; readonly curve: readonly CurvePoint[] }[];
}

/** Standardised or raw residuals against a covariate with the band the model expects. */
export interface ResidualData extends Base {
  readonly kind: "residuals";
  readonly x: Measure;
  readonly y: Measure;
  /** what a residual is, when it is not observed minus fitted median */
  readonly how?: string;
  /** the interval that should hold `level` of the points, along x */
  readonly band: readonly { readonly x: number; readonly lower: number; readonly upper: number }[];
  readonly level: number;
  readonly points: readonly DataPoint[];
}

/** Difference between the ECDF of probability integral transforms and the uniform, with a simultaneous band. */
export interface PitData extends Base {
  readonly kind: "pit";
  readonly n: number;
  readonly level: number;
  readonly steps: readonly {
    readonly z: number;
    readonly difference: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** how the transforms were made: `leave-one-out`, `posterior predictive`, `past forecasts` */
  readonly how: string;
}

/** Binary outcomes: observed rate (isotonic) against the stated probability, with the band a calibrated model would keep. */
export interface ReliabilityData extends Base {
  readonly kind: "reliability";
  readonly n: number;
  readonly level: number;
  /** `stated`: stated probability, `rate`: observed rate; [lower, upper] is the band named by `bandOf` */
  readonly curve: readonly {
    readonly stated: number;
    readonly rate: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** `calibrated`: consistency band around the diagonal; `posterior`: credible band around the curve */
  readonly bandOf: "calibrated" | "posterior";
  /** rows per equal-width bin of the stated probability, from 0 to 1 */
  readonly counts?: readonly number[];
  /** expected calibration error or the like, with its interval */
  readonly metric?: { readonly name: string; readonly q: SevenQuantiles };
}

/** Counts: observed frequencies hanging from the expected ones, on a square-root scale. */
export interface RootogramData extends Base {
  readonly kind: "rootogram";
  readonly label: string;
  readonly bins: readonly {
    readonly value: number;
    readonly observed: number;
    readonly expected: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly level: number;
}

/** Held-out points against their predictive intervals. */
export interface HoldoutData extends Base {
  readonly kind: "holdout";
  readonly y: Measure;
  readonly points: readonly { readonly label: string; readonly y: number; readonly q: SevenQuantiles }[];
}

/** Rank-ECDF differences per chain with a simultaneous envelope, one panel a parameter. */
export interface RankData extends Base {
  readonly kind: "ranks";
  readonly level: number;
  readonly panels: readonly {
    readonly name: string;
    readonly z: readonly number[];
    readonly lower: readonly number[];
    readonly upper: readonly number[];
    /** one line a chain, the same length as z */
    readonly chains: readonly (readonly number[])[];
  }[];
}

/** Distribution of the energy against that of its steps; bins share edges, densities by chain joined. */
export interface EnergyData extends Base {
  readonly kind: "energy";
  /** length bins + 1, centred energies */
  readonly edges: readonly number[];
  readonly marginal: readonly number[];
  readonly transition: readonly number[];
  /** one a chain */
  readonly ebfmi: readonly number[];
}

/** Draws on the pair of coordinates where divergences gather. */
export interface DivergenceData extends Base {
  readonly kind: "divergences";
  readonly x: Measure;
  readonly y: Measure;
  /** thinned draws without divergence */
  readonly draws: readonly (readonly [number, number])[];
  readonly divergent: readonly (readonly [number, number])[];
  readonly total: number;
}

/** Seed standard deviation a benchmark, and the smallest difference that could be told from noise. */
export interface SeedVarianceData extends Base {
  readonly kind: "seed-variance";
  readonly unit: string;
  readonly seeds: number;
  readonly rows: readonly {
    readonly label: string;
    readonly q: SevenQuantiles;
    /** minimum detectable effect at `power` with `seeds` seeds a side */
    readonly mde?: number;
  }[];
  readonly power: number;
  readonly priorDriven?: boolean;
}

/** PassUntil against size on its log(-log) scale, with the competing laws. */
export interface EmergenceData extends Base {
  readonly kind: "emergence";
  readonly x: Measure;
  readonly points: readonly {
    readonly x: number;
    readonly p: number;
    readonly lower?: number;
    readonly upper?: number;
  }[];
  /** q are probabilities of passing */
  readonly laws: readonly { readonly name: string; readonly weight?: number; readonly curve: readonly CurvePoint[] }[];
  readonly dataEnd?: number;
}

/** Compute-optimal model size and tokens against compute. */
export interface AllocationData extends Base {
  readonly kind: "allocation";
  readonly x: Measure;
  readonly panels: readonly {
    readonly y: Measure;
    readonly curve: readonly CurvePoint[];
    readonly target?: CurvePoint;
    /** exponent of the power law, if it is one */
    readonly exponent?: SevenQuantiles;
    readonly reference?: { readonly name: string; readonly points: readonly (readonly [number, number])[] };
  }[];
  readonly dataEnd?: number;
}

/** Median loss over model size and tokens as level lines, with the runs and the compute-optimal path. */
export interface SurfaceData extends Base {
  readonly kind: "surface";
  readonly x: Measure;
  readonly y: Measure;
  readonly z: Measure;
  /** grid, ascending; values[j * xs.length + i] at (xs[i], ys[j]) */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly values: readonly number[];
  readonly points: readonly DataPoint[];
  readonly path?: readonly (readonly [number, number])[];
}

export type FigureData =
  | FanData
  | RibbonData
  | ResidualData
  | PitData
  | ReliabilityData
  | RootogramData
  | HoldoutData
  | RankData
  | EnergyData
  | DivergenceData
  | SeedVarianceData
  | EmergenceData
  | AllocationData
  | SurfaceData;

export type FigureKind = FigureData["kind"];
export type FigureOf<K extends FigureKind> = Extract<FigureData, { kind: K }>;
