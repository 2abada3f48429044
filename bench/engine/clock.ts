/** CPU time, and the least cost of a gradient. */
import type { LogDensity } from "../../lib/log-density.ts";

/** user and system CPU seconds of this process so far */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const ROUNDS = 25;
const ROUND_SECONDS = 0.04;

/** CPU microseconds of one log density and gradient, the least mean of many rounds after the engine's compiler settled */
export function gradientMicroseconds(density: LogDensity): number {
  const [position, gradient] = [new Float64Array(density.dim), new Float64Array(density.dim)];
  position.fill(0.1);
  let repeats = 1;
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = cpu();
    for (let i = 0; i < repeats; i++) density.evaluate(position, gradient);
    const each = (cpu() - start) / repeats;
    if (repeats * each >= ROUND_SECONDS / 2) best = Math.min(best, each);
    else round--;
    repeats = Math.max(1, Math.ceil(each > 0 ? ROUND_SECONDS / each : 10 * repeats));
  }
  return 1e6 * best;
}
