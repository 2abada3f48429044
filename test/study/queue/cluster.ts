/** Worker processes of the built program, what they tell, and studies of many fits for them. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerEvent } from "../../../study/queue/serve.ts";
import { FLAT, line, LINE } from "./plans.ts";

const root = new URL("../../../", import.meta.url).pathname;
export const program: string = join(root, "dist", "cli.js");

export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly events: WorkerEvent[];
  /** keys of the cells that it has begun and not ended */
  active(): string[];
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

export async function spawnWorker(url: string, concurrency = 1): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [program, "worker", "--queue", "--concurrency", String(concurrency), "--json"], {
    env: { ...process.env, CREDENCE_QUEUE: url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const events: WorkerEvent[] = [];
  let rest = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (text) => {
      const lines = (rest + String(text)).split("\n");
      rest = lines.pop()!;
      for (const line of lines) events.push(JSON.parse(line) as WorkerEvent);
      if (events.some(({ event }) => event === "ready")) resolve();
    });
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await Promise.race([ready, gone]);
  return {
    child,
    events,
    active: () => {
      const keys = new Set<string>();
      for (const { event, key } of events) {
        if (event === "begins") keys.add(key!);
        else if (key !== undefined) keys.delete(key);
      }
      return [...keys];
    },
    end: (signal) => {
      child.kill(signal);
      return gone;
    },
  };
}

/** runs the built program to its end */
export function cli(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [program, ...argv], { env: { ...process.env, ...env } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, out, err })));
}

/** a study of so many fits, with a hold-out, a comparison, forecasts and expectations: of laws to the shipped sweep, or of lines, which take milliseconds */
export function manyFits(fits: number, kind: "lines" | "laws", sampler: object): string {
  const folder = mkdtempSync(join(tmpdir(), "credence-many-"));
  copyFileSync(join(root, "examples", "chinchilla", "sweep.csv"), join(folder, "sweep.csv"));
  writeFileSync(join(folder, "line.csv"), line);
  const law = ["chinchilla", "kaplan-nd", "chinchilla"];
  const model = (k: number): object => (kind === "laws" ? { model: law[k % 3], data: "sweep", ...(k % 3 === 2 && { set: { tied: true } }) } : { model: k % 3 === 1 ? FLAT : LINE, data: "line" });
  writeFileSync(
    join(folder, "study.yaml"),
    JSON.stringify({
      version: 1,
      title: "Many fits",
      sampler,
      data: { sweep: { files: "sweep.csv" }, line: { files: "line.csv" } },
      models: Object.fromEntries(Array.from({ length: fits }, (_, k) => [`m${k}`, model(k)])),
      comparisons: [{ id: "which", models: ["m0", "m1"] }],
      forecasts: [0, 3, 5].map((k) => ({ id: `f${k}`, model: `m${k}`, at: kind === "laws" ? { C: 1e24 } : { x: 2 } })),
      holdouts: { largest: { model: "m0", by: kind === "laws" ? "N * D" : "x", fraction: 0.2 } },
      expect: [{ id: "low", that: `f0 < ${kind === "laws" ? 2.2 : 4}`, probability: 0.9 }, { id: "covered", that: "coverage(largest, 0.9)" }],
    }),
  );
  return folder;
}

/** what a run leaves, without the names of its store and of its command, which every way of computing has its own */
export function outputsOf(store: string): string[] {
  const [folder] = readdirSync(join(store, "runs"));
  return ["summary.json", "report.html", "summary.md", "junit.xml"].map((name) =>
    readFileSync(join(store, "runs", folder!, name), "utf8").replace(/credence (run|merge) [^"<\n]*/g, "COMMAND"),
  );
}
