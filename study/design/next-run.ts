/** Where the next run should be: what each candidate run would tell about models, about a forecast, about an event. */
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { cellText, selectRows, type Table, withTable } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { type Expected, expectedLogBayesFactor, logMeanExp, unitsToDecide } from "../../lib/evidence/index.ts";
import { rowLogDensities } from "../../lib/forecast/row-log-density.ts";
import { standardNormalCdf } from "../../lib/distribution/standard-normal.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import { mean, standardDeviation, variance } from "../../lib/posterior/moments.ts";
import { chainEss } from "../../lib/posterior/ess.ts";
import { checkComparable } from "../comparison/same-data.ts";
import type { NamedFit } from "../comparison/named-fit.ts";
import { rowForecasts } from "../forecast/rows.ts";
import type { Point } from "../point.ts";
import { type Forecast, predict } from "../predict.ts";
import { thinDraws } from "../thin-draws.ts";

export interface DesignQuestion {
  /** one candidate run a row: covariates of the models */
  readonly candidates: Table;
  /** cost of each candidate, > 0 */
  readonly costs: Float64Array;
  /** where a forecast matters: its law's interval is to shrink */
  readonly target?: Point;
  /** a threshold of the response that a candidate, repeated, is to decide */
  readonly threshold?: number;
  /** probability with which a decision is wanted; default 0.9 */
  readonly wanted?: number;
}

export interface Candidate {
  /** row of the table, from 0 */
  readonly row: number;
  readonly at: Point;
  readonly cost: number;
  /** of two fits: log Bayes factor that one run here adds on average if the first, or the second, is true */
  readonly ifFirst?: Expected;
  readonly ifSecond?: Expected;
  /** runs here until a log Bayes factor of 3 for the true one has the wanted probability; missing beyond a million */
  readonly runsToDecide?: number;
  /** share by which the standard deviation of the target's law shrinks with one run here, and its error */
  readonly shrinkage?: Expected;
  /** repeats here until it is decided, with the wanted probability, on which side of the threshold the law lies */
  readonly repeatsToDecide?: number;
}

/** Outcomes drawn of each candidate, and draws of the posterior that judge them: an error of about a tenth of the answer. */
const OUTCOMES = 200;
const JUDGES = 400;
const MOST_RUNS = 1_000_000;
/** log Bayes factor of strong evidence, 20 to 1 (Kass and Raftery 1995) */
const DECISIVE = 3;

/**
 * @param fits one, or two that are to be told apart
 * @throws CredenceError design/fits; as `checkComparable`, `predict`
 * @source laws.md 3.8: Kullback and Leibler 1951 for the log Bayes factor; for the interval the linear Bayes update,
 *   sd² · cov² / (var + noise²), on the log scale of positive responses (exact for normal posteriors)
 * @cost candidates · 200 · 400 densities a model
 */
export function rankCandidates(fits: readonly NamedFit[], question: DesignQuestion): Candidate[] {
  if (fits.length !== 1 && fits.length !== 2) throw badFits(fits);
  if (fits.length === 2) checkComparable(fits);
  const { candidates, costs, target, threshold, wanted = 0.9 } = question;
  const forecasts = fits.map(({ fit }) => rowForecasts(fit, candidates));
  const evidence = fits.length === 2 ? tellApart(fits, forecasts, candidates, wanted) : undefined;
  const aim = target && lawOf(predict(fits[0]!.fit, [target])[0]!);
  return forecasts[0]!.map(([forecast], row): Candidate => ({
    row,
    at: forecast!.at,
    cost: costs[row]!,
    ...evidence?.[row],
    ...(aim ? { shrinkage: shrinkage(aim, forecast!, fits[0]!.fit.sampled.chains) } : {}),
    ...(threshold === undefined ? {} : repeats(forecast!, threshold, wanted)),
  }));
}

const lawOf = ({ meanDraws, draws }: Forecast): Float64Array => meanDraws ?? draws;

/** one run here: the target's law regressed on the outcome, whose noise is independent of it */
function shrinkage(aim: Float64Array, forecast: Forecast, chains: number): Expected {
  const law = lawOf(forecast);
  const isPositive = aim.every((value) => value > 0) && law.every((value) => value > 0) && forecast.draws.every((value) => value > 0);
  const scale = (values: Float64Array): Float64Array => (isPositive ? values.map(Math.log) : values);
  const [q, m, y] = [scale(aim), scale(law), scale(forecast.draws)];
  const noise = variance(y.map((value, i) => value - m[i]!));
  const [meanQ, meanM] = [mean(q), mean(m)];
  const covariance = mean(q.map((value, i) => (value - meanQ) * (m[i]! - meanM)));
  const share = Math.min(1, covariance ** 2 / (variance(q) * (variance(m) + noise)));
  const ess = chainEss(q, chains) || q.length;
  // delta method: the error of a squared correlation r² is 2 r (1 - r²) / sqrt(n)
  const error = (2 * Math.sqrt(share) * (1 - share)) / Math.sqrt(ess);
  return { value: 1 - Math.sqrt(1 - share), mcse: error / (2 * Math.sqrt(Math.max(1 - share, 1e-12))) };
}

