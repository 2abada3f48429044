/** Sessions of `credence compare`: models fitted to one table, run folders, tournaments, hold-outs, and what is refused. */
import { beforeAll, describe, expect, test } from "vitest";
import { tournaments } from "../../models/tournaments.ts";
import { loadSpec } from "../../study/model-spec.ts";
import { law, rows, table } from "./law.ts";
import { credence, folderWith, type Session } from "./session.ts";

// 24 of the example's runs
const some = rows.filter((_, i) => i % 5 === 0);
const known = `confidence,correct\n${Array.from({ length: 12 }, (_, i) => `0.${i + 10},${i % 3 === 0 ? 1 : 0}`).join("\n")}\n`;
const quick = "--warmup 300 --draws 500";
let folder: string;

beforeAll(() => {
  folder = folderWith({ "sweep.csv": table(some), "half.csv": table(some.slice(12)), "law.yaml": law, "known.csv": known });
});

interface Printed {
  readonly models: readonly Record<string, number | string | null>[];
  readonly verdict: Record<string, unknown>;
  readonly reliable: boolean;
  readonly k_fold?: { readonly folds: number; readonly models: readonly Record<string, number>[] };
  readonly hold_out?: { readonly cuts: readonly { readonly fitted: number; readonly scored: number; readonly models: readonly Record<string, unknown>[] }[] };
}

describe("models and a table", () => {
  let text: Session;
  let printed: Printed;

  beforeAll(async () => {
    const models = `compare law.yaml law.yaml:prior=wide law.yaml:prior=none --data sweep.csv ${quick}`;
    text = await credence(folder, models);
    const { out } = await credence(folder, `${models} --k-fold family --leave-largest-out 6*N*D --cuts 60% --json`);
    printed = JSON.parse(out) as Printed;
  });

  test("the verdict comes first, then evidence, prior scales and predictions", () => {
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/^3 models on 24 rows\nverdict {2}not enough data to tell law.yaml and law.yaml:prior=wide apart \(law.yaml leads with probability 0\.\d+\)/);
    expect(text.out).toMatch(/\nevidence +log marginal likelihood +± MCSE +log Bayes factor against law.yaml +probability\nlaw.yaml +−?\d+\.\d+ +0\.0\d+ +0 +0\.\d+/);
    expect(text.out).toMatch(/own prior scales +halved +as they are +doubled\nlaw.yaml:prior=none/);
    expect(text.out).toMatch(/\nleave-one-out +elpd +difference ± SE +stacking weight +pseudo-BMA\+ weight\n/);
  });

  test("--json prints one object with the names of the fields that the documentation gives", () => {
    expect(printed.reliable).toBe(true);
    expect(printed.models.map(({ name }) => name)).toEqual(["law.yaml", "law.yaml:prior=wide", "law.yaml:prior=none"]);
    for (const model of printed.models) {
      for (const field of ["log_marginal_likelihood", "mcse", "probability", "elpd_loo", "elpd_loo_se", "stacking_weight", "pseudo_bma_weight"])
        expect(typeof model[field], field).toBe("number");
    }
    expect(printed.models.reduce((sum, { probability }) => sum + (probability as number), 0)).toBeCloseTo(1, 9);
  });

  test("groups and the largest rows are scored by fits that have not seen them", () => {
    expect(printed.k_fold).toMatchObject({ column: "family", groups: 3, folds: 3 });
    expect(printed.k_fold!.models.some(({ difference }) => difference === 0)).toBe(true);
    const [cut] = printed.hold_out!.cuts;
    expect(cut).toMatchObject({ fitted: 15, scored: 9 });
    expect(cut!.models[0]!["crps"]).toBeGreaterThan(0);
    expect((cut!.models[0]!["pit"] as number[]).length).toBe(9);
  });
});

test("run folders are compared as they were fitted; other rows are refused", async () => {
  await credence(folder, `fit law.yaml sweep.csv ${quick} --out free`);
  await credence(folder, `fit law.yaml sweep.csv ${quick} --set prior=none --out tied`);
  const { out, code } = await credence(folder, "compare free tied");
  expect([code, out.split("\n")[0]]).toEqual([0, "2 models on 24 rows"]);
  await credence(folder, `fit law.yaml half.csv ${quick} --out half`);
  const refused = await credence(folder, "compare free half");
  expect(refused.code).toBe(2);
  expect(refused.err).toMatch(/^error {2}evidence\/different-rows\n {2}free and half were fitted to different rows/);
});

test("tournaments name models that the library has, with options that they have", async () => {
  for (const [name, { models }] of tournaments) {
    expect(models.length, name).toBeGreaterThan(1);
    for (const spec of models) expect((await loadSpec(spec)).name, name).toBe(spec);
  }
  const { out } = await credence(folder, "compare --tournament calibration known.csv --warmup 50 --draws 50");
  expect(out).toMatch(/^5 models on 12 rows\nverdict {2}/);
});

describe("what cannot be compared says why", () => {
  const cases: readonly [line: string, message: RegExp][] = [
    ["compare chinchilla", /there is nothing to compare with/],
    ["compare chinchilla kaplan-nd", /chinchilla is not the folder of a run\n.*\n.*--data FILE/],
    ["compare --tournament emergense sweep.csv", /no tournament "emergense"/],
    ["compare --tournament surface", /a tournament needs a table/],
    ["compare chinchilla chinchilla:tyed=true --data sweep.csv", /no option "tyed"\n.*\n.*nearest +tied/],
    ["compare law.yaml law.yaml --data sweep.csv --draws 5 --warmup 5", /two fits are called law.yaml/],
    ["compare chinchilla:tied= kaplan-nd --data sweep.csv", /options of "chinchilla:tied=" cannot be read/],
    ["compare law.yaml law.yaml:prior=none --data sweep.csv --draws 5 --warmup 5 --k-fold famly", /no column "famly" to make groups of/],
    ["compare law.yaml law.yaml:prior=none --data sweep.csv --draws 5 --warmup 5 --leave-largest-out N --cuts 5", /no rows on both sides of N = 5/],
  ];
  for (const [line, message] of cases) {
    test(line, async () => {
      const { err, code } = await credence(folder, line);
      expect(code).toBe(2);
      expect(err).toMatch(message);
    });
  }

  test("too few draws: no number, the reasons, exit code 3", async () => {
    const { out, code } = await credence(folder, "compare law.yaml law.yaml:prior=none --data sweep.csv --draws 10 --warmup 100");
    expect(code).toBe(3);
    expect(out).toMatch(/verdict {2}none: the evidence of some model is refused/);
    expect(out).toMatch(/\nlaw.yaml +– +– +– +–\n/);
    expect(out).toMatch(/\nrefused {2}law.yaml: evidence: too few draws/);
  });
});
