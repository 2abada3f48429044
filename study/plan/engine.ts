/** The contract of whatever carries a plan's cells: this process, worker threads, a queue. Cells in; results into the store. */
import type { ErrorDetails } from "../../lib/errors.ts";
import type { Cell, CellFiles } from "./cell.ts";
import type { Table } from "../../lib/data/table.ts";

/** Where tables and results are kept by content hash. */
export interface Store {
  /** whether a result is there; it may still turn out damaged when it is read */
  has(key: string): boolean;
  /** the result's files, verified; undefined when it is absent, or damaged (it is then removed, to be computed again) */
  read(key: string): Record<string, Uint8Array> | undefined;
  /** all of it or nothing; when two write the same key, one of the equal results stays */
  write(key: string, files: CellFiles): void;
  putTable(hash: string, table: Table): void;
  /** @throws CredenceError store/no-table */
  table(hash: string): Promise<Table>;
}

export interface CellProgress {
  /** transitions done and to be done, warmup included */
  readonly done: number;
  readonly total: number;
  readonly divergences: number;
}

export interface EngineHooks {
  onStart?(cell: Cell): void;
  onProgress?(cell: Cell, progress: CellProgress): void;
  onEnd?(outcome: CellOutcome): void;
}

export interface CellOutcome {
  readonly cell: Cell;
  /** `reused`: the store had it; `failed`: it, or a cell that it needs, ended with `error` */
  readonly state: "reused" | "computed" | "failed";
  readonly error?: ErrorDetails;
}

export interface Engine {
  /**
   * Computes the cells that the store lacks. A failed cell stops only those that need it.
   * @param cells each after those that it needs
   * @returns an outcome a cell, in their order, once every result is in the store
   */
  run(cells: readonly Cell[], store: Store, hooks?: EngineHooks, signal?: AbortSignal): Promise<readonly CellOutcome[]>;
}
