/** Posteriors whose evidence is known exactly and whose draws come by direct simulation, without any Markov chain. */
import { readFileSync } from "node:fs";
import type { PosteriorDraws } from "../../../lib/evidence/posterior-draws.ts";
import type { LogDensity } from "../../../lib/log-density.ts";
import { logGamma } from "../../../lib/posterior/log-gamma.ts";
import { gammaVariate } from "../../../lib/random/gamma-variate.ts";
import type { Stream } from "../../../lib/random/stream.ts";

interface Truth {
  data: { hierarchical: number[]; sleep: number[]; counts: number[]; x: number[]; z: number[] };
  logMarginalLikelihood: Record<string, number>;
}

export const TRUTH = JSON.parse(readFileSync(new URL("../../truth/evidence.json", import.meta.url), "utf8")) as Truth;

export interface Target {
  readonly density: LogDensity;
  /** the exact log marginal likelihood */
  readonly truth: number;
  /** one draw of the posterior into `out` */
  draw(rng: Stream, out: Float64Array): void;
}

const LOG_TWO_PI = Math.log(2 * Math.PI);
const normalLog = (x: number, mean: number, sd: number): number =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * LOG_TWO_PI;
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export function densityOf(dim: number, logp: (x: Float64Array) => number): LogDensity {
  return {
    dim,
    coordinates: Array.from({ length: dim }, (_, j) => `x[${j + 1}]`),
    evaluate: (position) => logp(position),
    explain: () => "",
  };
}

export function drawsOf(
  target: Pick<Target, "density" | "draw">,
  rng: Stream,
  draws: number,
  chains = 4,
): PosteriorDraws {
  const { dim } = target.density;
  const positions = new Float64Array(chains * draws * dim);
  for (let i = 0; i < chains * draws; i++) target.draw(rng, positions.subarray(i * dim, (i + 1) * dim));
  return { chains, draws, dim, positions };
}

/** Draws from an unnormalised log density on a grid of cells: the cell by its weight, uniform within it. */
function gridSampler(log: (x: number) => number, low: number, high: number, cells: number): (rng: Stream) => number {
  const width = (high - low) / cells;
  const logs = Array.from({ length: cells }, (_, i) => log(low + (i + 0.5) * width));
  const largest = Math.max(...logs);
  const cumulative = new Float64Array(cells);
  let total = 0;
  for (let i = 0; i < cells; i++) cumulative[i] = total += Math.exp(logs[i] - largest);
  return (rng) => {
    const u = rng.uniform() * total;
    let [first, last] = [0, cells - 1];
    while (first < last) {
      const middle = (first + last) >> 1;
      if (cumulative[middle] > u) last = middle;
      else first = middle + 1;
    }
    return low + (first + rng.uniform()) * width;
  };
}

/** tau2 ~ InvGamma(1, 1), [mu ~ N(0, 1),] theta_i ~ N(mu, tau2), y_i ~ N(theta_i, 1): x = (log tau2, [mu,] theta). */
function hierarchical(freeMean: boolean): Target {
  const y = TRUTH.data.hierarchical;
  const n = y.length;
  const offset = freeMean ? 2 : 1;
  const logp = (x: Float64Array): number => {
    const mu = freeMean ? x[1] : 0;
    const tau = Math.exp(x[0] / 2);
    let value = -x[0] - Math.exp(-x[0]) + (freeMean ? normalLog(mu, 0, 1) : 0);
    for (let i = 0; i < n; i++) value += normalLog(x[offset + i], mu, tau) + normalLog(y[i], x[offset + i], 1);
    return value;
  };
  const total = sum(y);
  const squares = sum(y.map((value) => value * value));
  const marginal = gridSampler(
    (u) => {
      const v = 1 + Math.exp(u);
      const precision = freeMean ? n / v + 1 : 1;
      const mean = freeMean ? (total / v) ** 2 / (2 * precision) - Math.log(precision) / 2 : 0;
      return -u - Math.exp(-u) - (n / 2) * Math.log(v) - squares / (2 * v) + mean;
    },
    -6,
    8,
    20_000,
  );
  const draw = (rng: Stream, out: Float64Array): void => {
    const u = marginal(rng);
    const tau2 = Math.exp(u);
    const precision = n / (1 + tau2) + 1;
    const mu = freeMean ? total / (1 + tau2) / precision + rng.normal() / Math.sqrt(precision) : 0;
    out[0] = u;
    if (freeMean) out[1] = mu;
    const sd = Math.sqrt(tau2 / (1 + tau2));
    for (let i = 0; i < n; i++) out[offset + i] = (tau2 * y[i] + mu) / (1 + tau2) + sd * rng.normal();
  };
  const truth = TRUTH.logMarginalLikelihood[freeMean ? "hierarchicalH1" : "hierarchicalH0"];
  return { density: densityOf(n + offset, logp), truth, draw };
}

