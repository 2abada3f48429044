/** A fit on disk: manifest, data, draws. Enough to render its page again and to predict without fitting again. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { csvBlocks, csvBytes } from "../lib/data/format-csv.ts";
import { hashJson, hashTable } from "../lib/data/hash.ts";
import { readSource } from "../lib/data/read-source.ts";
import { sourceFromBytes } from "../lib/data/source-file.ts";
import { type Table, withTable } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import type { ChainAdaptation, Divergence, SampleResult, SamplerStatistics } from "../lib/fit.ts";
import { BoundModel } from "../lib/model/bind.ts";
import { checkDocument, type ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { type ArrayEntry, packArrays, unpackArrays } from "./array-file.ts";
import { atomicWrite, readBytes, utf8, writeHashed } from "./disk.ts";
import { type Fit, finishFit, type Timing } from "./fit.ts";
import type { Dropped } from "./load-table.ts";
import type { Point } from "./point.ts";
import { version } from "./version.ts";

/** What was asked for, and what it came from. */
export interface RunRequest {
  /** library name or path of the model */
  readonly model: string;
  readonly set: Readonly<Record<string, string>>;
  /** every sampler setting, defaults filled in */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly dropped: readonly Dropped[];
  /** points to forecast at */
  readonly at: readonly Point[];
  /** the command line that did it */
  readonly command: string;
}

export interface Run {
  /** content hash of model, data, seed, settings and version */
  readonly id: string;
  readonly dataHash: string;
  readonly request: RunRequest;
  readonly versions: Readonly<Record<string, string>>;
  readonly fit: Fit;
}

const MANIFEST = "manifest.json";
const SCHEMA = 1;

interface Manifest extends Omit<Run, "fit"> {
  readonly schema: typeof SCHEMA;
  readonly document: ModelDocument;
  readonly seed: string;
  readonly chains: number;
  readonly draws: number;
  readonly dim: number;
  readonly data: { readonly source: string; readonly rows: number; readonly notes: readonly string[] };
  readonly arrays: readonly ArrayEntry[];
  /** SHA-256 of each file beside the manifest */
  readonly files: Readonly<Record<string, string>>;
  readonly adaptation: readonly Omit<ChainAdaptation, "inverseMetric" | "initialPosition">[];
  /** the energy error in text, since it may be infinite */
  readonly divergences: readonly (Omit<Divergence, "energyError"> & { readonly energyError: string })[];
  readonly warmupDivergences: number;
  readonly timing: Timing;
}

/** The fit as a run: with its identity. */
export function makeRun(fit: Fit, request: RunRequest): Run {
  const versions = { credence: version, node: process.versions.node };
  return { ...identify(fit, request), request, versions, fit };
}

/** The identity of a run, which is known before it has been made. */
export function identify(
  fit: Pick<Fit, "document" | "table" | "seed">,
  request: RunRequest,
): { readonly id: string; readonly dataHash: string } {
  const dataHash = hashTable(usedColumns(fit));
  const { command: _command, at: _at, ...settings } = request;
  const id = hashJson({ document: fit.document, dataHash, seed: fit.seed, settings, version }).slice(0, 12);
  return { id, dataHash };
}

/** Writes the run's folder; `extra` files (summary, page) go beside. The manifest comes last and vouches for the others. */
export function writeRun(dir: string, run: Run, extra: Readonly<Record<string, string>>): void {
  const { entries, bytes } = packArrays(arraysOf(run.fit));
  const data = writeHashed(join(dir, "data.csv"), csvBlocks(usedColumns(run.fit)));
  for (const [name, content] of Object.entries({ "draws.bin": bytes, ...extra })) atomicWrite(join(dir, name), content);
  atomicWrite(join(dir, MANIFEST), manifestText(run, entries, { "data.csv": data, "draws.bin": sha256(bytes) }));
}

/** The run as named files: from them alone it can be opened again, wherever they are kept. */
export function runFiles(run: Run): Record<string, string | Uint8Array> {
  const { entries, bytes } = packArrays(arraysOf(run.fit));
  // bytes, so that hashing and writing need no further copy of what may be large
  const contents = { "data.csv": csvBytes(usedColumns(run.fit)), "draws.bin": bytes };
  const hashes = Object.fromEntries(Object.entries(contents).map(([name, content]) => [name, sha256(content)]));
  return { ...contents, [MANIFEST]: manifestText(run, entries, hashes) };
}

function manifestText(run: Run, arrays: readonly ArrayEntry[], files: Manifest["files"]): string {
  const { fit, ...rest } = run;
  const { sampled, table, timing } = fit;
  const manifest: Manifest = {
    schema: SCHEMA,
    ...rest,
    document: fit.document,
    seed: fit.seed,
    chains: sampled.chains,
    draws: sampled.draws,
    dim: sampled.dim,
    data: { source: table.source, rows: table.rows, notes: table.notes },
    arrays,
    files,
    adaptation: sampled.adaptation.map(({ inverseMetric: _metric, initialPosition: _position, ...chain }) => chain),
    divergences: sampled.divergences.map((divergence) => ({
      ...divergence,
      energyError: String(divergence.energyError),
    })),
    warmupDivergences: sampled.warmupDivergences,
    timing,
  };
  return `${JSON.stringify(manifest, null, 1)}\n`;
}

/**
 * The run in a folder, ready to predict and to report; nothing is sampled.
 * @throws CredenceError run/not-a-run, run/torn, data/file
 */
export async function openRun(dir: string): Promise<Run> {
  return openRunFiles((name) => readBytes(join(dir, name)), dir);
}

