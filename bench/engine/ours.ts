/** Our default fit of a reference model: its cost in a new process, its cost once the engine is compiled, and its yield. */
import { BoundModel } from "../../lib/model/bind.ts";
import { ModelDensity } from "../../lib/model/model-density.ts";
import { type Summary, summarize } from "../../lib/posterior/index.ts";
import { sampleChains } from "../../samplers/index.ts";
import { constrainDraws } from "../../study/fit.ts";
import { cpu, gradientMicroseconds } from "./clock.ts";
import type { Reference } from "./references.ts";

/** A fit is repeated, the same draws again, once the JavaScript engine's compiler has settled; the mean counts, as a long run of a peer is a mean. */
const REPEATS = 5;
/** CPU seconds of fits after which the compiler is taken to have settled */
const SETTLED = 2;
/** CPU seconds of fits after which there is no further one */
const ENOUGH = 10;

export interface OurResult {
  readonly dim: number;
  readonly rows: number;
  /** CPU seconds from a table to a density that can be called */
  readonly compile_s: number;
  /** CPU seconds of the first fit of a process: binding, WebAssembly, and JavaScript that is not yet compiled */
  readonly cold_s: number;
  /** CPU seconds of warmup, sampling and constraining the draws, compilers settled */
  readonly cpu_s: number;
  readonly gradients_warmup: number;
  readonly gradients_sampling: number;
  /** cpu_s over the gradients */
  readonly run_us: number;
  /** the gradient alone */
  readonly us_per_gradient: number;
  readonly divergences: number;
  readonly summaries: readonly Summary[];
}

/** to be called first thing in a process, so that the first fit is as cold as a user's */
export function measureOurs({ document, table, summary }: Reference): OurResult {
  const fitOnce = () => {
    const start = cpu();
    const density = new ModelDensity(new BoundModel(document, table));
    const compiled = cpu();
    const sampled = sampleChains(density, { seed: "1", model: document.name });
    const draws = constrainDraws(density, sampled);
    return { density, sampled, draws, compile_s: compiled - start, sample_s: cpu() - compiled };
  };
  const first = fitOnce();
  let spent = first.sample_s;
  const again = (): number => {
    const { sample_s } = fitOnce();
    spent += sample_s;
    return sample_s;
  };
  while (spent < SETTLED) again();
  const settled = spent < ENOUGH ? [] : [first.sample_s];
  while (settled.length < REPEATS && spent < ENOUGH) settled.push(again());
  const cpu_s = settled.reduce((sum, seconds) => sum + seconds, 0) / settled.length;
  const { density, sampled, draws } = first;
  const total = (key: "gradientsWarmup" | "gradientsSampling"): number => sampled.adaptation.reduce((sum, chain) => sum + chain[key], 0);
  const [warmup, sampling] = [total("gradientsWarmup"), total("gradientsSampling")];
  return {
    dim: density.dim,
    rows: table.rows,
    compile_s: first.compile_s,
    cold_s: first.compile_s + first.sample_s,
    cpu_s,
    gradients_warmup: warmup,
    gradients_sampling: sampling,
    run_us: (1e6 * cpu_s) / (warmup + sampling),
    us_per_gradient: gradientMicroseconds(density),
    divergences: sampled.statistics.divergent__.reduce((sum, isDivergent) => sum + isDivergent, 0),
    summaries: summarize(draws).filter(({ name }) => name in summary.posterior),
  };
}
