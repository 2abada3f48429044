/** Automatic centring finds the form that the data call for, group by group, and the posterior is right in it. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { readTable } from "../../lib/data/files.ts";
import { parseCsv } from "../../lib/data/csv.ts";
import type { Table } from "../../lib/data/table.ts";
import { checkDocument, type ModelDocument } from "../../lib/model/document.ts";
import { stream } from "../../lib/random/stream.ts";
import { type Fit, fit } from "../../study/fit.ts";

/** what the rows of each element say of it, as the coordinates of each chain have it; `precision` and `pull` of a normal likelihood */
function summariesOf({ density, sampled }: Fit, name: string): { precision: number; pull: number }[] {
  let at = 0;
  for (const { name: other, centring, shear } of density.model.parameters) {
    const size = centring?.precisions.values.length ?? 0;
    if (other === name) {
      return sampled.adaptation.flatMap(({ coordinateState }) =>
        Array.from({ length: size }, (_, k) => ({ precision: coordinateState![at + k]!, pull: coordinateState![at + size + k]! })));
    }
    at += 2 * size + (shear?.terms.length ?? 0);
  }
  throw new Error(`no parameter ${name}`);
}

/** the data's share in what is known of an element at this spread: 0 non-centred, 1 centred */
const share = (precision: number, spread: number): number => (precision * spread ** 2) / (1 + precision * spread ** 2);

const root = new URL("../../../shared/reference/", import.meta.url).pathname;
const here = existsSync(root);
async function reference(name: string): Promise<[ModelDocument, Table]> {
  return [checkDocument(parse(readFileSync(`${root}${name}/model.yaml`, "utf8"))), await readTable(`${root}${name}/data.csv`)];
}

describe.skipIf(!here)("reference models (skipped: ../shared/reference is absent)", () => {
  it("eight schools: summaries are the schools' own estimates, and no chain of twenty diverges at the default target", async () => {
    const [document, table] = await reference("eight_schools");
    const [y, se] = ["y", "se"].map((column) => Array.from({ length: table.rows }, (_, row) => Number(table.columns.get(column)!.cells[row]!)));
    for (const seed of ["1", "2", "3", "4", "5"]) {
      const result = fit(document, table, { seed });
      summariesOf(result, "theta").forEach(({ precision, pull }, at) => {
        const school = at % y!.length;
        expect(precision * se![school]! ** 2).toBeCloseTo(1, 5);
        expect(pull * se![school]! ** 2).toBeCloseTo(y![school]!, 4);
      });
      expect(result.diagnostics.divergences).toBe(0);
    }
  });

  it.skipIf(process.env["CREDENCE_SLOW"] !== "1")("seed variance is sampled centred: shares at the posterior means of the spreads", async () => {
    const [document, table] = await reference("seed_variance");
    const result = fit(document, table, { draws: 1, chains: 1 });
    for (const [name, spread] of [["fm", 8], ["fb", 13], ["lsig", 0.6]] as const) {
      expect(Math.min(...summariesOf(result, name).map(({ precision }) => share(precision, spread))), name).toBeGreaterThan(0.9);
    }
  }, 120_000);
});

test("groups of 2 rows are sampled nearly non-centred, groups of 2000 rows centred, in one parameter", async () => {
  const rng = stream("centring/groups");
  const sizes = Array.from({ length: 12 }, (_, k) => (k % 2 === 0 ? 2 : 2000));
  const lines = sizes.flatMap((size, k) => {
    const theta = 1 + 0.5 * rng.normal();
    return Array.from({ length: size }, () => `g${String(k).padStart(2, "0")},${theta + 3 * rng.normal()}`);
  });
  const document = checkDocument({
    name: "groups",
    data: { group: { kind: "factor" }, y: { kind: "real" } },
    parameters: { mu: "normal(0, 2)", tau: "half_normal(1)", "theta[group]": "normal(mu, tau)" },
    likelihood: { y: "normal(theta[group], 3)" },
  });
  const result = fit(document, parseCsv(["group,y", ...lines].join("\n"), "groups.csv"), { seed: "1" });
  summariesOf(result, "theta").forEach(({ precision }, at) => {
    if (sizes[at % sizes.length] === 2) expect(share(precision, 0.5)).toBeLessThan(0.2);
    else expect(share(precision, 0.5)).toBeGreaterThan(0.8);
  });
  expect(result.diagnostics.divergences).toBe(0);
  expect(result.diagnostics.ok).toBe(true);
});
