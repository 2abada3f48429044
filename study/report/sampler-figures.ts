/** Pictures of the sampler: ranks of the worst mixed parameters, energies, and where divergences gather. */
import { rankEcdf } from "../../lib/posterior/rank-ecdf.ts";
import { mean, standardDeviation } from "../../lib/posterior/moments.ts";
import { ebfmi } from "../../lib/posterior/ebfmi.ts";
import type { FigureData, FigureOf } from "../../lib/report-figures.ts";
import type { Fit } from "../fit.ts";

/** panels of ranks, the worst mixed first */
const PANELS = 6;
/** chance that agreeing chains leave an envelope in any parameter of the fit */
const RANK_ERROR = 0.05;
/** draws of a chain behind a rank curve: its exact envelope costs their number squared, and 200 show a disagreement of 0.1 */
const RANK_DRAWS = 200;
/** nodes of a rank curve, a step of 6 px */
const RANK_POINTS = 30;
const ENERGY_BINS = 30;
/** ordinary draws shown behind the divergent ones */
const BACKGROUND = 500;

export function samplerFigures(fit: Fit): FigureData[] {
  const { sampled, parameterElements } = fit;
  if (sampled.draws < 20 || parameterElements === 0) return [];
  const figures: FigureData[] = sampled.chains > 1 ? [ranks(fit)] : [];
  figures.push(energy(fit));
  if (fit.diagnostics.divergences > 0 && parameterElements > 1) figures.push(divergences(fit));
  return figures;
}

function ranks({ sampled, draws, summaries, parameterElements, document }: Fit): FigureOf<"ranks"> {
  const thin = Math.max(1, Math.ceil(sampled.draws / RANK_DRAWS));
  const worst = summaries
    .slice(0, parameterElements)
    .map(({ rhat }, k) => ({ rhat, k }))
    .filter(({ rhat }) => Number.isFinite(rhat))
    .sort((a, b) => b.rhat - a.rhat)
    .slice(0, PANELS);
  const panels = worst.map(({ k }) => {
    const { shares, differences, lower, upper } = rankEcdf(draws.columns[k]!, draws.chains, {
      prob: 1 - RANK_ERROR / parameterElements,
      points: RANK_POINTS,
      thin,
    });
    return { name: draws.names[k]!, z: shares, lower, upper, chains: differences };
  });
  return { kind: "ranks", id: "ranks", subject: document.name, level: 1 - RANK_ERROR, panels };
}

function energy({ sampled, document }: Fit): FigureOf<"energy"> {
  const { energy__ } = sampled.statistics;
  const centre = mean(energy__);
  const centred = energy__.map((value) => value - centre);
  const steps = energy__
    .map((value, i) => (i % sampled.draws === 0 ? Number.NaN : value - energy__[i - 1]!))
    .filter((value) => !Number.isNaN(value));
  const reach = 4 * Math.max(standardDeviation(centred), standardDeviation(steps)) || 1;
  const width = (2 * reach) / ENERGY_BINS;
  return {
    kind: "energy",
    id: "energy",
    subject: document.name,
    edges: Array.from({ length: ENERGY_BINS + 1 }, (_, k) => -reach + k * width),
    marginal: histogram(centred, -reach, width),
    transition: histogram(steps, -reach, width),
    ebfmi: ebfmi(energy__, sampled.chains),
  };
}

/** densities; the few values beyond the ends are left out of the picture, not of the total */
function histogram(values: Float64Array, low: number, width: number): number[] {
  const density = Array.from({ length: ENERGY_BINS }, () => 0);
  for (const value of values) {
    const bin = Math.floor((value - low) / width);
    if (bin >= 0 && bin < ENERGY_BINS) density[bin]! += 1 / (values.length * width);
  }
  return density;
}

/** on the two parameters whose divergent draws lie farthest from the others, in standard deviations */
function divergences({ draws, sampled, parameterElements }: Fit): FigureOf<"divergences"> {
  const isDivergent = (_: number, i: number): boolean => sampled.statistics.divergent__[i] === 1;
  const shifts = draws.columns.slice(0, parameterElements).map((column, k) => {
    const shift = (mean(column.filter(isDivergent)) - mean(column)) / standardDeviation(column);
    return { k, shift: Math.abs(shift) || 0 };
  });
  const [x, y] = shifts.sort((a, b) => b.shift - a.shift).map(({ k }) => k) as [number, number];
  const pair = (i: number): [number, number] => [draws.columns[x]![i]!, draws.columns[y]![i]!];
  const all = Array.from({ length: draws.chains * draws.draws }, (_, i) => i);
  const step = Math.ceil(all.length / BACKGROUND);
  const divergent = all.filter((i) => isDivergent(0, i));
  return {
    kind: "divergences",
    id: "divergences",
    x: { label: draws.names[x]! },
    y: { label: draws.names[y]! },
    draws: all.filter((i) => i % step === 0 && !isDivergent(0, i)).map(pair),
    divergent: divergent.slice(0, BACKGROUND).map(pair),
    total: divergent.length,
  };
}
