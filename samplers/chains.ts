/** Chains of one density: advanced in turn in one thread, or a slice at a time wherever; resumable from plain data. */
import type { ChainAdaptation, Divergence, SampleResult } from "../lib/fit.ts";
import type { LogDensity } from "../lib/log-density.ts";
import { Chain, type ChainState } from "./chain.ts";
import { type DrawStore, drawStore, firstDraws } from "./draw-store.ts";
import { StaticHmc } from "./hmc.ts";
import { Nuts } from "./nuts.ts";
import { resolveOptions, type SamplerOptions, type Settings } from "./options.ts";
import type { Kernel, Transition } from "./transition.ts";

/** draws a chain makes before the next chain's turn: every chain is then about equally far when a person looks or stops */
export const BLOCK = 50;
/**
 * Divergences described per chain and phase; the statistics count them all. A description is two positions, which manifests
 * and checkpoints hold as text: of many coordinates there are fewer.
 */
const describedDivergences = (dim: number): number => Math.max(1, Math.min(100, Math.floor(100_000 / dim)));

export interface SampleHooks {
  /** after each transition; `draw` is negative in warmup (-1 is the last warmup draw) */
  onDraw?(chain: number, draw: number, isDivergent: boolean): void;
  /** asked after each round of blocks with the number of draws that every chain has finished; true ends the run there */
  shouldStop?(finishedDraws: number): boolean;
}

/** What a chain run needs to go on after its process ended, besides the draws in the store. */
export interface RunState {
  readonly chain: ChainState;
  readonly divergences: readonly Divergence[];
  readonly warmupDivergences: number;
  readonly warmupSeconds: number;
  readonly samplingSeconds: number;
}

/**
 * Draws from a density with chains that are advanced in turn in this thread.
 * @returns the draws that every chain has finished: fewer than asked for only when `shouldStop` said so
 * @throws CredenceError sampler/initial when a chain finds no starting point; sampler/option
 */
export function sampleChains(density: LogDensity, options: SamplerOptions, hooks: SampleHooks = {}): SampleResult {
  const settings = resolveOptions(options);
  const coordinateState = density.coordinateState?.().slice();
  const store = drawStore(settings.chains, settings.draws, density.dim);
  const numbers = Array.from({ length: settings.chains }, (_, chain) => chain);
  const runs = chainRuns(density, settings, numbers, store, hooks);
  while (advanceRound(runs)) {
    if (hooks.shouldStop?.(finishedDraws(runs))) break;
  }
  if (coordinateState) density.setCoordinateState?.(coordinateState);
  return sampleResult(
    store,
    runs.map((run) => run.state()),
    settings.warmup,
  );
}

/** The given chains of a run, sharing one kernel, at their start or where `states` left them. */
export function chainRuns(
  density: LogDensity,
  settings: Settings,
  numbers: readonly number[],
  store: DrawStore,
  hooks: SampleHooks,
  states?: readonly RunState[],
): ChainRun[] {
  const host = new ChainHost(density, settings, store, hooks);
  return numbers.map((chain, i) => host.run(chain, states?.[i]));
}

/** Where chains of one run live: a density, one kernel, a store for the draws. */
export class ChainHost {
  private readonly kernel: Kernel;
  private readonly settings: Settings;
  private readonly store: DrawStore;
  private readonly hooks: SampleHooks;
  private readonly initialCoordinates: readonly number[] | undefined;

  constructor(density: LogDensity, settings: Settings, store: DrawStore, hooks: SampleHooks = {}) {
    this.kernel = settings.sampler === "nuts" ? new Nuts(density, settings) : new StaticHmc(density, settings);
    this.settings = settings;
    this.store = store;
    this.hooks = hooks;
    this.initialCoordinates = density.coordinateState?.().slice();
  }

  /** A chain at its start, or where `state` left it. */
  run(chain: number, state?: RunState): ChainRun {
    const { kernel, settings, store, hooks, initialCoordinates } = this;
    if (initialCoordinates) kernel.hamiltonian.density.setCoordinateState?.(initialCoordinates);
    return new ChainRun(kernel, settings, chain, store, hooks, state);
  }
}

/** Advances every chain by a block; false when all are done. */
export function advanceRound(runs: readonly ChainRun[]): boolean {
  for (const run of runs) run.advance(BLOCK);
  return runs.some((run) => !run.isDone);
}

export function finishedDraws(runs: readonly ChainRun[]): number {
  return Math.max(0, Math.min(...runs.map((run) => run.finishedDraws)));
}

/** A chain with its place in the store, its divergences and its times. */
export class ChainRun {
  private readonly run: Chain;
  private readonly settings: Settings;
  private readonly store: DrawStore;
  private readonly hooks: SampleHooks;
  private readonly divergences: Divergence[];
  private warmupDivergences: number;
  private warmupSeconds: number;
  private samplingSeconds: number;

