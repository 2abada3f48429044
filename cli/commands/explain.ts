/** `credence explain MODEL DATA [--stage graph|gradient|loops|wat]` */
import { applyOptions } from "../../lib/model/document.ts";
import { explain, type Stage } from "../../study/explain.ts";
import { loadModel } from "../../study/load-model.ts";
import { loadTable } from "../../study/load-table.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

interface ExplainFlags {
  readonly map?: Record<string, string>;
  readonly where?: Record<string, string>;
  readonly set?: Record<string, string>;
  readonly stage?: Stage;
  readonly json?: boolean;
}

/** the stages that a person reads; `wat` is thousands of lines and only shown when asked for */
const READABLE: readonly Stage[] = ["graph", "gradient", "loops"];

export async function explainCommand(
  model: string,
  data: string,
  { map = {}, where = {}, set = {}, stage, json }: ExplainFlags,
  terminal: Terminal,
): Promise<number> {
  const loaded = await loadModel(model);
  const { table } = await loadTable(data, { map, where });
  const texts = loaded.locate(() => explain(applyOptions(loaded.document, set), table, stage ? [stage] : READABLE));
  if (json)
    terminal.out(`${JSON.stringify({ schema: 1, model: loaded.document.name, stages: Object.fromEntries(texts) })}\n`);
  else for (const [name, text] of texts) terminal.out(stage ? text : `# ${name}\n${text}\n`);
  return exitCode.ok;
}
