/** The shipped studies, as `credence init` writes them into an empty folder, end as their README files say. */
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StudySummary } from "../../study/study-summary.ts";
import { credence } from "../transcript/session.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-examples-"));

const expected: readonly [string, number, StudySummary["verdict"], Record<string, string>][] = [
  ["scaling", 0, "pass", { loss_below_2: "pass", largest_runs_in_band: "pass", chinchilla_over_kaplan: "pass", no_drift: "pass" }],
  ["calibration", 1, "fail", { ninety_means_eighty_five: "fail", not_too_extreme: "fail", needs_a_map: "pass" }],
  ["variance", 4, "undecided", { candidate_is_better: "undecided-data", not_much_worse: "pass" }],
  ["emergence", 0, "pass", { one_in_six: "pass", the_largest_were_foreseen: "pass", law_over_sigmoid: "pass" }],
];

test.each(expected)("%s ends with exit code %i", async (name, code, verdict, verdicts) => {
  expect((await credence(folder, `init ${name}`)).out).toMatch(new RegExp(`next {6}credence run ${name}/study\\.yaml\n$`));
  const { out, code: found } = await credence(folder, `run ${name}/study.yaml --json`);
  const summary = JSON.parse(out) as StudySummary & { folder: string };
  expect(found).toBe(code);
  expect(summary).toMatchObject({ verdict, exitCode: code });
  expect(Object.fromEntries(summary.expectations.map((each) => [each.id, each.verdict]))).toMatchObject(verdicts);
  expect(existsSync(join(folder, summary.folder, "report.html"))).toBe(true);
  const readme = readFileSync(new URL(`../../examples/${name}/README.md`, import.meta.url), "utf8");
  expect(readme.replace(/\s+/g, " ")).toContain(`**${verdict}** (exit ${code})`);
  for (const { notes } of summary.data) expect(notes.join(" ")).toMatch(/Simulated by Credence/);
});

test("an undecided study says how many more would settle it", async () => {
  const { out } = await credence(folder, "show latest --json");
  const all = await credence(folder, "run variance/study.yaml");
  expect(all.out).toMatch(/\? candidate_is_better +P = 0\.\d+; needs 0\.95 +undecided; about [\d\s]+ more items would settle it; about [\d\s]+ would do so with even odds/);
  expect(JSON.parse(out)).toHaveProperty("verdict");
  // the sentence that opens the page counts as the gate does
  const page = readFileSync(join(folder, /\S+report\.html/.exec(all.out)![0]), "utf8");
  const numbers = (found: RegExpExecArray | null): number[] => found!.slice(1).map((digits) => Number(digits.replace(/\D/g, "")));
  const [sure, even] = numbers(/about ([\d\s]+) more items would settle it; about ([\d\s]+) would do so with even odds/.exec(all.out));
  expect(numbers(/About ([\d\s]+) more items like these 150 would settle it with even odds, about ([\d\s]+) with probability 0\.9/.exec(page))).toEqual([even, sure]);
});

test("init refuses an unknown template and a folder that is taken", async () => {
  expect((await credence(folder, "init scalling other")).err).toMatch(/nearest +scaling/);
  expect((await credence(folder, "init scaling")).err).toMatch(/init\/exists[\s\S]*holds study\.yaml, sweep\.csv already/);
});
