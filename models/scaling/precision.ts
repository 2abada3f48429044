/** Kumar's law of precision: bits of weights, activations and KV cache as effective parameters, and harm done after training. */
import { defineModel, type ModelDocument, type Patch } from "../../lib/model/document.ts";
import { D, ladder, loss, N, scattered } from "../shared/columns.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { exponentOf } from "../shared/terms.ts";

const parts = ["w", "a", "kv"] as const;
const meaning = { w: "weights", a: "activations", kv: "the KV cache" } as const;

/** share of the parameters that count at these bits */
const shares = (share: (part: string) => string): string => parts.map((part) => `(${share(part)})`).join(" * ");
const exponential = shares((part) => `-expm1(-P_${part} / gamma_${part})`);

const gammas = Object.fromEntries(parts.map((part) => [`gamma_${part}`, { prior: "lognormal(log(2), 0.5)", unit: "bits", about: `bits of ${meaning[part]} per e-fold of lost capacity` }]));

/** offsets keep each share above 0 over the data: P - P0 > 0 */
const offsets = (): Patch => ({
  parameters: Object.fromEntries(parts.map((part) => [`n_${part}`, { prior: `normal(0, 1.5) T[, min(P_${part}) / gamma_${part}]`, about: `offset of ${meaning[part]}: capacity vanishes at gamma n bits` }])),
  quantities: {
    "capacity(P_w, P_a, P_kv)": shares((part) => `-expm1(-P_${part} / gamma_${part} + n_${part})`),
    P0_w: "gamma_w * n_w", P0_a: "gamma_a * n_a", P0_kv: "gamma_kv * n_kv",
  },
  simulation: { parameters: { n_w: 0.3037, n_a: 1.4072, n_kv: 2.4185 } },
});

const logisticShares: Patch = {
  parameters: Object.fromEntries(parts.map((part) => [`P0_${part}`, { prior: "normal(2, 2)", unit: "bits", about: `bits of ${meaning[part]} at which half the capacity is left` }])),
  quantities: { "capacity(P_w, P_a, P_kv)": shares((part) => `inv_logit((P_${part} - P0_${part}) / gamma_${part})`) },
  simulation: { parameters: { P0_w: 1, P0_a: 2, P0_kv: 2 } },
};

