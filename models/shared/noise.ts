/** How a loss scatters around its law: the default noise and the options that change it, shared by every law of a loss. */
import type { OptionDeclaration, ParameterDeclaration, Patch } from "../../lib/model/document.ts";

/** residual sd of log loss: within a run ladder 0.2 to 5 % */
export const sigma: ParameterDeclaration = {
  prior: "lognormal(log(0.01), 1)",
  about: "residual scale of log loss: 0.01 is one per cent",
};

/** what a law of `loss` adds to its own `let`, beside the law `mu`: options rewrite these and leave the law alone */
export const scatter = { scale: "sigma", centre: "log(mu)", width: "scale" } as const;

/** Student-t with 4 degrees of freedom: on the Chinchilla points it costs 2.4 nats against free nu, the normal 35 */
export const logStudentT = { "log(loss)": "student_t(4, centre, width)" } as const;

const bend = "huber bends at huber_delta scales (--set huber_delta=0.1)";

/**
 * Distribution of a response around its law.
 * @param at formulas of location and scale
 */
export function noiseOf(response: string, at = "centre, width"): OptionDeclaration {
  return {
    about: `distribution of ${response} around the law; ${bend}`,
    default: "student_t",
    choices: {
      student_t: {},
      student_t_nu: {
        parameters: { nu: { prior: "gamma(2, 0.2) T[1, ]", about: "degrees of freedom of the noise" } },
        likelihood: { [response]: `student_t(nu, ${at})` },
      },
      normal: { likelihood: { [response]: `normal(${at})` } },
      // the default loses 5 % of the normal's efficiency; the field's 1e-3 in log loss is about 0.1 scales, a Laplace but for its tip
      huber: { constants: { huber_delta: 1.345 }, likelihood: { [response]: `huber(${at}, huber_delta)` } },
    },
  };
}

export const noise: OptionDeclaration = noiseOf("log(loss)");

/** the law as the best that can be reached: what a run lacks is a positive gap in log loss, beside normal noise; marginal over gaps */
const frontier = (distribution: string): Patch => ({
  parameters: { gap: { prior: "lognormal(log(0.1), 1)", about: "mean distance of a run above the frontier in log loss: 0.1 is ten per cent" } },
  likelihood: { "log(loss)": distribution },
  simulation: { rows: 300, parameters: { gap: 0.1, sigma: 0.02 } },
});

/**
 * All runs instead of the best of them, whose minimum over noise is biased down and scatters too little: stochastic frontiers.
 * @source Meeusen & van den Broeck 1977, International Economic Review 18 (exponential gaps); Aigner, Lovell & Schmidt
 *   1977, Journal of Econometrics 6 (half-normal gaps)
 */
const frontiers: Readonly<Record<string, Patch>> = {
  exponential_frontier: frontier("exp_mod_normal(centre, width, 1 / gap)"),
  // a half-normal number of this mean has the scale gap sqrt(pi / 2)
  half_normal_frontier: frontier("skew_normal(centre, sqrt(square(width) + pi() / 2 * square(gap)), gap * sqrt(pi() / 2) / width)"),
};

/** an option that is of error rates says so to the priors, which stand on the typical loss */
const typicalErrorRate = { Lref: 0.2 } as const;

/** a law of rates beyond 1 means errors that are all but sure: no table and no start is impossible, and Bayes factors stay right */
const rate = "min(exp(centre), 1 - 1e-6)";

/** counts of wrong answers replace the column `loss`; the law is the probability of a wrong one */
function counts(distribution: string, parameters: Record<string, Patch>): Patch {
  return {
    data: {
      loss: null,
      wrong: { kind: "count", about: "wrong answers" },
      items: { kind: "count", about: "items that were asked" },
    },
    constants: typicalErrorRate,
    parameters: { sigma: null, ...parameters },
    likelihood: { "log(loss)": null, wrong: distribution },
    simulation: { columns: { items: "1000" }, parameters: { sigma: null, ...(parameters["phi"] ? { phi: 400 } : {}) } },
  };
}

const ofErrorRates: Readonly<Record<string, Patch>> = {
  logit: {
    data: { loss: { kind: "probability", unit: "error rate" } },
    constants: typicalErrorRate,
    likelihood: { "log(loss)": null, "logit(loss)": `normal(logit(${rate}), width)` },
  },
  binomial: counts(`binomial(items, ${rate})`, {}),
  beta_binomial: counts(`beta_binomial(items, phi * ${rate}, phi * (1 - ${rate}))`, {
    phi: { prior: "lognormal(log(100), 1.5)", about: "precision: items whose sampling error equals the scatter of runs" },
  }),
};

