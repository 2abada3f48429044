/** Whether the answers of a fit hang on its priors: how they move when prior or likelihood is raised to a power. */
import {
  goodParetoK,
  logPriorDraws,
  parameterName,
  poolChains,
  type PowerScaling,
  powerScaling,
  psis,
  RowLogLikelihood,
} from "../../lib/evidence/index.ts";
import { weightedQuantiles } from "../../lib/forecast/scores/index.ts";
import { isTopLevel } from "../../lib/model/prior-scale.ts";
import { argsort } from "../../lib/posterior/argsort.ts";
import type { SevenQuantiles } from "../../lib/report-figures.ts";
import type { PowerScaled, Report, Sensitivity } from "../../lib/report.ts";
import type { Doubt } from "../check-design.ts";
import type { Fit } from "../fit.ts";
import { pointText } from "../point.ts";
import type { Forecast } from "../predict.ts";

type Asked = Pick<Fit, "document" | "density" | "sampled" | "draws" | "parameterElements">;

interface Candidate {
  readonly quantity: string;
  readonly unit?: string;
  readonly column: Float64Array;
}

const POWERS = [0.5, 0.8, 1, 1.25, 2];
const SEVEN = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];
/** elements of parameters looked at; beyond these are effects of a hierarchy, whose priors are themselves parameters */
const MOST_PARAMETERS = 40;
/** pictures on the page */
const MOST_FORECASTS = 2;
const MOST_FLAGGED = 4;

/**
 * The forecasts first, then parameters that are flagged; when neither is there, the parameter that moves most. Only
 * priors whose numbers somebody chose are scaled, not those that a hierarchy sets.
 * @returns empty when importance weights cannot tell; a power whose weights fail is left out of its picture
 * @source Kallioinen et al. 2024 (see `powerScaling`)
 * @cost draws · likelihood, once; O(quantities · draws)
 */
export function reportSensitivity(fit: Asked, forecasts: readonly Forecast[] = []): Sensitivity[] {
  const { density, sampled, document } = fit;
  const posterior = poolChains(density, sampled);
  const top = Object.keys(document.parameters).filter((key) => isTopLevel(document, key)).map(parameterName);
  const logPrior = logPriorDraws(density, posterior, top);
  const logLikelihood = new RowLogLikelihood(density).totals(posterior);
  const candidates = [...forecastCandidates(forecasts), ...parameterCandidates(fit)];
  if (candidates.length === 0) return [];
  const columns = candidates.map(({ column }) => column);
  const { sensitivities, reliable } = powerScaling({ columns, logPrior, logLikelihood });
  if (!reliable) return [];
  const found = candidates.map((candidate, k) => ({ ...candidate, ...sensitivities[k]! }));
  const weights = [logPrior, logLikelihood].map((component) => POWERS.map((power) => weightsAt(component, power)));
  return choose(found, Math.min(forecasts.length, MOST_FORECASTS)).map((chosen): Sensitivity => {
    const { quantity, unit, column, prior, likelihood, diagnosis } = chosen;
    const order = argsort(column);
    const [scaledPrior, scaledLikelihood] = weights.map((list) => scaled(column, order, list));
    return {
      quantity,
      ...(unit === undefined ? {} : { unit }),
      prior: scaledPrior!,
      likelihood: scaledLikelihood!,
      priorIndex: prior,
      likelihoodIndex: likelihood,
      verdict: diagnosis === "strong prior or weak likelihood" ? "weak likelihood" : diagnosis,
    };
  });
}

/** What a person should know before reading the numbers: that some of them are the prior's. */
export function priorDoubts({ sensitivity = [] }: Pick<Report, "sensitivity">): Doubt[] {
  const hanging = sensitivity.filter(({ verdict }) => verdict !== "none");
  if (hanging.length === 0) return [];
  const isConflict = hanging.some(({ verdict }) => verdict === "prior-data conflict");
  return [
    {
      message: `the prior moves ${hanging.map(({ quantity }) => quantity).join(", ")}`,
      remedy: isConflict
        ? "prior and data pull apart: see whether the prior means what you know, and whether the data are what the model says"
        : "the data say little here: state the prior that you can defend, or add rows that tell",
    },
  ];
}

function choose<T extends Pick<PowerScaling["sensitivities"][number], "prior" | "diagnosis">>(all: readonly T[], leading: number): T[] {
  const [first, rest] = [all.slice(0, leading), all.slice(leading)];
  const byIndex = rest.toSorted((a, b) => b.prior - a.prior);
  const flagged = byIndex.filter(({ diagnosis }) => diagnosis !== "none").slice(0, MOST_FLAGGED);
  return first.length + flagged.length > 0 ? [...first, ...flagged] : byIndex.slice(0, 1);
}

/** the law's mean where there is one: the noise of one observation does not hang on the prior of the law */
function forecastCandidates(forecasts: readonly Forecast[]): Candidate[] {
  return forecasts.slice(0, MOST_FORECASTS).flatMap(({ name, at, unit, draws, meanDraws, undefinedShare }) =>
    undefinedShare > 0 ? [] : [{ quantity: `${name.replace(/\(.*/, "")} at ${pointText(at)}`, ...(unit ? { unit } : {}), column: meanDraws ?? draws }],
  );
}

function parameterCandidates({ draws, parameterElements, document }: Asked): Candidate[] {
  const units = new Map(
    Object.entries(document.parameters).flatMap(([key, declaration]) =>
      typeof declaration === "string" || declaration.unit === undefined ? [] : [[parameterName(key), declaration.unit] as const],
    ),
  );
  return draws.names.slice(0, Math.min(parameterElements, MOST_PARAMETERS)).flatMap((quantity, k) => {
    const column = draws.columns[k]!;
    const unit = units.get(quantity.replace(/\[.*/, ""));
    const isFit = column.every(Number.isFinite) && column.some((value) => value !== column[0]);
    return isFit ? [{ quantity, ...(unit ? { unit } : {}), column }] : [];
  });
}

interface PowerWeights {
  readonly power: number;
  readonly weights: Float64Array;
}

/** undefined when the draws cannot stand for so different a power */
function weightsAt(component: Float64Array, power: number): PowerWeights | undefined {
  if (power === 1 || component.every((value) => value === component[0])) return { power, weights: component.map(() => 1) };
  const { logWeights, k } = psis(component.map((value) => (power - 1) * value));
  return k <= goodParetoK(component.length) ? { power, weights: logWeights.map(Math.exp) } : undefined;
}

function scaled(column: Float64Array, order: Uint32Array, weights: readonly (PowerWeights | undefined)[]): PowerScaled[] {
  return weights.flatMap((found) =>
    found ? [{ power: found.power, q: weightedQuantiles(column, found.weights, SEVEN, order) as unknown as SevenQuantiles }] : [],
  );
}