/** x_i ~ N(sigma delta, sigma2), p(sigma2) = 1 / sigma2, delta = 0. The coordinate is log sigma2. */
function tTestNull(): Target {
  const x = TRUTH.data.sleep;
  const squares = sum(x.map((value) => value * value));
  return {
    density: densityOf(1, ([u]) => -0.5 * x.length * (LOG_TWO_PI + u) - 0.5 * squares * Math.exp(-u)),
    truth: TRUTH.logMarginalLikelihood.tTestH0,
    draw: (rng, out) => {
      out[0] = Math.log(squares / 2) - Math.log(gammaVariate(x.length / 2, rng));
    },
  };
}

/** The same with delta ~ Cauchy(0, 1/sqrt 2), or its positive half. Coordinates delta (or its log) and log sigma2. */
function tTest(positive: boolean): Target {
  const x = TRUTH.data.sleep;
  const n = x.length;
  const [total, squares] = [sum(x), sum(x.map((value) => value * value))];
  const scale = Math.SQRT1_2;
  const logp = ([first, u]: Float64Array): number => {
    const delta = positive ? Math.exp(first) : first;
    const quadratic = squares * Math.exp(-u) - 2 * delta * total * Math.exp(-u / 2) + n * delta * delta;
    const prior = -Math.log(Math.PI * scale * (1 + (delta / scale) ** 2)) + (positive ? Math.LN2 + first : 0);
    return prior - 0.5 * n * (LOG_TWO_PI + u) - 0.5 * quadratic;
  };
  // u | delta by a grid after delta by a grid of the marginal, itself summed over u
  const [low, high, step] = [-4, 8, 0.02];
  const logMarginal = (first: number): number => {
    let value = 0;
    for (let u = low; u < high; u += step) value += Math.exp(logp(Float64Array.of(first, u)) + 18);
    return Math.log(value);
  };
  const marginal = gridSampler(logMarginal, positive ? -5 : -1, positive ? 1.5 : 4, 1000);
  const draw = (rng: Stream, out: Float64Array): void => {
    const first = marginal(rng);
    out[0] = first;
    out[1] = gridSampler((u) => logp(Float64Array.of(first, u)), low, high, 600)(rng);
  };
  const truth = TRUTH.logMarginalLikelihood[positive ? "tTestPositive" : "tTestH1"];
  return { density: densityOf(2, logp), truth, draw };
}

function normalNormal(): Target {
  const y = TRUTH.data.z;
  const precision = y.length + 1 / 4;
  return {
    density: densityOf(1, ([mu]) => normalLog(mu, 0, 2) + sum(y.map((value) => normalLog(value, mu, 1)))),
    truth: TRUTH.logMarginalLikelihood.normalNormal,
    draw: (rng, out) => {
      out[0] = sum(y) / precision + rng.normal() / Math.sqrt(precision);
    },
  };
}

/** logit p; p ~ Beta(2, 3), 7 of 20. */
function betaBinomial(): Target {
  const logChoose = logGamma(21) - logGamma(8) - logGamma(14);
  const logBeta = logGamma(2) + logGamma(3) - logGamma(5);
  return {
    density: densityOf(1, ([u]) => logChoose - logBeta - 9 * Math.log1p(Math.exp(-u)) - 16 * Math.log1p(Math.exp(u))),
    truth: TRUTH.logMarginalLikelihood.betaBinomial,
    draw: (rng, out) => {
      out[0] = Math.log(gammaVariate(9, rng)) - Math.log(gammaVariate(16, rng));
    },
  };
}

/** log lambda; lambda ~ Gamma(2, 1/2). */
function gammaPoisson(): Target {
  const { counts } = TRUTH.data;
  const constant = 2 * Math.log(0.5) - sum(counts.map((count) => logGamma(count + 1)));
  const [shape, rate] = [2 + sum(counts), 0.5 + counts.length];
  return {
    density: densityOf(1, ([u]) => constant + shape * u - rate * Math.exp(u)),
    truth: TRUTH.logMarginalLikelihood.gammaPoisson,
    draw: (rng, out) => {
      out[0] = Math.log(gammaVariate(shape, rng) / rate);
    },
  };
}

