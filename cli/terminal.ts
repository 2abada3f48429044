/** Where a command writes: results to `out`, progress and errors to `err`. Tests pass their own. */

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** whether `err` is a screen on which a line can be rewritten */
  readonly isScreen: boolean;
  readonly hasColor: boolean;
  /** Calls `stop` at the first interrupt, in place of the process's end; returns what takes that back. */
  onInterrupt?(stop: () => void): () => void;
}

export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  const isScreen = stderr.isTTY === true && env["TERM"] !== "dumb";
  const color = env["NO_COLOR"] ? false : env["FORCE_COLOR"] ? true : isScreen && stdout.isTTY === true;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isScreen,
    hasColor: color,
    onInterrupt: (stop) => {
      const signals = ["SIGINT", "SIGTERM"] as const;
      const undo = (): void => signals.forEach((signal) => process.off(signal, first));
      // a second one ends the process at once
      const first = (): void => {
        undo();
        stop();
      };
      for (const signal of signals) process.on(signal, first);
      return undo;
    },
  };
}
