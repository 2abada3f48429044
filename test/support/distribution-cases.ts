/** For each distribution: parameters to try it at, and how to hand its formulas to the independent evaluator. */
import { type Distribution, distributions } from "../../lib/distribution/index.ts";
import { type Environment, readFormula, type Shape } from "./evaluate-formula.ts";

/** ordinary parameters of every distribution of one number, at which moments exist unless the field says otherwise */
export const ordinary: Readonly<Record<string, readonly (readonly number[])[]>> = {
  normal: [[1, 2]],
  student_t: [
    [5, 1, 2],
    [40, 0, 0.5],
  ],
  cauchy: [[1, 2]],
  laplace: [[1, 2]],
  logistic: [[1, 2]],
  huber: [
    [1, 2, 1.345],
    [0, 1, 0.01],
    [0, 1, 4],
  ],
  exp_mod_normal: [
    [1, 2, 0.8],
    [0, 1, 0.2],
    [0, 0.5, 40],
  ],
  skew_normal: [
    [1, 2, 1.5],
    [0, 1, -4],
    [0, 0.5, 30],
  ],
  lognormal: [[0.3, 0.5]],
  logit_normal: [[0.3, 1.5]],
  half_normal: [[2]],
  half_student_t: [[5, 2]],
  half_cauchy: [[2]],
  exponential: [[0.2]],
  gamma: [
    [2, 0.2],
    [0.4, 3],
    [250, 10],
  ],
  inv_gamma: [
    [4, 2],
    [200, 30],
  ],
  weibull: [
    [1.5, 2],
    [0.8, 1],
  ],
  apgw: [
    [2, 1.5, 0.6, 1],
    [2, 1.2, 0, 1.3],
    [3, 0.9, 2.5, 0.7],
  ],
  beta: [
    [2, 3],
    [0.6, 0.7],
    [40, 3],
  ],
  beta_proportion: [[0.3, 8]],
  uniform: [[0, 3]],
  bernoulli: [[0.3]],
  bernoulli_logit: [[-0.7]],
  binomial: [
    [9, 0.3],
    [400, 0.4],
    [300, 0.95],
    [100000, 1e-4],
  ],
  binomial_logit: [
    [9, 0.3],
    [400, -1],
  ],
  beta_binomial: [
    [12, 0.7, 3],
    [300, 8, 5],
  ],
  poisson: [[0.4], [8], [30], [500]],
  poisson_log: [[-1], [4]],
  neg_binomial_2: [
    [3, 0.5],
    [60, 5],
  ],
  geometric: [[0.3], [0.04]],
  neg_binomial_trials: [
    [2, 0.1],
    [7, 0.5],
  ],
};

export const scalarCases: readonly (readonly [Distribution, readonly number[]])[] = Object.entries(ordinary).flatMap(
  ([name, sets]) => sets.map((parameters) => [distributions.get(name)!, parameters] as const),
);

export function environment(distribution: Distribution, parameters: readonly Shape[], y: Shape): Environment {
  return { y, ...Object.fromEntries(distribution.parameters.map(({ name }, i) => [name, parameters[i]!])) };
}

/** a formula of a distribution as a function of y */
export function atParameters(
  distribution: Distribution,
  text: string,
  parameters: readonly Shape[],
): (y: Shape) => number {
  const code = readFormula(text);
  return (y) => code(environment(distribution, parameters, y)) as number;
}

/** the whole numbers that carry all but 1e-12 of a count's mass */
export function countRange(distribution: Distribution, parameters: readonly number[]): number[] {
  const low = distribution.quantile!(1e-13, parameters);
  const high = distribution.quantile!(1 - 1e-13, parameters);
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}
