/** Loss along a run from its learning-rate schedule: each fall of the rate brings its own gain, saturating as a power law. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { scatter, sigma } from "../shared/noise.ts";
import { constantRate, constantRateQuantities, correlatedRows, schedule, scheduleDesign, scheduleSums } from "./schedule-sums.ts";

const source = "Luo et al. 2025, parameters of the 25M model in the authors' repository";

export const multiPowerLaw: ModelDocument = defineModel({
  name: "multi-power-law",
  title: "Loss curve under a learning-rate schedule, each fall with a power law of its own",
  about:
    "L(t) = L0 + A S1(t)^-alpha - B sum over steps k up to t of (lr_(k-1) - lr_k) G(lr_k^-gamma S_k(t)), G(x) = 1 - (1 + C x)^-beta, with S_k(t) the LR sum since k. "
    + "The falls between two logged rows count as one, at the middle between them; rows between which the rate does not change cost nothing. "
    + "In units of the data: B lr_max and C lr_max^-gamma S0.",
  source: "Luo et al. 2025, arXiv:2503.12811, eq. 3",
  ...schedule,
  // the LR sum that follows a typical fall, over S0: half of the longest run at half of the largest rate
  constants: { ...schedule.constants, reach: "max(step) / (2 * min(step))" },
  parameters: {
    ...constantRate,
    // data know the gain that a fall has brought within their reach, and its share of the gain in the end; B0, C0 and beta
    // are a bent ridge. Sampled is -log of the share still to come, beta log(1 + C0 reach), and with it the gain within reach
    B0: { prior: "lognormal(log(0.1), 1)", multiplier: "-1 / expm1(-beta)", unit: "nats/token", about: "gain of annealing from the largest rate to zero, in the end" },
    C0: { prior: "lognormal(log(100), 1.5)", about: "how fast the gain comes: C at the largest rate, per S0 of LR sum" },
    beta: { prior: "lognormal(log(0.6), 0.4)", multiplier: "1 / log1p(C0 * reach)", about: "exponent of the gain that is still to come" },
    gamma: { prior: "lognormal(log(0.6), 0.4)", about: "exponent of the rate in the speed of the gain" },
    sigma,
  },
  let: {
    ...scheduleSums,
    gain: "sum_earlier(run, drop != 0, earlier(drop / lr_max) * -expm1(-beta * log1p(C0 * earlier((lr / lr_max)^-gamma) * (S1 - earlier(S1 - lr * gap / 2)) / S0)))",
    // a known warm-up is a rise from zero, in eight equal parts: the published sum counts it, and L0 lies lower by B lr
    lr_start: "recur(same(run), if_else(same(run), 0, lr))",
    part: "[0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5] / 8",
    lost: "observed(warmup) * lr_start / lr_max * mean(-expm1(-beta * log1p(C0 * (part * lr_start / lr_max)^-gamma * (S1 - lr_start * warmup / 2 * square(part)) / S0)))",
    mu: "L0 + A0 * (S1 / S0)^-alpha - B0 * (gain - lost)",
    ...scatter,
  },
  quantities: {
    ...constantRateQuantities,
    B: "B0 / lr_max",
    C: "C0 * lr_max^gamma / S0",
  },
  published: {
    L0: { value: 3.04, source },
    A: { value: 0.525, source },
    alpha: { value: 0.508, source },
    B: { value: 363.8, source },
    C: { value: 2.066, source },
    beta: { value: 0.583, source },
    gamma: { value: 0.641, source },
  },
  traps: [
    "The cost grows with the square of the rows of a run whose rate changes at every row: a hundred rows a run are enough.",
    "B, C and beta trade off unless some run stays long at a low rate.",
    "With the column warmup L0 includes the loss that the warm-up cost, as in the published fits; without it L0 is higher by B lr_max.",
    correlatedRows,
  ],
  siblings: ["lr-annealing", "power-law-const"],
  simulation: {
    rows: 90,
    columns: scheduleDesign,
    parameters: { L0: 3.04, A0: "0.525 * S0^-0.508", alpha: 0.508, B0: "363.8 * lr_max", C0: "2.066 * lr_max^-0.641 * S0", beta: 0.583, gamma: 0.641, sigma: 0.002 },
  },
});
