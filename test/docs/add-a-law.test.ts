/** docs/add-a-law.md as a new user follows it: the YAML file is read, simulated and fitted; the library's file is the same law. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ModelDocument } from "../../lib/model/document.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";
import { fit } from "../../study/fit.ts";
import { credence, folderWith } from "../transcript/session.ts";

const page = readFileSync(new URL("../../docs/add-a-law.md", import.meta.url), "utf8");
const block = (language: string): string => page.match(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``))![1]!;

test("its commands run as they stand, and the posterior covers what the table was drawn at", async () => {
  const folder = folderWith({ "routed.yaml": block("yaml") });
  const commands = block("sh").trim().split("\n").map((line) => line.replace(/#.*/, "").trim().replace(/^credence /, "").replace("--simulations 100", "--simulations 5"));
  expect(commands).toHaveLength(4);
  for (const command of commands) {
    const { out, err, code } = await credence(folder, command.startsWith("fit") ? `${command} --json --out run` : command);
    expect(code, `${command}\n${out}${err}`).toBe(0);
    if (!command.startsWith("fit")) continue;
    const { parameters } = JSON.parse(out) as { parameters: Record<string, { mean: number; sd: number }> };
    for (const [name, truth] of Object.entries({ L0: 2.9, a: 0.08, b: 0.06, c: 0.009, sigma: 0.01 })) {
      const { mean, sd } = parameters[name]!;
      expect(Math.abs(mean - truth), name).toBeLessThan(4 * sd);
    }
  }
});

test("its file for the library is a model with the shared options, and is not in the library yet", async () => {
  expect(models.has("routed")).toBe(false);
  const root = new URL("../../.credence/add-a-law/", import.meta.url);
  mkdirSync(root, { recursive: true });
  const file = new URL(`routed-${process.pid}.ts`, root);
  try {
    writeFileSync(file, block("ts").replaceAll("../shared/", "../../models/shared/"));
    const { routed } = (await import(file.pathname)) as { routed: ModelDocument };
    const { table } = simulateTable(routed, { set: { runs: "effect" } });
    const { diagnostics } = fit(routed, table, { set: { runs: "effect" }, chains: 2, draws: 300 });
    expect(diagnostics.max_rhat).toBeLessThan(1.05);
  } finally {
    rmSync(file);
  }
});
