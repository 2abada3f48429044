/** What every law of a positive loss shares: its noise on log loss, and the options that change it. */
import type { OptionDeclaration, ParameterDeclaration } from "../../lib/model/document.ts";

/** residual sd of log loss: within a run ladder 0.2 to 5 %, laws.md 0.4 */
export const sigma: ParameterDeclaration = {
  prior: "lognormal(log(0.01), 1)",
  about: "residual scale of log loss: 0.01 is one per cent",
};

/** Student-t with 4 degrees of freedom: on the Chinchilla points it costs 2.4 nats against free nu, the normal 35 (laws.md 0.3) */
export const studentT = "student_t(4, log(mu), scale)";

/** `mu` is the law, `scale` the sd of log loss; a model declares both in `let` and its response as `loss`. */
export const noise: OptionDeclaration = {
  about: "distribution of log loss around the law",
  default: "student_t",
  choices: {
    student_t: {},
    student_t_nu: {
      parameters: { nu: { prior: "gamma(2, 0.2) T[1, ]", about: "degrees of freedom of the noise" } },
      likelihood: { "log(loss)": "student_t(nu, log(mu), scale)" },
    },
    normal: { likelihood: { "log(loss)": "normal(log(mu), scale)" } },
    huber: { likelihood: { "log(loss)": "huber(log(mu), scale, 1.345)" } },
  },
};

/** How the scale varies with the row. */
export const spread: OptionDeclaration = {
  about: "scale of the noise: the same everywhere, or with the standard error that each row carries in loss_se",
  default: "constant",
  choices: {
    constant: {},
    measured: {
      data: { loss_se: { kind: "positive", unit: "nats/token", about: "standard error of the row's loss" } },
      let: { scale: "sqrt(square(sigma) + square(loss_se / loss))" },
    },
  },
};
