/**
 * Evaluates a formula of the language on plain numbers, vectors and matrices. Deliberately shares nothing with lib/formula
 * and lib/compile: it is the second opinion on the formulas that the distributions are written in.
 */
import betaln from "@stdlib/math/base/special/betaln/lib/index.js";
import digamma from "@stdlib/math/base/special/digamma/lib/index.js";
import erf from "@stdlib/math/base/special/erf/lib/index.js";
import erfc from "@stdlib/math/base/special/erfc/lib/index.js";
import erfcx from "@stdlib/math/base/special/erfcx/lib/index.js";
import gammaln from "@stdlib/math/base/special/gammaln/lib/index.js";

type Scalar = (...x: number[]) => number;
export type Shape = number | number[] | number[][];
export type Environment = Readonly<Record<string, Shape>>;

const log1pExp: Scalar = (x) => Math.max(x!, 0) + Math.log1p(Math.exp(-Math.abs(x!)));
const log1mExp: Scalar = (x) => (x! > -Math.LN2 ? Math.log(-Math.expm1(x!)) : Math.log1p(-Math.exp(x!)));
const lbeta = betaln as Scalar;
const erfcOf = erfc as Scalar;

const logPhi: Scalar = (x) => {
  const t = x! * Math.SQRT1_2;
  return x! < 0 ? Math.log((erfcx as Scalar)(-t) / 2) - t * t : Math.log1p(-erfcOf(t) / 2);
};

const logPhiSlope: Scalar = (x) => {
  const t = x! * Math.SQRT1_2;
  return x! < 0 ? Math.sqrt(2 / Math.PI) / (erfcx as Scalar)(-t) : (Math.sqrt(2 / Math.PI) * Math.exp(-t * t)) / erfcOf(-t);
};

/** applied element by element */
const scalars: Record<string, Scalar> = {
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  expm1: Math.expm1,
  sqrt: Math.sqrt,
  abs: Math.abs,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  atan: Math.atan,
  min: Math.min,
  max: Math.max,
  square: (x) => x! * x!,
  log1m: (x) => Math.log1p(-x!),
  log1p_exp: log1pExp,
  log1m_exp: log1mExp,
  inv_logit: (x) => 1 / (1 + Math.exp(-x!)),
  log_inv_logit: (x) => -log1pExp(-x!),
  logit: (x) => Math.log(x!) - Math.log1p(-x!),
  erf: erf as Scalar,
  erfc: erfcOf,
  Phi: (x) => erfcOf(-x! * Math.SQRT1_2) / 2,
  log_Phi: logPhi,
  log_Phi_slope: logPhiSlope,
  lgamma: gammaln as Scalar,
  digamma: digamma as Scalar,
  lbeta,
  log_rising_factorial: (x, n) => (n === 0 ? 0 : (gammaln as Scalar)(n!) - lbeta(x!, n!)),
  lchoose: (n, k) => -Math.log1p(n!) - lbeta(n! - k! + 1, k! + 1),
  log_diff_exp: (x, y) => x! + log1mExp(y! - x!),
  if_else: (condition, x, y) => (condition !== 0 ? x! : y!),
  pi: () => Math.PI,
  infinity: () => Infinity,
  not_a_number: () => Number.NaN,
};

const sum = (x: Shape): number => (x as number[]).reduce((total, value) => total + value, 0);

/** applied to whole vectors and matrices */
const wholes: Record<string, (...x: Shape[]) => Shape> = {
  sum,
  size: (x) => (x as number[]).length,
  diagonal: (x) => (x as number[][]).map((row, i) => row[i]!),
  linspaced_vector: (n, from, to) =>
    Array.from(
      { length: n as number },
      (_, i) => (from as number) + (i * ((to as number) - (from as number))) / Math.max((n as number) - 1, 1),
    ),
  mdivide_left_tri_low: (L, b) => {
    const x: number[] = [];
    (L as number[][]).forEach((row, i) =>
      x.push(((b as number[])[i]! - sum(x.map((xj, j) => row[j]! * xj))) / row[i]!),
    );
    return x;
  },
  log_sum_exp: (...xs) => {
    const all = xs.flat(2);
    const top = Math.max(...all);
    return top + Math.log(sum(all.map((x) => Math.exp(x - top))));
  },
};

