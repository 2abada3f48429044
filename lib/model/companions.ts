/** Vectors of components that are alike, such as place, height and width of several breaks: one is ordered, others go along. */
import { CredenceError, nearest } from "../errors.ts";
import { type ModelDocument, parameterDeclaration } from "./document.ts";

/**
 * Keys of ordered parameters with the keys of those that go along with them.
 *
 * Components are sampled without order, each with its priors, and then put in order together: the priors are the same
 * (n! orders of one density are one density n! times as high), and where two components pass each other there is no wall.
 * Each point of the posterior is n! points of the sampler's; which of them a draw is does not matter (see pool-chains.ts).
 * @source Frühwirth-Schnatter 2001, J. Am. Stat. Assoc. 96, 194-209 (permutations of a posterior that does not know labels)
 * @throws CredenceError model/along
 */
export function companions({ parameters }: ModelDocument): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [key, raw] of Object.entries(parameters)) {
    const { along, size } = parameterDeclaration(raw);
    if (along === undefined) continue;
    const leader = parameters[along] === undefined ? undefined : parameterDeclaration(parameters[along]);
    if (leader?.constraint !== "ordered" || leader.size !== size) throw notAlong(key, along, size, Object.keys(parameters));
    found.set(along, [...(found.get(along) ?? []), key]);
  }
  return found;
}

function notAlong(key: string, along: string, size: number | undefined, keys: readonly string[]): CredenceError {
  return new CredenceError({
    code: "model/along",
    message: `${key} goes along with ${along}, which is no ordered parameter of its size`,
    where: { file: `parameters.${key}` },
    found: `along: ${along}`,
    expected: `a parameter with constraint: ordered and size: ${size ?? 1}`,
    nearest: nearest(along, keys),
  });
}
