/** The whole command as a user runs it, from Node's start to the written report. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Reference, manyRows } from "./references.ts";

export interface CommandCost {
  /** of the process with its threads, from its start */
  readonly cpu_s: number;
  readonly wall_s: number;
  readonly peak_mb: number;
}

/** the start of a command is timed this often, in turn with Node's; the least counts */
const ROUNDS = 5;
const LARGE = 1e6;
/** enough to fill two workers and to write a report; memory does not grow with draws beyond the draws themselves */
const SHORT = ["--chains", "2", "--warmup", "4", "--draws", "10"];

/** `credence fit chinchilla` on the reference's rows over `node -e 0`; needs `npm run build` */
export function startRatio(reference: Reference): { fit_s: number; node_s: number; ratio: number } {
  return inFolder((folder) => {
    const data = writeRows(join(folder, "sweep.csv"), reference);
    let [fit_s, node_s] = [Infinity, Infinity];
    for (let round = 0; round < ROUNDS; round++) {
      fit_s = Math.min(fit_s, credence(["fit", "chinchilla", data, "--out", join(folder, `run${round}`)]).cpu_s);
      node_s = Math.min(node_s, run(["-e", "0"]).cpu_s);
    }
    return { fit_s, node_s, ratio: fit_s / node_s };
  });
}

/** the same command at a million rows, few draws */
export function largePeak(reference: Reference): CommandCost {
  return inFolder((folder) => {
    const data = writeRows(join(folder, "sweep.csv"), manyRows(reference, LARGE));
    return credence(["fit", "chinchilla", data, "--out", join(folder, "run"), ...SHORT]);
  });
}

/** wall time of 4 chains on 2 workers over that on 1 */
export function workerRatio(model: string, data: string): { one_s: number; two_s: number; ratio: number } {
  return inFolder((folder) => {
    const wall = (workers: number): number => credence(["fit", model, data, "--workers", String(workers), "--out", join(folder, String(workers))]).wall_s;
    const [one_s, two_s] = [wall(1), wall(2)];
    return { one_s, two_s, ratio: two_s / one_s };
  });
}

const credence = (args: readonly string[]): CommandCost => run([join(process.cwd(), "dist", "cli.js"), ...args]);

/** Node with these arguments; exit code 3, of a fit that is not to be trusted, is a result */
export function run(args: readonly string[]): CommandCost {
  return inFolder((folder) => {
    const file = join(folder, "cost.json");
    const atExit = `import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.resourceUsage())));`;
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(atExit)}`, ...args], { encoding: "utf8" });
    const wall_s = (performance.now() - start) / 1000;
    if (status !== 0 && status !== 3) throw new Error(`${args.join(" ")} ended with ${status}:\n${stderr}`);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(file, "utf8")) as NodeJS.ResourceUsage;
    return { cpu_s: (userCPUTime + systemCPUTime) / 1e6, wall_s, peak_mb: maxRSS / 1000 };
  });
}

/** the reference has logarithms, the library's model the quantities themselves */
function writeRows(path: string, { table }: Reference | ReturnType<typeof manyRows>): string {
  const [N, D, loss] = ["logN", "logD", "logL"].map((name) => table.columns.get(name)!.cells as Float64Array);
  const file = openSync(path, "w");
  writeSync(file, "N,D,loss\n");
  for (let from = 0; from < table.rows; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, table.rows - from) }, (_, k) => [N, D, loss].map((column) => Math.exp(column![from + k]!)).join(","));
    writeSync(file, `${lines.join("\n")}\n`);
  }
  closeSync(file);
  return path;
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "credence-bench-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
