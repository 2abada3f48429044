/** Walsh functions: signs of which any two differ in half of the places. */

/**
 * The Walsh function of this order at this place. Over the orders below a power of two n, the products of the signs at two
 * places have mean 0 unless the places are equal modulo n.
 * @source Beauchamp 1984, Applications of Walsh and Related Functions, §1.3 (natural order)
 */
export function walsh(order: number, place: number): 1 | -1 {
  let bits = order & place;
  let sign: 1 | -1 = 1;
  for (; bits !== 0; bits &= bits - 1) sign = sign === 1 ? -1 : 1;
  return sign;
}
