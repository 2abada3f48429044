/** A few items of an item response model that measure nearly as well as all of them. */

export interface ItemDraws {
  /** discrimination and difficulty, index `item * draws + draw`; guessing 0 without `guess` */
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly guess?: Float64Array;
  readonly items: number;
  readonly draws: number;
}

export interface ItemSubset {
  /** indices of the chosen items, best first */
  readonly items: readonly number[];
  /** expected posterior sd of an ability from the subset, over abilities and draws; the prior's sd is 1 */
  readonly error: number;
  /** the same from all items */
  readonly errorOfAll: number;
}

/** Fisher information of one answer. @source Lord 1980, eq. 5-8 */
export function itemInformation(a: number, b: number, ability: number, guess: number = 0): number {
  const p = 1 / (1 + Math.exp(-a * (ability - b)));
  return (a * a * (1 - p) * p * p * (1 - guess)) / (guess + (1 - guess) * p);
}

/**
 * Greedy: each step adds the item that lowers the mean of 1 / (1 + information) most over the abilities, with the
 * information of an item averaged over draws; within a factor 1 - 1/e of the best subset, as for any such gain with
 * diminishing returns. The error is then taken draw by draw.
 * @param abilities where the subset should measure, a posterior draw of each model, say
 * @param size items to choose, at most `items`
 * @cost O(items · abilities · (draws + size))
 */
export function itemSubset({ a, b, guess, items, draws }: ItemDraws, abilities: readonly number[], size: number): ItemSubset {
  const at = (item: number, draw: number, ability: number): number =>
    itemInformation(a[item * draws + draw]!, b[item * draws + draw]!, ability, guess?.[item * draws + draw]);
  const information = Array.from({ length: items }, (_, item) =>
    abilities.map((ability) => {
      let sum = 0;
      for (let draw = 0; draw < draws; draw++) sum += at(item, draw, ability);
      return sum / draws;
    }),
  );
  const total = abilities.map(() => 1);
  const left = new Set(information.keys());
  const chosen: number[] = [];
  while (chosen.length < Math.min(size, items)) {
    let [best, least] = [-1, Infinity];
    for (const item of left) {
      const own = information[item]!;
      const loss = total.reduce((sum, value, k) => sum + 1 / (value + own[k]!), 0);
      if (loss < least) [best, least] = [item, loss];
    }
    left.delete(best);
    chosen.push(best);
    information[best]!.forEach((value, k) => (total[k]! += value));
  }
  const error = (of: readonly number[]): number => {
    let sum = 0;
    for (let draw = 0; draw < draws; draw++)
      for (const ability of abilities) sum += 1 / Math.sqrt(1 + of.reduce((value, item) => value + at(item, draw, ability), 0));
    return sum / (draws * abilities.length);
  };
  return { items: chosen, error: error(chosen), errorOfAll: error([...information.keys()]) };
}
