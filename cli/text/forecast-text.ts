/** Forecasts as lines: median and 80 % interval, the next observation first, then the mean law. */
import { extent } from "../../lib/data/extent.ts";
import type { SevenQuantiles } from "../../lib/report-figures.ts";
import { exact, formatFor, percent, range, significant } from "../../reports/numbers.ts";
import { decades } from "../../reports/words.ts";
import { fanPath } from "../../study/fan-path.ts";
import type { Fit } from "../../study/fit.ts";
import type { Forecast } from "../../study/predict.ts";
import { columns } from "./columns.ts";

export function forecastLines(fit: Fit, forecasts: readonly Forecast[]): string[] {
  const path = forecasts.some(({ mean }) => mean) ? fanPath(fit, undefined) : undefined;
  const end = path?.x.scale === "log" ? extent(path.rows)[1] : undefined;
  const rows = forecasts.flatMap((forecast) => {
    const { at, chosen, name, unit, q, mean, mcse, undefinedShare } = forecast;
    const x = mean && path?.place({ ...at, ...chosen });
    const far = x === undefined || end === undefined ? 0 : Math.log10(x / end);
    const notes = [
      far > 0.05 ? `${decades(far)} beyond the data` : "",
      undefinedShare > 0 ? `does not exist in ${percent(undefinedShare)} of the draws` : "",
    ];
    const label = name.replace(/\(.*/, "");
    const first = [
      `${label} at ${pointWords(forecast)}`,
      ...numbers(q, mcse),
      [unit, ...notes].filter(Boolean).join(", "),
    ];
    return mean ? [first, ["  its mean", ...numbers(mean, mcse), ""]] : [first];
  });
  return columns(rows, "lrl").map((line, i) => `${i === 0 ? "forecast" : "        "}  ${line}`);
}

function numbers(q: SevenQuantiles, mcse: number): [string, string] {
  const format = formatFor(q, mcse);
  return [format(q[3]), `80 %: ${range(q[1], q[5], format)}`];
}

function pointWords({ at, chosen }: Forecast): string {
  const given = Object.entries(at).map(
    ([name, value]) => `${name} = ${typeof value === "number" ? exact(value) : value}`,
  );
  const filled = Object.entries(chosen).map(([name, value]) => `${name} = ${significant(value, 2)}`);
  return filled.length > 0 ? `${given.join(", ")} (optimal ${filled.join(", ")})` : given.join(", ");
}
