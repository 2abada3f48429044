/**
 * A floor E and terms that fall with scale, such as E + A0 (N / N0)^-alpha + B0 (D / D0)^-beta, in coordinates in which data
 * that show no bend leave nothing but a straight line free. Such data know the level E + A0 + B0 and the slopes A0 alpha
 * and B0 beta at the pivots, and not how the level is shared: in the terms and exponents themselves that is a thin, bent
 * ridge. Sampled are the level, the terms over the floor, and the slopes; the priors stay those of floor, terms and exponents.
 * On the Chinchilla points, where everything is known, both coordinates yield the same (200 effective draws per 1000 gradients).
 */
import type { ParameterDeclaration } from "../../lib/model/document.ts";
import { priors } from "./priors.ts";

type Sampled = Required<Pick<ParameterDeclaration, "prior" | "multiplier">>;

/** declared before its terms */
export const floorBelow = (...terms: string[]): Sampled => ({ prior: priors.floor, multiplier: `1 / (1 + ${terms.join(" + ")})` });

/** declared after its floor, whose name is given */
export const termOver = (floor: string): Sampled => ({ prior: priors.reducible, multiplier: floor });

/** declared after its terms */
export const exponentOf = (...terms: string[]): Sampled => ({ prior: priors.exponent, multiplier: `1 / (${terms.join(" + ")})` });
