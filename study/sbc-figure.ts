/** The pictures of simulation-based calibration, drawn as the pages draw theirs. */
import { rankUniformity } from "../lib/posterior/sbc.ts";
import { stream } from "../lib/random/stream.ts";
import type { FigureData, FigureOf } from "../lib/report-figures.ts";
import { REPORT_SCHEMA, type Report } from "../lib/report.ts";
import { renderFigure } from "../reports/index.ts";
import { reliabilityFigure } from "./report/reliability-check.ts";
import type { SbcResult } from "./sbc.ts";
import type { SbcModelsResult } from "./sbc-models.ts";
import { version } from "./version.ts";

const LEVEL = 0.95;

/** One quantity's ranks: their distribution function less the uniform one, with the simultaneous band. */
export function ranksFigure(model: string, name: string, { ranks, maxRank }: SbcResult): FigureOf<"pit"> {
  const { ecdf } = rankUniformity(ranks.get(name)!, maxRank, { prob: LEVEL });
  const { shares, difference, lower, upper } = ecdf;
  const steps = shares.map((z, k) => ({ z, difference: difference[k]!, lower: lower[k]!, upper: upper[k]! }));
  return { kind: "pit", id: "sbc", subject: `${name} of ${model}`, n: ranks.get(name)!.length, level: LEVEL, steps, how: "simulated" };
}

/**
 * How often models were the true one, against the probability stated for them; all models together. The band is that of
 * probabilities that are right, one true model a simulation.
 */
export function modelChoiceFigure({ names, choices }: SbcModelsResult): FigureOf<"reliability"> {
  // two models mirror each other: one tells all
  const counted = names.length === 2 ? [0] : names.map((_, k) => k);
  const random = stream("model choice");
  const outcomes = (truths: readonly number[]): Float64Array =>
    Float64Array.from(truths.flatMap((truth) => counted.map((k) => (truth === k ? 1 : 0))));
  const stated = Float64Array.from(choices.flatMap(({ probabilities }) => counted.map((k) => probabilities[k]!)));
  const correct = outcomes(choices.map(({ truth }) => truth));
  const again = (): Float64Array => outcomes(choices.map(({ probabilities }) => drawIndex(probabilities, random.uniform())));
  const subject = names.length === 2 ? `probability of ${names[0]} against ${names[1]}` : `probabilities of ${names.join(", ")}`;
  return reliabilityFigure({ id: "sbc", subject }, { stated, correct, again }, random).figure;
}

function drawIndex(probabilities: readonly number[], uniform: number): number {
  let rest = uniform;
  const at = probabilities.findIndex((p) => (rest -= p) < 0);
  return at < 0 ? probabilities.length - 1 : at;
}

/** A figure by itself as SVG text. */
export function figureSvg(figure: FigureData): string {
  const run = { id: "", seed: "", command: "", dataHash: "", rows: 0, versions: { credence: version } };
  const report: Report = { schema: REPORT_SCHEMA, title: figure.subject ?? figure.id, run, checks: [{ fit: figure.subject ?? "", tone: "pass" as const, figure }] };
  return renderFigure(report, figure.id, { format: "svg" });
}
