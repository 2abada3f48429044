/** Progress of a study's cells on standard error: one line rewritten on a screen, a line every ten seconds elsewhere. */
import type { EngineHooks } from "../study/plan/engine.ts";
import type { Terminal } from "./terminal.ts";

const SCREEN_MS = 100;
const LOG_MS = 10_000;
const CELLS = 10;

export interface StudyProgress {
  readonly hooks: EngineHooks;
  /** how many cells were computed, not found in the store */
  computed(): number;
  /** clears what a screen shows */
  end(): void;
}

export function studyProgress(terminal: Terminal, quiet: boolean): StudyProgress {
  const every = terminal.isScreen ? SCREEN_MS : LOG_MS;
  let next = performance.now() + every;
  let computed = 0;
  let isShown = false;
  const show = (line: string): void => {
    if (quiet) return;
    terminal.err(terminal.isScreen ? `\r\u001b[2K${line}` : `${line}\n`);
    isShown = true;
  };
  return {
    hooks: {
      onStart: ({ kind, label }) => {
        if (kind === "compare" && terminal.isScreen) show(`compare   ${label}`);
      },
      onProgress: ({ label }, { done, total, divergences }) => {
        if (performance.now() < next) return;
        next = performance.now() + every;
        const full = Math.round((CELLS * done) / total);
        show(`fit       ${label}   ${"▮".repeat(full)}${"▯".repeat(CELLS - full)} ${done}/${total}   ${divergences} divergences`);
      },
      onEnd: ({ state }) => {
        if (state === "computed") computed++;
      },
    },
    computed: () => computed,
    end: () => {
      if (isShown && terminal.isScreen) terminal.err("\r\u001b[2K");
    },
  };
}
