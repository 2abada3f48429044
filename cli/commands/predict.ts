/** `credence predict DIR --at ...` */
import type { Point } from "../../study/point.ts";
import { predict } from "../../study/predict.ts";
import { openRun } from "../../study/run-folder.ts";
import { forecastJson } from "../../study/summary-json.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { forecastLines } from "../text/forecast-text.ts";
import { warningsText } from "../text/warnings-text.ts";

export async function predictCommand(
  dir: string,
  { at, json }: { at: readonly Point[]; json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const { fit } = await openRun(dir);
  const forecasts = predict(fit, at);
  const object = { schema: 1, model: fit.document.name, run: dir, forecasts: forecasts.map(forecastJson) };
  terminal.out(json ? `${JSON.stringify(object)}\n` : `${forecastLines(fit, forecasts).join("\n")}\n`);
  terminal.err(warningsText(fit.diagnostics, terminal));
  return fit.diagnostics.ok ? exitCode.ok : exitCode.untrusted;
}
