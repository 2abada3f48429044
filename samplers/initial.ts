/** Where a chain begins: a point at which the log density and its gradient are finite. */
import { CredenceError } from "../lib/errors.ts";
import type { Stream } from "../lib/random/stream.ts";
import { ascend, MANY } from "./ascend.ts";
import type { Hamiltonian, Point } from "./hamiltonian.ts";

const TRIES = 500;
/** uniform on (-2, 2) in every unconstrained coordinate, as Stan */
const RADIUS = 2;

/**
 * @param given a position to begin from instead of random ones
 * @throws CredenceError sampler/initial, naming the terms that are not finite
 */
export function initialPoint(hamiltonian: Hamiltonian, chain: number, rng: Stream, given?: Float64Array): Point {
  const { dim } = hamiltonian.density;
  const point: Point = { position: new Float64Array(dim), gradient: new Float64Array(dim), logDensity: Number.NaN };
  // the distance from the origin does not grow with many coordinates: thousands of random effects of size 1 or 2 fit no
  // data, and the nearest way up from there is to shrink their spread to nothing, where a chain sits for hundreds of draws
  const radius = RADIUS * Math.min(1, Math.sqrt(MANY / dim));
  for (let tries = 0; tries < (given ? 1 : TRIES); tries++) {
    for (let i = 0; i < dim; i++) point.position[i] = given ? given[i] : radius * (2 * rng.uniform() - 1);
    hamiltonian.evaluate(point);
    if (Number.isFinite(point.logDensity) && point.gradient.every(Number.isFinite)) {
      if (!given) ascend(hamiltonian, point);
      return point;
    }
  }
  throw new CredenceError({
    code: "sampler/initial",
    message: given
      ? `the given starting point of chain ${chain + 1} has no finite log density and gradient`
      : `chain ${chain + 1} found no point with a finite log density and gradient in ${TRIES} tries`,
    found: hamiltonian.density.explain(hamiltonian.position) || badGradient(hamiltonian),
    fix: given ? "give other starting values" : "give starting values, or priors that exclude impossible values",
  });
}

function badGradient({ density, gradient }: Hamiltonian): string {
  const names = density.coordinates.filter((_, i) => !Number.isFinite(gradient[i]));
  return `the log density is finite but its gradient is not for ${names.join(", ")}`;
}