/** a choice with other true values of the law's parameters */
const simulatedAt = (truth: Patch, patch: Patch): Patch => {
  const simulation = (patch["simulation"] ?? {}) as Patch;
  return { ...patch, simulation: { ...simulation, parameters: { ...(simulation["parameters"] as Patch | undefined), ...truth } } };
};

/** `noise` for laws that also serve error rates, which lie between 0 and 1. */
function errorNoise(asErrorRate?: Patch): OptionDeclaration {
  const choices = Object.entries(ofErrorRates).map(([name, patch]) => [name, asErrorRate ? simulatedAt(asErrorRate, patch) : patch]);
  return {
    about: `distribution of the loss around the law; ${bend}; logit, binomial and beta_binomial are for error rates between 0 and 1`,
    default: "student_t",
    choices: { ...noise.choices, ...(Object.fromEntries(choices) as Record<string, Patch>) },
  };
}

/**
 * How the scale varies with the row.
 * @param size expression whose size the scatter may follow: compute, or what stands for it
 */
export function spread(size: string): OptionDeclaration {
  return {
    about: `scale of the noise: the same everywhere, with the standard error that each row carries in loss_se, or falling with ${size}`,
    default: "constant",
    choices: {
      constant: {},
      measured: {
        data: { loss_se: { kind: "positive", unit: "nats/token", about: "standard error of the row's loss" } },
        let: { scale: "sqrt(square(sigma) + square(loss_se / mu))" },
        simulation: { columns: { loss_se: "0.01" } },
      },
      compute: {
        constants: { log_size: `mean(log(${size}))` },
        parameters: { spread_slope: { prior: "normal(0, 0.25)", about: `exponent of the noise in ${size}` } },
        let: { scale: `sigma * exp(spread_slope * (log(${size}) - log_size))` },
        simulation: { parameters: { spread_slope: -0.1 } },
      },
    },
  };
}

const runColumn = { run: { kind: "factor", new_levels: true, about: "training run; its rows stand together, in order" } };
const effect = {
  tau_run: { prior: "half_normal(0.05)", about: "sd of a run's own offset in log loss" },
  "run_effect[run]": { prior: "normal(0, tau_run)", about: "offset of the run in log loss" },
};
const memory = { rho: { prior: "beta(2, 2)", about: "correlation of a row's residual with that of the row before" } };
const runsOf = (parameters: Record<string, number>): Patch => ({
  columns: { run: { labels: ["a", "b", "c", "d", "e"], each: 8 } },
  parameters,
});
/** innovations are narrower than the residuals, so that sigma keeps its meaning: sd of a residual */
const innovation = "scale * sqrt(1 - square(rho * carried(1, run)))";

/**
 * What rows of one training run have in common. Without it many checkpoints of few runs count as many runs, and the
 * posterior is falsely sharp. With `run` the design point of replicated seeds, `effect` splits lack of fit (tau_run)
 * from seed noise (sigma).
 */
export const runs: OptionDeclaration = {
  about: "rows of one run: independent, with an offset of the run, with residuals that carry over (AR(1)), or both",
  default: "independent",
  choices: {
    independent: {},
    effect: {
      data: runColumn,
      parameters: effect,
      let: { centre: "log(mu) + run_effect[run]" },
      simulation: runsOf({ tau_run: 0.02 }),
    },
    ar1: {
      data: runColumn,
      parameters: memory,
      let: { centre: "log(mu) + rho * carried(log(loss) - log(mu), run)", width: innovation },
      simulation: runsOf({ rho: 0.6 }),
    },
    both: {
      data: runColumn,
      parameters: { ...effect, ...memory },
      let: { centre: "log(mu) + run_effect[run] + rho * carried(log(loss) - log(mu) - run_effect[run], run)", width: innovation },
      simulation: runsOf({ tau_run: 0.02, rho: 0.6 }),
    },
  },
};

/** the options of a law of a loss whose rows have this size */
export function lossOptions(size: string): { noise: OptionDeclaration; spread: OptionDeclaration; runs: OptionDeclaration } {
  return { noise, spread: spread(size), runs };
}

/**
 * the options of a law that serves losses and error rates alike
 * @param asErrorRate true values to simulate error rates with, when the law's own are those of a loss above 1
 */
export function errorOptions(size: string, asErrorRate?: Patch): { noise: OptionDeclaration; spread: OptionDeclaration; runs: OptionDeclaration } {
  return { noise: errorNoise(asErrorRate), spread: spread(size), runs };
}

/** the options of a law whose tables often hold only the best runs of each size: given all runs, the law is their frontier */
export function frontierOptions(size: string, asErrorRate?: Patch): ReturnType<typeof errorOptions> {
  const { noise: { about, choices, ...rest }, ...others } = errorOptions(size, asErrorRate);
  return { noise: { ...rest, about: `${about}; with a frontier the law is the best that runs reach, and rows are all runs`, choices: { ...choices, ...frontiers } }, ...others };
}
