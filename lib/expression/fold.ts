/** Elementwise operators on numbers, for constants known when a formula is read; what is not here is left to the compiled code. */

const truth = (claim: boolean): number => (claim ? 1 : 0);

export const fold: Readonly<Record<string, (...values: number[]) => number>> = {
  add: (x, y) => x! + y!,
  sub: (x, y) => x! - y!,
  mul: (x, y) => x! * y!,
  div: (x, y) => x! / y!,
  pow: (x, y) => x! ** y!,
  neg: (x) => -x!,
  abs: (x) => Math.abs(x!),
  sqrt: (x) => Math.sqrt(x!),
  floor: (x) => Math.floor(x!),
  stop: (x) => x!,
  exp: (x) => Math.exp(x!),
  log: (x) => Math.log(x!),
  log1p: (x) => Math.log1p(x!),
  expm1: (x) => Math.expm1(x!),
  tanh: (x) => Math.tanh(x!),
  min: (x, y) => Math.min(x!, y!),
  max: (x, y) => Math.max(x!, y!),
  lt: (x, y) => truth(x! < y!),
  le: (x, y) => truth(x! <= y!),
  eq: (x, y) => truth(x === y),
  and: (x, y) => truth(x !== 0 && y !== 0),
  or: (x, y) => truth(x !== 0 || y !== 0),
  not: (x) => truth(x === 0),
  select: (condition, x, y) => (condition !== 0 ? x! : y!),
};

/** operators whose result is 0 or 1 */
export const predicates: ReadonlySet<string> = new Set(["lt", "le", "eq", "and", "or", "not"]);
