/** `credence plan RUN [RUN] --candidates FILE | --grid ...` */
import { tableFromRows } from "../../lib/data/table-from-columns.ts";
import { parseNumber } from "../../lib/data/parse-number.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { evaluateFormula } from "../../lib/model/evaluate.ts";
import type { NamedFit } from "../../study/comparison/named-fit.ts";
import { type Candidate, rankCandidates } from "../../study/design/next-run.ts";
import { gridPoints } from "../../study/forecast/grid.ts";
import { loadTable } from "../../study/load-table.ts";
import type { Point } from "../../study/point.ts";
import { openRun } from "../../study/run-folder.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { planText, worth } from "../text/plan-text.ts";
import { warningsText } from "../text/warnings-text.ts";

export interface PlanFlags {
  readonly candidates?: string;
  readonly grid?: string;
  readonly map?: Record<string, string>;
  readonly where?: Record<string, string>;
  readonly cost?: string;
  readonly at?: readonly Point[];
  readonly threshold?: number;
  readonly wanted?: number;
  readonly json?: boolean;
}

export async function planCommand(dirs: readonly string[], flags: PlanFlags, terminal: Terminal): Promise<number> {
  const { at, threshold, wanted = 0.9, json } = flags;
  if (!(wanted > 0 && wanted < 1)) throw bad(`--wanted ${wanted} is not a probability`, String(wanted), "a number between 0 and 1");
  if (dirs.length < 2 && at === undefined && threshold === undefined)
    throw bad("a plan needs something to decide", dirs.join(" "), "two runs to tell apart, a forecast to sharpen (--at C=1e24), or a threshold of the response (--threshold 1.9)");
  const fits: NamedFit[] = await Promise.all(dirs.map(async (dir) => ({ name: dir, fit: (await openRun(dir)).fit })));
  const table = await candidateTable(flags);
  const costs = flags.cost ? costsOf(table, flags.cost) : new Float64Array(table.rows).fill(1);
  const found = rankCandidates(fits, {
    candidates: table,
    costs,
    wanted,
    ...(at ? { target: at[0]! } : {}),
    ...(threshold === undefined ? {} : { threshold }),
  });
  const ranked = found.toSorted((a, b) => worth(b) - worth(a));
  terminal.out(json ? `${JSON.stringify({ schema: 1, runs: dirs, wanted, candidates: ranked.map(candidateJson) })}\n` : planText(dirs, ranked, { wanted, target: at?.[0], threshold }));
  for (const { fit } of fits) terminal.err(warningsText(fit.diagnostics, terminal));
  return fits.every(({ fit }) => fit.diagnostics.ok) ? exitCode.ok : exitCode.untrusted;
}

async function candidateTable({ candidates, grid, map = {}, where = {} }: PlanFlags): Promise<Table> {
  if (candidates !== undefined) return (await loadTable(candidates, { map, where })).table;
  if (grid !== undefined) return tableFromRows(gridPoints(grid), "--grid");
  throw bad("there are no candidate runs", "neither --candidates nor --grid", "--candidates FILE, or --grid N=1e9:1e11:5,D=2e10:2e11:3");
}

/** a formula of the candidates' numeric columns, > 0 */
function costsOf(table: Table, formula: string): Float64Array {
  const columns = new Map([...table.columns].map(([name, { cells }]) => [name, Float64Array.from(cells as ArrayLike<number | string>, (cell) => (typeof cell === "number" ? cell : parseNumber(cell)))]));
  const costs = evaluateFormula(formula, columns, table.rows);
  const at = costs.findIndex((cost) => !(cost > 0 && Number.isFinite(cost)));
  if (at >= 0) throw bad(`the cost of candidate ${at + 1} is ${costs[at]}`, `--cost ${formula}`, "a finite cost > 0 for every candidate");
  return costs;
}

function candidateJson(candidate: Candidate): object {
  const { row, at, cost, ifFirst, ifSecond, runsToDecide, shrinkage, repeatsToDecide } = candidate;
  return {
    row: row + 1,
    at,
    cost,
    ...(ifFirst && ifSecond
      ? {
          expected_log_bayes_factor: { if_first: ifFirst.value, if_first_mcse: ifFirst.mcse, if_second: ifSecond.value, if_second_mcse: ifSecond.mcse },
          runs_to_decide: runsToDecide ?? null,
        }
      : {}),
    ...(shrinkage ? { interval_shrinks_by: shrinkage.value, interval_shrinks_by_mcse: shrinkage.mcse } : {}),
    ...("repeatsToDecide" in candidate ? { repeats_to_decide: repeatsToDecide } : {}),
    worth_per_cost: worth(candidate),
  };
}

function bad(message: string, found: string, expected: string): CredenceError {
  return new CredenceError({ code: "usage/plan", message, found, expected });
}
