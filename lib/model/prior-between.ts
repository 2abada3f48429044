/** A prior said as `between: [lo, hi], mass: 0.9`: of the family's members with that mass there, the one with the largest entropy. */
import { distributions } from "../distribution/index.ts";
import type { Distribution } from "../distribution/index.ts";
import { CredenceError, nearest } from "../errors.ts";
import { logGamma } from "../posterior/log-gamma.ts";
import { betaln, digamma } from "../stdlib.ts";

export interface BetweenDeclaration {
  /** ends of an interval; for a family that starts at 0 the lower end may be 0 */
  readonly between: readonly [number, number];
  /** probability of the interval, in (0, 1); default 0.9 */
  readonly mass?: number;
  /** default: beta for ends within (0, 1), lognormal for positive ends, else normal */
  readonly family?: string;
  /** degrees of freedom where the family has them; default 4 */
  readonly nu?: number;
}

/** A family with two numbers to choose: at a middle, the wider member and its entropy. */
interface Shape {
  /** arguments of the member with this middle and concentration, both on the whole line */
  readonly member: (middle: number, concentration: number) => number[];
  /** entropy up to a constant of the family, nats */
  readonly entropy: (args: readonly number[]) => number;
  /** where the middle lies for an end of the interval */
  readonly middleOf: (value: number) => number;
}

const logit = (p: number): number => Math.log(p / (1 - p));
const expit = (x: number): number => 1 / (1 + Math.exp(-x));
const identity = (x: number): number => x;

/** families over the line, a scale or a share whose members are location + scale · z there */
const location = (nu: readonly number[], middleOf: (value: number) => number, jacobian: (mu: number, sigma: number) => number): Shape => ({
  member: (middle, concentration) => [...nu, middle, Math.exp(-concentration)],
  entropy: (args) => Math.log(args.at(-1)!) + jacobian(args.at(-2)!, args.at(-1)!),
  middleOf,
});

/** E log(y (1 - y)) for logit y normal, at the midpoints of 200 cells of equal probability */
function logitJacobian(mu: number, sigma: number): number {
  const cells = 200;
  const normal = distributions.get("normal")!;
  let sum = 0;
  for (let k = 0; k < cells; k++) {
    const p = expit(normal.quantile!((k + 0.5) / cells, [mu, sigma]));
    sum += Math.log(p) + Math.log1p(-p);
  }
  return sum / cells;
}

const shapes: Readonly<Record<string, (nu: number) => Shape>> = {
  normal: () => location([], identity, () => 0),
  student_t: (nu) => location([nu], identity, () => 0),
  cauchy: () => location([], identity, () => 0),
  laplace: () => location([], identity, () => 0),
  double_exponential: () => location([], identity, () => 0),
  logistic: () => location([], identity, () => 0),
  lognormal: () => location([], Math.log, (mu) => mu),
  logit_normal: () => location([], logit, logitJacobian),
  gamma: () => ({
    // by mean and shape
    member: (middle, concentration) => [Math.exp(concentration), Math.exp(concentration - middle)],
    entropy: ([shape, rate]) => shape! - Math.log(rate!) + logGamma(shape!) + (1 - shape!) * digamma(shape!),
    middleOf: Math.log,
  }),
  beta: () => ({
    // by mean and precision
    member: (middle, concentration) => [Math.exp(concentration) * expit(middle), Math.exp(concentration) * expit(-middle)],
    entropy: ([a, b]) => betaln(a!, b!) - (a! - 1) * digamma(a!) - (b! - 1) * digamma(b!) + (a! + b! - 2) * digamma(a! + b!),
    middleOf: logit,
  }),
};

/** families with one number to choose, which the mass decides */
const scales: Readonly<Record<string, (nu: number) => (scale: number) => number[]>> = {
  half_normal: () => (scale) => [scale],
  half_cauchy: () => (scale) => [scale],
  half_student_t: (nu) => (scale) => [nu, scale],
  exponential: () => (scale) => [1 / scale],
};

const DEFAULT_MASS = 0.9;
const DEFAULT_NU = 4;
/** digits of a solved number: the mass is then right to 1e-6 */
const DIGITS = 8;

/**
 * The formula of the prior: `lognormal(-1.2, 0.6)`.
 * @throws CredenceError model/between when the interval, the mass or the family does not fit
 * @source Jaynes 1957; preliz `maxent`. Deviation: none
 * @truth test/truth/between.json, SciPy
 */
export function priorBetween({ between, mass = DEFAULT_MASS, family, nu = DEFAULT_NU }: BetweenDeclaration, place: string): string {
  const [low, high] = checkEnds(between, mass, place);
  const name = family ?? (low > 0 && high < 1 ? "beta" : low > 0 ? "lognormal" : "normal");
  const distribution = distributions.get(name);
  if (!distribution || !(name in shapes || name in scales)) throw unknownFamily(name, place);
  checkSupport(distribution, low, high, place);
  const args = name in scales ? solveScale(distribution, scales[name]!(nu), low, high, mass) : solveShape(distribution, shapes[name]!(nu), low, high, mass);
  if (args === undefined) throw bad(place, `no ${name} has ${mass} of its mass from ${low} to ${high}`, `between: [${low}, ${high}], mass: ${mass}`, "another interval, mass or family");
  return `${name}(${args.map((value) => Number(value.toPrecision(DIGITS))).join(", ")})`;
}

