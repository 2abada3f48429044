/** The compute-optimal allocation as an answer of the report, where the model has one. */
import type { CurvePoint, FigureOf } from "../../lib/report-figures.ts";
import { type FanPath } from "../fan-path.ts";
import type { Fit } from "../fit.ts";
import { covariatesOf } from "../covariates.ts";
import type { Forecast } from "../predict.ts";
import { quantityDraws, quantityFunctions } from "../quantity-draws.ts";
import { sevenQuantiles } from "../spread.ts";
import { thinDraws } from "../thin-draws.ts";

const CURVE_POINTS = 40;
const CURVE_DRAWS = 1000;

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
  const asked = forecasts.map(({ at }) => at[budget]).filter((value) => typeof value === "number");
  const [low, high] = [Math.log(Math.min(...path.rows, ...asked)), Math.log(Math.max(...path.rows, ...asked))];
  const xs = Array.from({ length: CURVE_POINTS }, (_, k) => Math.exp(low + ((high - low) * k) / (CURVE_POINTS - 1)));
  const sampled = thinDraws(fit.sampled, CURVE_DRAWS);
  const panels = quantities.map((quantity) => {
    const name = quantity.name.replace(/_opt$/, "");
    const { unit } = fit.document.data[name]!;
    const draws = quantityDraws(
      fit.density,
      sampled,
      quantity,
      xs.map((x) => [x]),
    );
    const total = sampled.chains * sampled.draws;
    const curve = xs.map(
      (x, k): CurvePoint => ({ x, q: sevenQuantiles(draws.slice(k * total, (k + 1) * total).sort()) }),
    );
    const forecast = forecasts.find(
      ({ name: label, at }) => label.startsWith(`${quantity.name}(`) && typeof at[budget] === "number",
    );
    return {
      y: { label: name, scale: "log" as const, ...(unit ? { unit } : {}) },
      curve,
      ...(forecast ? { target: { x: forecast.at[budget] as number, q: forecast.q } } : {}),
    };
  });
  return { kind: "allocation", id: "allocation", x: path.x, panels, dataEnd: Math.max(...path.rows) };
}
