/** Which piece of work is done, on standard error. */
import type { Terminal } from "./terminal.ts";

const LOG_MS = 10_000;

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
