/** The shares at which an expression is smallest, as expressions: a lattice over the simplex, then moves of shrinking length. */
import type { Graph } from "./graph.ts";
import type { Node } from "./node.ts";

/** points along an edge, by the number of shares: fifty to a hundred in all, so that of several minima the lowest is found */
const LATTICE: readonly number[] = [0, 1, 50, 10, 6, 5, 4];
/** enough for 5e-5 in a valley a hundred times as steep across as along (language.test.ts) */
const ROUNDS = 40;

/** how many shares the search takes */
export const sharesAllowed = { least: 2, most: LATTICE.length - 1 } as const;

/**
 * Shares p >= 0 with sum 1 at which `f` is smallest, elementwise. From the best point of the lattice each share in turn
 * gives to each other one where `f` falls, and the way of a round is tried twice; the amount is halved when nothing falls.
 * @param f continuous; of minima closer than the lattice one is found
 * @returns expressions held constant when derivatives are taken; each share to about 5e-5 where f has a curvature
 * @source pattern search of Hooke & Jeeves 1961 (Kolda, Lewis & Torczon 2003, SIAM Review 45, §3); differences of shares span every feasible direction
 * @cost some 100 + ROUNDS · (size · (size - 1) + 1) evaluations of f per element
 */
export function findShares(g: Graph, f: (shares: readonly Node[]) => Node, size: number): Node[] {
  const steps = LATTICE[size]!;
  // where f exists nowhere, neither do the shares
  let best = { shares: Array.from({ length: size }, () => g.constant(Number.NaN)), value: g.constant(Infinity) };
  const offer = (shares: readonly Node[]): void => {
    const value = f(shares);
    const isLower = g.apply("lt", value, best.value);
    best = { shares: shares.map((share, k) => g.select(isLower, share, best.shares[k]!)), value: g.select(isLower, value, best.value) };
  };
  for (const counts of compositions(steps, size)) offer(counts.map((count) => g.constant(count / steps)));
  let length: Node = g.constant(0.5 / steps);
  for (let round = 0; round < ROUNDS; round++) {
    const before = best;
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) {
        if (from === to) continue;
        const { shares } = best;
        const moved = g.apply("min", length, shares[from]!);
        offer(shares.map((share, k) => (k === from ? g.sub(share, moved) : k === to ? g.add(share, moved) : share)));
      }
    }
    // once more the way of the round, which follows a narrow valley; back into the simplex by scaling
    const again = best.shares.map((share, k) => g.apply("max", g.constant(0), g.sub(g.mul(g.constant(2), share), before.shares[k]!)));
    const total = again.reduce((a, b) => g.add(a, b));
    offer(again.map((share) => g.div(share, total)));
    length = g.select(g.apply("lt", best.value, before.value), length, g.mul(g.constant(0.5), length));
  }
  return best.shares.map((share) => g.apply("stop", share));
}

/** the ways to divide `total` among `parts`, each a list of whole numbers */
function* compositions(total: number, parts: number): Generator<number[]> {
  if (parts === 1) yield [total];
  else for (let first = 0; first <= total; first++) for (const rest of compositions(total - first, parts - 1)) yield [first, ...rest];
}
