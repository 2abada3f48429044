/** The built program as a process: its streams, its exit code, its interrupt. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderWith } from "./session.ts";

const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
const rows = Array.from(
  { length: 200 },
  (_, k) => `${(1e6 * 1.05 ** k).toPrecision(6)},${(2 + 1.02 ** -k).toPrecision(6)}`,
);
const folder = folderWith({ "data.csv": `x,loss\n${rows.join("\n")}\n` });

describe.skipIf(!existsSync(cli))("the built program (npm run build)", () => {
  test("is executable, and errors go to stderr with exit code 2", () => {
    const { status, stdout, stderr } = spawnSync(cli, ["fit", "power-law", "nowhere.csv"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^error {2}data\/file {2}nowhere\.csv\n/);
  });

  test("ends quietly when its reader does", () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"${cli}" models power-law | head -1; exit \${PIPESTATUS:-0}`], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("stops at an interrupt while it samples, and leaves no folder that looks finished", async () => {
    const child = spawn(cli, ["fit", "power-law", "data.csv", "--draws", "1000000", "--out", "stopped"], {
      cwd: folder,
      stdio: "ignore",
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill("SIGINT");
    // a shell reports a process that SIGINT ended as 130
    expect(await ended).toBe("SIGINT");
    expect(existsSync(`${folder}/stopped/manifest.json`)).toBe(false);
  });
});
