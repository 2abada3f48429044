/**
 * How often the gate errs, over whole simulated studies: data drawn anew, sampled, judged, with more draws where they are wanted.
 * The posterior of a normal mean is known exactly, so that the event's true probability is put where it is wanted.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { standardNormalQuantile } from "../../lib/distribution/standard-normal.ts";
import { stream } from "../../lib/random/stream.ts";
import { DiskStore } from "../../study/plan/disk-store.ts";
import { localEngine } from "../../study/plan/local-engine.ts";
import { runStudy } from "../../study/run-study.ts";
import { loadStudy } from "../../study/study-file/load-study.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
const NEED = 0.9;
/** true probability of the event, and the verdicts that would be wrong there */
const CASES: readonly { readonly truth: number; readonly wrong: readonly string[] }[] = [
  { truth: NEED - 1e-6, wrong: ["pass", "fail"] },
  { truth: NEED - 0.01, wrong: ["pass", "fail"] },
  { truth: NEED - 0.03, wrong: ["pass", "fail"] },
  { truth: 0.5, wrong: ["pass", "fail"] },
  { truth: 1 - NEED + 1e-6, wrong: ["pass", "fail"] },
  { truth: NEED + 0.03, wrong: ["fail", "undecided-data"] },
];

async function study(folder: string, k: number, truth: number): Promise<string> {
  const random = stream(`gate/${truth}/${k}`);
  const y = Array.from({ length: 20 }, () => 1 + random.normal());
  // mu ~ normal(0, 10), y ~ normal(mu, 1)
  const precision = 20 + 0.01;
  const [mean, sd] = [y.reduce((sum, value) => sum + value, 0) / precision, 1 / Math.sqrt(precision)];
  const limit = mean + sd * standardNormalQuantile(truth);
  writeFileSync(join(folder, "y.csv"), `y\n${y.join("\n")}\n`);
  writeFileSync(
    join(folder, "study.yaml"),
    `version: 1
seed: ${k}
sampler: { warmup: 150, draws: 250, maxDraws: 1000 }
data: { y: { files: y.csv } }
models:
  m: { data: y, model: { data: { y: real }, parameters: { mu: "normal(0, 10)" }, likelihood: { y: "normal(mu, 1)" } } }
diagnostics: { rhatMax: 1.1, essMin: 100 }
expect: [{ id: e, that: m.mu < ${limit}, probability: ${NEED} }]
`,
  );
  const { outcomes } = await runStudy(loadStudy(join(folder, "study.yaml")), {
    store: new DiskStore(join(folder, "store")),
    home: folder,
    engine: localEngine,
    command: "",
  });
  return outcomes[0]!.verdict;
}

test.skipIf(!isSlow)("the gate passes wrongly in at most 5 % of 500 studies (needs CREDENCE_SLOW=1)", { timeout: 3_600_000 }, async () => {
  const studies = Number(process.env["CREDENCE_GATE_STUDIES"] ?? 500);
  const folder = mkdtempSync(join(tmpdir(), "credence-gate-"));
  const rows: string[] = [];
  for (const { truth, wrong } of CASES) {
    const counts = new Map<string, number>();
    for (let k = 0; k < studies; k++) {
      const verdict = await study(folder, k, truth);
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
    const share = (verdict: string): string => `${((100 * (counts.get(verdict) ?? 0)) / studies).toFixed(1)} %`;
    rows.push(`| ${truth.toFixed(6)} | ${["pass", "fail", "undecided-draws", "undecided-data", "void"].map(share).join(" | ")} |`);
    process.stderr.write(`${rows.at(-1)}\n`);
    for (const verdict of wrong) expect((counts.get(verdict) ?? 0) / studies).toBeLessThanOrEqual(0.05);
  }
});
