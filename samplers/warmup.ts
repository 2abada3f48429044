/** Warmup of one chain: when the metric is estimated from which draws, and when the step size is searched and averaged. */
import type { Stream } from "../lib/random/stream.ts";
import { MANY } from "./ascend.ts";
import { curvature } from "./curvature.ts";
import { fisherMetric, gradientMetric, pointMetric } from "./fisher.ts";
import type { Point } from "./hamiltonian.ts";
import { automaticTarget, DENSE_LIMIT, type Metric, type MetricKind, restoreMetric } from "./metric.ts";
import type { Settings, WarmStart } from "./options.ts";
import { DualAveraging, type DualAveragingState, INITIAL_STEP_SIZE, searchStepSize } from "./step-size.ts";
import type { Kernel, Transition } from "./transition.ts";
import { DrawWindow, type WindowState } from "./window.ts";

/** shares of the warmup draws, and window sizes, as nuts-rs 0.18.3 */
const EARLY_SHARE = 0.3;
const FINAL_SHARE = 0.15;
const EARLY_WINDOW = 10;
const FIRST_MAIN_WINDOW = 80;
const WINDOW_GROWTH = 1.5;
/** the first draws are far from equilibrium under a metric from one gradient: long trajectories there are wasted */
const TRANSIENT = 20;
const TRANSIENT_DEPTH = 6;
/** Walsh functions that the curvature behind the first metric is averaged over */
const PROBES = [0, 1, 2, 3, 4, 5, 6, 7];
/** fewest draws a metric is estimated from */
const LEAST_DRAWS = 3;
/**
 * A metric is estimated again when its window has grown by this factor: the cost of all estimates is that of a few.
 * CPU seconds of a fit with 1.25, 1.5 and 2 (gradients in thousands): seed_variance 34, 20, 20 (289, 318, 365); platt_hier
 * 11.0, 9.2, 9.4 (58, 56, 57); eight_schools 0.14, 0.11, 0.12 (49, 49, 50); passuntil 1.29, 1.11, 0.93 (50, 49, 50).
 */
const UPDATE_GROWTH = 1.5;
/** a diverging trajectory's draw is kept only when it moved this many leapfrog steps away from where the chain hangs */
const LEAST_DIVERGENT_MOVE = 4;

export interface WarmupState {
  readonly metric: { readonly kind: MetricKind; readonly data: Float64Array };
  readonly averaging: DualAveragingState;
  readonly window: WindowState;
  readonly mainWindow: number;
  readonly updatedAt: number;
  readonly metricMoved: boolean;
}

/**
 * @source nuts-rs 0.18.3, adapt_strategy.rs. Deviations: the foreground and background estimators are two views of one
 * window of draws; the metric is estimated anew when the window has grown by a factor, not after a fixed number of draws.
 */
export class Warmup {
  metric: Metric;
  private readonly kernel: Kernel;
  private readonly settings: Settings;
  private readonly targetAccept: number;
  private readonly window: DrawWindow;
  private readonly earlyEnd: number;
  private readonly finalStart: number;
  /** a warm start's metric is better than an estimate from a few draws: it yields only to a full window */
  private readonly isWarm: boolean;
  private averaging: DualAveraging;
  private mainWindow = FIRST_MAIN_WINDOW;
  private updatedAt = 0;
  private metricMoved = false;

  private constructor(kernel: Kernel, settings: Settings, metric: Metric, averaging: DualAveraging, window?: WindowState) {
    const { warmup, warmStart, targetAccept } = settings;
    const { dim } = kernel.hamiltonian.density;
    this.kernel = kernel;
    this.settings = settings;
    this.targetAccept = targetAccept === "auto" ? automaticTarget(dim) : targetAccept;
    this.metric = metric;
    this.averaging = averaging;
    this.isWarm = warmStart !== undefined;
    this.earlyEnd = this.isWarm ? 0 : Math.floor(EARLY_SHARE * warmup);
    this.finalStart = warmup - Math.floor(FINAL_SHARE * warmup);
    this.window = new DrawWindow(dim, window);
  }

  /**
   * The start of warmup at `point`: coordinates and metric from what is known there, or from an earlier fit.
   * @param followers positions that must follow when the density changes its coordinates
   */
  static begin(kernel: Kernel, settings: Settings, point: Point, rng: Stream, followers: readonly Float64Array[], start?: WarmStart): Warmup {
    const { hamiltonian } = kernel;
    const { position, gradient } = point;
    const positions = [position, ...followers];
    if (!start && hamiltonian.density.recoordinate?.(position.slice(), gradient.slice(), 1, positions)) hamiltonian.evaluate(point);
    const metric = start
      ? restoreMetric(start.metric, start.inverseMetric, position.length)
      : position.length > MANY
        ? pointMetric(gradient, curvature(hamiltonian, point, PROBES))
        : gradientMetric(gradient);
    const warmup = new Warmup(kernel, settings, metric, new DualAveraging(start?.stepSize ?? INITIAL_STEP_SIZE));
    warmup.window.add(position, gradient);
    if (!start) warmup.search(point, rng);
    return warmup;
  }

