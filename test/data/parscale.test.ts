/** ParScale's two published tables: estimates beside the posterior, and the order of four laws by their evidence. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { marginalLikelihood, poolChains } from "../../lib/evidence/index.ts";
import { stream } from "../../lib/random/stream.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";
import { column, describeData, numbers, readData } from "../support/data.ts";

const published = {
  stack_v2_python: { E: 0.69124, A: 1.1306e7, alpha: 0.18937, k: 0.39346 },
  pile: { E: 1.2888, A: 1.9735e8, alpha: 0.19633, k: 0.33446 },
} as const;
/** differences of BIC / 2 from the logarithm, laws.md B7: what least squares say of the same order */
const bic = {
  stack_v2_python: { log: 0, power: -5.2, saturating: -12.8, none: -42.8 },
  pile: { log: 0, power: -5.4, saturating: -16.8, none: -46.8 },
} as const;

describeData("ParScale (Chen et al. 2025)", (report) => {
  for (const [dataset, estimates] of Object.entries(published) as [keyof typeof published, (typeof published)["pile"]][]) {
    const rows = readData("parscale.csv").filter((row) => row["dataset"] === dataset);
    const table = tableFromColumns({ N: numbers(rows, "n_params_non_embed"), P: numbers(rows, "P"), loss: numbers(rows, "loss") });

    test(`${dataset}: published estimates in the interval; log before power before saturating before none`, { timeout: 600_000 }, () => {
      const evidence = (["log", "power", "saturating", "none"] as const).map((gain) => {
        const result = fit(models.get("parscale")!, table, { seed: "data", set: { gain, noise: "normal" }, draws: 2000, targetAccept: 0.95 });
        expect(result.diagnostics.max_rhat, gain).toBeLessThan(1.01);
        expect(result.diagnostics.divergences, gain).toBe(0);
        if (gain === "log") {
          for (const [name, value] of Object.entries(estimates)) {
            const { low, high } = report.add(`${dataset}: ${name}`, value, column(result, name));
            expect(value, name).toBeGreaterThan(low);
            expect(value, name).toBeLessThan(high);
          }
        }
        const estimate = marginalLikelihood(result.density, poolChains(result.density, result.sampled), { random: stream(`parscale/${dataset}/${gain}`) });
        expect(estimate.reliable, `${gain}: ${estimate.reasons.join("; ")}`).toBe(true);
        return { gain, ...estimate };
      });
      const [best] = evidence;
      for (const { gain, logMarginalLikelihood, mcse } of evidence) {
        report.score(`${dataset}: log Bayes factor of ${gain} against log (error ${mcse.toFixed(2)}; published column: BIC / 2)`, bic[dataset][gain], logMarginalLikelihood - best!.logMarginalLikelihood);
      }
      evidence.slice(1).forEach((worse, k) => {
        const better = evidence[k]!;
        expect(better.logMarginalLikelihood - worse.logMarginalLikelihood, `${better.gain} before ${worse.gain}`).toBeGreaterThan(3 * Math.hypot(better.mcse, worse.mcse));
      });
    });
  }
});
