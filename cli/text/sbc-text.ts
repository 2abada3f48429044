/** Simulation-based calibration as lines: the verdict, then a row a quantity with the histogram of its ranks. */
import type { ModelChoiceCalibration } from "../../lib/evidence/index.ts";
import type { RankHistogram } from "../../lib/posterior/sbc.ts";
import { fixed, percent, significant } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import type { SbcResult } from "../../study/sbc.ts";
import type { SbcModelsResult } from "../../study/sbc-models.ts";
import { columns } from "./columns.ts";

/** one false alarm in a hundred runs, over all quantities together */
export const CALIBRATED = 0.01;

export interface RankRow {
  readonly name: string;
  readonly ranks: readonly number[];
  readonly pValue: number;
  readonly histogram: RankHistogram;
}

export function ranksSbcText(model: string, { simulations, maxRank, divergent }: SbcResult, rows: readonly RankRow[], pValue: number): string {
  const sorted = rows.toSorted((a, b) => a.pValue - b.pValue);
  const verdict =
    pValue >= CALIBRATED
      ? `calibrated: the truth lies evenly among posterior draws for all ${rows.length} quantities (p = ${significant(pValue, 2)})`
      : `not calibrated: ${sorted[0]!.name} is not spread evenly (p = ${significant(pValue, 2)}); ${reading(sorted[0]!)}`;
  const table = columns([
    ["quantity", "p", "ranks, low to high", ""],
    ...sorted.map(({ name, pValue: p, histogram, ranks }) => [
      name,
      significant(p, 2),
      bars(histogram),
      ranks.length < simulations ? `${simulations - ranks.length} simulations without it` : "",
    ]),
  ], "lrll");
  const lines = [
    `sbc      ${model}   ${plural(simulations, "simulation")}, truth ranked among ${maxRank} draws`,
    `verdict  ${verdict}`,
    ...(divergent > 0 ? [`         the sampler diverged in ${plural(divergent, "simulation")}`] : []),
    "",
    ...table.map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** what the shape of a histogram means */
function reading({ histogram }: RankRow): string {
  const { counts, expected } = histogram;
  const excess = counts.map((count, k) => count - expected[k]!);
  const third = Math.ceil(excess.length / 3);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const [low, high] = [sum(excess.slice(0, third)), sum(excess.slice(-third))];
  if (low > 0 && high > 0) return "the posterior is too narrow";
  if (low < 0 && high < 0) return "the posterior is too wide";
  return low > high ? "the posterior lies too high" : "the posterior lies too low";
}

const BARS = "▁▂▃▄▅▆▇█";

/** a bar a bin; half way up is what is expected */
function bars({ counts, expected }: RankHistogram): string {
  return counts.map((count, k) => BARS[Math.min(7, Math.floor((4 * count) / expected[k]!))]).join("");
}

export function modelsSbcText({ names, simulations, choices, refused }: SbcModelsResult, calibration: ModelChoiceCalibration): string {
  const { pValue, brier, brierPValue, models } = calibration;
  const isCalibrated = pValue >= CALIBRATED;
  const table = columns([
    ["model", "mean probability", "true in", "z", "p"],
    ...names.map((name, k) => {
      const { meanProbability, frequency, z, pValue: p } = models[k]!;
      return [name, fixed(meanProbability, 0.01), percent(frequency), fixed(z, 0.1), significant(p, 2)];
    }),
  ]);
  const lines = [
    `sbc      ${names.join(" against ")}   ${plural(simulations, "simulation")}, each from a model drawn at random`,
    `verdict  ${isCalibrated ? "calibrated" : "not calibrated"}: models with a stated probability are ${isCalibrated ? "" : "not "}true as often as stated (p = ${significant(pValue, 2)})`,
    `         Brier score ${fixed(brier, 0.01)} (p = ${significant(brierPValue, 2)}) over ${plural(choices.length, "answer")}; ${refused.length === 0 ? "none" : refused.length} refused`,
    "",
    ...table.map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}
