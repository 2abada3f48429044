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

export type Cell = FitCell;

/** A result: named files, checked by their hashes wherever they come from. */
export type CellFiles = Readonly<Record<string, string | Uint8Array>>;

export function fitCell(label: string, table: string, input: FitInput): FitCell {
  const key = hashJson({ protocol: CELL_PROTOCOL, version, kind: "fit", table, input });
  return { kind: "fit", key, label, needs: [], table, input };
}

/** Whether the cell's key is the hash of what it holds: one that came from elsewhere is not believed. */
export function isGenuine(cell: Cell): boolean {
  return fitCell("", cell.table, cell.input).key === cell.key;
}
