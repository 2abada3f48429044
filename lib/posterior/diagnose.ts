/** Whether the sampler is to be trusted: every check with its count, its share and its remedy. */
import type { Draws, SamplerStatistics } from "../fit.ts";
import { ebfmi } from "./ebfmi.ts";
import { type Summary, summarize } from "./summarize.ts";
import { undefinedReason } from "./undefined-reason.ts";

export interface DiagnosticWarning {
  readonly code: "divergences" | "treedepth" | "rhat" | "ess_bulk" | "ess_tail" | "ebfmi" | "not_finite" | "constant";
  /** what was found, with count, share and limit */
  readonly message: string;
  readonly remedy: string;
}

/** The digest of a fit; numbers are NaN when nothing could be measured. */
export interface Diagnostics {
  /** no check failed and something could be measured; tree depth hits and constant quantities warn without failing */
  readonly ok: boolean;
  readonly divergences: number;
  readonly max_rhat: number;
  readonly min_ess_bulk: number;
  readonly min_ess_tail: number;
  readonly min_ebfmi: number;
  readonly max_treedepth_hits: number;
  readonly warnings: readonly DiagnosticWarning[];
}

export interface DiagnosticLimits {
  /** 1.01: Vehtari et al. 2021, section 4 */
  readonly rhatMax?: number;
  /** 400: enough for the diagnostics themselves to be stable; Vehtari et al. 2021, section 4 */
  readonly essMin?: number;
  readonly maxDivergences?: number;
  /** 0.3: Betancourt 2016 */
  readonly ebfmiMin?: number;
  /** the sampler's limit, 10 unless told */
  readonly maxTreedepth?: number;
  /** the rows of `summarize` if the caller has them already */
  readonly summaries?: readonly Summary[];
}

const DEFAULTS = { rhatMax: 1.01, essMin: 400, maxDivergences: 0, ebfmiMin: 0.3, maxTreedepth: 10 };
const FAILS: ReadonlySet<string> = new Set(["divergences", "rhat", "ess_bulk", "ess_tail", "ebfmi", "not_finite"]);

/**
 * One verdict on a fit from its draws and sampler statistics.
 * @returns values, never exceptions: a fit that cannot be trusted is `ok: false` with the reasons in `warnings`
 * @throws CredenceError draws/shape
 * @source Vehtari et al. 2021 (R-hat, ESS); Betancourt 2016 (E-BFMI), 2017 (divergences, tree depth)
 * @cost that of `summarize`, or nothing to speak of when `summaries` are given
 */
export function diagnose(draws: Draws, statistics: SamplerStatistics, limits: DiagnosticLimits = {}): Diagnostics {
  const limit = { ...DEFAULTS, ...limits };
  const rows = limits.summaries ?? summarize(draws);
  const energies = ebfmi(statistics.energy__, draws.chains);
  const divergences = count(statistics.divergent__, (value) => value !== 0);
  const hits = count(statistics.treedepth__, (value) => value >= limit.maxTreedepth);
  const warnings = [
    divergences > limit.maxDivergences && divergent(divergences, statistics.divergent__.length, limit.maxDivergences),
    hits > 0 && treeDepth(hits, statistics.treedepth__.length, limit.maxTreedepth),
    tooHighRhat(rows, limit.rhatMax),
    tooLowEss(rows, "ess_bulk", limit.essMin),
    tooLowEss(rows, "ess_tail", limit.essMin),
    tooLowEnergy(energies, limit.ebfmiMin),
    undefinedQuantities(draws, "not_finite"),
    undefinedQuantities(draws, "constant"),
  ].filter((warning) => warning !== false);
  return {
    ok: !warnings.some(({ code }) => FAILS.has(code)) && rows.some(({ ess_bulk }) => !Number.isNaN(ess_bulk)),
    divergences,
    max_rhat: extreme(
      Math.max,
      rows.map((row) => row.rhat),
    ),
    min_ess_bulk: extreme(
      Math.min,
      rows.map((row) => row.ess_bulk),
    ),
    min_ess_tail: extreme(
      Math.min,
      rows.map((row) => row.ess_tail),
    ),
    min_ebfmi: extreme(Math.min, energies),
    max_treedepth_hits: hits,
    warnings,
  };
}

