/** The registry of distributions by name. */
import { bernoulliLogit } from "./bernoulli-logit.ts";
import { beta } from "./beta.ts";
import { cauchy } from "./cauchy.ts";
import type { Distribution } from "./distribution.ts";
import { exponential } from "./exponential.ts";
import { flat } from "./flat.ts";
import { gamma } from "./gamma.ts";
import { halfCauchy } from "./half-cauchy.ts";
import { halfNormal } from "./half-normal.ts";
import { lognormal } from "./lognormal.ts";
import { normal } from "./normal.ts";
import { studentT } from "./student-t.ts";
import { uniform } from "./uniform.ts";

const all = [
  normal,
  studentT,
  cauchy,
  lognormal,
  exponential,
  gamma,
  beta,
  uniform,
  halfNormal,
  halfCauchy,
  flat,
  bernoulliLogit,
];

/** every distribution of the language, in the order of the documentation */
export const distributions: ReadonlyMap<string, Distribution> = new Map(all.map((entry) => [entry.name, entry]));

export type { Distribution, LocationScale, Parameter, ParameterKind, Support, Value } from "./distribution.ts";
