/** Gadre's law of over-training: reducible loss falls with one exponent at every ratio of tokens to parameters. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { D, ladder, loss, N, scattered } from "../shared/columns.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF } from "../shared/priors.ts";
import { exponentOf, floorBelow, termOver } from "../shared/terms.ts";

export const overTraining: ModelDocument = defineModel({
  name: "over-training",
  title: "Loss of models trained beyond the optimal number of tokens",
  about: "L(C, M) = E + (a M^eta + b M^-eta) C^-eta with C = 6 N D and M = D / N: the chinchilla law with one exponent alpha = 2 eta, whose reducible loss falls in parallel lines for every token multiplier M.",
  source: "Gadre et al. 2024, arXiv:2403.08540, eq. 4",
  data: { N, D, loss },
  constants: { Lref: LREF, N0: "min(N) / 2", D0: "min(D) / 2", kappa: 6 },
  parameters: {
    E: { ...floorBelow("A0", "B0"), unit: "nats/token", about: "irreducible loss" },
    A0: { ...termOver("E"), unit: "nats/token", about: "loss that a model of N0 parameters has left to lose" },
    B0: { ...termOver("E"), unit: "nats/token", about: "loss that D0 tokens have left to lose" },
    alpha: { ...exponentOf("A0", "B0"), about: "exponent of model size and of data" },
    sigma,
  },
  let: { mu: "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-alpha", ...scatter },
  likelihood: logStudentT,
  quantities: {
    eta: "alpha / 2",
    A: "A0 * N0^alpha",
    B: "B0 * D0^alpha",
    b_code: "B * kappa^eta",
    M_opt: "(B / A)^(1 / alpha)",
    "L(N, D)": "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-alpha",
    "L_at(C, M)": "L((C / (kappa * M))^0.5, (C * M / kappa)^0.5)",
    "penalty(C, M)": "L_at(C, M) / L_at(C, M_opt) - 1",
    "C_factor(M)": "((M / M_opt)^eta / 2 + (M / M_opt)^-eta / 2)^(1 / eta)",
  },
  options: {
    exponents: {
      about: "one exponent for model size and data, as published, or two, which is the chinchilla law",
      default: "tied",
      choices: {
        tied: {},
        free: {
          parameters: { alpha: { ...exponentOf("A0"), about: "exponent of model size" }, beta: { ...exponentOf("B0"), about: "exponent of data" } },
          let: { mu: "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-beta" },
          quantities: {
            eta: null, b_code: null, M_opt: null, "penalty(C, M)": null, "C_factor(M)": null,
            B: "B0 * D0^beta", "L(N, D)": "E + A0 * (N / N0)^-alpha + B0 * (D / D0)^-beta",
          },
          simulation: { parameters: { beta: 0.25 } },
        },
      },
    },
    ...lossOptions("N * D"),
  },
  published: {
    A: { value: 166.2, source: "Gadre et al. 2024, code: RedPajama, C4 validation loss, five runs" },
    b_code: { value: 366.7, source: "Gadre et al. 2024, code: RedPajama, written as b 6^(-eta) (M N)^-alpha" },
    alpha: { value: 0.2729, source: "Gadre et al. 2024, code: RedPajama" },
    E: { value: 1.837, source: "Gadre et al. 2024, code: RedPajama" },
  },
  traps: [
    "The published protocol has five runs for four parameters: E is then mostly its prior. Use all runs that there are.",
    "The authors' code and paper differ by powers of 6 in their constants: compare L, not a and b.",
  ],
  siblings: ["chinchilla", "data-constrained"],
  simulation: {
    rows: 60,
    columns: { N: ladder(1e7, 700), D: scattered(2e8, 2000) },
    parameters: { E: 1.837, A0: "166.2 * N0^-0.2729", B0: "366.7 * 6^-0.13645 * D0^-0.2729", alpha: 0.2729, sigma: 0.01 },
  },
});