function repeats(forecast: Forecast, threshold: number, wanted: number): Pick<Candidate, "repeatsToDecide"> {
  const law = lawOf(forecast);
  const noise = standardDeviation(forecast.draws.map((value, i) => value - law[i]!));
  const effect = { effects: law.map((value) => value - threshold), sds: law.map(() => noise) };
  const { count } = unitsToDecide(effect, { wanted });
  return count === undefined ? {} : { repeatsToDecide: count };
}

type ToldApart = Pick<Candidate, "ifFirst" | "ifSecond" | "runsToDecide">;

function tellApart(fits: readonly NamedFit[], forecasts: readonly Forecast[][][], candidates: Table, wanted: number): ToldApart[] {
  const differences = fits.map((_, truth) => logRatios(fits, forecasts[truth]!, candidates, truth));
  return Array.from({ length: candidates.rows }, (_, row): ToldApart => {
    const [first, second] = differences.map((list) => list[row]!);
    const zero = (values: Float64Array): Float64Array => values.map(() => 0);
    const [ifFirst, ifSecond] = [first!, second!].map((ratios) => expectedLogBayesFactor(ratios, zero(ratios)));
    const runsToDecide = runsUntil(
      [
        { center: ifFirst!.value, sd: standardDeviation(first!) },
        { center: ifSecond!.value, sd: standardDeviation(second!) },
      ],
      wanted,
    );
    return {
      ifFirst: ifFirst!,
      ifSecond: ifSecond!,
      ...(runsToDecide === undefined ? {} : { runsToDecide }),
    };
  });
}

/** for each candidate: log p(y | true model) - log p(y | other) at outcomes y of the true model */
function logRatios(fits: readonly NamedFit[], forecasts: readonly (readonly Forecast[])[], candidates: Table, truth: number): Float64Array[] {
  const response = forecasts[0]![0]!.name;
  const outcomes = forecasts.map(([forecast]) => spread(forecast!.draws, OUTCOMES));
  const rows = outcomes.flatMap((values, row) => Array.from(values, () => row));
  const repeated = selectRows(candidates, rows);
  const filled = tableFromColumns({ [response]: Float64Array.from(outcomes.flatMap((values) => [...values])) }).columns.get(response)!;
  const table = withTable(repeated, { columns: new Map(repeated.columns).set(response, filled) });
  const scores = fits.map(({ fit }) => {
    const judges = thinDraws(fit.sampled, Math.ceil(JUDGES / fit.sampled.chains) * fit.sampled.chains);
    const total = judges.chains * judges.draws;
    const densities = rowLogDensities(fit.density, judges, table);
    return rows.map((_, i) => logMeanExp(densities.subarray(i * total, (i + 1) * total)));
  });
  const [mine, other] = [scores[truth]!, scores[1 - truth]!];
  return candidatesOf(outcomes, mine.map((value, i) => value - other[i]!));
}

function candidatesOf(outcomes: readonly Float64Array[], flat: readonly number[]): Float64Array[] {
  let at = 0;
  return outcomes.map(({ length }) => Float64Array.from(flat.slice(at, (at += length))));
}

/** evenly through the draws */
const spread = (draws: Float64Array, count: number): Float64Array =>
  Float64Array.from({ length: Math.min(count, draws.length) }, (_, i) => draws[Math.floor(((i + 0.5) / Math.min(count, draws.length)) * draws.length)]!);

/** fewest runs with which the summed log ratio, nearly normal, passes the decisive level with the wanted probability */
function runsUntil(moments: readonly { center: number; sd: number }[], wanted: number): number | undefined {
  const decided = (n: number): number =>
    mean(Float64Array.from(moments, ({ center, sd }) => standardNormalCdf((n * center - DECISIVE) / (Math.sqrt(n) * sd || 1e-300))));
  if (!(decided(MOST_RUNS) >= wanted)) return undefined;
  let [low, high] = [0, MOST_RUNS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (decided(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** Whether a table already has a response: then its rows are runs that were made, and no candidates. */
export function hasResponse({ fit }: NamedFit, table: Table): boolean {
  return [...responsesOf(fit.document)].some((name) => {
    const column = table.columns.get(name);
    return column !== undefined && Array.from({ length: table.rows }, (_, row) => cellText(column, row)).some((cell) => cell.trim() !== "");
  });
}

function badFits(fits: readonly NamedFit[]): CredenceError {
  return new CredenceError({
    code: "design/fits",
    message: `a plan is for one run, or for two that are to be told apart, not ${fits.length}`,
    found: fits.map(({ name }) => name).join(", ") || "no runs",
    expected: "one or two run folders",
  });
}
