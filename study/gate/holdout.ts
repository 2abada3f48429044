/** Held-out rows predicted by the fit that has not seen them. */
import { interpret } from "../../lib/data/column.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { predict } from "../../lib/forecast/predict.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import { thinDraws } from "../thin-draws.ts";
import type { PlannedHoldout } from "../plan/plan.ts";
import type { HoldoutOutcome, OpenedFit } from "./context.ts";

/** draws for the coverage among training rows, which only Thresholdout asks for */
const TRAINING_DRAWS = 1000;

/** @throws CredenceError data/unknown-level when a group was held out whole; forecast/no-response */
export function predictHoldout({ id, held, spec }: PlannedHoldout, fit: OpenedFit, asked: number): HoldoutOutcome {
  const { density, sampled, seed, table } = fit.run.fit;
  const [{ column: response, predictive } = none(id)] = predict(density, sampled, held, seed, "independent");
  const outcome = { id, fit, response, observed: observedOf(held, fit, response), predictive, chains: sampled.chains, asked };
  if (!spec.thresholdout) return outcome;
  const [training] = predict(density, thinDraws(sampled, TRAINING_DRAWS), table, seed, "independent");
  return { ...outcome, training: { observed: observedOf(table, fit, response), predictive: training!.predictive } };
}

function observedOf(table: Table, { run }: OpenedFit, response: string): Float64Array {
  const column = interpret(table, response, run.fit.document.data[response]!);
  if (column.kind === "factor") throw none(response);
  return column.values;
}

/** 1 where an observation lies in its central band */
export function coverageIndicators({ observed, predictive, training }: HoldoutOutcome, level: number): { training: Float64Array; holdout: Float64Array } {
  const inside = (values: Float64Array, draws: Float64Array): Float64Array => {
    const each = draws.length / values.length;
    return values.map((value, row) => {
      const sorted = draws.slice(row * each, (row + 1) * each).sort();
      return value >= sortedQuantile(sorted, (1 - level) / 2) && value <= sortedQuantile(sorted, (1 + level) / 2) ? 1 : 0;
    });
  };
  return { training: inside(training!.observed, training!.predictive), holdout: inside(observed, predictive) };
}

function none(id: string): never {
  throw new CredenceError({
    code: "forecast/no-response",
    message: `the model of ${id} forecasts no number that its rows could be compared with`,
    expected: "a likelihood line with a response",
  });
}
