/** The store on disk: results and tables by content hash, written whole or not at all, safe for several processes and for a kill. */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csvBlocks } from "../../lib/data/format-csv.ts";
import { readSource } from "../../lib/data/read-source.ts";
import { sourceFromBytes } from "../../lib/data/source-file.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { atomicWrite, diskError, makeFolder, readBytes } from "../disk.ts";
import type { CellFiles } from "./cell.ts";
import type { Store } from "./engine.ts";
import { belongs, hashOf } from "./parcel.ts";

const SEAL = "seal.json";
const SCHEMA = 1;
/** a result beyond this is refused before it is read: 64 chains of 10 000 draws of 200 quantities take 1 GB */
export const MOST_BYTES: number = 2 ** 31;
/** drafts of a killed process are swept after a day: none is in the making for so long */
const STALE_MS = 86_400_000;

interface Seal {
  readonly schema: typeof SCHEMA;
  readonly key: string;
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

export class DiskStore implements Store {
  readonly folder: string;
  private readonly tables = new Map<string, Table>();

  /** @param folder made when something is written first */
  constructor(folder: string) {
    this.folder = folder;
  }

  has(key: string): boolean {
    return existsSync(join(this.place(key), SEAL));
  }

  read(key: string): Record<string, Uint8Array> | undefined {
    if (!this.has(key)) return undefined;
    const files = readSealed(this.place(key), key);
    if (files === undefined) this.remove(key);
    return files;
  }

  write(key: string, files: CellFiles): void {
    const draft = join(this.folder, "drafts", `${process.pid}-${randomBytes(6).toString("hex")}`);
    makeFolder(draft);
    makeFolder(join(this.place(key), ".."));
    try {
      for (const [name, content] of Object.entries(files)) writeFileSync(join(draft, checkName(name)), content, { flush: true });
      writeFileSync(join(draft, SEAL), JSON.stringify(sealOf(key, files)), { flush: true });
      if (!this.settle(draft, key)) this.settle(draft, key);
    } catch (error) {
      throw error instanceof CredenceError ? error : diskError(this.place(key), "write", error);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }

  /** moves the draft to its place; when another process was first, its equal result stays if it is whole */
  private settle(draft: string, key: string): boolean {
    try {
      renameSync(draft, this.place(key));
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOTDIR") throw error;
      if (readSealed(this.place(key), key) !== undefined) return true;
      this.remove(key);
      return false;
    }
  }

  putTable(hash: string, table: Table): void {
    this.tables.set(hash, table);
    const path = this.tablePath(hash);
    if (!existsSync(path)) atomicWrite(path, csvBlocks(table));
  }

  async table(hash: string): Promise<Table> {
    const known = this.tables.get(hash);
    if (known) return known;
    const path = this.tablePath(hash);
    if (!existsSync(path)) {
      throw new CredenceError({
        code: "store/no-table",
        message: `the store lacks the table ${hash.slice(0, 12)}`,
        where: { file: path },
        fix: "run the study where its data are",
      });
    }
    const table = await readSource(sourceFromBytes(path, readBytes(path)), { as: "csv" });
    this.tables.set(hash, table);
    return table;
  }

  /** keys of the results that are there */
  keys(): string[] {
    return entries(join(this.folder, "cells"))
      .flatMap((part) => entries(join(this.folder, "cells", part)))
      .filter((key) => this.has(key));
  }

  /** Copies results of another store that this one lacks; damaged ones, and those of another cell, are left. Returns how many came. */
  take(other: DiskStore): { taken: number; damaged: number } {
    let [taken, damaged] = [0, 0];
    for (const key of other.keys()) {
      if (this.has(key)) continue;
      const files = readSealed(other.place(key), key);
      if (files === undefined || !belongs(key, files)) damaged++;
      else {
        this.write(key, files);
        taken++;
      }
    }
    return { taken, damaged };
  }

  remove(key: string): void {
    // aside first: another process sees all of it or nothing
    const aside = join(this.folder, "drafts", `removed-${randomBytes(6).toString("hex")}`);
    makeFolder(join(this.folder, "drafts"));
    try {
      renameSync(this.place(key), aside);
    } catch {
      return;
    }
    rmSync(aside, { recursive: true, force: true });
  }

  /** Removes results whose keys are not kept, and drafts of processes that were killed. Returns what it freed. */
  prune(keep: ReadonlySet<string>): { removed: number; bytes: number } {
    let [removed, bytes] = [0, 0];
    for (const key of this.keys()) {
      if (keep.has(key)) continue;
      bytes += entries(this.place(key)).reduce((sum, name) => sum + statSync(join(this.place(key), name)).size, 0);
      this.remove(key);
      removed++;
    }
    for (const name of entries(join(this.folder, "drafts"))) {
      const path = join(this.folder, "drafts", name);
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
      if (age > STALE_MS) rmSync(path, { recursive: true, force: true });
    }
    return { removed, bytes };
  }

  private place(key: string): string {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new Error(`not a key: ${key}`);
    return join(this.folder, "cells", key.slice(0, 2), key);
  }

  private tablePath(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error(`not a hash: ${hash}`);
    return join(this.folder, "tables", `${hash}.csv`);
  }
}

/** the files in a folder when each is what its seal says, else undefined */
function readSealed(folder: string, key: string): Record<string, Uint8Array> | undefined {
  try {
    const seal = JSON.parse(readFileSync(join(folder, SEAL), "utf8")) as Seal;
    if (seal.schema !== SCHEMA || seal.key !== key) return undefined;
    const declared = Object.values(seal.files).reduce((sum, { bytes }) => sum + bytes, 0);
    if (!(declared <= MOST_BYTES)) return undefined;
    const files: Record<string, Uint8Array> = {};
    for (const [name, { sha256, bytes }] of Object.entries(seal.files)) {
      const path = join(folder, checkName(name));
      if (statSync(path).size !== bytes) return undefined;
      const content = readFileSync(path);
      if (hashOf(content) !== sha256) return undefined;
      files[name] = content;
    }
    return files;
  } catch {
    return undefined;
  }
}

function sealOf(key: string, files: CellFiles): Seal {
  const sealed = Object.entries(files).map(([name, content]) => [
    name,
    { sha256: hashOf(content), bytes: Buffer.byteLength(content) },
  ]);
  return { schema: SCHEMA, key, files: Object.fromEntries(sealed) };
}

/** a name that stays in its folder */
function checkName(name: string): string {
  if (!/^[\w-][\w.-]*$/.test(name)) throw new Error(`not a file's name: ${name}`);
  return name;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
