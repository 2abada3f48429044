/** The loss along training in model size, steps and batch size, with a critical batch size that grows as the loss falls. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { ladder, loss, N, scattered } from "../shared/columns.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF, priors } from "../shared/priors.ts";

/** what model size alone leaves: L0 (1 - r) at N0 */
const capacity = (N: string): string => `L0 * (1 - r) * exp(-aN * log(${N} / N0))`;
/** log of what an infinite batch leaves after S steps: r L0 (S0 / S)^aS */
const training = (S: string): string => `(log(L0 * r) + aS * log(S0 / ${S}))`;
/**
 * With y = log L the law is y = g(y), g = log(capacity + training (1 + Bcrit(e^y) / B)^aS), which falls and is convex: the
 * logarithm of a sum of exponentials of convex functions. So Newton steps on y - g(y) climb to the root from every point
 * below it, from a point above it the first one leads below, and none leaves the bracket, which goes from the loss of an
 * infinite batch to the loss that this would give. Over draws from the prior 8 steps and the last one that `root` adds come
 * within 2e-15; with all prior scales half as large again, within 3e-12.
 */
const trajectory = (N: string, S: string, B: string): string => {
  const g = (y: string): string => `log_sum_exp(log(${capacity(N)}), ${training(S)} + aS * log1p_exp(log(Bref / ${B}) - (${y} - log(Lref)) / aB))`;
  const least = `log(${capacity(N)} + exp(${training(S)}))`;
  return `exp(root(y, y - ${g("y")}, ${least}, ${g(least)}, 8))`;
};

export const lossTrajectory: ModelDocument = defineModel({
  name: "loss-trajectory",
  title: "Loss along training in model size, steps and batch, with the critical batch size",
  about: "L = (Nc/N)^aN + (Sc/Smin)^aS with Smin = S / (1 + Bcrit(L) / B) and Bcrit(L) = B* / L^(1/aB): implicit in L. Sampled as the loss L0 of N0 parameters after S0 steps, its share r that more steps would remove, and the critical batch size Bref at the loss Lref.",
  source: "Kaplan et al. 2020, arXiv:2001.08361, section 5; confirmed to 33B parameters by Su et al. 2024, arXiv:2403.06563",
  data: {
    N: { ...N, about: "without embeddings" },
    S: { kind: "positive", unit: "steps", about: "optimiser steps, after warmup of the learning rate" },
    B: { kind: "positive", unit: "tokens", about: "batch size" },
    loss,
  },
  constants: { Lref: LREF, N0: "exp(mean(log(N)))", S0: "exp(mean(log(S)))" },
  parameters: {
    L0: { prior: "lognormal(log(Lref), 0.5)", unit: "nats/token", about: "loss of N0 parameters after S0 steps of an infinite batch" },
    r: { prior: "logit_normal(-0.7, 1)", about: "share of L0 that more steps would remove" },
    aN: { prior: priors.pureExponent, about: "exponent of model size" },
    aS: { prior: "lognormal(log(0.6), 0.5)", about: "exponent of steps" },
    Bref: { prior: "lognormal(log(1e6), 1.5)", unit: "tokens", about: "critical batch size at a loss of Lref" },
    aB: { prior: "lognormal(log(0.2), 0.4)", about: "exponent of the critical batch size: Bcrit grows as L^(-1/aB)" },
    sigma,
  },
  let: { mu: trajectory("N", "S", "B"), ...scatter },
  likelihood: logStudentT,
  quantities: {
    Nc: "N0 * (L0 * (1 - r))^(1 / aN)",
    Sc: "S0 * (L0 * r)^(1 / aS)",
    B_star: "Bref * Lref^(1 / aB)",
    "B_crit(L)": "Bref * (L / Lref)^(-1 / aB)",
    "L_limit(N)": capacity("N"),
    "L(N, S, B)": trajectory("N", "S", "B"),
    "S_min_for(N, L)": `S0 * (L0 * r / (L - ${capacity("N")}))^(1 / aS)`,
    "S_for(N, B, L)": "S_min_for(N, L) * (1 + B_crit(L) / B)",
    "tokens_for(N, B, L)": "B * S_for(N, B, L)",
    // with a batch that is small against B_crit(L); (S / S_min - 1) (tokens / tokens_min - 1) = 1 between time and compute
    "tokens_min_for(N, L)": "B_crit(L) * S_min_for(N, L)",
  },
  options: lossOptions("N * S * B"),
  published: {
    aS: { value: 0.76, source: "Kaplan et al. 2020, Table 3" },
    Sc: { value: 2100, source: "Kaplan et al. 2020, Table 3" },
    B_star: { value: 2.1e8, source: "Kaplan et al. 2020, section 5.1" },
    aB: { value: 0.21, source: "Kaplan et al. 2020, section 5.1" },
  },
  traps: [
    "The law knows neither warmup nor decay of the learning rate: use rows at a constant rate, or the last row of each schedule.",
    "aB is known only when batch sizes differ by more than ten times at equal loss.",
    "Many rows of one run are correlated: --set runs=both, or the posterior is falsely sharp.",
    "Constants depend on data, context and schedule; exponents less so.",
  ],
  siblings: ["chinchilla", "kaplan-nd"],
  simulation: {
    rows: 120,
    columns: { N: ladder(1e7, 1000), S: scattered(500, 200), B: scattered(1e5, 100, 0.381966) },
    parameters: {
      L0: "(6.5e13 / N0)^0.077 + (2.1e3 / S0)^0.76", r: "(2.1e3 / S0)^0.76 / ((6.5e13 / N0)^0.077 + (2.1e3 / S0)^0.76)",
      aN: 0.077, aS: 0.76, Bref: "2e8 * Lref^(-1 / 0.21)", aB: 0.21, sigma: 0.005,
    },
  },
});
