/** flat(): no prior information at all; improper */
import { CredenceError } from "../errors.ts";
import type { Distribution } from "./distribution.ts";

export const flat: Distribution = {
  name: "flat",
  title: "density 1 everywhere; improper, so evidence and prior simulation are not available",
  parameters: [],
  support: { kind: "real" },
  discrete: false,
  proper: false,
  logDensity: "0",
  variate: () => {
    throw new CredenceError({
      code: "distribution/improper",
      message: "flat() has no finite integral, so nothing can be drawn from it",
      fix: "give the parameter a proper prior, such as normal(0, 10)",
    });
  },
  source: "the constant density of a Stan parameter without a prior",
};