export const precision: ModelDocument = defineModel({
  name: "precision",
  title: "Loss of models trained, and quantised after training, at few bits",
  about: "L = A N_eff^-alpha + B D^-beta + E (+ harm of quantising after training), N_eff = N times a share for each of weights, activations and KV cache, 1 - exp(-P / gamma). Sampled as the loss L0 at the pivots and its shares: over the narrow ranges of such sweeps L0 is known far better than E.",
  source: "Kumar et al. 2024, arXiv:2411.04330, eq. 3, 9 and 10; the sign of the offsets is that which reproduces their optimum of 7 bits",
  data: {
    N, D,
    P_w: { kind: "positive", unit: "bits", about: "precision of weights in training" },
    P_a: { kind: "positive", unit: "bits", about: "precision of activations" },
    P_kv: { kind: "positive", unit: "bits", about: "precision of the KV cache" },
    loss,
  },
  constants: { Lref: LREF, N0: "exp(mean(log(N)))", D0: "exp(mean(log(D)))", kappa: 6 },
  parameters: {
    L0: { prior: "lognormal(log(7 * Lref / 6), 0.5)", unit: "nats/token", about: "loss of N0 effective parameters trained on D0 tokens" },
    r: { prior: "logit_normal(0.3, 1)", about: "reducible share of L0" },
    s: { prior: "logit_normal(0, 1.4)", about: "share of data in what is reducible" },
    // sampled by the slopes at the pivots
    alpha: { ...exponentOf("r * (1 - s)"), about: "exponent of effective model size" },
    beta: { ...exponentOf("r * s"), about: "exponent of data" },
    ...gammas,
    sigma,
  },
  let: {
    E: "L0 * (1 - r)",
    A0: "L0 * r * (1 - s)",
    B0: "L0 * r * s",
    base: "E + A0 * exp(-alpha * (log(N / N0) + log(capacity(P_w, P_a, P_kv)))) + B0 * (D / D0)^-beta",
    harm: "0",
    mu: "base + harm",
    ...scatter,
  },
  likelihood: logStudentT,
  quantities: {
    irreducible: "E",
    A: "A0 * N0^alpha",
    B: "B0 * D0^beta",
    "capacity(P_w, P_a, P_kv)": exponential,
    "share(P)": "capacity(P, P, P)",
    "compute(N, D, P)": "kappa * N * D * P / 16",
    "N_eff(N, P_w, P_a, P_kv)": "N * capacity(P_w, P_a, P_kv)",
    "L(N, D, P)": "E + A0 * exp(-alpha * (log(N / N0) + log(share(P)))) + B0 * (D / D0)^-beta",
    // training costs kappa N D P / 16: at fixed cost and tokens N goes as 1 / P, so the best P makes share(P) / P largest
    P_opt: "argmin(u, log(u) - log(share(u)), 1, 32)",
  },
  options: {
    shares: {
      about: "how capacity falls with bits: 1 - exp(-P/gamma), the same with offsets n, or a logistic in P that is defined for any P",
      default: "exponential",
      choices: { exponential: {}, offset: offsets(), logistic: logisticShares },
    },
    tied: {
      about: "one exponent for model size and data (alpha = beta), as the authors fit it",
      default: "false",
      choices: { false: {}, true: { parameters: { beta: null, alpha: exponentOf("r") }, let: { beta: "alpha" }, simulation: { parameters: { beta: null } } } },
    },
    after: {
      about: "quantisation of weights after training: none, or to P_post bits",
      default: "none",
      choices: {
        none: {},
        weights: {
          data: { P_post: { kind: "positive", unit: "bits", about: "precision of weights after training" } },
          parameters: {
            delta0: { prior: "lognormal(log(0.05), 1.5)", unit: "nats/token", about: "harm of quantising N0 parameters trained on D0 tokens to 4 bits" },
            gamma_post: { prior: "lognormal(log(0.6), 0.5)", unit: "bits", about: "bits per e-fold of harm" },
            g_D: { prior: "lognormal(log(0.5), 0.5)", about: "exponent of harm in tokens" },
            g_N: { prior: "lognormal(log(0.35), 0.5)", about: "exponent by which model size undoes harm" },
            robust: { prior: "lognormal(0, 1)", about: "training at P_w bits near P_post makes weights robust: 1 - exp(-robust (P_w - P_post))" },
          },
          let: { harm: "delta(N * capacity(P_w, P_a, P_kv), D, P_post) * -expm1(-robust * max(P_w - P_post, 0))" },
          quantities: {
            C_T: "delta0 * exp(4 / gamma_post) * N0^g_N / D0^g_D",
            "delta(N, D, P)": "delta0 * exp((4 - P) / gamma_post + g_D * log(D / D0) - g_N * log(N / N0))",
            // more tokens do harm beyond this: d/dD of B D^-beta + delta(D) is 0
            "D_crit(N, P)": "(beta * B * N^g_N * exp(P / gamma_post) / (g_D * C_T))^(1 / (g_D + beta))",
          },
          simulation: {
            columns: { P_post: "3 + (row - 1) - 4 * floor((row - 1) / 4)" },
            parameters: { delta0: "0.0598 * exp(-4 / 0.5907) * D0^0.5068 / N0^0.3439", gamma_post: 0.5907, g_D: 0.5068, g_N: 0.3439, robust: 1 },
          },
        },
      },
    },
    ...lossOptions("N * D"),
  },
  published: {
    A: { value: 4299, source: "Kumar et al. 2024, Table 3" },
    B: { value: 18060, source: "Kumar et al. 2024, Table 3" },
    irreducible: { value: 2.7648, source: "Kumar et al. 2024, Table 3" },
    alpha: { value: 0.4965, source: "Kumar et al. 2024, Table 3; beta is the same" },
    gamma_w: { value: 2.6745, source: "Kumar et al. 2024, Table 3" },
    gamma_a: { value: 2.2102, source: "Kumar et al. 2024, Table 3" },
    gamma_kv: { value: 0.9578, source: "Kumar et al. 2024, Table 3" },
  },
  traps: [
    "Three bits of activations or KV cache diverge: leave those runs out.",
    "The product over parts is identified by sweeps of one part at a time, with a few joint ones.",
    "The paper's text leaves the offsets out; their sign is inferred.",
  ],
  siblings: ["chinchilla", "parscale"],
  simulation: {
    rows: 160,
    columns: {
      N: ladder(3e7, 8), D: scattered(1.5e9, 18),
      P_w: "if_else(row - 4 * floor(row / 4) == 1, 3 + (row - 1) / 4 - 9 * floor((row - 1) / 36), 16)",
      P_a: "if_else(row - 4 * floor(row / 4) == 2, 4 + (row - 2) / 4 - 9 * floor((row - 2) / 36), 16)",
      P_kv: "if_else(row - 4 * floor(row / 4) == 3, 3 + (row - 3) / 4 - 9 * floor((row - 3) / 36), 16)",
    },
    parameters: {
      L0: "2.7648 + 4299 * N0^-0.4965 + 18060 * D0^-0.4965",
      r: "1 - 2.7648 / (2.7648 + 4299 * N0^-0.4965 + 18060 * D0^-0.4965)",
      s: "18060 * D0^-0.4965 / (4299 * N0^-0.4965 + 18060 * D0^-0.4965)",
      alpha: 0.4965, beta: 0.4965,
      gamma_w: 2.6745, gamma_a: 2.2102, gamma_kv: 0.9578, sigma: 0.01,
    },
  },
});
