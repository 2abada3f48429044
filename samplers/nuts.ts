/** The no-U-turn sampler: multinomial draws from a trajectory that doubles until it turns back. */
import type { LogDensity } from "../lib/log-density.ts";
import type { Stream } from "../lib/random/stream.ts";
import { Hamiltonian, type PhasePoint, type Point } from "./hamiltonian.ts";
import type { Metric } from "./metric.ts";
import { Candidate, describeDivergence, type Kernel, type Transition, zeroTransition } from "./transition.ts";

/** exp(600) times the longest trajectory is finite; an energy gain of 600 nats happens only far from equilibrium */
const LOG_WEIGHT_LIMIT = 600;

/**
 * Multinomial NUTS: biased progressive choice between the tree and its new half, multinomial choice within it (drawn
 * leaf by leaf, which has the same law as drawing at each merge), end-to-end U-turn checks of every subtree with the two
 * extra checks across each pair of joined subtrees.
 *
 * The tree is walked without recursion. Leaf n of a subtree completes the subtrees of 2^1 ... 2^t leaves that end at it,
 * t the number of trailing ones of n; `first[k]` and `last[k]` hold the ends of the completed subtree of 2^k leaves that
 * still waits for its right half. Every leaf is written straight into the slot where it will wait.
 *
 * @source Hoffman & Gelman 2014; Betancourt 2017, appendix A; the extra checks: Stan 2.21, base_nuts.hpp
 * @cost 2^depth - 1 gradients a transition; no allocation unless it diverges
 */
export class Nuts implements Kernel {
  readonly hamiltonian: Hamiltonian;
  private readonly maxDepth: number;
  private readonly maxEnergyError: number;
  private readonly first: PhasePoint[];
  private readonly last: PhasePoint[];
  /** the ends of the whole tree, in the past and in the future */
  private readonly ends: [PhasePoint, PhasePoint];
  private chosen: Candidate;
  private proposed: Candidate;
  private startEnergy = 0;
  private subtreeWeight = 0;
  private acceptance = 0;
  private symmetricAcceptance = 0;
  private leapfrogs = 0;
  /** signed number of leapfrog steps from the start to each end */
  private readonly reach: [number, number] = [0, 0];
  private readonly result = zeroTransition();

  constructor(density: LogDensity, { maxTreeDepth, maxEnergyError }: { maxTreeDepth: number; maxEnergyError: number }) {
    const { dim } = density;
    this.hamiltonian = new Hamiltonian(density, 2 * maxTreeDepth + 2);
    const { points } = this.hamiltonian;
    this.maxDepth = maxTreeDepth;
    this.maxEnergyError = maxEnergyError;
    this.first = points.slice(2, maxTreeDepth + 2);
    this.last = points.slice(maxTreeDepth + 2);
    this.ends = [points[0], points[1]];
    this.chosen = new Candidate(dim);
    this.proposed = new Candidate(dim);
  }

  transition(point: Point, metric: Metric, stepSize: number, rng: Stream, depthLimit = Infinity): Transition {
    const { result } = this;
    const maxDepth = Math.min(this.maxDepth, depthLimit);
    this.begin(point, metric, rng);
    let treeWeight = 1;
    let depth = 0;
    for (let turned = false; depth < maxDepth && !turned; depth++) {
      const direction = rng.uniform() < 0.5 ? 0 : 1;
      if (!this.buildSubtree(direction, depth, stepSize, rng)) break;
      if (rng.uniform() * treeWeight < this.subtreeWeight) {
        [this.chosen, this.proposed] = [this.proposed, this.chosen];
      }
      treeWeight += this.subtreeWeight;
      turned = this.join(direction, depth);
    }
    const { chosen } = this;
    if (chosen.index !== 0) chosen.moveTo(point);
    result.acceptance = this.acceptance / this.leapfrogs;
    result.symmetricAcceptance = this.symmetricAcceptance / this.leapfrogs;
    result.depth = depth;
    result.leapfrogs = this.leapfrogs;
    result.energy = chosen.energy;
    result.index = chosen.index;
    return result;
  }

  private begin(point: Point, metric: Metric, rng: Stream): void {
    const [past, future] = this.ends;
    this.startEnergy = this.hamiltonian.begin(point, metric, past, rng);
    this.hamiltonian.copy(past, future);
    this.reach.fill(0);
    this.chosen.index = 0;
    this.chosen.energy = this.startEnergy;
    this.acceptance = 0;
    this.symmetricAcceptance = 0;
    this.leapfrogs = 0;
    this.result.divergence = undefined;
  }

  /** Adds 2^depth leaves beyond one end and draws `proposed` from them; false when they diverge or turn within. */
  private buildSubtree(direction: 0 | 1, depth: number, stepSize: number, rng: Stream): boolean {
    const { hamiltonian, first, last, startEnergy } = this;
    const sign = direction === 1 ? 1 : -1;
    const leaves = 1 << depth;
    let from = this.ends[direction];
    let weight = 0;
    for (let n = 0; n < leaves; n++) {
      const level = 31 - Math.clz32(~n & (n + 1));
      const to = level === 0 ? first[0] : last[level];
      const energy = hamiltonian.leapfrog(from, to, sign * stepSize);
      this.leapfrogs++;
      const error = energy - startEnergy;
      if (!(error <= this.maxEnergyError && error > -Infinity)) {
        this.result.divergence = describeDivergence(hamiltonian, from, error);
        return false;
      }
      const w = Math.exp(Math.min(-error, LOG_WEIGHT_LIMIT));
      const accepted = Math.min(1, w);
      this.acceptance += accepted;
      this.symmetricAcceptance += (2 * accepted) / (1 + w);
      weight += w;
      if (n === 0 || rng.uniform() * weight < w) {
        this.proposed.take(hamiltonian, energy, this.reach[direction] + sign * (n + 1));
      }
      if (this.turnsWithin(level, to, sign)) return false;
      if (level > 0) [first[level], first[level - 1]] = [first[level - 1], first[level]];
      from = to;
    }
    this.reach[direction] += sign * leaves;
    this.subtreeWeight = weight;
    return true;
  }

  /** Whether any of the subtrees that leaf `end` completes turns. */
  private turnsWithin(level: number, end: PhasePoint, sign: number): boolean {
    const { hamiltonian, first, last } = this;
    if (level > 0 && hamiltonian.turns(first[0], end, sign)) return true;
    for (let k = 1; k < level; k++) {
      const isTurned =
        hamiltonian.turns(first[k], end, sign) ||
        hamiltonian.turns(first[k], first[k - 1], sign) ||
        hamiltonian.turns(last[k], end, sign);
      if (isTurned) return true;
    }
    return false;
  }

  /** Joins the finished subtree of 2^depth leaves to the tree; returns whether the tree now turns. */
  private join(direction: 0 | 1, depth: number): boolean {
    const { hamiltonian, ends, first, last } = this;
    const sign = direction === 1 ? 1 : -1;
    const far = ends[1 - direction];
    const near = ends[direction];
    const slots = depth === 0 ? first : last;
    const end = slots[depth];
    const turned =
      hamiltonian.turns(far, end, sign) ||
      (depth > 0 && (hamiltonian.turns(far, first[depth], sign) || hamiltonian.turns(near, end, sign)));
    ends[direction] = end;
    slots[depth] = near;
    return turned;
  }
}
