/** Rows that repeat are summed once with their number: the same density from fewer rows. */
import { describe, expect, test } from "vitest";
import { type Cell, tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { defineModel, type ModelDocument } from "../../../lib/model/document.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";
import { stream } from "../../../lib/random/stream.ts";

const ROWS = 999;
const rng = stream("distinct-rows");
const pick = <T>(values: readonly T[]): T => values[Math.floor(rng.uniform() * values.length)]!;
const column = <T>(make: () => T): T[] => Array.from({ length: ROWS }, make);
const columns = {
  x: column(() => pick([-1.5, 0, 0.25, 2])),
  wide: column(() => rng.normal()),
  group: column(() => pick(["a", "b", "c"])),
  correct: column(() => pick([0, 1])),
};

const logistic: ModelDocument = defineModel({
  name: "logistic",
  data: { x: { kind: "real" }, group: { kind: "factor" }, correct: { kind: "binary", optional: true } },
  parameters: { a: "normal(0, 1)", "b[group]": "normal(0, 2)" },
  likelihood: { correct: "bernoulli_logit(a + b[group] * x)" },
});

const densityOf = (document: ModelDocument, table: Record<string, ArrayLike<Cell>>, mutable: string[] = []): ModelDensity =>
  new ModelDensity(new BoundModel(document, tableFromColumns(table), mutable));

/** the sizes of the loops over rows in the compiled log density */
const loopSizes = (density: ModelDensity): number[] =>
  density.program.steps.get("log_density")!.flatMap((step) => (step.kind === "loop" && step.axis.name.includes("rows") ? [step.axis.size] : []));

const normal = (x: number, sd: number): number => -0.5 * (x / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
const position = Float64Array.of(0.3, -0.8, 0.4, 1.1);

function logisticByHand(at: Float64Array, { x, group, correct }: Pick<typeof columns, "x" | "group" | "correct">): number {
  const [a, ...b] = at as unknown as [number, ...number[]];
  const prior = normal(a, 1) + b.reduce((sum, value) => sum + normal(value, 2), 0);
  return x.reduce((sum, value, row) => {
    const z = a + b["abc".indexOf(group[row]!)]! * value;
    return sum - Math.log1p(Math.exp(correct[row] === 1 ? -z : z));
  }, prior);
}

describe("rows that repeat", () => {
  test("are summed once: at most 4 · 3 · 2 of 999, and the density and its gradient stay", () => {
    const density = densityOf(logistic, columns);
    for (const size of loopSizes(density)) expect(size).toBeLessThanOrEqual(24);
    const gradient = new Float64Array(4);
    expect(density.evaluate(position, gradient)).toBeCloseTo(logisticByHand(position, columns), 9);
    gradient.forEach((slope, k) => {
      const [up, down] = [1e-5, -1e-5].map((h) => logisticByHand(position.map((p, i) => (i === k ? p + h : p)), columns));
      expect(Math.abs((up! - down!) / 2e-5 - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
    });
  });

  test("that are missing a response count among themselves, and add nothing", () => {
    const correct = columns.correct.map((value, row) => (row % 3 === 0 ? null : value));
    const density = densityOf(logistic, { ...columns, correct });
    const kept = <T>(values: readonly T[]): T[] => values.filter((_, row) => row % 3 !== 0);
    const known = { x: kept(columns.x), group: kept(columns.group), correct: kept(columns.correct) };
    for (const size of loopSizes(density)) expect(size).toBeLessThanOrEqual(36);
    expect(density.evaluate(position, new Float64Array(4))).toBeCloseTo(logisticByHand(position, known), 9);
  });
});

describe("rows are summed one by one", () => {
  test("where they differ", () => {
    expect(loopSizes(densityOf(logistic, { ...columns, x: columns.wide }))).toContain(ROWS);
  });

  test("where a column may change", () => {
    expect(loopSizes(densityOf(logistic, columns, ["correct"]))).toContain(ROWS);
  });

  test("where the rows before count", () => {
    const summed: ModelDocument = { ...logistic, likelihood: { correct: "bernoulli_logit(a + b[group] * previous(x))" } };
    expect(loopSizes(densityOf(summed, columns))).toContain(ROWS);
  });
});