  static restore(kernel: Kernel, settings: Settings, state: WarmupState): Warmup {
    const { metric, averaging, window, mainWindow, updatedAt, metricMoved } = state;
    const restored = restoreMetric(metric.kind, metric.data, kernel.hamiltonian.density.dim);
    const warmup = new Warmup(kernel, settings, restored, DualAveraging.restore(averaging), window);
    return Object.assign(warmup, { mainWindow, updatedAt, metricMoved });
  }

  get stepSize(): number {
    return this.averaging.stepSize;
  }

  get averagedStepSize(): number {
    return this.averaging.averagedStepSize;
  }

  /** the deepest tree of warmup transition `t` */
  depthLimit(t: number): number {
    return t < TRANSIENT && !this.isWarm ? TRANSIENT_DEPTH : this.settings.maxTreeDepth;
  }

  state(): WarmupState {
    const { metric, averaging, window, mainWindow, updatedAt, metricMoved } = this;
    return {
      metric: { kind: metric.kind, data: metric.data },
      averaging: averaging.state(),
      window: window.state(),
      mainWindow,
      updatedAt,
      metricMoved,
    };
  }

  /**
   * Learns from warmup transition `t`, which ended at `point`.
   * @param followers positions that must follow when the density changes its coordinates
   * @returns whether the density changed its coordinates
   */
  advance(t: number, point: Point, transition: Transition, rng: Stream, followers: readonly Float64Array[]): boolean {
    const { targetAccept } = this;
    if (t >= this.finalStart) {
      this.averaging.advance(transition.symmetricAcceptance, targetAccept);
      return false;
    }
    const isLate = this.updateMetric(t, point, transition);
    this.averaging.advance(isLate ? transition.symmetricAcceptance : transition.acceptance, targetAccept);
    const isRecoordinated = this.isRecoordinationDue(t) && this.recoordinate(point, followers);
    const isFirstMetric = this.updatedAt > 0 && !this.metricMoved && !this.isWarm;
    if (isRecoordinated || isFirstMetric) this.search(point, rng);
    this.metricMoved = this.updatedAt > 0;
    return isRecoordinated;
  }

  /** Adds the draw, shifts the windows when the background one is full, estimates the metric; whether warmup is late. */
  private updateMetric(t: number, point: Point, { index, divergence }: Transition): boolean {
    const { window } = this;
    const isEarly = t < this.earlyEnd;
    if (t === this.earlyEnd) this.mainWindow = Math.max(this.mainWindow, window.backgroundCount);
    const isGood = divergence ? Math.abs(index) > LEAST_DIVERGENT_MOVE : index !== 0;
    if (isGood) window.add(point.position, point.gradient);
    const grown = Math.max(this.mainWindow + 1, Math.round(WINDOW_GROWTH * this.mainWindow));
    const isLate = t + (isEarly ? EARLY_WINDOW : grown) > this.finalStart;
    const isFull = window.backgroundCount >= (isEarly ? EARLY_WINDOW : this.mainWindow) && !isLate;
    if (isFull) {
      window.shift();
      if (!isEarly) this.mainWindow = grown;
    }
    const hasGrown = window.count >= Math.max(LEAST_DRAWS, UPDATE_GROWTH * this.updatedAt);
    if (isFull || (hasGrown && !this.isWarm)) this.estimate();
    return isLate;
  }

  private estimate(): void {
    const { metric } = this.settings;
    const automatic = this.window.dim <= DENSE_LIMIT ? "dense" : "low-rank";
    this.updatedAt = this.window.count;
    this.metric = fisherMetric(metric === "auto" ? automatic : metric, this.window) ?? this.metric;
  }

  /** As soon as the transient is over, and twice more from better draws, long before the last step-size phase. */
  private isRecoordinationDue(t: number): boolean {
    const middle = Math.round((this.earlyEnd + this.finalStart) / 2);
    return t === Math.min(TRANSIENT, this.earlyEnd) || t === this.earlyEnd || t === middle;
  }

  /** Lets the density choose its coordinates; the draws of the window follow, so that nothing learnt is lost. */
  private recoordinate(point: Point, followers: readonly Float64Array[]): boolean {
    const { window, kernel } = this;
    const { density } = kernel.hamiltonian;
    const rows = window.rewritableRows();
    const positions = [point.position, ...followers, ...rows.map(({ draw }) => draw)];
    if (!density.recoordinate?.(window.draws.slice(), window.gradients.slice(), window.count, positions)) return false;
    for (const { draw, gradient } of rows) kernel.hamiltonian.evaluate({ position: draw, gradient, logDensity: 0 });
    kernel.hamiltonian.evaluate(point);
    this.estimate();
    return true;
  }

  private search(point: Point, rng: Stream): void {
    const { kernel, metric, targetAccept } = this;
    const step = searchStepSize(kernel.hamiltonian, point, metric, targetAccept, INITIAL_STEP_SIZE, rng);
    this.averaging = new DualAveraging(step);
  }
}
