/** One Markov chain as a state machine: a transition a step, and a plain-data state to go on from. */
import { stream, type Stream, type StreamState } from "../lib/random/stream.ts";
import type { Point } from "./hamiltonian.ts";
import { initialPoint } from "./initial.ts";
import { type Metric, type MetricKind, restoreMetric } from "./metric.ts";
import type { Settings } from "./options.ts";
import type { Kernel, Transition } from "./transition.ts";
import { Warmup, type WarmupState } from "./warmup.ts";

export interface ChainState {
  readonly chain: number;
  /** transitions done, warmup included */
  readonly steps: number;
  readonly position: Float64Array;
  readonly initialPosition: Float64Array;
  readonly rng: StreamState;
  /** absent once warmup is over */
  readonly warmup?: WarmupState;
  readonly stepSize: number;
  readonly metric: { readonly kind: MetricKind; readonly data: Float64Array };
  readonly coordinateState?: readonly number[];
  readonly gradientsWarmup: number;
  readonly gradientsSampling: number;
}

/**
 * A chain's draws depend on the density, the settings and the stream `seed/model/chain/k` alone: kernels are workspaces
 * without memory, so any number of chains may share one and be advanced in any order.
 */
export class Chain {
  readonly chain: number;
  readonly point: Point;
  /** the step size of the last transition, jitter included */
  usedStepSize = 0;
  private readonly kernel: Kernel;
  private readonly settings: Settings;
  private readonly rng: Stream;
  private readonly initialPosition: Float64Array;
  private warmup: Warmup | undefined;
  private metric: Metric;
  private stepSize: number;
  private steps: number;
  private gradientsWarmup: number;
  private gradientsSampling: number;
  private coordinateState: readonly number[] | undefined;

  constructor(kernel: Kernel, settings: Settings, chain: number, state?: ChainState) {
    const { seed, model, initial, warmStart } = settings;
    const { hamiltonian } = kernel;
    const start = warmStart?.[chain % warmStart.length];
    const given = state?.position ?? start?.position ?? initial?.[chain % initial.length];
    const key = `${seed}/${model}/chain/${chain}`;
    this.chain = chain;
    this.kernel = kernel;
    this.settings = settings;
    this.coordinateState =
      state?.coordinateState ?? start?.coordinateState ?? hamiltonian.density.coordinateState?.().slice();
    this.resume();
    const evaluationsBefore = hamiltonian.evaluations;
    this.rng = stream(`${key}/draws`, state?.rng);
    this.point = initialPoint(hamiltonian, chain, stream(`${key}/initial`), given);
    this.initialPosition = state?.initialPosition.slice() ?? this.point.position.slice();
    this.steps = state?.steps ?? 0;
    if (state?.warmup) this.warmup = Warmup.restore(kernel, settings, state.warmup);
    else if (!state) {
      this.warmup = Warmup.begin(kernel, settings, this.point, this.rng, [this.initialPosition], start);
      this.coordinateState = hamiltonian.density.coordinateState?.().slice();
    }
    this.metric = state
      ? restoreMetric(state.metric.kind, state.metric.data, hamiltonian.density.dim)
      : this.warmup!.metric;
    this.stepSize = state?.stepSize ?? this.warmup!.averagedStepSize;
    this.gradientsWarmup = state?.gradientsWarmup ?? hamiltonian.evaluations - evaluationsBefore;
    this.gradientsSampling = state?.gradientsSampling ?? 0;
    this.endWarmupWhenDue();
  }

  /** transitions left in the present phase: warmup, then sampling */
  get stepsLeftInPhase(): number {
    const { warmup, draws } = this.settings;
    return (this.steps < warmup ? warmup : warmup + draws) - this.steps;
  }

  /** the index of the next draw; negative in warmup */
  get nextDraw(): number {
    return this.steps - this.settings.warmup;
  }

  /** Puts the density, which other chains may use in between, into this chain's coordinates. */
  resume(): void {
    if (this.coordinateState) this.kernel.hamiltonian.density.setCoordinateState?.(this.coordinateState);
  }

  /** One transition: moves `point`. */
  step(): Transition {
    const { kernel, settings, rng, warmup, point } = this;
    const evaluationsBefore = kernel.hamiltonian.evaluations;
    const jitter = 1 + settings.jitter * (2 * rng.uniform() - 1);
    this.usedStepSize = (warmup ? warmup.stepSize : this.stepSize) * jitter;
    const metric = warmup?.metric ?? this.metric;
    const transition = kernel.transition(point, metric, this.usedStepSize, rng, warmup?.depthLimit(this.steps));
    if (warmup) {
      const hasMoved = warmup.advance(this.steps, point, transition, rng, [this.initialPosition]);
      if (hasMoved) this.coordinateState = kernel.hamiltonian.density.coordinateState?.().slice();
      this.gradientsWarmup += kernel.hamiltonian.evaluations - evaluationsBefore;
    } else {
      this.gradientsSampling += transition.leapfrogs;
    }
    this.steps++;
    this.endWarmupWhenDue();
    return transition;
  }

  private endWarmupWhenDue(): void {
    if (!this.warmup || this.steps < this.settings.warmup) return;
    this.metric = this.warmup.metric;
    this.stepSize = this.warmup.averagedStepSize;
    this.warmup = undefined;
  }

  state(): ChainState {
    const { chain, steps, warmup, gradientsWarmup, gradientsSampling } = this;
    const stepSize = warmup?.averagedStepSize ?? this.stepSize;
    const metric = warmup?.metric ?? this.metric;
    return {
      chain,
      steps,
      position: this.point.position.slice(),
      initialPosition: this.initialPosition.slice(),
      rng: this.rng.state(),
      ...(warmup && { warmup: warmup.state() }),
      stepSize,
      metric: { kind: metric.kind, data: metric.data },
      ...(this.coordinateState && { coordinateState: this.coordinateState }),
      gradientsWarmup,
      gradientsSampling,
    };
  }
}
