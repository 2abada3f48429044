/** The compute-optimal allocation as an answer of the report, where the model has one. */
import { extent } from "../../lib/data/extent.ts";
import type { CurvePoint, FigureOf, SevenQuantiles } from "../../lib/report-figures.ts";
import { type FanPath } from "../fan-path.ts";
import type { Fit } from "../fit.ts";
import { covariatesOf } from "../covariates.ts";
import type { Forecast } from "../predict.ts";
import { quantityDraws, quantityFunctions } from "../quantity-draws.ts";
import { sevenQuantiles } from "../spread.ts";
import { thinDraws } from "../thin-draws.ts";

const CURVE_POINTS = 40;
const CURVE_DRAWS = 1000;
/** the curve goes this share of its length beyond the target */
const MARGIN = 0.06;

/** @param path of the fan; its x is the budget */
export function allocationAnswer(
  fit: Fit,
  path: FanPath,
  forecasts: readonly Forecast[],
): FigureOf<"allocation"> | undefined {
  const budget = path.x.label;
  const quantities = quantityFunctions(fit.document).filter(
    ({ name, parameters }) =>
      parameters.join() === budget && covariatesOf(fit.document).includes(name.replace(/_opt$/, "")),
  );
  if (quantities.length === 0) return undefined;
  const asked = forecasts.flatMap(({ at, chosen }) => path.place({ ...at, ...chosen }) ?? []);
  const ends = [...path.rows, ...asked];
  const [low, high] = [Math.min, Math.max].map((end) => Math.log(ends.reduce((a, b) => end(a, b)))) as [number, number];
  const end = high + MARGIN * (high - low);
  const grid = Array.from({ length: CURVE_POINTS }, (_, k) => Math.exp(low + ((end - low) * k) / (CURVE_POINTS - 1)));
  const [first] = asked;
  const xs = [...new Set([...grid, ...(first === undefined ? [] : [first])])].sort((a, b) => a - b);
  const sampled = thinDraws(fit.sampled, CURVE_DRAWS);
  const total = sampled.chains * sampled.draws;
  const panels = quantities.map((quantity) => {
    const name = quantity.name.replace(/_opt$/, "");
    const { unit } = fit.document.data[name]!;
    const points = xs.map((x) => [x]);
    const draws = quantityDraws(fit.density, sampled, quantity, points);
    const at = (k: number): Float64Array => draws.subarray(k * total, (k + 1) * total);
    const curve = xs.map((x, k): CurvePoint => ({ x, q: sevenQuantiles(at(k).toSorted()) }));
    const target = curve.find(({ x }) => x === first);
    const exponent = exponentOf(xs, at);
    return {
      y: { label: name, scale: "log" as const, ...(unit ? { unit } : {}) },
      curve,
      ...(target ? { target } : {}),
      ...(exponent ? { exponent } : {}),
    };
  });
  return { kind: "allocation", id: "allocation", x: path.x, panels, dataEnd: extent(path.rows)[1] };
}

/** the slope in logarithms, draw by draw, when it is the same in both halves of the range */
function exponentOf(xs: readonly number[], at: (k: number) => Float64Array): SevenQuantiles | undefined {
  const [middle, last] = [Math.floor(xs.length / 2), xs.length - 1];
  const slopes = (from: number, to: number): Float64Array => {
    const width = Math.log(xs[to]! / xs[from]!);
    const end = at(to);
    return at(from).map((value, i) => Math.log(end[i]! / value) / width);
  };
  const [whole, half] = [slopes(0, last), slopes(0, middle)];
  const isPower = whole.every((slope, i) => Math.abs(slope - half[i]!) < 1e-6);
  return isPower ? sevenQuantiles(whole.sort()) : undefined;
}
