/** The trap of Pareto fronts: the best runs are minima over noise, so a law fitted to them is too good; the frontier of all runs is not. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { applyOptions } from "../../lib/model/document.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";

const law = models.get("shifted-power-law")!;
const all = applyOptions(law, { noise: "exponential_frontier" });
const { simulation } = all;
/** seeds scatter by half of the mean gap */
const { table, truth } = simulateTable({ ...all, simulation: { ...simulation!, parameters: { ...simulation!.parameters, sigma: 0.05 } } }, { seed: "front" });
const C = numbers(table, "C");
const middle = 1e11;

function numbers(of: Table, name: string): Float64Array {
  return of.columns.get(name)!.cells as Float64Array;
}

/** the run of least error in each bin of compute */
function front(bins: number): Table {
  const size = C.length / bins;
  const best = Array.from({ length: bins }, (_, bin) => {
    const rows = Array.from({ length: size }, (_, k) => bin * size + k);
    return rows.reduce((a, b) => (numbers(table, "loss")[b]! < numbers(table, "loss")[a]! ? b : a));
  });
  return tableFromColumns(Object.fromEntries(["C", "loss"].map((name) => [name, best.map((row) => numbers(table, name)[row]!)])));
}

/** posterior probability that the law's error at the middle of the data is below the truth */
function tooLow(document: typeof law, of: Table): number {
  const { draws } = fit(document, of, { seed: "front", draws: 300 });
  const column = (name: string): Float64Array => draws.columns[draws.names.indexOf(name)]! as Float64Array;
  const error = (at: (name: string) => number, pivot: number): number => at("d") + at("a0") * ((middle + at("b")) / pivot) ** -at("c");
  const expected = error((name) => truth.get(name)!, Math.min(...C) / 2);
  const pivot = Math.min(...numbers(of, "C")) / 2;
  return column("d").reduce((n, _, draw) => n + (error((name) => column(name)[draw]!, pivot) < expected ? 1 : 0), 0) / column("d").length;
}

test("the best run of each of 20 bins puts the law below the truth for certain; all runs leave the truth in the middle", () => {
  expect(tooLow(law, front(20))).toBeGreaterThan(0.99);
  const share = tooLow(all, table);
  expect(share).toBeGreaterThan(0.01);
  expect(share).toBeLessThan(0.99);
});
