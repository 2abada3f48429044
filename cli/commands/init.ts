/** `credence init TEMPLATE [DIR]`: one of the shipped studies with its data, to start from. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CredenceError, nearest } from "../../lib/errors.ts";
import { atomicWrite, makeFolder, readBytes } from "../../study/disk.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

const TEMPLATES = ["scaling", "calibration", "variance", "emergence"];

export async function initCommand(template: string, dir: string = template, { json }: { json?: boolean }, terminal: Terminal): Promise<number> {
  if (!TEMPLATES.includes(template)) {
    throw new CredenceError({
      code: "usage/value",
      message: `there is no template ${JSON.stringify(template)}`,
      found: template,
      expected: TEMPLATES.join(", "),
      nearest: nearest(template, TEMPLATES),
    });
  }
  const source = templateFolder(template);
  const files = readdirSync(source).filter((name) => /\.(ya?ml|csv|jsonl?)$/.test(name)).sort();
  makeFolder(dir);
  const taken = files.filter((name) => existsSync(join(dir, name)));
  if (taken.length > 0) {
    throw new CredenceError({
      code: "init/exists",
      message: `${dir} holds ${taken.join(", ")} already`,
      where: { file: join(dir, taken[0]!) },
      fix: `credence init ${template} ANOTHER-FOLDER`,
    });
  }
  for (const name of files) atomicWrite(join(dir, name), readBytes(join(source, name)));
  const written = files.map((name) => join(dir, name));
  terminal.out(
    json
      ? `${JSON.stringify({ schema: 1, template, files: written })}\n`
      : `${written.map((path) => `wrote     ${path}`).join("\n")}\nnext      credence run ${join(dir, "study.yaml")}\n`,
  );
  return exitCode.ok;
}

/** the shipped examples lie beside the built program, or above the sources */
function templateFolder(template: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const found = join(folder, "examples", template);
    if (existsSync(join(found, "study.yaml"))) return found;
    if (dirname(folder) === folder) {
      throw new CredenceError({ code: "init/no-template", message: `the package lacks the example ${template}`, fix: "install credence again" });
    }
  }
}
