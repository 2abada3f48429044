/** A study becomes cells; the engine computes each once; what did not change is not computed again. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isGenuine } from "../../study/plan/cell.ts";
import { openFit } from "../../study/plan/compute.ts";
import { DiskStore } from "../../study/plan/disk-store.ts";
import { localEngine } from "../../study/plan/local-engine.ts";
import { cellsOf, planStudy } from "../../study/plan/plan.ts";
import { priorBetween } from "../../study/plan/fit-document.ts";
import { loadStudy } from "../../study/study-file/load-study.ts";

const sweep = readFileSync(new URL("../../examples/chinchilla/sweep.csv", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "credence-plan-"));
const text = `version: 1
sampler: { chains: 2, warmup: 150, draws: 100 }
data: { sweep: { files: sweep.csv } }
models:
  law: { model: chinchilla, data: sweep }
  floor: { model: power-law-const, data: sweep, priors: { alpha: { between: [0.05, 0.5] } } }
holdouts:
  large: { model: law, by: 6 * N * D, fraction: 0.1 }
`;

async function plan(study: string) {
  writeFileSync(join(folder, "study.yaml"), study);
  const planned = await planStudy(loadStudy(join(folder, "study.yaml")));
  const store = new DiskStore(join(folder, "store"));
  for (const { cell, table } of [...planned.fits.values(), ...[...planned.holdouts.values()].map(({ fit }) => fit)])
    store.putTable(cell.table, table);
  return { planned, store };
}

const states = async (study: string): Promise<string[]> => {
  const { planned, store } = await plan(study);
  return (await localEngine.run(cellsOf(planned), store)).map(({ cell, state, error }) => `${cell.label} ${error?.message ?? state}`);
};

beforeAll(() => writeFileSync(join(folder, "sweep.csv"), sweep));

test("every cell is computed once; a changed prior computes one fit again", async () => {
  // power-law-const is a law in x
  const withX = text.replace("power-law-const, data: sweep", "power-law-const, data: curve").replace("data: { sweep: { files: sweep.csv } }", "data: { sweep: { files: sweep.csv }, curve: { files: sweep.csv, map: { x: { from: N, times: 1 } } } }");
  expect(await states(withX)).toEqual(["law computed", "floor computed", "large computed"]);
  expect(await states(withX)).toEqual(["law reused", "floor reused", "large reused"]);
  expect(await states(withX.replace("[0.05, 0.5]", "[0.05, 0.6]"))).toEqual(["law reused", "floor computed", "large reused"]);
  const { planned, store } = await plan(withX);
  const { cell } = planned.fits.get("law")!;
  const run = await openFit(store, cell.key);
  expect(run.fit.draws.columns[0]!.length).toBe(200);
  expect(run.fit.table.rows).toBe(120);
  expect(isGenuine(cell)).toBe(true);
  expect(isGenuine({ ...cell, input: { ...cell.input, seed: "other" } })).toBe(false);
});

test("a hold-out takes the rows where its formula is largest", async () => {
  const { planned } = await plan(text.replace(/  floor.*\n/, ""));
  const { held, fit } = planned.holdouts.get("large")!;
  const compute = (table: typeof held): number[] => {
    const [N, D] = ["N", "D"].map((name) => table.columns.get(name)!.cells as Float64Array);
    return Array.from(N!, (n, k) => n * D![k]!);
  };
  expect([held.rows, fit.table.rows]).toEqual([12, 108]);
  expect(Math.min(...compute(held))).toBeGreaterThanOrEqual(Math.max(...compute(fit.table)));
});

test("a failing cell does not stop the others, and its error is told", async () => {
  writeFileSync(join(folder, "bad.yaml"), "name: bad\ndata: { N: positive, loss: positive }\nparameters: { a: 'normal(0, 1)' }\nlikelihood: { loss: 'normal(log(-1 - N * exp(a)), 1)' }\n");
  const study = text.replace(/ {2}floor.*\n/, "  bad: { model: bad.yaml, data: sweep }\n");
  const [law, bad, large] = await states(study);
  expect([law, large]).toEqual(["law reused", "large reused"]);
  expect(bad).toMatch(/^bad .*(finite|start)/);
});

test("mistakes in a study are told at their line", async () => {
  const failing = async (from: string, to: string): Promise<object> => {
    try {
      await plan(text.replace(/ {2}floor.*\n/, "").replace(from, to));
    } catch (error) {
      return (error as { details: object }).details;
    }
    return {};
  };
  expect(await failing("sweep.csv", "sweeps.csv")).toMatchObject({ code: "study/no-files", nearest: "sweep.csv", where: { line: 3 } });
  expect(await failing("sweep.csv", "../sweep.csv")).toMatchObject({ code: "study/outside", where: { line: 3 } });
  expect(await failing("model: chinchilla", "model: chinchila")).toMatchObject({ code: "model/unknown", nearest: "chinchilla", where: { line: 5 } });
  expect(await failing("data: sweep }", "data: sweep, priors: { alfa: 'normal(0, 1)' } }")).toMatchObject({ code: "study/reference", nearest: "alpha", where: { line: 5 } });
  expect(await failing("data: sweep }", "data: sweep, priors: { alpha: 'normal(0, 1' } }")).toMatchObject({ code: "formula/syntax", where: { line: 5 } });
  expect(await failing("data: sweep }", "data: sweep, where: { N: 3 } }")).toMatchObject({ code: "data/no-rows" });
  expect(await failing("6 * N * D", "6 * M")).toMatchObject({ where: { line: 7 } });
});

test("a prior between two limits holds its mass between them", () => {
  expect(priorBetween([-1, 1], 0.9, "normal(0, 3)")).toBe("normal(0, 0.607957)");
  expect(priorBetween([0.1, 10], 0.9, "lognormal(0, 1)")).toBe("lognormal(0, 1.39987)");
  expect(() => priorBetween([-1, 1], 0.9, "lognormal(0, 1)")).toThrow("cannot lie between");
});
