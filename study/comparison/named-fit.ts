/** A fit under the name it has among others: two fits of one model with other options need two names. */
import type { Fit } from "../fit.ts";

export interface NamedFit {
  readonly name: string;
  readonly fit: ComparableFit;
}

/** What comparing needs of a fit. */
export type ComparableFit = Pick<Fit, "document" | "table" | "seed" | "density" | "sampled" | "diagnostics">;