type Check = DiagnosticWarning | false;

function divergent(found: number, of: number, allowed: number): DiagnosticWarning {
  return {
    code: "divergences",
    message: `${share(found, of)} transitions diverged; ${allowed === 0 ? "none may" : `at most ${allowed} may`}`,
    remedy:
      "the draws miss a region of high curvature: raise adapt_delta towards 0.99, use the other centring of a hierarchy, or tighten a prior that lets a scale reach 0",
  };
}

function treeDepth(found: number, of: number, maxTreedepth: number): DiagnosticWarning {
  return {
    code: "treedepth",
    message: `${share(found, of)} transitions reached the maximum tree depth ${maxTreedepth}`,
    remedy: "the draws are right but slow: put parameters on similar scales, or raise the maximum tree depth",
  };
}

function tooHighRhat(rows: readonly Summary[], rhatMax: number): Check {
  const bad = rows.filter(({ rhat }) => rhat > rhatMax).sort((a, b) => b.rhat - a.rhat);
  return (
    bad.length > 0 && {
      code: "rhat",
      message: `R-hat is above ${rhatMax} for ${share(bad.length, rows.length)} quantities, worst ${bad[0].name}: ${bad[0].rhat.toFixed(3)}`,
      remedy:
        "the chains disagree: run a longer warmup and more draws; if it stays, the posterior has several modes or a parameter the data do not determine",
    }
  );
}

function tooLowEss(rows: readonly Summary[], key: "ess_bulk" | "ess_tail", essMin: number): Check {
  const bad = rows.filter((row) => row[key] < essMin).sort((a, b) => a[key] - b[key]);
  const what = key === "ess_bulk" ? "bulk" : "tail";
  return (
    bad.length > 0 && {
      code: key,
      message: `${what} ESS is below ${essMin} for ${share(bad.length, rows.length)} quantities, worst ${bad[0].name}: ${bad[0][key].toFixed(0)}`,
      remedy: `take ${(essMin / bad[0][key]).toFixed(1)} times as many draws, or reparameterise so that the chains mix faster`,
    }
  );
}

function tooLowEnergy(energies: readonly number[], ebfmiMin: number): Check {
  const bad = energies.filter((value) => value < ebfmiMin);
  return (
    bad.length > 0 && {
      code: "ebfmi",
      message: `E-BFMI is below ${ebfmiMin} in ${share(bad.length, energies.length)} chains, lowest ${Math.min(...bad).toFixed(2)}`,
      remedy:
        "the chains cross the tails slowly: use the other centring of a hierarchy, or a lighter-tailed prior on its scale",
    }
  );
}

function undefinedQuantities(draws: Draws, code: "not_finite" | "constant"): Check {
  const reasons = draws.columns.map((column) => undefinedReason(column));
  const first = reasons.findIndex((reason) => reason?.code === code);
  if (first < 0) return false;
  const found = reasons.filter((reason) => reason?.code === code).length;
  const what = code === "constant" ? "are constant" : "have draws that are not finite";
  return {
    code,
    message: `${share(found, reasons.length)} quantities ${what}, first ${draws.names[first]}: ${reasons[first]?.text}`,
    remedy: UNDEFINED_REMEDY[code],
  };
}

const UNDEFINED_REMEDY = {
  not_finite:
    "look in its formula for a logarithm, root or ratio that leaves its domain, or an exponential that overflows",
  constant:
    "nothing to do if the model fixes it; if it should vary, the chains are stuck: look at initial values and step size",
};

function share(found: number, of: number): string {
  return `${found} of ${of} (${Number(((100 * found) / of).toPrecision(2))} %)`;
}

function count(values: Float64Array, holds: (value: number) => boolean): number {
  return values.reduce((total, value) => total + (holds(value) ? 1 : 0), 0);
}

function extreme(pick: (...values: number[]) => number, values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((a, b) => pick(a, b));
}
