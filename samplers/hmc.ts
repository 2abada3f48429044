/** Static Hamiltonian Monte Carlo: trajectories of random length, accepted or rejected at their end. */
import type { LogDensity } from "../lib/log-density.ts";
import type { Stream } from "../lib/random/stream.ts";
import { Hamiltonian, type PhasePoint, type Point } from "./hamiltonian.ts";
import type { Metric } from "./metric.ts";
import { Candidate, describeDivergence, type Kernel, type Transition, zeroTransition } from "./transition.ts";

/** longest trajectory in whitened time: half a period of a whitened normal, so that the mean, π/2, decorrelates it */
const LONGEST_TIME = Math.PI;

/**
 * The path length is uniform on (0, π), so that no direction of any frequency resonates with it.
 * @source Neal 2011, §3.2; random lengths: Mackenzie 1989, Bou-Rabee & Sanz-Serna 2017
 * @cost at most 2^maxTreeDepth gradients a transition; no allocation unless it diverges
 */
export class StaticHmc implements Kernel {
  readonly hamiltonian: Hamiltonian;
  private readonly maxSteps: number;
  private readonly maxEnergyError: number;
  private readonly candidate: Candidate;
  private from: PhasePoint;
  private to: PhasePoint;
  private readonly result = zeroTransition();

  constructor(density: LogDensity, { maxTreeDepth, maxEnergyError }: { maxTreeDepth: number; maxEnergyError: number }) {
    const { dim } = density;
    this.hamiltonian = new Hamiltonian(density, 2);
    this.maxSteps = 2 ** maxTreeDepth;
    this.maxEnergyError = maxEnergyError;
    this.candidate = new Candidate(dim);
    [this.from, this.to] = this.hamiltonian.points as [PhasePoint, PhasePoint];
  }

  transition(point: Point, metric: Metric, stepSize: number, rng: Stream, depthLimit = Infinity): Transition {
    const { hamiltonian, result, candidate } = this;
    const start = hamiltonian.begin(point, metric, this.from, rng);
    const steps = Math.min(Math.ceil((rng.uniform() * LONGEST_TIME) / stepSize) || 1, this.maxSteps, 2 ** depthLimit);
    let energy = start;
    result.divergence = undefined;
    result.leapfrogs = 0;
    while (result.leapfrogs < steps && !result.divergence) {
      energy = hamiltonian.leapfrog(this.from, this.to, stepSize);
      result.leapfrogs++;
      const error = energy - start;
      const isFinite = error <= this.maxEnergyError && error > -Infinity;
      if (!isFinite) result.divergence = describeDivergence(hamiltonian, this.from, error);
      [this.from, this.to] = [this.to, this.from];
    }
    const weight = result.divergence ? 0 : Math.exp(start - energy);
    result.acceptance = Math.min(1, weight);
    result.symmetricAcceptance = weight === Infinity ? 0 : (2 * result.acceptance) / (1 + weight);
    const isAccepted = rng.uniform() < weight;
    result.energy = isAccepted ? energy : start;
    result.index = isAccepted ? steps : 0;
    if (isAccepted) {
      candidate.take(hamiltonian, energy, steps);
      candidate.moveTo(point);
    }
    return result;
  }
}