/**
 * The run in named files.
 * @param dir what errors call their place
 * @throws CredenceError run/not-a-run, run/torn, and what `read` throws
 */
export async function openRunFiles(read: (name: string) => Uint8Array, dir: string): Promise<Run> {
  const { manifest, contents } = checkedFiles(read, dir);
  const { id, dataHash, request, versions, seed, data, arrays, timing } = manifest;
  const file = sourceFromBytes(join(dir, "data.csv"), contents.get("data.csv") ?? new Uint8Array());
  const table = withTable(await readSource(file, { as: "csv" }), { source: data.source, notes: data.notes });
  const document = checkDocument(manifest.document);
  const density = new ModelDensity(new BoundModel(document, table));
  const sampled = sampledFrom(manifest, unpackArrays(arrays, contents.get("draws.bin") ?? new Uint8Array()));
  const fit = finishFit(document, table, seed, density, sampled, { start: 0, compiled: 0 });
  return { id, dataHash, request, versions, fit: { ...fit, timing } };
}

function checkedFiles(
  read: (name: string) => Uint8Array,
  dir: string,
): { manifest: Manifest; contents: ReadonlyMap<string, Uint8Array> } {
  const manifest = readManifest(read, dir);
  const contents = new Map(Object.keys(manifest.files).map((name) => [name, read(name)]));
  for (const [name, hash] of Object.entries(manifest.files)) {
    if (sha256(contents.get(name)!) !== hash) throw torn(dir, name);
  }
  return { manifest, contents };
}

/** What an earlier fit teaches a new one. */
export interface EarlierFit {
  readonly id: string;
  readonly document: ModelDocument;
  /** names of parameter and quantity elements */
  readonly elements: readonly string[];
  readonly sampled: SampleResult;
  readonly version: string;
}

/**
 * The draws of the run in a folder; its table is not read and nothing is computed.
 * @throws CredenceError as `openRun`
 */
export function openDraws(dir: string): EarlierFit {
  const { manifest, contents } = checkedFiles((name) => readBytes(join(dir, name)), dir);
  const { id, document, arrays, versions } = manifest;
  const elements = arrays.flatMap(({ name }) => (name.startsWith("draws/") ? [name.slice("draws/".length)] : []));
  const sampled = sampledFrom(manifest, unpackArrays(arrays, contents.get("draws.bin") ?? new Uint8Array()));
  return { id, document: checkDocument(document), elements, sampled, version: versions["credence"] ?? "" };
}

const STATISTICS = [
  "lp__",
  "accept_stat__",
  "stepsize__",
  "treedepth__",
  "n_leapfrog__",
  "divergent__",
  "energy__",
] as const;

/** Unconstrained positions and statistics, from which all else follows; and the named draws, for other readers. */
function arraysOf({ sampled, draws }: Fit): Map<string, ArrayLike<number>> {
  const arrays = new Map<string, ArrayLike<number>>([["position", sampled.positions]]);
  for (const name of STATISTICS) arrays.set(name, sampled.statistics[name]);
  sampled.adaptation.forEach(({ inverseMetric, initialPosition }, chain) => {
    arrays.set(`inverse_metric/${chain}`, inverseMetric).set(`initial_position/${chain}`, initialPosition);
  });
  draws.names.forEach((name, k) => arrays.set(`draws/${name}`, draws.columns[k]!));
  return arrays;
}

function sampledFrom(manifest: Manifest, arrays: ReadonlyMap<string, Float64Array>): SampleResult {
  const { chains, draws, dim, divergences, warmupDivergences, adaptation } = manifest;
  const array = (name: string): Float64Array => arrays.get(name) ?? new Float64Array();
  return {
    chains,
    draws,
    dim,
    positions: array("position"),
    statistics: Object.fromEntries(STATISTICS.map((name) => [name, array(name)])) as unknown as SamplerStatistics,
    divergences: divergences.map((divergence) => ({ ...divergence, energyError: Number(divergence.energyError) })),
    warmupDivergences,
    adaptation: adaptation.map((chain, k) => ({
      ...chain,
      inverseMetric: array(`inverse_metric/${k}`),
      initialPosition: array(`initial_position/${k}`),
    })),
  };
}

/** the columns that the model declares: what the fit has seen */
export function usedColumns({ table, document }: Pick<Fit, "table" | "document">): Table {
  const columns = new Map([...table.columns].filter(([name]) => name in document.data));
  return withTable(table, { columns });
}

function readManifest(read: (name: string) => Uint8Array, dir: string): Manifest {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(utf8(read(MANIFEST), join(dir, MANIFEST)));
  } catch (cause) {
    throw notARun(
      dir,
      cause instanceof CredenceError ? "no manifest.json in it" : "a manifest.json that is not JSON",
      cause,
    );
  }
  if (manifest?.schema !== SCHEMA) throw notARun(dir, `schema ${manifest?.schema}`);
  return manifest;
}

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

function notARun(dir: string, found: string, cause?: unknown): CredenceError {
  return new CredenceError(
    {
      code: "run/not-a-run",
      message: `${dir} is not the folder of a run`,
      where: { file: dir },
      found,
      expected: `a folder that credence fit wrote (schema ${SCHEMA})`,
    },
    { cause },
  );
}

function torn(dir: string, name: string): CredenceError {
  return new CredenceError({
    code: "run/torn",
    message: `${name} is not the file that the manifest speaks of`,
    where: { file: join(dir, name) },
    found: "another content: the run was interrupted while it was written, or the file was edited",
    fix: "fit again",
  });
}
