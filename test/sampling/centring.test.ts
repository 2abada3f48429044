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

/** centring weights of one parameter, chains one after the other */
function weightsOf({ density, sampled }: Fit, name: string): number[] {
  let at = 0;
  const { parameters } = density.model;
  for (const { name: other, centring, shear } of parameters) {
    const size = (centring?.weights.values.length ?? 0) + (shear?.terms.length ?? 0);
    if (other === name) return sampled.adaptation.flatMap(({ coordinateState }) => coordinateState!.slice(at, at + size));
    at += size;
  }
  throw new Error(`no parameter ${name}`);
}

const root = new URL("../../../shared/reference/", import.meta.url).pathname;
const here = existsSync(root);
async function reference(name: string): Promise<[ModelDocument, Table]> {
  return [checkDocument(parse(readFileSync(`${root}${name}/model.yaml`, "utf8"))), await readTable(`${root}${name}/data.csv`)];
}

describe.skipIf(!here)("reference models (skipped: ../shared/reference is absent)", () => {
  it("eight schools is sampled non-centred", async () => {
    const [document, table] = await reference("eight_schools");
    expect(Math.max(...weightsOf(fit(document, table, { draws: 1 }), "theta"))).toBeLessThan(0.25);
  });

  it.skipIf(process.env["CREDENCE_SLOW"] !== "1")("seed variance is sampled centred", async () => {
    const [document, table] = await reference("seed_variance");
    const result = fit(document, table, { draws: 1, chains: 1 });
    for (const name of ["fm", "fb", "lsig"]) expect(Math.min(...weightsOf(result, name)), name).toBeGreaterThan(0.9);
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
  weightsOf(result, "theta").forEach((weight, at) => {
    if (sizes[at % sizes.length] === 2) expect(weight).toBeLessThan(0.2);
    else expect(weight).toBeGreaterThan(0.8);
  });
  expect(result.diagnostics.divergences).toBe(0);
  expect(result.diagnostics.ok).toBe(true);
});
