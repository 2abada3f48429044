/** A made-up report with what no other fixture has: divergences, and chains that disagree. */
import type { Report } from "../../lib/report.ts";
import { full } from "../reports/fixtures/full.ts";
import { wobble } from "../reports/fixtures/shapes.ts";

const funnel = (n: number, low: number, high: number) =>
  Array.from({ length: n }, (_, i) => {
    const tau = low + ((high - low) * i) / n;
    return [tau, wobble(i) * Math.exp(tau)] as const;
  });

export const sampled: Report = {
  schema: 1,
  title: "A funnel",
  run: full.run,
  sampler: [
    {
      fit: "schools",
      ok: false,
      chains: 4,
      warmup: 1000,
      draws: 1000,
      divergences: 61,
      maxRhat: 1.09,
      minEssBulk: 74,
      minEssTail: 51,
      minEbfmi: 0.21,
      maxTreedepthHits: 3,
      stepSizes: [0.12, 0.08, 0.11, 0.09],
      warnings: [{ message: "61 of 4000 draws diverged", remedy: "raise the target acceptance" }],
      figures: [
        {
          kind: "divergences",
          id: "divergences",
          x: { label: "log_tau" },
          y: { label: "theta[1]" },
          draws: funnel(160, -2, 2),
          divergent: funnel(40, -2.2, -1.2),
          total: 61,
        },
      ],
    },
  ],
};
