/** A fit again without some of its rows, and how it predicts them: exact cross-validation. */
import { type PosteriorDraws, poolChains, RowLogLikelihood } from "../../lib/evidence/index.ts";
import type { SampleResult } from "../../lib/fit.ts";
import { BoundModel } from "../../lib/model/bind.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import { ModelDensity } from "../../lib/model/model-density.ts";
import { diagnose } from "../../lib/posterior/index.ts";
import { sampleChains, type WarmStart } from "../../samplers/index.ts";
import { constrainDraws } from "../fit.ts";
import type { ComparableFit } from "./named-fit.ts";

export interface Refit {
  readonly density: ModelDensity;
  readonly sampled: SampleResult;
  readonly posterior: PosteriorDraws;
  /** whether its sampler can be trusted */
  readonly ok: boolean;
  /** log likelihood of the given rows in every draw, one row at a time; the buffer is used again */
  readonly logLikelihood: (rows: readonly number[]) => Iterable<Float64Array>;
}

/** Warm chains start among the draws of the full fit with its metric: they only have to move a little. */
const WARM_WARMUP = 150;

/**
 * Samples the model given all rows but some. Levels and constants are those of the fit: a group that is left out whole
 * is predicted from the groups that stay.
 * @param key names the random streams
 * @param options `document` where other constants are wanted; `cold` for a warmup from scratch
 * @cost one compilation and a fit, with 150 warmup draws unless cold
 */
export function fitWithout(
  fit: ComparableFit,
  rows: readonly number[],
  key: string,
  { document = frozen(fit), cold = false }: { document?: ModelDocument; cold?: boolean } = {},
): Refit {
  const density = new ModelDensity(new BoundModel(document, fit.table, [], rows));
  const { chains, draws } = fit.sampled;
  const warm = cold ? {} : { warmup: WARM_WARMUP, warmStart: warmStarts(fit.sampled) };
  const sampled = sampleChains(density, { seed: `${fit.seed}/${key}`, model: document.name, chains, draws, ...warm });
  const posterior = poolChains(density, sampled);
  // the same coordinates, with every row in the likelihood
  const whole = new ModelDensity(new BoundModel(document, fit.table));
  whole.setCoordinateState(density.coordinateState());
  return {
    density: whole,
    sampled,
    posterior,
    ok: isTrusted(density, sampled),
    logLikelihood: (wanted) => new RowLogLikelihood(whole).ofDraws(posterior, wanted),
  };
}

/** the document with its constants as they are in the fit, so that a fit to fewer rows has the same priors and pivots */
export function frozen({ document, density }: Pick<ComparableFit, "document" | "density">): ModelDocument {
  return { ...document, constants: Object.fromEntries(density.model.constants) };
}

function isTrusted(density: ModelDensity, sampled: SampleResult): boolean {
  const all = constrainDraws(density, sampled);
  const { parameterElements } = density;
  const parameters = { ...all, names: all.names.slice(0, parameterElements), columns: all.columns.slice(0, parameterElements) };
  return diagnose(parameters, sampled.statistics).ok;
}

function warmStarts({ chains, draws, dim, positions, adaptation }: SampleResult): WarmStart[] {
  return Array.from({ length: chains }, (_, chain) => {
    const { stepSize, metric, inverseMetric, coordinateState } = adaptation[chain]!;
    const last = ((chain + 1) * draws - 1) * dim;
    return {
      position: positions.slice(last, last + dim),
      stepSize,
      metric,
      inverseMetric,
      ...(coordinateState ? { coordinateState } : {}),
    };
  });
}
