/** R's rstan with its defaults, 4 x (1000 + 1000), where it is installed and bench/stan has the program. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Reference } from "./references.ts";

export interface RstanResult {
  readonly compile_s: number;
  readonly cpu_s: number;
  readonly gradients: number;
  readonly us_per_gradient: number;
  readonly min_ess_bulk: number;
  readonly divergences: number;
  readonly max_rhat: number;
}

const rscript = (...args: string[]) => spawnSync("Rscript", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** undefined when R or rstan is absent */
export function rstanVersion(): string | undefined {
  const { status, stdout } = rscript("-e", 'cat(as.character(packageVersion("rstan")))');
  return status === 0 ? stdout.trim() : undefined;
}

/** undefined when there is no Stan program of this name, or it failed */
export function rstanFit(name: string, { table }: Reference): RstanResult | undefined {
  const folder = join(process.cwd(), "bench", "stan");
  const program = join(folder, `${name}.stan`);
  if (!existsSync(program)) return undefined;
  const { status, stdout } = rscript(join(folder, "run.R"), program, table.source);
  return status === 0 ? (JSON.parse(stdout.slice(stdout.lastIndexOf("{"))) as RstanResult) : undefined;
}
