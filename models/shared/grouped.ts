/** Families of models under one law: coefficients and exponents that differ between them and are partially pooled. */
import type { OptionDeclaration, Patch } from "../../lib/model/document.ts";
import { priors } from "./priors.ts";

/**
 * @param spreads name of a spread -> the positive parameter whose logarithm it spreads; a family's own value is
 *   `log_A0_of[family]` for `A0`
 * @param law how the law reads them, and the quantities of a family
 */
export function grouped(about: string, spreads: Readonly<Record<string, string>>, law: Patch): OptionDeclaration {
  const entries = Object.entries(spreads);
  return {
    about: `families in the column \`family\`: ${about}`,
    default: "false",
    choices: {
      false: {},
      true: {
        data: { family: { kind: "factor", new_levels: true } },
        parameters: Object.fromEntries([
          ...entries.map(([tau, of]) => [tau, { prior: priors.groupSpread, about: `spread of log ${of} over families` }]),
          ...entries.map(([tau, of]) => [`log_${of}_of[family]`, `normal(log(${of}), ${tau})`]),
        ]),
        simulation: { columns: { family: { labels: ["a", "b", "c", "d"] } }, parameters: Object.fromEntries(entries.map(([tau]) => [tau, 0.1])) },
        ...law,
      },
    },
  };
}