function massBetween(distribution: Distribution, args: readonly number[], low: number, high: number): number {
  return distribution.cdf!(high, args) - distribution.cdf!(low, args);
}

/** the largest scale with the mass: beyond the interval's length the mass only falls */
function solveScale(distribution: Distribution, member: (scale: number) => number[], low: number, high: number, mass: number): number[] | undefined {
  const excess = (logScale: number): number => massBetween(distribution, member(Math.exp(logScale)), low, high) - mass;
  const middle = Math.log(high - low);
  const root = lastRoot(excess, middle - 20, middle + 20);
  return root === undefined ? undefined : member(Math.exp(root));
}

/** for each middle the widest member with the mass; of these the one with the largest entropy */
function solveShape(distribution: Distribution, shape: Shape, low: number, high: number, mass: number): number[] | undefined {
  const [start, end] = [low, high].map(shape.middleOf);
  const widest = (middle: number): number[] | undefined => {
    // from narrow to wide: the first concentration, coming from above, is the last root in -concentration
    const excess = (width: number): number => massBetween(distribution, shape.member(middle, -width), low, high) - mass;
    const root = lastRoot(excess, -25, 25);
    return root === undefined ? undefined : shape.member(middle, -root);
  };
  const entropy = (middle: number): number => {
    const args = widest(middle);
    return args === undefined ? Number.NEGATIVE_INFINITY : shape.entropy(args);
  };
  const edge = (value: number, other: number): number => (Number.isFinite(value) ? value : other > 0 ? other - 20 : other + Math.sign(value) * 20);
  const [from, to] = [edge(start!, end!), edge(end!, start!)];
  return widest(largest(entropy, Math.min(from, to), Math.max(from, to)));
}

/** the last sign change from positive to negative on a grid, made exact by bisection */
function lastRoot(f: (x: number) => number, low: number, high: number): number | undefined {
  const steps = 200;
  const at = (k: number): number => low + ((high - low) * k) / steps;
  for (let k = steps - 1; k >= 0; k--) {
    if (!(f(at(k)) >= 0)) continue;
    let [inside, outside] = [at(k), at(k + 1)];
    for (let i = 0; i < 60; i++) {
      const middle = (inside + outside) / 2;
      if (f(middle) >= 0) inside = middle;
      else outside = middle;
    }
    return inside;
  }
  return undefined;
}

/** where a function is largest: the best of a grid, then golden section around it */
function largest(f: (x: number) => number, low: number, high: number): number {
  const steps = 24;
  const at = (k: number): number => low + ((high - low) * (k + 0.5)) / steps;
  const grid = Array.from({ length: steps }, (_, k) => f(at(k)));
  const best = grid.indexOf(Math.max(...grid));
  let [a, b] = [at(best - 1), at(best + 1)];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 40; i++) {
    const [left, right] = [b - golden * (b - a), a + golden * (b - a)];
    if (f(left) >= f(right)) b = right;
    else a = left;
  }
  return (a + b) / 2;
}

function checkEnds(between: unknown, mass: unknown, place: string): [number, number] {
  const [low, high] = Array.isArray(between) ? between : [];
  const isInterval = Array.isArray(between) && between.length === 2 && Number.isFinite(low) && Number.isFinite(high) && low < high;
  if (!isInterval) throw bad(place, "between is not an interval", JSON.stringify(between), "between: [lo, hi] with lo < hi");
  if (!(typeof mass === "number" && mass > 0 && mass < 1)) throw bad(place, "mass is not a probability", String(mass), "a number between 0 and 1, such as 0.9");
  return [low, high];
}

function checkSupport({ name, support }: Distribution, low: number, high: number, place: string): void {
  const positive = support.kind === "positive" ? low >= 0 : support.kind === "interval" ? low >= 0 && high <= 1 : true;
  if (!positive) throw bad(place, `${name} has no mass on all of ${low} to ${high}`, `between: [${low}, ${high}]`, support.kind === "positive" ? "ends >= 0" : "ends from 0 to 1");
}

function unknownFamily(name: string, place: string): CredenceError {
  const known = [...Object.keys(shapes), ...Object.keys(scales)];
  return bad(place, `a ${name} prior cannot be said by an interval`, name, known.join(", "), nearest(name, known));
}

function bad(place: string, message: string, found: string, expected: string, near?: string): CredenceError {
  return new CredenceError({ code: "model/between", message, where: { file: place }, found, expected, nearest: near });
}
