/** Sampling progress on standard error: one line rewritten on a screen, a line every ten seconds elsewhere. */
import type { SampleHooks } from "../samplers/index.ts";
import type { Terminal } from "./terminal.ts";

const SCREEN_MS = 100;
const LOG_MS = 10_000;
const CELLS = 10;

export interface Progress {
  readonly hooks: SampleHooks;
  /** clears what a screen shows */
  end(): void;
}

/** @param total transitions of all chains, warmup included */
export function samplingProgress(terminal: Terminal, model: string, chains: number, total: number): Progress {
  const every = terminal.isScreen ? SCREEN_MS : LOG_MS;
  let done = 0;
  let divergences = 0;
  let next = performance.now() + every;
  let isShown = false;
  const show = (): void => {
    const full = Math.round((CELLS * done) / total);
    const bar = "▮".repeat(full) + "▯".repeat(CELLS - full);
    const line = `fit    ${model}   ${chains} chains ${bar} ${done}/${total}   ${divergences} divergences`;
    terminal.err(terminal.isScreen ? `\r\u001b[2K${line}` : `${line}\n`);
    isShown = true;
  };
  return {
    hooks: {
      onDraw: (_chain, draw, isDivergent) => {
        done++;
        if (isDivergent && draw >= 0) divergences++;
        // the clock is read once in 64 transitions: they may take a microsecond
        if (done % 64 !== 0 || performance.now() < next) return;
        next = performance.now() + every;
        show();
      },
    },
    end: () => {
      if (isShown && terminal.isScreen) terminal.err("\r\u001b[2K");
    },
  };
}

export interface StepProgress {
  /** tells which piece of work begins */
  readonly step: (what: string) => void;
  readonly end: () => void;
}

/** Pieces of work by name: a line rewritten on a screen, one every ten seconds at most elsewhere. */
export function stepProgress(terminal: Terminal): StepProgress {
  let next = performance.now() + LOG_MS;
  let isShown = false;
  return {
    step: (what) => {
      if (terminal.isScreen) terminal.err(`\r\u001b[2K${what}`);
      else if (performance.now() >= next) {
        terminal.err(`${what}\n`);
        next = performance.now() + LOG_MS;
      }
      isShown = true;
    },
    end: () => {
      if (isShown && terminal.isScreen) terminal.err("\r\u001b[2K");
    },
  };
}
