/** Random variates of a bound distribution whose arguments are computed row by row. */
import type { Distribution } from "../distribution/index.ts";
import { CredenceError } from "../errors.ts";
import { isVector, type Value } from "../expression/functions.ts";
import type { Node } from "../expression/node.ts";
import type { Stream } from "../random/stream.ts";
import type { BoundDistribution } from "./density.ts";

/** Which numbers a variate needs (`nodes`, in order) and how they are put together. */
export interface VariatePlan {
  readonly nodes: readonly Node[];
  readonly draw: (read: (index: number) => number, rng: Stream) => number | Float64Array;
}

/** tries of rejection from a truncated distribution before the inverse distribution function is used */
const REJECTIONS = 1000;

export function distributionOutputs(bound: BoundDistribution): VariatePlan {
  if (bound.kind === "censored") return distributionOutputs(bound.base);
  if (bound.kind === "mixture") return mixturePlan(bound);
  const slots = bound.args.map(flat);
  const nodes = slots.flat();
  const { distribution } = bound;
  if (distribution.proper === false) {
    throw new CredenceError({ code: "model/improper", message: `${distribution.name} is not a probability distribution, so nothing can be drawn from it`, fix: "give a proper prior" });
  }
  const [lower, upper] = [bound.lower, bound.upper];
  const ends = [lower, upper].filter((node) => node !== undefined);
  // millions are drawn: numbers alone go through one array
  const numbers = slots.map(() => 0);
  const readNumbers = (read: (index: number) => number): number[] => {
    for (let k = 0; k < numbers.length; k++) numbers[k] = read(k);
    return numbers;
  };
  const readAll = (read: (index: number) => number): (number | Float64Array)[] => {
    let at = 0;
    return bound.args.map((arg, k) => (isVector(arg) ? Float64Array.from(slots[k]!, () => read(at++)) : read(at++)));
  };
  const argumentsAt = bound.args.some(isVector) ? readAll : readNumbers;
  return {
    nodes: [...nodes, ...ends],
    draw: (read, rng) => {
      const args = argumentsAt(read);
      if (ends.length === 0) return distribution.variate(args, rng);
      const low = lower ? read(nodes.length) : -Infinity;
      const high = upper ? read(nodes.length + ends.length - 1) : Infinity;
      return truncated(distribution, args as number[], low, high, rng);
    },
  };
}

function truncated(distribution: Distribution, args: number[], low: number, high: number, rng: Stream): number {
  for (let k = 0; k < REJECTIONS; k++) {
    const value = distribution.variate(args, rng) as number;
    if (value >= low && value <= high) return value;
  }
  const { cdf, quantile } = distribution;
  if (!cdf || !quantile) throw new CredenceError({ code: "model/truncation", message: `${distribution.name} has almost no mass between ${low} and ${high}` });
  const [below, above] = [low === -Infinity ? 0 : cdf(low, args), high === Infinity ? 1 : cdf(high, args)];
  return quantile(below + rng.uniform() * (above - below), args);
}

function mixturePlan(bound: BoundDistribution & { kind: "mixture" }): VariatePlan {
  const plans = bound.components.map(distributionOutputs);
  const nodes = [...bound.logWeights, ...plans.flatMap((plan) => plan.nodes)];
  return {
    nodes,
    draw: (read, rng) => {
      let left = rng.uniform();
      let at = bound.logWeights.length;
      for (const [k, plan] of plans.entries()) {
        left -= Math.exp(read(k));
        const start = at;
        if (left < 0 || k === plans.length - 1) return plan.draw((index) => read(start + index), rng);
        at += plan.nodes.length;
      }
      return Number.NaN;
    },
  };
}

/** a univariate draw */
export function drawVariate(plan: VariatePlan, read: (index: number) => number, rng: Stream): number {
  return plan.draw(read, rng) as number;
}

const flat = (value: Value): Node[] => (isVector(value) ? value.flatMap(flat) : [value]);
