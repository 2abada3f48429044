/** Where a command writes: results to `out`, progress and errors to `err`. Tests pass their own. */

export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** whether `err` is a screen on which a line can be rewritten */
  readonly isScreen: boolean;
  readonly hasColor: boolean;
}

export function processTerminal({ stdout, stderr, env }: NodeJS.Process): Terminal {
  const isScreen = stderr.isTTY === true && env["TERM"] !== "dumb";
  const color = env["NO_COLOR"] ? false : env["FORCE_COLOR"] ? true : isScreen && stdout.isTTY === true;
  return { out: (text) => void stdout.write(text), err: (text) => void stderr.write(text), isScreen, hasColor: color };
}