/** b0, b1, log s2 of a straight line with the normal-inverse-gamma prior. */
function regression(): Target {
  const { x, z } = TRUTH.data;
  const n = x.length;
  const [sxx, sx] = [sum(x.map((v) => v * v)) + 0.25, sum(x)];
  const s1 = n + 0.25;
  const [tz, txz] = [sum(z), sum(x.map((v, i) => v * z[i]))];
  const determinant = s1 * sxx - sx * sx;
  const m0 = (sxx * tz - sx * txz) / determinant;
  const m1 = (s1 * txz - sx * tz) / determinant;
  const shape = 2 + n / 2;
  const rate = 1 + (sum(z.map((v) => v * v)) - m0 * tz - m1 * txz) / 2;
  const logp = ([b0, b1, u]: Float64Array): number => {
    const sd = Math.exp(u / 2);
    const prior = normalLog(b0, 0, 2 * sd) + normalLog(b1, 0, 2 * sd) - 2 * u - Math.exp(-u);
    return prior + sum(z.map((value, i) => normalLog(value, b0 + b1 * x[i], sd)));
  };
  const draw = (rng: Stream, out: Float64Array): void => {
    const s2 = rate / gammaVariate(shape, rng);
    const first = rng.normal() * Math.sqrt((s2 * sxx) / determinant);
    out[0] = m0 + first;
    out[1] = m1 - (sx / sxx) * first + rng.normal() * Math.sqrt(s2 / sxx);
    out[2] = Math.log(s2);
  };
  return { density: densityOf(3, logp), truth: TRUTH.logMarginalLikelihood.regression, draw };
}

function unnormalizedNormal(): Target {
  return {
    density: densityOf(2, ([a, b]) => -0.5 * (a * a + b * b)),
    truth: TRUTH.logMarginalLikelihood.unnormalizedNormal2d,
    draw: (rng, out) => {
      out[0] = rng.normal();
      out[1] = rng.normal();
    },
  };
}

/** exp(logConstant) times a multivariate t in `dim` dimensions with unit scale. */
export function multivariateT(dim: number, nu: number, logConstant = 3): Target {
  const constant = logConstant + logGamma((nu + dim) / 2) - logGamma(nu / 2) - (dim / 2) * Math.log(nu * Math.PI);
  return {
    density: densityOf(dim, (x) => constant - 0.5 * (nu + dim) * Math.log1p(x.reduce((a, v) => a + v * v, 0) / nu)),
    truth: logConstant,
    draw: (rng, out) => {
      const scale = Math.sqrt(nu / (2 * gammaVariate(nu / 2, rng)));
      for (let j = 0; j < dim; j++) out[j] = scale * rng.normal();
    },
  };
}

/** Independent log-exponentials: skewed to the left, light to the right. */
export function logExponential(dim: number, logConstant = -2): Target {
  return {
    density: densityOf(dim, (x) => x.reduce((value, u) => value + u - Math.exp(u), logConstant)),
    truth: logConstant,
    draw: (rng, out) => {
      for (let j = 0; j < dim; j++) out[j] = Math.log(-Math.log1p(-rng.uniform()));
    },
  };
}

/** Two normals in two dimensions, `apart` standard deviations from each other, with weights 0.7 and 0.3. */
export function twoModes(apart: number, logConstant = 1): Target {
  const part = ([a, b]: Float64Array, center: number): number => normalLog(a, center, 1) + normalLog(b, center, 1);
  return {
    density: densityOf(2, (x) => {
      const [first, second] = [part(x, 0) + Math.log(0.7), part(x, apart) + Math.log(0.3)];
      const largest = Math.max(first, second);
      return logConstant + largest + Math.log(Math.exp(first - largest) + Math.exp(second - largest));
    }),
    truth: logConstant,
    draw: (rng, out) => {
      const center = rng.uniform() < 0.7 ? 0 : apart;
      out[0] = center + rng.normal();
      out[1] = center + rng.normal();
    },
  };
}

/** Neal's funnel: the scale of all other coordinates is the exponential of the first. Normalised. */
export function funnel(dim: number): Target {
  return {
    density: densityOf(dim, (x) => {
      let value = normalLog(x[0], 0, 3);
      for (let j = 1; j < dim; j++) value += normalLog(x[j], 0, Math.exp(x[0] / 2));
      return value;
    }),
    truth: 0,
    draw: (rng, out) => {
      out[0] = 3 * rng.normal();
      for (let j = 1; j < dim; j++) out[j] = Math.exp(out[0] / 2) * rng.normal();
    },
  };
}

export const TARGETS: Record<string, () => Target> = {
  "hierarchical normal, mean 0": () => hierarchical(false),
  "hierarchical normal, free mean": () => hierarchical(true),
  "t-test, no effect": tTestNull,
  "t-test, Cauchy effect": () => tTest(false),
  "t-test, positive effect": () => tTest(true),
  "normal-normal": normalNormal,
  "beta-binomial": betaBinomial,
  "gamma-Poisson": gammaPoisson,
  "normal-inverse-gamma regression": regression,
  "unnormalised normal in 2-d": unnormalizedNormal,
  "multivariate t": () => multivariateT(3, 8),
  "log-exponential in 3-d": () => logExponential(3),
  "two modes": () => twoModes(4),
};