  constructor(
    kernel: Kernel,
    settings: Settings,
    chain: number,
    store: DrawStore,
    hooks: SampleHooks,
    state?: RunState,
  ) {
    this.run = new Chain(kernel, settings, chain, state?.chain);
    this.settings = settings;
    this.store = store;
    this.hooks = hooks;
    this.divergences = [...(state?.divergences ?? [])];
    this.warmupDivergences = state?.warmupDivergences ?? 0;
    this.warmupSeconds = state?.warmupSeconds ?? 0;
    this.samplingSeconds = state?.samplingSeconds ?? 0;
  }

  get isDone(): boolean {
    return this.finishedDraws >= this.settings.draws;
  }

  /** draws finished; negative in warmup */
  get finishedDraws(): number {
    return this.run.nextDraw;
  }

  /** At most `steps` transitions, and none beyond the end of the present phase. */
  advance(steps: number): void {
    let left = steps;
    this.advanceWhile(() => left-- > 0);
  }

  /** Transitions until the chain is done, `milliseconds` have gone by, or `shouldPause` says so; at least one. */
  advanceFor(milliseconds: number, shouldPause: () => boolean): void {
    const end = performance.now() + milliseconds;
    const isOver = (): boolean => performance.now() >= end || shouldPause();
    do {
      let isFirst = true;
      this.advanceWhile(() => {
        const goesOn = isFirst || !isOver();
        isFirst = false;
        return goesOn;
      });
    } while (!this.isDone && !isOver());
  }

  /** Transitions of the present phase. */
  private advanceWhile(goesOn: () => boolean): void {
    const { run } = this;
    const isWarmup = run.nextDraw < 0;
    const start = performance.now();
    run.resume();
    for (let left = run.stepsLeftInPhase; left > 0 && goesOn(); left--) {
      const draw = run.nextDraw;
      const transition = run.step();
      this.record(draw, transition);
      this.hooks.onDraw?.(run.chain, draw, transition.divergence !== undefined);
    }
    const seconds = (performance.now() - start) / 1000;
    if (isWarmup) this.warmupSeconds += seconds;
    else this.samplingSeconds += seconds;
  }

  private record(draw: number, transition: Transition): void {
    const { chain, point, usedStepSize } = this.run;
    const { divergence } = transition;
    if (divergence) {
      const isWarmup = draw < 0;
      if (isWarmup) this.warmupDivergences++;
      const described = this.divergences.filter((d) => d.draw < 0 === isWarmup).length;
      if (described < describedDivergences(this.store.dim)) this.divergences.push({ chain, draw, ...divergence });
    }
    if (draw < 0) return;
    const { positions, statistics, draws, dim } = this.store;
    const at = chain * draws + draw;
    positions.set(point.position, at * dim);
    statistics.lp__[at] = point.logDensity;
    statistics.accept_stat__[at] = transition.acceptance;
    statistics.stepsize__[at] = usedStepSize;
    statistics.treedepth__[at] = transition.depth;
    statistics.n_leapfrog__[at] = transition.leapfrogs;
    statistics.divergent__[at] = divergence ? 1 : 0;
    statistics.energy__[at] = transition.energy;
  }

  state(): RunState {
    const { divergences, warmupDivergences, warmupSeconds, samplingSeconds } = this;
    return { chain: this.run.state(), divergences, warmupDivergences, warmupSeconds, samplingSeconds };
  }
}

/**
 * The result of runs of all chains, in chain order, cut to the draws that every chain has finished.
 * @param most the cut is no longer than this; the same for every way of getting there
 */
export function sampleResult(
  store: DrawStore,
  states: readonly RunState[],
  warmup: number,
  most: number = store.draws,
): SampleResult {
  const finished = Math.max(0, Math.min(most, ...states.map(({ chain }) => chain.steps - warmup)));
  const kept = finished < store.draws ? firstDraws(store, finished) : store;
  return {
    ...kept,
    divergences: states.flatMap(({ divergences }) => divergences.filter(({ draw }) => draw < finished)),
    warmupDivergences: states.reduce((sum, state) => sum + state.warmupDivergences, 0),
    adaptation: states.map((state, chain) => chainAdaptation(state, leapfrogs(kept, chain))),
  };
}

/** gradients behind the kept draws of a chain: those beyond the cut do not count */
function leapfrogs({ statistics, draws }: DrawStore, chain: number): number {
  return statistics.n_leapfrog__.subarray(chain * draws, (chain + 1) * draws).reduce((sum, n) => sum + n, 0);
}

function chainAdaptation(
  { chain, warmupSeconds, samplingSeconds }: RunState,
  gradientsSampling: number,
): ChainAdaptation {
  const { stepSize, metric, gradientsWarmup, initialPosition, coordinateState } = chain;
  return {
    stepSize,
    metric: metric.kind,
    inverseMetric: metric.data,
    gradientsWarmup,
    gradientsSampling,
    initialPosition,
    ...(coordinateState && { coordinateState }),
    warmupSeconds,
    samplingSeconds,
  };
}
