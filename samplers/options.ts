/** What a caller may choose about sampling, and the defaults with the measurements behind them. */
import { CredenceError } from "../lib/errors.ts";
import type { MetricKind } from "./metric.ts";

/** Where a chain begins when an earlier fit is known. */
export interface WarmStart {
  /** unconstrained, length dim, in the coordinates of `coordinateState` where the density has a choice of them */
  readonly position: Float64Array;
  readonly stepSize: number;
  readonly metric: MetricKind;
  readonly inverseMetric: Float64Array;
  readonly coordinateState?: readonly number[];
}

export interface SamplerOptions {
  readonly seed: string;
  /** the model's part of the stream keys `seed/model/chain/k/...` */
  readonly model: string;
  readonly chains?: number;
  readonly warmup?: number;
  readonly draws?: number;
  /** mean acceptance statistic that the step size aims at, in (0, 1); `auto` takes `automaticTarget` */
  readonly targetAccept?: "auto" | number;
  readonly maxTreeDepth?: number;
  readonly sampler?: "nuts" | "hmc";
  /** `auto`: dense up to `DENSE_LIMIT` dimensions, low-rank above */
  readonly metric?: "auto" | MetricKind;
  /** energy error in nats beyond which a trajectory counts as divergent */
  readonly maxEnergyError?: number;
  /** each transition multiplies the step size by a uniform of [1 - jitter, 1 + jitter] */
  readonly jitter?: number;
  /** one starting position a chain (reused in turn when there are fewer), instead of random ones */
  readonly initial?: readonly Float64Array[];
  /** one earlier state a chain (reused in turn when there are fewer) */
  readonly warmStart?: readonly WarmStart[];
}

export type Settings = Required<Omit<SamplerOptions, "initial" | "warmStart">> &
  Pick<SamplerOptions, "initial" | "warmStart">;

/**
 * What decided warmup and target acceptance: `npm run bench:defaults`, 8 reference models of 3 to 23 parameters, 3 seeds of
 * 4 x 1000 draws each. Effective draws (the worst parameter's) per 1000 gradients with warmup counted, geometric mean; and
 * divergences in the 96 000 transitions:
 *
 *     target    0.8        0.85      0.9       0.95
 *     300       139 (10)             110 (0)
 *     400       134 (19)   121 (6)   105 (2)   85 (0)
 *     600       128 (6)              94 (1)
 *     1000      103 (24)             75 (1)
 *
 * A warmup of 300 yields no more than 5 % over 400, which leaves room for models that are harder than these; more yields less.
 * A target of 0.9 costs a fifth of the yield at 0.8 and leaves a tenth of its divergences; the last two, of eight schools,
 * would cost a fifth again (over 20 seeds: 106, 12 and 1 of 80 000 transitions at 0.8, 0.9 and 0.95). Above `DENSE_LIMIT` dimensions see `automaticTarget`.
 * The table is of commit 5bef7a9; in the coordinates of dcba046 eight schools had no divergence at 0.9 in 60 fits.
 */
export const DEFAULTS = {
  chains: 4,
  warmup: 400,
  draws: 1000,
  targetAccept: "auto",
  maxTreeDepth: 10,
  sampler: "nuts",
  metric: "auto",
  maxEnergyError: 1000,
  jitter: 0.1,
} as const;

/** @throws CredenceError sampler/option when a setting is outside its range */
export function resolveOptions(options: SamplerOptions): Settings {
  const settings: Settings = { ...DEFAULTS, ...options };
  const { targetAccept, jitter, maxEnergyError } = settings;
  for (const [name, least] of Object.entries({ chains: 1, warmup: 0, draws: 1, maxTreeDepth: 1 })) {
    const value = settings[name as "chains" | "warmup" | "draws" | "maxTreeDepth"];
    if (!Number.isInteger(value) || value < least) fail(name, `an integer ≥ ${least}`, value);
  }
  if (targetAccept !== "auto" && !(targetAccept > 0 && targetAccept < 1)) fail("targetAccept", "a number between 0 and 1", targetAccept);
  if (!(jitter >= 0 && jitter < 1)) fail("jitter", "a number in [0, 1)", jitter);
  if (!(maxEnergyError > 0)) fail("maxEnergyError", "a number > 0", maxEnergyError);
  return settings;
}

function fail(name: string, expected: string, value: number): never {
  throw new CredenceError({
    code: "sampler/option",
    message: `${name} must be ${expected}, got ${value}`,
    found: String(value),
    expected,
  });
}
