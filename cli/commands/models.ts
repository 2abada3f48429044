/** `credence models [NAME]` */
import { families } from "../../models/index.ts";
import { loadModel } from "../../study/load-model.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { modelText } from "../text/model-text.ts";

export async function modelsCommand(
  name: string | undefined,
  { json, yaml }: { json?: boolean; yaml?: boolean },
  terminal: Terminal,
): Promise<number> {
  if (name === undefined) terminal.out(json ? `${JSON.stringify(catalogue())}\n` : listing());
  else {
    const { document } = await loadModel(name);
    if (json) terminal.out(`${JSON.stringify(document)}\n`);
    else terminal.out(yaml ? (await import("../../study/yaml-file.ts")).yamlText(document) : modelText(document, name));
  }
  return exitCode.ok;
}

function catalogue(): object {
  const all = [...families].flatMap(([family, models]) =>
    models.map(({ name, title, source }) => ({ family, name, title, source })),
  );
  return { schema: 1, models: all };
}

function listing(): string {
  const width = Math.max(...[...families.values()].flat().map(({ name }) => name.length)) + 2;
  const sections = [...families].map(([family, models]) =>
    [family, ...models.map(({ name, title = "" }) => `  ${name.padEnd(width)}${title}`)].join("\n"),
  );
  return `${sections.join("\n\n")}\n\ncredence models NAME says all about one; with --yaml it prints a file to start your own from.\n`;
}
