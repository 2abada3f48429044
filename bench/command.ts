/**
 * Whole commands, Node start to written report: CPU seconds (user and system, of all threads) beside those of `node -e 0`,
 * interleaved, so that what else the machine does meets both.
 *
 * Run: npm run bench:command [-- --rounds 10]
 */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "../lib/posterior/quantile.ts";
import { run } from "./engine/command.ts";
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

const found = new Map(Object.keys(commands).map((name) => [name, [] as number[]]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, args] of Object.entries(commands)) found.get(name)!.push(run(args).cpu_s);
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