const binary: Record<string, Scalar> = {
  "+": (x, y) => x! + y!,
  "-": (x, y) => x! - y!,
  "*": (x, y) => x! * y!,
  "/": (x, y) => x! / y!,
  "^": (x, y) => x! ** y!,
  "<": (x, y) => Number(x! < y!),
  "<=": (x, y) => Number(x! <= y!),
  ">": (x, y) => Number(x! > y!),
  ">=": (x, y) => Number(x! >= y!),
  "==": (x, y) => Number(x === y),
  "&&": (x, y) => Number(x !== 0 && y !== 0),
  "||": (x, y) => Number(x !== 0 || y !== 0),
};

/** loosest first; unary minus sits between * and ^ */
const levels = [["||"], ["&&"], ["==", "<", "<=", ">", ">="], ["+", "-"], ["*", "/"]];

type Code = (environment: Environment) => Shape;

function elementwise(f: Scalar, args: Shape[]): Shape {
  const length = args.map((x) => (Array.isArray(x) ? x.length : undefined)).find((n) => n !== undefined);
  if (length === undefined) return f(...(args as number[]));
  return Array.from({ length }, (_, i) => f(...args.map((x) => (Array.isArray(x) ? (x[i] as number) : x))));
}

class Reader {
  private readonly tokens: string[];
  private at = 0;

  constructor(text: string) {
    this.tokens = text.match(/\d+\.?\d*(?:e[-+]?\d+)?|\w+|<=|>=|==|&&|\|\||\S/gi) ?? [];
  }

  whole(): Code {
    const code = this.level(0);
    if (this.at < this.tokens.length) throw new Error(`left over: ${this.tokens.slice(this.at).join(" ")}`);
    return code;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private level(depth: number): Code {
    const operators = levels[depth];
    if (!operators) return this.unary();
    let left = this.level(depth + 1);
    for (;;) {
      const operator = this.tokens[this.at]!;
      if (!operators.includes(operator)) return left;
      this.at++;
      const [first, second] = [left, this.level(depth + 1)];
      left = (environment) => elementwise(binary[operator]!, [first(environment), second(environment)]);
    }
  }

  private unary(): Code {
    if (!this.take("-")) return this.power();
    const operand = this.unary();
    return (environment) => elementwise((x) => -x!, [operand(environment)]);
  }

  private power(): Code {
    const base = this.primary();
    if (!this.take("^")) return base;
    const exponent = this.unary();
    return (environment) => elementwise(binary["^"]!, [base(environment), exponent(environment)]);
  }

  private primary(): Code {
    const token = this.tokens[this.at++]!;
    if (token === "(") {
      const inner = this.level(0);
      this.close(")");
      return inner;
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (this.take("(")) return this.call(token);
    if (this.take("[")) {
      const index = this.level(0);
      this.close("]");
      return (environment) => (environment[token] as number[])[(index(environment) as number) - 1]!;
    }
    return (environment) => {
      if (!(token in environment)) throw new Error(`unknown name ${token}`);
      return environment[token]!;
    };
  }

  private call(name: string): Code {
    const args: Code[] = [];
    if (!this.take(")")) {
      do args.push(this.level(0));
      while (this.take(","));
      this.close(")");
    }
    const [whole, scalar] = [wholes[name], scalars[name]];
    if (whole) return (environment) => whole(...args.map((arg) => arg(environment)));
    if (scalar)
      return (environment) =>
        elementwise(
          scalar,
          args.map((arg) => arg(environment)),
        );
    throw new Error(`unknown function ${name}`);
  }

  private close(token: string): void {
    if (!this.take(token)) throw new Error(`expected ${token}, found ${this.tokens[this.at]}`);
  }
}

/** The formula as a function of the values of its names. */
export function readFormula(text: string): Code {
  return new Reader(text).whole();
}
