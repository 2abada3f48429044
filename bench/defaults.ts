/**
 * The table behind the sampler's defaults: effective draws per gradient (warmup counted) and divergences over the
 * reference models, by target acceptance and length of warmup. `samplers/options.ts` says what was decided by it.
 *
 * Run: npm run bench:defaults [-- --models ark,eight_schools] [--targets 0.8,0.9] [--warmups 300,400] [--seeds 3]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fit } from "../study/fit.ts";
import { readReference, referenceNames } from "./engine/references.ts";
import { geometricMean, print } from "./engine/table.ts";

/** the largest take minutes a fit */
const SMALL = "ark,chinchilla,eight_schools,kaplan_joint,kidscore_momiq,low_dim_gauss_mix,nes1980,passuntil";

const { values } = parseArgs({
  options: {
    models: { type: "string", default: SMALL },
    targets: { type: "string", default: "0.8,0.85,0.9,0.95" },
    warmups: { type: "string", default: "300,400,600,1000" },
    seeds: { type: "string", default: "3" },
  },
});
const numbers = (text: string): number[] => text.split(",").map(Number);
const root = join(process.cwd(), "..", "shared", "reference");
const names = referenceNames(root).filter((name) => values.models.split(",").includes(name));
if (names.length === 0) console.log(`skipped: no reference models at ${root}`);

const rows: object[] = [];
for (const warmup of numbers(values.warmups)) {
  for (const targetAccept of numbers(values.targets)) {
    const yields: number[] = [];
    const divergences: Record<string, number> = {};
    for (const name of names) {
      const { document, table } = await readReference(root, name);
      let [ess, gradients] = [0, 0];
      divergences[name] = 0;
      for (let seed = 1; seed <= Number(values.seeds); seed++) {
        const { summaries, parameterElements, diagnostics, timing } = fit(document, table, { seed: `${seed}`, warmup, targetAccept });
        ess += Math.min(...summaries.slice(0, parameterElements).map(({ ess_bulk }) => ess_bulk));
        gradients += timing.gradients;
        divergences[name] += diagnostics.divergences;
      }
      yields.push((1000 * ess) / gradients);
    }
    const row = { warmup, target: targetAccept, per_1000_gradients: geometricMean(yields), ...divergences };
    rows.push(row);
    console.error(JSON.stringify(row));
  }
}
print(rows);
