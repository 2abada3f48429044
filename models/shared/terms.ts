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

/** one term of a law: coefficient * (scale / pivot)^-exponent */
interface Term {
  readonly coefficient: string;
  readonly exponent: string;
  readonly scale: string;
  readonly pivot: string;
}

interface ByEnds {
  readonly constants: Readonly<Record<string, string>>;
  /** in the order in which they must be declared: exponents, the floor, coefficients */
  readonly parameters: Readonly<Record<string, Sampled>>;
}

/**
 * The same law in coordinates that stay straight where rows are exact and their range is short or of two values: such rows
 * know the mean of the law at the two ends, and how far each term falls between them, and nothing else. Sampled are that
 * mean; of each term its fall over the log of its range, a share of the law; and, free, the term over the floor. A term is
 * its mean over the log of the range, m, because exponent * m is then the fall exactly. With x half the range's log times
 * the exponent, the term is m x / sinh(x) in the middle and m x / tanh(x) in the mean of its ends.
 * Least effective draws of 4000, three to six tables each: step-law best=law with five sizes by two amounts of data 1549 (by level
 * and slopes at the pivots 63, and divergences), power-law-const over a range of 30 2229 (19 with E, A0 and alpha themselves), with
 * a third of the gradients; on tables that know everything the same.
 */
export function byEnds(floor: string, terms: readonly Term[]): ByEnds {
  const range = ({ scale }: Term): string => `log_range_${scale}`;
  const coefficients = terms.map(({ coefficient }) => coefficient);
  const whole = `(1 + ${coefficients.join(" + ")})`;
  const atEnds = terms.map((term) => {
    const x = `(${term.exponent} * ${range(term)} / 2)`;
    return `${term.coefficient} * ${x} / tanh${x}`;
  });
  const exponents = terms.map(({ exponent, coefficient }) => [exponent, { prior: priors.exponent, multiplier: `${whole} / ${coefficient}` }] as const);
  const leading = terms.map((term) => {
    const { coefficient, exponent, scale, pivot } = term;
    const log = `${exponent} * ${range(term)}`;
    // x / sinh(x), exact for small x and finite for large ones
    return [coefficient, { prior: priors.reducible, multiplier: `${floor} * (middle_${scale} / ${pivot})^${exponent} * ${log} * exp(-${log} / 2) / -expm1(-${log})` }] as const;
  });
  return {
    constants: Object.fromEntries(terms.flatMap((term) => [
      [`middle_${term.scale}`, `sqrt(min(${term.scale}) * max(${term.scale}))`],
      // a scale of one value: no range, and any number will do
      [range(term), `max(max(log(${term.scale})) - min(log(${term.scale})), 0.1)`],
    ])),
    parameters: Object.fromEntries([...exponents, [floor, { prior: priors.floor, multiplier: `1 / (1 + ${atEnds.join(" + ")})` }], ...leading]),
  };
}
