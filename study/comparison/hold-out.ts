/** Leave the largest out: fits to the rows below a cut, scored on the rows above it, which is what extrapolation asks. */
import { selectRows, type Table } from "../../lib/data/table.ts";
import { heldOutRow } from "../../lib/evidence/index.ts";
import { BoundModel } from "../../lib/model/bind.ts";
import { predict } from "../../lib/forecast/predict.ts";
import { type ForecastScores, scoreForecasts } from "../forecast/scores.ts";
import { type ByColumn, cutsOf } from "./cuts.ts";
import { frozen, fitWithout } from "./refit.ts";
import type { NamedFit } from "./named-fit.ts";

export interface HoldOutModel extends ForecastScores {
  readonly name: string;
  /** log predictive density of the rows above the cut, summed, with its Monte Carlo error */
  readonly elpd: number;
  readonly mcse: number;
  /** less that of the best model at this cut, with the standard error over rows */
  readonly difference: number;
  readonly differenceSe: number;
  /** whether the sampler can be trusted on the rows below the cut */
  readonly ok: boolean;
}

export interface HoldOut {
  /** rows with a value up to this one are fitted */
  readonly cut: number;
  readonly fitted: number;
  readonly scored: number;
  readonly models: readonly HoldOutModel[];
}

export interface HoldOutComparison {
  readonly column: string;
  readonly cuts: readonly HoldOut[];
}

/**
 * Constants of the models (pivots, say) are those of the rows below the cut: nothing of the rows above is known.
 * @param by the column, or a formula of columns such as `6 * N * D`, and the cuts
 * @throws CredenceError as `cutsOf`
 * @cost a fit a model and cut
 */
export function holdOutFits(fits: readonly NamedFit[], by: ByColumn, onStep: (step: string) => void = () => {}): HoldOutComparison {
  const { values, cuts } = cutsOf(fits[0]!.fit.table, by);
  return {
    column: by.column,
    cuts: cuts.map((cut) => {
      const isAbove = (row: number): boolean => values[row]! > cut;
      const rows = Array.from(values, (_, row) => row);
      const [below, above] = [rows.filter((row) => !isAbove(row)), rows.filter(isAbove)];
      const scored = fits.map((fit) => {
        onStep(`${fit.name} below ${by.column} = ${cut}`);
        return scoreAbove(fit, below, above, cut);
      });
      const best = scored.reduce((a, b) => (b.model.elpd > a.model.elpd ? b : a));
      const models = scored.map(({ model, pointwise }) => ({ ...model, ...paired(pointwise, best.pointwise) }));
      return { cut, fitted: below.length, scored: above.length, models };
    }),
  };
}

interface Scored {
  readonly model: Omit<HoldOutModel, "difference" | "differenceSe">;
  readonly pointwise: readonly number[];
}

function scoreAbove({ name, fit }: NamedFit, below: readonly number[], above: readonly number[], cut: number): Scored {
  const { constants } = new BoundModel(fit.document, selectRows(fit.table, below));
  const document = { ...frozen(fit), constants: Object.fromEntries(constants) };
  const refit = fitWithout(fit, above, `${name}/below ${cut}`, { document, cold: true });
  const rows = Array.from(refit.logLikelihood(above), (draws) => heldOutRow(draws, fit.sampled.chains));
  const table: Table = selectRows(fit.table, above);
  const predictions = predict(refit.density, refit.sampled, table, `${fit.seed}/below ${cut}`);
  const scores = scoreForecasts(fit.document, table, predictions, { seed: `${fit.seed}/${name}/${cut}`, chains: fit.sampled.chains });
  const elpd = rows.reduce((sum, row) => sum + row.elpd, 0);
  const mcse = Math.hypot(...rows.map((row) => row.mcse));
  return { model: { name, elpd, mcse, ok: refit.ok, ...scores }, pointwise: rows.map((row) => row.elpd) };
}

/** sum of differences, and sqrt(n) times their standard deviation; NaN of one row */
function paired(first: readonly number[], second: readonly number[]): Pick<HoldOutModel, "difference" | "differenceSe"> {
  const differences = first.map((value, k) => value - second[k]!);
  const n = differences.length;
  const difference = differences.reduce((sum, value) => sum + value, 0);
  const squares = differences.reduce((sum, value) => sum + (value - difference / n) ** 2, 0);
  return { difference, differenceSe: Math.sqrt((n * squares) / (n - 1)) };
}
