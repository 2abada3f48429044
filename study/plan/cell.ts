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

export interface SbcInput {
  readonly document: ModelDocument;
  readonly seed: string;
  /** number of the first simulation, from 0 */
  readonly first: number;
  readonly count: number;
  readonly draws: number;
  /** rows of a simulated table; the document's own when not given */
  readonly rows?: number;
}

/** A batch of simulations whose ranks are wanted. Its result is one JSON file. */
export interface SbcCell extends CellBase {
  readonly kind: "sbc";
  readonly input: SbcInput;
}

export interface SbcModelsInput extends Omit<SbcInput, "document" | "draws"> {
  readonly models: readonly { readonly name: string; readonly document: ModelDocument }[];
}

/** A batch of simulations in which models are to be told apart. Its result is one JSON file. */
export interface SbcModelsCell extends CellBase {
  readonly kind: "sbc-models";
  readonly input: SbcModelsInput;
}

export type Cell = FitCell | CompareCell | SbcCell | SbcModelsCell;

/** A result: named files, checked by their hashes wherever they come from. */
export type CellFiles = Readonly<Record<string, string | Uint8Array>>;

export function fitCell(label: string, table: string, input: FitInput): FitCell {
  return { kind: "fit", key: keyOf({ kind: "fit", table, input }), label, needs: [], table, input };
}

export function compareCell(label: string, needs: readonly string[], input: CompareInput): CompareCell {
  return { kind: "compare", key: keyOf({ kind: "compare", needs, input }), label, needs, input };
}

export function sbcCell(label: string, input: SbcInput): SbcCell {
  return { kind: "sbc", key: keyOf({ kind: "sbc", input }), label, needs: [], input };
}

export function sbcModelsCell(label: string, input: SbcModelsInput): SbcModelsCell {
  return { kind: "sbc-models", key: keyOf({ kind: "sbc-models", input }), label, needs: [], input };
}

/** The key of a cell with this content; the label, and the needs of what reads no other result, are not part of it. */
export function keyOf({ kind, table, needs = [], input }: KeyedContent): string {
  return hashJson({ protocol: CELL_PROTOCOL, version, kind, table, needs: needs.length > 0 ? needs : undefined, input });
}

interface KeyedContent {
  readonly kind: Cell["kind"];
  readonly table?: string;
  readonly needs?: readonly string[];
  readonly input: Cell["input"];
}

/** Whether the cell's key is the hash of what it holds: one that came from elsewhere is not believed. */
export function isGenuine(cell: Cell): boolean {
  return keyOf(cell) === cell.key;
}
