/** The built program as a process: its streams, its exit code, its interrupt. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderWith } from "./session.ts";

const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
/** CREDENCE_SLOW=1 kills as often as we promise */
const kills = process.env["CREDENCE_SLOW"] === "1" ? 10 : 1;
const data = (rows: number): string =>
  Array.from({ length: rows }, (_, k) => 1e6 * 1e5 ** (k / rows))
    .map((x, k) => `${x.toPrecision(6)},${((1.7 + 40 * x ** -0.3) * (1 + 0.01 * Math.sin(k * k))).toPrecision(6)}\n`)
    .join("");
const folder = folderWith({ "data.csv": `x,loss\n${data(200)}`, "long.csv": `x,loss\n${data(1500)}` });

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

  test("keeps what it has at an interrupt, says how to go on, and goes on", async () => {
    const fit = ["fit", "power-law", "long.csv", "--draws", "1000000", "--out", "stopped"];
    const child = spawn(cli, fit, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)));
    // the folder is made before the first draw; a second later there are draws to keep
    while (!existsSync(`${folder}/stopped`)) await pause(20);
    await pause(1000);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(err).toMatch(/^interrupted: every chain has .* kept in stopped\ngo on with {3}credence fit --resume stopped\n$/);
    expect(existsSync(`${folder}/stopped/manifest.json`)).toBe(false);
    const more = spawnSync(cli, ["fit", "--resume", "stopped", "--max-time", "0.1s"], { cwd: folder, encoding: "utf8" });
    // few draws may not be trusted, and are kept all the same
    expect([0, 3]).toContain(more.status);
    expect(existsSync(`${folder}/stopped/manifest.json`)).toBe(true);
    expect(existsSync(`${folder}/stopped/checkpoint`)).toBe(false);
  });

  test(`ends with the same draws when it is killed ${kills === 1 ? "and goes on" : `${kills} times at random moments`}`, async () => {
    const fit = ["fit", "power-law", "long.csv", "--seed", "3"];
    const head = `${folder}/killed/checkpoint/checkpoint.json`;
    let goOn = [...fit, "--draws", "1000000", "--out", "killed"];
    for (let kill = 0; kill < kills; kill++) {
      const child = spawn(cli, goOn, { cwd: folder, stdio: "ignore" });
      const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
      const before = existsSync(head) ? readFileSync(head, "utf8") : "";
      while (!existsSync(head) || readFileSync(head, "utf8") === before) await pause(20);
      // anywhere before, in, or after the next checkpoint
      await pause(kills === 1 ? 0 : 2500 * Math.random());
      child.kill("SIGKILL");
      await ended;
      goOn = ["fit", "--resume", "killed"];
    }
    expect([0, 3]).toContain(spawnSync(cli, [...goOn, "--max-time", "0.1s"], { cwd: folder }).status);
    const { draws } = JSON.parse(readFileSync(`${folder}/killed/manifest.json`, "utf8")) as { draws: number };
    expect([0, 3]).toContain(spawnSync(cli, [...fit, "--draws", String(draws), "--out", "whole"], { cwd: folder }).status);
    for (const name of ["draws.bin", "data.csv"])
      expect(readFileSync(`${folder}/killed/${name}`).equals(readFileSync(`${folder}/whole/${name}`))).toBe(true);
  }, 120_000 * kills);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
