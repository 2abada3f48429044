/** The report's parameters: posterior against prior, and what the literature printed. */
import { CredenceError } from "../../lib/errors.ts";
import { parseDeclaration } from "../../lib/formula/parse.ts";
import { parameterDeclaration } from "../../lib/model/document.ts";
import type { ModelDensity } from "../../lib/model/model-density.ts";
import { PriorSimulator } from "../../lib/model/simulate.ts";
import type { Summary } from "../../lib/posterior/summarize.ts";
import { stream } from "../../lib/random/stream.ts";
import type { FitParameters, Maybe, ParameterRow, Spread } from "../../lib/report.ts";
import type { Fit } from "../fit.ts";
import { equallyLikely, sevenQuantiles } from "../spread.ts";

/** draws from the prior: its 10 % and 90 % points are then known to a twelfth of its standard deviation */
const PRIOR_DRAWS = 400;
/** equally likely values a distribution is drawn with */
const DOTS = 20;
/** rows of one table; of more elements the worst mixed are shown */
const MOST_ROWS = 200;

export function reportParameters(fit: Fit): FitParameters {
  const priors = priorColumns(fit);
  const rows = fit.summaries.map((summary, k): ParameterRow => {
    const isDerived = k >= fit.parameterElements;
    const prior = isDerived ? undefined : priors?.[k];
    return {
      ...describe(fit, summary.name),
      ...(isDerived ? { derived: true } : {}),
      ...numbers(summary),
      posterior: spread(fit.draws.columns[k]!),
      ...(prior ? { prior: spread(prior) } : {}),
    };
  });
  return { fit: fit.document.name, rows: mostTelling(rows) };
}

/** everything that stands alone, then the elements of levels with the least effective draws, in their order */
function mostTelling(rows: readonly ParameterRow[]): readonly ParameterRow[] {
  if (rows.length <= MOST_ROWS) return rows;
  const isElement = ({ name }: ParameterRow): boolean => name.includes("[");
  const alone = rows.filter((row) => !isElement(row)).slice(0, MOST_ROWS);
  const worst = rows.filter(isElement).sort((a, b) => (a.essBulk ?? 0) - (b.essBulk ?? 0));
  const shown = new Set([...alone, ...worst.slice(0, MOST_ROWS - alone.length)]);
  return rows.filter((row) => shown.has(row));
}

function describe({ document }: Fit, element: string): Pick<ParameterRow, "name" | "about" | "unit" | "published"> {
  const [name] = element.split("[") as [string];
  const key = Object.keys(document.parameters).find((declared) => parseDeclaration(declared).name === name);
  const { about, unit } = key === undefined ? {} : parameterDeclaration(document.parameters[key]!);
  const published = document.published?.[element];
  return { name: element, ...(about ? { about } : {}), ...(unit ? { unit } : {}), ...(published ? { published } : {}) };
}

function numbers(summary: Summary): Omit<ParameterRow, "name"> {
  const { mean, sd, q5, q50, q95, mcse_mean, ess_bulk, ess_tail, rhat, reason } = summary;
  return {
    mean: maybe(mean),
    sd: maybe(sd),
    q5: maybe(q5!),
    q50: maybe(q50!),
    q95: maybe(q95!),
    mcseMean: maybe(mcse_mean),
    essBulk: maybe(ess_bulk),
    essTail: maybe(ess_tail),
    rhat: maybe(rhat),
    ...(reason ? { reason } : {}),
  };
}

export const maybe = (value: number): Maybe => (Number.isFinite(value) ? value : null);

function spread(draws: Float64Array): Spread {
  const sorted = draws.toSorted();
  return { q: sevenQuantiles(sorted), dots: equallyLikely(sorted, DOTS) };
}

/** draws of every parameter from its prior; undefined when a prior is improper */
function priorColumns({ density, parameterElements, seed }: Fit): Float64Array[] | undefined {
  const simulator = proper(density);
  if (!simulator) return undefined;
  const rng = stream(`${seed}/prior`);
  const columns = Array.from({ length: parameterElements }, () => new Float64Array(PRIOR_DRAWS));
  for (let draw = 0; draw < PRIOR_DRAWS; draw++) {
    const values = density.constrain(simulator.draw(rng));
    for (let k = 0; k < parameterElements; k++) columns[k]![draw] = values[k]!;
  }
  return columns;
}

function proper(density: ModelDensity): PriorSimulator | undefined {
  try {
    return new PriorSimulator(density.model);
  } catch (error) {
    if (error instanceof CredenceError && error.code === "model/improper") return undefined;
    throw error;
  }
}
