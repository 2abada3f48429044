/** `credence prior MODEL DATA` */
import { loadSpec } from "../../study/model-spec.ts";
import { loadTable } from "../../study/load-table.ts";
import { priorPredictive, type PriorSummary } from "../../study/prior-predictive.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { priorText } from "../text/prior-text.ts";

export interface PriorFlags {
  readonly map?: Record<string, string>;
  readonly where?: Record<string, string>;
  readonly seed: string;
  readonly draws?: number;
  readonly json?: boolean;
}

export async function priorCommand(model: string, data: string, flags: PriorFlags, terminal: Terminal): Promise<number> {
  const { map = {}, where = {}, seed, draws, json } = flags;
  const spec = await loadSpec(model);
  const { table } = await loadTable(data, { map, where });
  const found = spec.locate(() => priorPredictive(spec.document, table, seed, draws));
  const rows = (summaries: readonly PriorSummary[]): object =>
    Object.fromEntries(summaries.map(({ name, q5, q50, q95, undefinedShare }) => [name, { q5, q50, q95, undefined_share: undefinedShare }]));
  const object = {
    schema: 1,
    model,
    rows: table.rows,
    seed,
    draws: found.draws,
    responses: found.responses.map(({ column, unit, statistics }) => ({
      name: column,
      unit,
      statistics: statistics.map(({ name, observed, q5, q50, q95, below, isSurprising }) => ({ name, observed, q5, q50, q95, below, surprising: isSurprising })),
    })),
    parameters: rows(found.parameters),
    quantities: rows(found.quantities),
    impossible_share: found.impossible,
  };
  terminal.out(json ? `${JSON.stringify(object)}\n` : priorText(model, table.rows, found));
  return exitCode.ok;
}
