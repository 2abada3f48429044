/** Loss along a run as a function of its learning-rate schedule: a power law in the LR sum, less the gain of annealing. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { scatter, sigma } from "../shared/noise.ts";
import { constantRate, constantRateQuantities, correlatedRows, schedule, scheduleDesign, scheduleSums } from "./schedule-sums.ts";

export const lrAnnealing: ModelDocument = defineModel({
  name: "lr-annealing",
  title: "Loss curve under a learning-rate schedule, with momentum of annealing",
  about:
    "L(s) = L0 + A S1^-alpha - C S2, where S1 sums the learning rate and S2 sums its falls, each fading with the factor lambda a step. "
    + "Summed up, (1 - lambda) S2 is the fall so far less what has not yet taken effect, so rows logged many steps apart need no step-by-step sum. "
    + "Sampled: G, the gain of annealing from the largest learning rate to zero, and 1 - lambda, on which C hinges.",
  source: "Tissue, Wang & Wang 2024, arXiv:2408.11029, eq. 1 and 3",
  ...schedule,
  parameters: {
    ...constantRate,
    G: { prior: "lognormal(log(0.1), 1)", unit: "nats/token", about: "gain of annealing from the largest rate to zero, once it has all taken effect" },
    one_minus_lambda: { prior: "lognormal(log(1e-3), 0.7)", about: "share of a fall that takes effect in one step" },
    sigma,
  },
  let: {
    ...scheduleSums,
    faded: "-expm1(gap * log1m(one_minus_lambda))",
    momentum: "recur(same(run) * (1 - faded), drop / gap * faded / one_minus_lambda)",
    lr_start: "recur(same(run), if_else(same(run), 0, lr))",
    annealed: "lr_start - lr - (1 - one_minus_lambda) * momentum",
    mu: "L0 + A0 * (S1 / S0)^-alpha - G * annealed / lr_max",
    ...scatter,
  },
  quantities: {
    ...constantRateQuantities,
    lambda: "1 - one_minus_lambda",
    C: "G / lr_max * one_minus_lambda",
    "L_annealed(S, fall)": "L_constant(S) - G * fall / lr_max",
    // a linear decay to zero over the last share f of T steps: what the momentum still holds at the end has not taken effect
    "L_decayed(rate, T, f)": "L_annealed(rate * T * (1 - f / 2), rate * (1 + (1 - one_minus_lambda) * expm1(f * T * log1m(one_minus_lambda)) / (f * T * one_minus_lambda)))",
    "gain_of_decay(rate, T, f)": "L_constant(rate * T) - L_decayed(rate, T, f)",
    "decay_opt(rate, T)": "argmin(f, L_decayed(rate, T, f), 0.005, 1)",
  },
  traps: [
    "lambda is weakly known and C scales like 1 - lambda: compare G, the whole gain, between fits.",
    correlatedRows,
    "Runs with different peak rates mix A with C; divergence and changes of batch size are outside the law.",
    "Use rows after the warm-up only, and give its length in the column warmup when the LR sum should count it.",
  ],
  siblings: ["multi-power-law", "power-law-const"],
  simulation: {
    rows: 90,
    columns: scheduleDesign,
    parameters: { L0: 2.79, A0: "0.592 * S0^-0.456", alpha: 0.456, G: 0.144, one_minus_lambda: 1e-3, sigma: 0.002 },
  },
});
