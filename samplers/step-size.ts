/** The step size: a first guess by doubling and halving, then dual averaging towards a target acceptance. */
import type { Stream } from "../lib/random/stream.ts";
import type { Hamiltonian, Point } from "./hamiltonian.ts";
import type { Metric } from "./metric.ts";

/** where the search begins: the step size of a whitened density is near 1, of one not yet whitened smaller */
export const INITIAL_STEP_SIZE = 0.1;
const SEARCH_TRIES = 100;
const LARGEST_STEP = 1e5;
const SMALLEST_STEP = 1e-10;

/**
 * Doubles or halves the step size until the acceptance of a single leapfrog step crosses the target.
 * A step that leaves the density's support has acceptance 0.
 * @returns the first step size on the other side of the target
 * @source Hoffman & Gelman 2014, algorithm 4; deviation: the target replaces 1/2, the limits are nuts-rs's
 */
export function searchStepSize(
  hamiltonian: Hamiltonian,
  point: Point,
  metric: Metric,
  target: number,
  start: number,
  rng: Stream,
): number {
  const [from, to] = hamiltonian.trial;
  const accepts = (step: number): number => {
    const energy = hamiltonian.begin(point, metric, from, rng);
    const acceptance = Math.min(1, Math.exp(energy - hamiltonian.leapfrog(from, to, step)));
    return Number.isNaN(acceptance) ? 0 : acceptance;
  };
  let step = start;
  const grows = accepts(step) > target;
  for (let tries = 1; tries < SEARCH_TRIES; tries++) {
    step = grows ? 2 * step : step / 2;
    if (step > LARGEST_STEP || step < SMALLEST_STEP) break;
    if (accepts(step) > target !== grows) break;
  }
  return step;
}

export interface DualAveragingState {
  readonly centre: number;
  readonly count: number;
  readonly error: number;
  readonly logStep: number;
  readonly logAverage: number;
}

/**
 * Dual averaging of the log step size.
 * @source Hoffman & Gelman 2014, eq. 6: gamma .05, t0 10, kappa .75, mu = log(10 ε₀). Deviation: the step size stays
 * below π, half a period of a whitened normal, beyond which leapfrog steps alias.
 */
export class DualAveraging {
  private readonly centre: number;
  private count = 0;
  private error = 0;
  private logStep: number;
  private logAverage = 0;

  constructor(stepSize: number) {
    this.centre = Math.log(10 * stepSize);
    this.logStep = Math.log(stepSize);
    this.logAverage = this.logStep;
  }

  static restore(state: DualAveragingState): DualAveraging {
    return Object.assign(new DualAveraging(1), state);
  }

  state(): DualAveragingState {
    const { centre, count, error, logStep, logAverage } = this;
    return { centre, count, error, logStep, logAverage };
  }

  /** the step size to explore with during warmup */
  get stepSize(): number {
    return Math.exp(this.logStep);
  }

  /** the step size to keep */
  get averagedStepSize(): number {
    return Math.exp(this.logAverage);
  }

  advance(acceptance: number, target: number): void {
    this.count++;
    const weight = 1 / (this.count + 10);
    this.error += weight * (target - acceptance - this.error);
    this.logStep = Math.min(this.centre - (this.error * Math.sqrt(this.count)) / 0.05, Math.log(Math.PI));
    this.logAverage += this.count ** -0.75 * (this.logStep - this.logAverage);
  }
}
