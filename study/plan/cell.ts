/** A cell of a study's plan: one piece of work as plain data, a pure function of its content hash, able to travel. */
import { hashJson } from "../../lib/data/hash.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import type { Settings } from "../../samplers/index.ts";
import { version } from "../version.ts";

/** Grows when the files of a result change their meaning; a worker of another protocol is refused by this number. */
export const CELL_PROTOCOL = 1;

/** every sampler setting that the draws depend on */
export type SamplerSettings = Pick<
  Settings,
  "chains" | "warmup" | "draws" | "targetAccept" | "maxTreeDepth" | "sampler" | "metric"
>;

export interface FitInput {
  readonly document: ModelDocument;
  readonly seed: string;
  readonly settings: SamplerSettings;
}

export interface CompareInput {
  /** the fits' names, in the order of `needs`; the first is the reference */
  readonly names: readonly string[];
  readonly seed: string;
}

interface CellBase {
  /** SHA-256 of everything that the result depends on, 64 hexadecimal digits */
  readonly key: string;
  /** what a person reads while it is computed; not part of the key */
  readonly label: string;
  /** keys of the cells whose results this one reads */
  readonly needs: readonly string[];
}

/** One posterior sampled. Its result is the files of a run folder. */
export interface FitCell extends CellBase {
  readonly kind: "fit";
  /** content hash of its table in the store */
  readonly table: string;
  readonly input: FitInput;
}

/** Several fits of the same data compared. Its result is one JSON file. */
export interface CompareCell extends CellBase {
  readonly kind: "compare";
  readonly input: CompareInput;
}

export type Cell = FitCell | CompareCell;

/** A result: named files, checked by their hashes wherever they come from. */
export type CellFiles = Readonly<Record<string, string | Uint8Array>>;

export function fitCell(label: string, table: string, input: FitInput): FitCell {
  const key = hashJson({ protocol: CELL_PROTOCOL, version, kind: "fit", table, input });
  return { kind: "fit", key, label, needs: [], table, input };
}

export function compareCell(label: string, needs: readonly string[], input: CompareInput): CompareCell {
  const key = hashJson({ protocol: CELL_PROTOCOL, version, kind: "compare", needs, input });
  return { kind: "compare", key, label, needs, input };
}

/** Whether the cell's key is the hash of what it holds: one that came from elsewhere is not believed. */
export function isGenuine(cell: Cell): boolean {
  const again =
    cell.kind === "fit" ? fitCell("", cell.table, cell.input) : compareCell("", cell.needs, cell.input);
  return again.key === cell.key;
}
