/** What would settle an expectation that the data leave open: how many more rows like those at hand. */
import { standardNormalQuantile } from "../../lib/distribution/standard-normal.ts";
import { erfc } from "../../lib/stdlib.ts";

export interface Open {
  /** the event is `margin > 0`; mean and standard deviation of the margin's draws */
  readonly mean: number;
  readonly sd: number;
  /** standard deviation of the part that no data take away: the noise of the next observation */
  readonly noise: number;
  /** rows (seeds, items, runs) at hand */
  readonly units: number;
  readonly need: number;
}

/** the probability with which an amount of data should decide */
export const WANTED = 0.9;
/** beyond a thousand times the data at hand the answer is that data will not do it */
const MOST_TIMES = 1000;

/**
 * The probability that `more` units bring a verdict, pass or fail: the margin's posterior is taken as normal, its variance
 * without the noise as inverse to the number of units, and where the estimate will move as the posterior itself says.
 * @source O'Hagan, Stevens, Campbell 2005 (assurance), with the data at hand counted in
 */
export function probabilityOfVerdict({ mean, sd, noise, units, need }: Open, more: number): number {
  const known = Math.max(sd * sd - noise * noise, 0);
  const left = (known * units) / (units + more);
  // the margin's mean must lie this far from zero
  const limit = Math.abs(standardNormalQuantile(need)) * Math.sqrt(left + noise * noise);
  const moves = Math.sqrt(known - left);
  if (moves === 0) return Math.abs(mean) >= limit ? 1 : 0;
  const above = (x: number): number => 0.5 * erfc(x / Math.SQRT2);
  return above((limit - mean) / moves) + above((limit + mean) / moves);
}

/** The fewest more units with which a verdict comes with the wanted probability; undefined when a thousand times as many do not. */
export function unitsToSettle(open: Open, wanted: number = WANTED): number | undefined {
  const most = Math.ceil(MOST_TIMES * open.units);
  const isEnough = (more: number): boolean => probabilityOfVerdict(open, more) >= wanted;
  if (!isEnough(most)) return undefined;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
