/** Σ log(1 + x) and Σ log(1 + e^x) over a loop as the logarithm of one product: a multiplication for each term. */
import { add, addInt, and, div, eq, greater, lesser, lt, mul, ne, or, select, shiftRight, sub } from "./functions/arithmetic.ts";
import { EXPONENT_OF_ONE, logNormal, SIGNIFICAND, TWO52 } from "./functions/logarithm.ts";
import { oneAndExponential } from "./functions/logistic.ts";
import { type Expr, type FunctionBuilder, floatBits, type ModuleBuilder, wasm } from "./wasm/module.ts";

/** A sum of logarithms of factors. Each term adds half an ulp of 1 to its error at most, as adding logarithms of size 1 does. */
export interface LogProduct {
  /**
   * Multiplies by the factor of the two lanes at x, or by 1 where `mask` is zero.
   * @returns the derivative of the term at x, where that comes for nothing
   */
  term(x: Expr, mask: Expr | undefined): Expr | undefined;
  /** the sum of both lanes, in both lanes */
  total(): Expr;
}

/** operators whose sum over a loop can be had so, and the derivatives that come along */
export const logProducts: Readonly<Record<string, { readonly derivative?: string; readonly begin: (m: ModuleBuilder, f: FunctionBuilder, pairs: number) => LogProduct }>> = {
  log1p: { begin: log1pProduct },
  log1p_exp: { derivative: "inv_logit", begin: softplusProduct },
};

const ONE = floatBits(1);

/** The product of positive normal factors: a significand in [1, 2) and a sum of exponents. */
class Product {
  private readonly m: ModuleBuilder;
  private readonly f: FunctionBuilder;
  private readonly pairs: number;
  private readonly significand: Expr;
  private readonly exponents: Expr;

  /** @param pairs how often `multiply` will run */
  constructor(m: ModuleBuilder, f: FunctionBuilder, pairs: number) {
    this.m = m;
    this.f = f;
    this.pairs = pairs;
    this.significand = f.local("v128");
    this.exponents = f.local("v128");
    f.assign(this.significand, m.constant(1));
    f.assign(this.exponents, m.constant(0));
  }

  multiply(factor: Expr): void {
    const { m, f, significand, exponents } = this;
    const product = f.bind(mul(significand, factor));
    f.assign(exponents, addInt(exponents, shiftRight(product, 52)));
    f.assign(significand, or(and(product, m.bits(SIGNIFICAND)), m.bits(ONE)));
  }

  /** the logarithm, lane by lane */
  logarithm(): Expr {
    const { m, f, pairs } = this;
    const exponent = sub(or(this.exponents, m.constant(TWO52)), m.constant(TWO52 + EXPONENT_OF_ONE * pairs));
    return add(mul(exponent, m.constant(Math.LN2)), logNormal(m, f, this.significand));
  }
}

/** Factors 1 + x; -Infinity when one is 0, NaN when one is negative. */
function log1pProduct(m: ModuleBuilder, f: FunctionBuilder, pairs: number): LogProduct {
  const product = new Product(m, f, pairs);
  const [least, most, isNaN] = [f.local("v128"), f.local("v128"), f.local("v128")];
  f.assign(least, m.constant(1));
  f.assign(most, m.constant(1));
  f.assign(isNaN, m.constant(0));
  return {
    term(x, mask) {
      const one = m.constant(1);
      const factor = f.bind(mask ? select(mask, add(x, one), one) : add(x, one));
      product.multiply(factor);
      f.assign(least, lesser(least, factor));
      f.assign(most, greater(most, factor));
      f.assign(isNaN, or(isNaN, ne(factor, factor)));
      return undefined;
    },
    total() {
      const [zero, infinity] = [m.constant(0), m.constant(Infinity)];
      const limits = add(and(eq(most, infinity), infinity), and(eq(least, zero), m.constant(-Infinity)));
      return bothLanes(f, or(add(product.logarithm(), limits), or(isNaN, lt(least, zero))));
    },
  };
}

/** Terms max(x, 0) + log(1 + e^-|x|), whose factors lie between 1 and 2. */
function softplusProduct(m: ModuleBuilder, f: FunctionBuilder, pairs: number): LogProduct {
  const product = new Product(m, f, pairs);
  const rest = f.local("v128");
  f.assign(rest, m.constant(0));
  return {
    term(x, mask) {
      const zero = m.constant(0);
      const { e, onePlus } = oneAndExponential(m, f, x);
      const keep = (value: Expr, neutral: Expr): Expr => (mask ? select(mask, value, neutral) : value);
      product.multiply(keep(onePlus, m.constant(1)));
      f.assign(rest, add(rest, keep(greater(x, zero), zero)));
      return f.bind(div(select(lt(x, zero), e, m.constant(1)), onePlus));
    },
    total: () => bothLanes(f, add(rest, product.logarithm())),
  };
}

function bothLanes(f: FunctionBuilder, pair: Expr): Expr {
  const bound = f.bind(pair);
  const lane = (k: number): Expr => wasm("f64x2.extract_lane", bound, k);
  return f.bind(wasm("f64x2.splat", wasm("f64.add", lane(0), lane(1))));
}
