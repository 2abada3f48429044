/** `credence simulate MODEL` */
import { formatCsv } from "../../lib/data/format-csv.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { atomicWrite } from "../../study/disk.ts";
import { loadModel } from "../../study/load-model.ts";
import { version } from "../../study/version.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

interface SimulateFlags {
  readonly rows?: number;
  readonly seed: string;
  readonly set?: Record<string, string>;
  readonly out?: string;
  readonly json?: boolean;
}

export async function simulateCommand(
  model: string,
  { rows, seed, set = {}, out, json }: SimulateFlags,
  terminal: Terminal,
): Promise<number> {
  const loaded = await loadModel(model);
  const { document } = loaded;
  const { table, truth } = loaded.locate(() => simulateTable(document, { seed, set, ...(rows !== undefined && { rows }) }));
  const options = Object.entries(set).map(([name, value]) => `${name}=${value}`);
  const text = [
    `# ${[document.name, ...options].join(" ")}: ${table.rows} rows drawn from the model by credence ${version}, seed ${seed}`,
    `# drawn at ${[...truth].map(([name, value]) => `${name} = ${Number(value.toPrecision(6))}`).join(", ")}`,
    formatCsv(table),
  ].join("\n");
  if (out) atomicWrite(out, text);
  const summary = { schema: 1, model: document.name, rows: table.rows, seed, ...(out && { table: out }), truth: Object.fromEntries(truth) };
  if (json) terminal.out(`${JSON.stringify(summary)}\n`);
  else terminal.out(out ? `table  ${out}   ${table.rows} rows\n` : text);
  return exitCode.ok;
}
