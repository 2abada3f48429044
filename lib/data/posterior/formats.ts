/** The formats in which posteriors are exchanged: which file is which, and what an export consists of. */
import { CredenceError } from "../../errors.ts";
import { parseCsv } from "../csv.ts";
import { formatCsv } from "../format-csv.ts";
import { formatParquet } from "../format-parquet.ts";
import { JsonCursor } from "../json-cursor.ts";
import { parseJson } from "../json-text.ts";
import { readText, type SourceFile } from "../source-file.ts";
import { isArviZ, readArviZ, writeArviZ } from "./arviz-json.ts";
import { type CmdStanInfo, readCmdStanCsv, writeCmdStanCsv } from "./cmdstan-csv.ts";
import { drawsColumns, drawsTable, posteriorFromTable } from "./draws-table.ts";
import { isMcmcChains, readMcmcChains, writeMcmcChains } from "./mcmcchains-json.ts";
import type { Posterior } from "./posterior.ts";

export type PosteriorFormat = "arviz-json" | "stan-csv" | "mcmcchains-json" | "csv" | "parquet";

export interface ExportedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The files of an export: one a chain for `stan-csv`, else one. */
export function exportPosterior(posterior: Posterior, format: PosteriorFormat, info: CmdStanInfo = {}): ExportedFile[] {
  switch (format) {
    case "arviz-json":
      return [{ name: "posterior.arviz.json", content: writeArviZ(posterior) }];
    case "mcmcchains-json":
      return [{ name: "posterior.mcmcchains.json", content: writeMcmcChains(posterior) }];
    case "stan-csv":
      return writeCmdStanCsv(posterior, info).map((content, chain) => ({ name: `chain-${chain + 1}.csv`, content }));
    case "csv":
      return [{ name: "draws.csv", content: formatCsv(drawsTable(posterior)) }];
    case "parquet":
      return [{ name: "draws.parquet", content: formatParquet(drawsColumns(posterior)) }];
  }
}

/**
 * The posterior in a file, or in several for CmdStan's one a chain.
 * @throws CredenceError data/posterior-format, and those of the formats
 */
export async function readPosteriorSources(files: readonly SourceFile[]): Promise<Posterior> {
  const first = files[0];
  if (first === undefined) throw unknownFormat("", "no file");
  const head = new TextDecoder().decode(await first.slice(0, Math.min(4096, first.byteLength)));
  const isTable = head.startsWith("PAR1") || /^\uFEFF?(?:[^\n#]*,)?"?\.(?:chain|iteration)"?,/.test(head);
  const isJson = /^\uFEFF?\s*\{/.test(head);
  if (files.length > 1 && (isTable || isJson))
    throw unknownFormat(first.path, "several files that are not CmdStan's CSV");
  if (head.startsWith("PAR1")) {
    const { readParquet } = await import("../readers/parquet.ts");
    return posteriorFromTable(await readParquet(first));
  }
  if (isTable) return posteriorFromTable(parseCsv(await readText(first), first.path));
  if (isJson) return readJson(await readText(first), first.path);
  const texts: { file: string; text: string }[] = [];
  for (const file of files) texts.push({ file: file.path, text: await readText(file) });
  return readCmdStanCsv(texts);
}

function readJson(text: string, file: string): Posterior {
  const document = new JsonCursor(parseJson(text, { file }), { file });
  if (isArviZ(document)) return readArviZ(document);
  if (isMcmcChains(document)) return readMcmcChains(document);
  throw unknownFormat(file, `an object with ${Object.keys(document.object()).slice(0, 8).join(", ") || "no keys"}`);
}

function unknownFormat(file: string, found: string): CredenceError {
  return new CredenceError({
    code: "data/posterior-format",
    message: "no posterior is recognized",
    where: { file },
    found,
    expected:
      "CmdStan CSV (one file a chain), ArviZ JSON, MCMCChains JSON, or a draws table (.chain, .iteration) as CSV or Parquet",
  });
}
