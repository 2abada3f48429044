/** Loss against the learning rate at several model sizes, with a wall of instability that moves with size. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { logStudentT, lossOptions, scatter, sigma } from "../shared/noise.ts";
import { LREF, priors } from "../shared/priors.ts";

export const lrSensitivity: ModelDocument = defineModel({
  name: "lr-sensitivity",
  title: "Loss against learning rate and size, and the sensitivity to the learning rate",
  about:
    "Above the best loss E + A (N/N0)^-alpha stand a slope for rates that are too small, h softplus(log lr_low - log lr)^2, and a wall at lr_max(N) = exp(wall) (N/N0)^-wall_slope behind which a run is lost; "
    + "both saturate at `rise`, the loss of a lost run above the best. LR sensitivity, the mean excess loss over a range of rates, is a derived quantity with its uncertainty.",
  source: "Wortsman et al. 2023, arXiv:2309.14322, section 2 (LR sensitivity); the curve is ours",
  data: {
    N: { kind: "positive", unit: "parameters" },
    lr: { kind: "positive", about: "peak learning rate" },
    loss: { kind: "positive", unit: "nats/token", about: "final loss; for a lost run the loss where it was stopped" },
  },
  constants: { Lref: LREF, N0: "exp(mean(log(N)))", log_lr_middle: "mean(log(lr))" },
  parameters: {
    E: { prior: priors.floor, unit: "nats/token", about: "irreducible loss" },
    A0: { prior: priors.reducible, unit: "nats/token", about: "loss that N0 parameters have left to lose at the best rate" },
    alpha: { prior: priors.exponent, about: "exponent of model size" },
    rise: { prior: "lognormal(log(2 * Lref), 0.5)", unit: "nats/token", about: "loss of a lost run above the best" },
    h: { prior: "lognormal(log(0.05), 1)", unit: "nats/token", about: "excess loss of too small a rate, per squared log" },
    log_lr_low: { prior: "normal(log_lr_middle, 1.5)", about: "log of the rate below which the loss rises" },
    wall: { prior: "normal(log_lr_middle + 1, 1.5)", about: "log of the rate at which half of the loss is lost, at N0" },
    wall_slope: { prior: "normal(0.3, 0.3)", about: "exponent with which that rate falls in model size" },
    wall_width: { prior: "lognormal(log(0.3), 0.5)", about: "width of the wall in log rate" },
    sigma,
  },
  let: { best: "E + A0 * (N / N0)^-alpha", mu: "best + excess(N, lr)", ...scatter },
  likelihood: logStudentT,
  quantities: {
    "lr_max(N)": "exp(wall - wall_slope * log(N / N0))",
    "excess(N, lr)": "rise * (1 - exp(-h * square(log1p_exp(log_lr_low - log(lr))) / rise - log1p_exp((log(lr) - wall + wall_slope * log(N / N0)) / wall_width)))",
    "L_best(N)": "E + A0 * (N / N0)^-alpha",
    // 25 rates from low to high, evenly spaced in log, over three decades about eight a decade
    "sensitivity(N, low, high)": "mean(excess(N, exp(log(low) + log(high / low) * [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24] / 24)))",
    "sensitivity_growth(N, low, high)": "log(sensitivity(2 * N, low, high) / sensitivity(N, low, high)) / log(2)",
  },
  options: lossOptions("N"),
  traps: [
    "Sensitivity depends on the range of rates and the spacing of its points: always report them.",
    "Loss scatters more behind the wall than before it: the Student-t noise takes some of that, not all.",
    "No rate behind the wall in the table: then wall and wall_width are their priors.",
  ],
  siblings: ["step-law", "precursor"],
  simulation: {
    rows: 80,
    columns: {
      N: "exp(log(1e7) + log(100) * (row - 1 - 4 * floor((row - 1) / 4)) / 3)",
      lr: "exp(log(1e-4) + log(5000) * (row - 0.5) / rows)",
    },
    parameters: { E: 2, A0: 0.8, alpha: 0.3, rise: 5, h: 0.03, log_lr_low: "log(2e-3)", wall: "log(3e-2)", wall_slope: 0.3, wall_width: 0.3, sigma: 0.01 },
  },
});
