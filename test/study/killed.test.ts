/** A study whose process is killed at random moments ends, when it is run again, with the bytes of one that was not. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DiskStore } from "../../study/plan/disk-store.ts";

const root = new URL("../../", import.meta.url).pathname;
const program = join(root, "dist", "cli.js");
const isSlow = process.env["CREDENCE_SLOW"] === "1";

function run(store: string, killAfterMs?: number): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [program, "run", join(root, "examples/emergence/study.yaml"), "--store", store, "--quiet"]);
  let err = "";
  child.stderr.on("data", (text) => (err += text));
  if (killAfterMs !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, err })));
}

function outputs(store: string): string[] {
  const [folder] = readdirSync(join(store, "runs"));
  const read = (name: string): string => readFileSync(join(store, "runs", folder!, name), "utf8");
  // the command that the page repeats names the store
  return [read("summary.json"), read("junit.xml"), read("report.html").replaceAll(store, "STORE")];
}

test.skipIf(!isSlow || !existsSync(program))("ten kills at random moments lose and corrupt nothing (needs CREDENCE_SLOW=1 and a build)", { timeout: 900_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "credence-killed-"));
  const [killed, whole] = [join(folder, "killed"), join(folder, "whole")];
  const start = Date.now();
  expect((await run(whole)).code).toBe(0);
  const duration = Date.now() - start;
  for (let k = 1; k <= 10; k++) {
    const { err } = await run(killed, (duration * ((k * 0.618) % 1)) / 1.2);
    expect(err).not.toMatch(/error/);
    const store = new DiskStore(join(killed, "store"));
    for (const key of store.keys()) expect(store.read(key)).toBeDefined();
  }
  expect((await run(killed)).code).toBe(0);
  expect(outputs(killed)).toEqual(outputs(whole));
});
