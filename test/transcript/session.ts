/** Sessions of the command line in a folder of their own, inside the test's process: argv in; stdout, stderr, exit code out. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/run.ts";

export interface Session {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** a fresh folder with these files, in which sessions run */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "credence-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/**
 * `line` is split at spaces, as our sessions need no quotes.
 * @param interruptMs after which a person interrupts
 */
export async function credence(folder: string, line: string, interruptMs?: number): Promise<Session> {
  const before = process.cwd();
  let [out, err] = ["", ""];
  process.chdir(folder);
  try {
    const terminal = {
      out: (text: string) => void (out += text),
      err: (text: string) => void (err += text),
      isScreen: false,
      hasColor: false,
      onInterrupt: (stop: () => void) => {
        const timer = interruptMs === undefined ? undefined : setTimeout(stop, interruptMs);
        return () => clearTimeout(timer);
      },
    };
    const code = await run(line.split(" ").filter(Boolean), terminal);
    return { out, err, code };
  } finally {
    process.chdir(before);
  }
}

/** as a person would see it */
export function transcript(line: string, { out, err, code }: Session): string {
  return `$ credence ${line}\n${out}${err}exit ${code}\n`;
}
