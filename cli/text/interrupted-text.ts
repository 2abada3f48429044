/** What a person sees of a fit that was interrupted: what is kept, and how to go on. */
import type { Snapshot } from "../../samplers/index.ts";
import type { Undertaking } from "../../study/checkpoint.ts";
import { exitCode } from "../exit-code.ts";

export interface Kept {
  readonly dir: string;
  readonly snapshot: Snapshot;
}

export function interruptedText(
  { document, request }: Undertaking,
  kept: Kept | undefined,
  json: boolean,
): { readonly out: string; readonly err: string } {
  const { warmup, draws } = request.settings as { warmup: number; draws: number };
  const steps = kept?.snapshot.states.map((state) => state?.chain.steps ?? 0) ?? [0];
  const finished = Math.max(0, Math.min(...steps) - warmup);
  const schema = { schema: 1, exitCode: exitCode.interrupted, model: document.name, draws: finished };
  const out = json ? `${JSON.stringify({ ...schema, ...(kept && { resume: kept.dir }) })}\n` : "";
  if (!kept) return { out, err: "interrupted before anything was sampled\n" };
  const phase = Math.min(...steps) < warmup ? `warmup ${Math.min(...steps)} of ${warmup}` : `${finished} of ${draws} draws`;
  return {
    out,
    err: `interrupted: every chain has ${phase}; they are kept in ${kept.dir}\ngo on with   credence fit --resume ${kept.dir}\n`,
  };
}
