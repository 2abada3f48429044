/** Where the chains of a run are, as JSON and one file of arrays. */
import { drawStore, type RunState, type Snapshot, type WarmStart } from "../samplers/index.ts";
import { type ArrayEntry, packArrays, unpackArrays } from "./array-file.ts";
import { putTogether, takeApart } from "./packed-json.ts";

export interface SnapshotHead {
  readonly chains: number;
  readonly draws: number;
  readonly dim: number;
  /** states and warm start, their arrays in the file of draws */
  readonly parts: unknown;
  readonly arrays: readonly ArrayEntry[];
}

interface Parts {
  readonly states: readonly (RunState | null)[];
  readonly warmStart?: readonly WarmStart[];
}

/** @param warmup transitions of a chain before its first draw */
export function packSnapshot(
  { states, store }: Snapshot,
  warmup: number,
  warmStart?: readonly WarmStart[],
): { readonly head: SnapshotHead; readonly bytes: Uint8Array } {
  const arrays = new Map<string, ArrayLike<number>>();
  const parts = takeApart({ states: states.map((state) => state ?? null), warmStart }, "", arrays);
  states.forEach((state, chain) => addDraws(arrays, store, chain, Math.max(0, (state?.chain.steps ?? 0) - warmup)));
  const { entries, bytes } = packArrays(arrays);
  return { head: { chains: store.chains, draws: store.draws, dim: store.dim, parts, arrays: entries }, bytes };
}

/** @throws CredenceError run/torn when the bytes are not as many as the head says */
export function unpackSnapshot(head: SnapshotHead, bytes: Uint8Array): { readonly snapshot: Snapshot; readonly warmStart?: readonly WarmStart[] | undefined } {
  const arrays = unpackArrays(head.arrays, bytes);
  const { states, warmStart } = putTogether(head.parts, arrays) as Parts;
  const store = drawStore(head.chains, head.draws, head.dim);
  states.forEach((_, chain) => takeDraws(arrays, store, chain));
  return { snapshot: { states: states.map((state) => state ?? undefined), store }, warmStart };
}

type Store = Snapshot["store"];

function columnsOf(store: Store): [name: string, values: Float64Array, width: number][] {
  const statistics = Object.entries(store.statistics) as [string, Float64Array][];
  return [["position", store.positions, store.dim], ...statistics.map(([name, values]) => [name, values, 1] as [string, Float64Array, number])];
}

function addDraws(arrays: Map<string, ArrayLike<number>>, store: Store, chain: number, count: number): void {
  for (const [name, values, width] of columnsOf(store)) {
    const from = chain * store.draws * width;
    arrays.set(`draws/${name}/${chain}`, values.subarray(from, from + count * width));
  }
}

function takeDraws(arrays: ReadonlyMap<string, Float64Array>, store: Store, chain: number): void {
  for (const [name, values, width] of columnsOf(store))
    values.set(arrays.get(`draws/${name}/${chain}`) ?? [], chain * store.draws * width);
}
