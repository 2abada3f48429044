/** One expectation judged: its probability with its error, the verdict, and what would settle it. */
import type { Expectation } from "../../lib/report.ts";
import type { ExpectationSpec } from "../study-file/study-shape.ts";
import type { GateContext } from "./context.ts";
import { type Claim, readClaim } from "./event.ts";
import { fitsOf } from "./fits-of.ts";
import type { Judgement } from "./judgement.ts";
import { judgeCalibration, judgeCoverage, judgeDrift, judgeModels } from "./questions.ts";
import { judgeEvent } from "./judge-event.ts";

export interface Outcome extends Judgement {
  readonly expectation: Expectation;
  readonly spec: ExpectationSpec;
}

/** @throws CredenceError study/event */
export function evaluate(spec: ExpectationSpec, context: GateContext, place: { file?: string; line?: number }): Outcome {
  const claim = readClaim(spec.that, knownOf(context));
  const judgement = untrusted(claim, context, spec) ?? judge(claim, spec, context);
  const { verdict, need, p, mcse, settle, reason } = judgement;
  const expectation: Expectation = {
    id: spec.id,
    that: spec.that,
    need,
    level: spec.level === "warn" ? "warn" : "error",
    verdict,
    p,
    mcse,
    ...(settle && { settle }),
    ...(reason && { reason }),
    ...place,
  };
  return { ...judgement, expectation, spec };
}

/** Names that claims may use. */
export function knownOf(context: GateContext): Parameters<typeof readClaim>[1] {
  return {
    models: [...context.fits.keys()],
    forecasts: [...context.forecasts.keys()],
    holdouts: [...context.holdouts.keys()],
  };
}

function judge(claim: Claim, spec: ExpectationSpec, context: GateContext): Judgement {
  switch (claim.kind) {
    case "event":
      return judgeEvent(claim, spec, context);
    case "coverage":
      return judgeCoverage(claim, spec, context);
    case "drift":
      return judgeDrift(claim, spec, context);
    case "calibrated":
      return judgeCalibration(spec, context);
    case "more_probable":
      return judgeModels(claim, spec, context);
  }
}

/** a fit whose sampler failed decides nothing */
function untrusted(claim: Claim, context: GateContext, { probability = 0.9 }: ExpectationSpec): Judgement | undefined {
  const broken = fitsOf(claim, context).find(({ diagnostics }) => !diagnostics.ok);
  if (!broken) return undefined;
  const first = broken.diagnostics.warnings[0];
  const why = first ? `: ${first.message}` : "";
  const reason = `the sampler is not to be trusted on ${broken.planned.id}${why}`;
  return { verdict: "void", need: probability, p: null, mcse: null, reason };
}
