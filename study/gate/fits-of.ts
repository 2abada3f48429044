/** The fits that a claim reads: what must be trusted, and what may be given more draws. */
import { CredenceError } from "../../lib/errors.ts";
import type { GateContext, OpenedFit } from "./context.ts";
import type { Claim } from "./event.ts";

/** @throws CredenceError study/event for a model that the study does not have */
export function fitsOf(claim: Claim, { fits, forecasts, holdouts }: GateContext): OpenedFit[] {
  const fit = (id: string): OpenedFit => {
    const found = fits.get(id);
    if (!found) throw new CredenceError({ code: "study/event", message: `no model ${id} in this study` });
    return found;
  };
  const ofForecast = (id: string): OpenedFit => fit(forecasts.get(id)!.spec.model);
  switch (claim.kind) {
    case "event":
      return [...new Set([...[...claim.aliases.values()].map(({ model }) => fit(model)), ...claim.forecasts.map(ofForecast)])];
    case "coverage":
      return [holdouts.get(claim.holdout)!.fit];
    case "drift":
      return [ofForecast(claim.forecast)];
    case "calibrated":
      return [];
    case "more_probable":
      return [fit(claim.first), fit(claim.second)];
  }
}
