/** The registry of distributions by name. */
import { bernoulli } from "./bernoulli.ts";
import { apgw } from "./apgw.ts";
import { bernoulliLogit } from "./bernoulli-logit.ts";
import { beta } from "./beta.ts";
import { betaBinomial } from "./beta-binomial.ts";
import { betaProportion } from "./beta-proportion.ts";
import { binomial } from "./binomial.ts";
import { binomialLogit } from "./binomial-logit.ts";
import { categorical } from "./categorical.ts";
import { categoricalLogit } from "./categorical-logit.ts";
import { cauchy } from "./cauchy.ts";
import { dirichlet } from "./dirichlet.ts";
import type { Distribution } from "./distribution.ts";
import { expModNormal } from "./exp-mod-normal.ts";
import { exponential } from "./exponential.ts";
import { flat } from "./flat.ts";
import { gamma } from "./gamma.ts";
import { geometric } from "./geometric.ts";
import { halfCauchy } from "./half-cauchy.ts";
import { halfNormal } from "./half-normal.ts";
import { halfStudentT } from "./half-student-t.ts";
import { huber } from "./huber.ts";
import { invGamma } from "./inv-gamma.ts";
import { laplace } from "./laplace.ts";
import { lkjCorrCholesky } from "./lkj-corr-cholesky.ts";
import { logistic } from "./logistic.ts";
import { logitNormal } from "./logit-normal.ts";
import { lognormal } from "./lognormal.ts";
import { multiNormalCholesky } from "./multi-normal-cholesky.ts";
import { negBinomial2 } from "./neg-binomial-2.ts";
import { negBinomialTrials } from "./neg-binomial-trials.ts";
import { normal } from "./normal.ts";
import { poisson } from "./poisson.ts";
import { poissonLog } from "./poisson-log.ts";
import { skewNormal } from "./skew-normal.ts";
import { studentT } from "./student-t.ts";
import { uniform } from "./uniform.ts";
import { weibull } from "./weibull.ts";

const all = [
  normal,
  studentT,
  cauchy,
  laplace,
  logistic,
  huber,
  expModNormal,
  skewNormal,
  lognormal,
  logitNormal,
  halfNormal,
  halfStudentT,
  halfCauchy,
  exponential,
  gamma,
  invGamma,
  weibull,
  apgw,
  beta,
  betaProportion,
  uniform,
  flat,
  bernoulli,
  bernoulliLogit,
  binomial,
  binomialLogit,
  betaBinomial,
  poisson,
  poissonLog,
  negBinomial2,
  geometric,
  negBinomialTrials,
  categorical,
  categoricalLogit,
  dirichlet,
  multiNormalCholesky,
  lkjCorrCholesky,
];

/** Names of Stan that mean one of ours. */
const aliases: Readonly<Record<string, Distribution>> = { double_exponential: laplace };

/** every distribution of the language, in the order of the documentation; the aliases come last */
export const distributions: ReadonlyMap<string, Distribution> = new Map([
  ...all.map((entry): [string, Distribution] => [entry.name, entry]),
  ...Object.entries(aliases),
]);

export type { Distribution, LocationScale, Parameter, ParameterKind, Support, Value } from "./distribution.ts";
