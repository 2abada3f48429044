/**
 * Whole commands, Node start to written report: CPU seconds (user and system, of all threads) beside those of `node -e 0`,
 * interleaved, so that what else the machine does meets both.
 *
 * Run: npm run bench:command [-- --rounds 10]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "../lib/posterior/quantile.ts";
import { print } from "./engine/table.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "10" } } });
const shared = join("..", "shared", "data", "chinchilla.csv");
const out = mkdtempSync(join(tmpdir(), "credence-bench-"));
const cli = join("dist", "cli.js");
const commands: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "credence --version": [cli, "--version"],
  "credence fit chinchilla": [cli, "fit", "chinchilla", existsSync(shared) ? shared : "examples/chinchilla/sweep.csv", "--seed", "1", "--out", join(out, "chinchilla")],
};

/** as the shell's `times` has it, to 10 ms: what its ended children took */
function cpuSeconds(args: readonly string[]): number {
  const { status, stdout } = spawnSync("sh", ["-c", '"$@" >/dev/null 2>&1; code=$?; times; exit $code', "sh", process.execPath, ...args], { encoding: "utf8" });
  // 3: the fit is there, and is not to be trusted
  if (status !== 0 && status !== 3) throw new Error(`${args.join(" ")} ended with exit code ${status}`);
  const children = stdout.trim().split("\n")[1]!;
  return children.split(" ").reduce((sum, text) => sum + Number(/m([\d.]+)s/.exec(text)![1]) + 60 * Number(text.split("m")[0]), 0);
}

const found = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, args] of Object.entries(commands)) found.get(name)!.push(cpuSeconds(args));
}
const least = (name: string): number => Math.min(...found.get(name)!);
const middle = (name: string): number => median(Float64Array.from(found.get(name)!));
const [base] = Object.keys(commands) as [string];
print(
  [...found.keys()].map((command) => ({
    command,
    median_cpu_s: middle(command),
    least_cpu_s: least(command),
    median_over_node: middle(command) / middle(base),
    least_over_node: least(command) / least(base),
  })),
);
