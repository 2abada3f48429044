/** Plain values that hold float64 arrays and numbers JSON has no word for: as JSON, with the arrays kept apart. */

/** Where an array was. */
interface Place {
  readonly $array: string;
}

/** A number that JSON cannot write: infinite, NaN, or minus zero. */
interface Odd {
  readonly $number: string;
}

/** @returns JSON; each Float64Array goes to `arrays` under a name that begins with `name` */
export function takeApart(value: unknown, name: string, arrays: Map<string, ArrayLike<number>>): unknown {
  if (value instanceof Float64Array) {
    arrays.set(name, value);
    return { $array: name } satisfies Place;
  }
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $number: Object.is(value, -0) ? "-0" : String(value) } satisfies Odd;
  if (Array.isArray(value)) return value.map((each, k) => takeApart(each, `${name}/${k}`, arrays));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, takeApart(each, `${name}/${key}`, arrays)]),
  );
}

/** What `takeApart` was given; an array that is missing is empty. */
export function putTogether(value: unknown, arrays: ReadonlyMap<string, Float64Array>): unknown {
  if (Array.isArray(value)) return value.map((each) => putTogether(each, arrays));
  if (typeof value !== "object" || value === null) return value;
  if ("$array" in value) return arrays.get((value as Place).$array)?.slice() ?? new Float64Array();
  if ("$number" in value) return Number((value as Odd).$number);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, putTogether(each, arrays)]));
}
