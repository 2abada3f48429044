/** How far each chain of a fit is, on standard error: lines rewritten on a screen, one line every ten seconds elsewhere. */
import type { Snapshot } from "../samplers/index.ts";
import type { Terminal } from "./terminal.ts";

const SCREEN_MS = 200;
const LOG_MS = 10_000;
const CELLS = 10;
/** the pace that tells the time left is that of the last so many ms: warmup is slower than what follows */
const PACE_MS = 10_000;
/** more chains than this are not shown one by one */
const MOST_CHAINS = 8;

export interface SamplingPlan {
  readonly model: string;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  /** the run may end before it has all draws */
  readonly isOpen: boolean;
}

export interface ChainProgress {
  update(snapshot: Snapshot): void;
  /** clears what a screen shows */
  end(): void;
}

interface Standing {
  /** transitions, warmup included */
  readonly steps: number;
  readonly divergences: number;
}

export function chainProgress(
  terminal: Terminal,
  plan: SamplingPlan,
  now: () => number = () => performance.now(),
): ChainProgress {
  const every = terminal.isScreen ? SCREEN_MS : LOG_MS;
  const pace: { time: number; steps: number }[] = [{ time: now(), steps: 0 }];
  let next = now() + every;
  let shown = 0;
  const clear = (): void => {
    if (shown > 0) terminal.err(`${"\u001b[1A\u001b[2K".repeat(shown)}\r`);
    shown = 0;
  };
  return {
    update: (snapshot) => {
      const time = now();
      if (time < next) return;
      next = time + every;
      const chains = standings(snapshot, plan);
      const steps = chains.reduce((sum, chain) => sum + chain.steps, 0);
      pace.push({ time, steps });
      while (pace.length > 2 && pace[1]!.time < time - PACE_MS) pace.shift();
      const left = timeLeft(pace, plan.chains * (plan.warmup + plan.draws) - steps, plan.isOpen);
      if (!terminal.isScreen) return terminal.err(`${logLine(plan, chains, left)}\n`);
      const lines = screenLines(plan, chains, left);
      clear();
      terminal.err(lines.map((line) => `${line}\n`).join(""));
      shown = lines.length;
    },
    end: clear,
  };
}

function standings({ states, store }: Snapshot, { warmup }: SamplingPlan): Standing[] {
  return states.map((state, chain) => {
    const steps = state?.chain.steps ?? 0;
    const from = chain * store.draws;
    const drawn = store.statistics.divergent__.subarray(from, from + Math.max(0, steps - warmup));
    return { steps, divergences: drawn.reduce((sum, flag) => sum + flag, 0) };
  });
}

function timeLeft(pace: readonly { time: number; steps: number }[], stepsLeft: number, isOpen: boolean): string {
  const [first, last] = [pace[0]!, pace.at(-1)!];
  const seconds = ((last.time - first.time) / (last.steps - first.steps) / 1000) * stepsLeft;
  return Number.isFinite(seconds) ? `${isOpen ? "at most " : ""}${inWords(seconds)} left` : "";
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function logLine(plan: SamplingPlan, chains: readonly Standing[], left: string): string {
  const total = plan.warmup + plan.draws;
  const steps = many(chains) ? range(chains) : `chains at ${chains.map((chain) => chain.steps).join(" ")}`;
  return joined([headline(plan, chains), `${steps} of ${total}`, left]);
}

function screenLines(plan: SamplingPlan, chains: readonly Standing[], left: string): string[] {
  const { warmup, draws } = plan;
  const share = chains.reduce((sum, { steps }) => sum + steps, 0) / (chains.length * (warmup + draws));
  const head = joined([headline(plan, chains, bar(share)), left]);
  if (many(chains)) return [joined([head, range(chains)])];
  const lines = chains.map(({ steps, divergences }, chain) => {
    const phase = steps < warmup ? `warmup ${steps}/${warmup}` : `draws  ${steps - warmup}/${draws}`;
    const diverged = divergences > 0 ? `${divergences} divergences` : "";
    return joined([`  chain ${chain + 1}`, bar(steps / (warmup + draws)), phase, diverged]);
  });
  return [head, ...lines];
}

function headline({ model }: SamplingPlan, chains: readonly Standing[], picture = ""): string {
  const divergences = chains.reduce((sum, chain) => sum + chain.divergences, 0);
  return joined([`fit    ${model}`, `${chains.length} chains`, picture, `${divergences} divergences`]);
}

const many = (chains: readonly Standing[]): boolean => chains.length > MOST_CHAINS;

function range(chains: readonly Standing[]): string {
  const steps = chains.map((chain) => chain.steps);
  return `chains at ${Math.min(...steps)} to ${Math.max(...steps)}`;
}

function bar(share: number): string {
  const full = Math.round(CELLS * share);
  return "▮".repeat(full) + "▯".repeat(CELLS - full);
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("   ");
