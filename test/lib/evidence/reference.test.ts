/** Marginal likelihoods and cross-validation of real models, from our own chains, against R's bridgesampling. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { readTable } from "../../../lib/data/files.ts";
import { loo } from "../../../lib/evidence/loo.ts";
import { marginalLikelihood } from "../../../lib/evidence/marginal-likelihood.ts";
import { momentMatch } from "../../../lib/evidence/moment-matching.ts";
import { poolChains } from "../../../lib/evidence/pool-chains.ts";
import { RowLogLikelihood } from "../../../lib/evidence/row-log-likelihood.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { checkDocument } from "../../../lib/model/document.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";
import { stream } from "../../../lib/random/stream.ts";
import { sampleChains } from "../../../samplers/index.ts";
import { isSlow } from "./calibration.ts";

const root = new URL("../../../../shared/reference/", import.meta.url).pathname;
const isHere = existsSync(root);

async function posteriorOf(name: string): Promise<{ density: ModelDensity; posterior: ReturnType<typeof poolChains> }> {
  const document = checkDocument(parseYaml(readFileSync(`${root}${name}/model.yaml`, "utf8")));
  const density = new ModelDensity(new BoundModel(document, await readTable(`${root}${name}/data.csv`)));
  const sampled = sampleChains(density, { seed: "1", model: name });
  return { density, posterior: poolChains(density, sampled) };
}

describe.skipIf(!isHere || !isSlow)("reference models (needs ../shared/reference and CREDENCE_SLOW=1)", () => {
  test.each(["chinchilla", "kaplan_joint", "passuntil"])(
    "%s: the log marginal likelihood of bridgesampling within 3 combined errors",
    async (name) => {
      const reference = JSON.parse(readFileSync(`${root}${name}/summary.json`, "utf8")) as {
        log_marginal_likelihood: { estimate: number; repeats: number[]; warp3: number[] };
      };
      const { estimate, repeats, warp3 } = reference.log_marginal_likelihood;
      const runs = [estimate, ...repeats, ...warp3];
      const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
      const spread = Math.sqrt(runs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs.length - 1));
      const { density, posterior } = await posteriorOf(name);
      const found = marginalLikelihood(density, posterior, { random: stream(`reference/${name}`) });
      expect(found.reasons).toEqual([]);
      expect(Math.abs(found.logMarginalLikelihood - mean)).toBeLessThan(3 * Math.hypot(found.mcse, spread));
    },
  );

  test.each(["chinchilla", "eight_schools", "passuntil"])(
    "%s: cross-validation is reliable, after moment matching if need be",
    async (name) => {
      const { density, posterior } = await posteriorOf(name);
      const rows = new RowLogLikelihood(density);
      const before = loo(rows.ofDraws(posterior), posterior.chains);
      const rowLogLikelihood = (row: number, point: Float64Array): number => rows.at(row, point);
      const after = momentMatch(before, density, posterior, { rowLogLikelihood });
      expect(after.reasons).toEqual([]);
      expect(after.rows.length).toBe(rows.rows);
    },
  );
});
