/** Hand-coded log densities with gradients: targets for sampler tests whose truth is known without our compiler. */
import type { LogDensity } from "../../lib/log-density.ts";
import { stream } from "../../lib/random/stream.ts";

type Evaluate = (position: Float64Array, gradient: Float64Array) => number;

export function densityOf(dim: number, evaluate: Evaluate, explain: LogDensity["explain"] = () => ""): LogDensity {
  return {
    dim,
    coordinates: Array.from({ length: dim }, (_, i) => `x[${i + 1}]`),
    evaluate,
    explain,
  };
}

/** Independent normals with the given standard deviations. */
export function normalDensity(sds: readonly number[]): LogDensity {
  return densityOf(sds.length, (x, g) => {
    let sum = 0;
    for (let i = 0; i < sds.length; i++) {
      g[i] = -x[i] / sds[i] ** 2;
      sum += 0.5 * x[i] * g[i];
    }
    return sum;
  });
}

/** A normal with mean zero and covariance Σ = Q diag(variances) Qᵀ, Q a product of random reflections. */
export function rotatedNormal(
  variances: readonly number[],
  seed: string,
): { density: LogDensity; covariance: number[][] } {
  const dim = variances.length;
  const rng = stream(seed);
  const reflections = Array.from({ length: dim }, () => Array.from({ length: dim }, () => rng.normal()));
  const build = (diagonal: readonly number[]): number[][] => {
    const matrix = diagonal.map((value, i) => diagonal.map((_, j) => (i === j ? value : 0)));
    for (const v of reflections) {
      const norm = v.reduce((sum, value) => sum + value * value, 0);
      for (const transposed of [false, true]) {
        for (let i = 0; i < dim; i++) {
          const at = (j: number): [number, number] => (transposed ? [j, i] : [i, j]);
          let product = 0;
          for (let j = 0; j < dim; j++) product += matrix[at(j)[0]][at(j)[1]] * v[j];
          for (let j = 0; j < dim; j++) matrix[at(j)[0]][at(j)[1]] -= (2 * product * v[j]) / norm;
        }
      }
    }
    return matrix;
  };
  const precision = Float64Array.from(build(variances.map((v) => 1 / v)).flat());
  const density = densityOf(dim, (x, g) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) {
      let gi = 0;
      for (let j = 0; j < dim; j++) gi -= precision[i * dim + j] * x[j];
      g[i] = gi;
      sum += 0.5 * gi * x[i];
    }
    return sum;
  });
  return { density, covariance: build(variances) };
}

/** Neal's funnel: v ~ normal(0, 3), x_i ~ normal(0, exp(v / 2)). */
export function funnel(dim: number): LogDensity {
  return densityOf(dim, (x, g) => {
    const v = x[0];
    const precision = Math.exp(-v);
    let squares = 0;
    for (let i = 1; i < dim; i++) {
      squares += x[i] * x[i];
      g[i] = -precision * x[i];
    }
    g[0] = -v / 9 + 0.5 * precision * squares - 0.5 * (dim - 1);
    return (-v * v) / 18 - 0.5 * precision * squares - 0.5 * (dim - 1) * v;
  });
}

/** x ~ normal(0, 1), y ~ normal(curvature (x² - 1), scale): a banana with known moments. */
export function banana(curvature: number, scale: number): LogDensity {
  return densityOf(2, (x, g) => {
    const r = (x[1] - curvature * (x[0] ** 2 - 1)) / scale;
    g[0] = -x[0] + (2 * curvature * x[0] * r) / scale;
    g[1] = -r / scale;
    return -0.5 * x[0] ** 2 - 0.5 * r * r;
  });
}

/** Two unit normals at ±distance/2 in every coordinate, with the given weight on the positive one. */
export function normalMixture(dim: number, distance: number, weight: number): LogDensity {
  return densityOf(dim, (x, g) => {
    let up = Math.log(weight);
    let down = Math.log1p(-weight);
    for (let i = 0; i < dim; i++) {
      up -= 0.5 * (x[i] - distance / 2) ** 2;
      down -= 0.5 * (x[i] + distance / 2) ** 2;
    }
    const top = Math.max(up, down);
    const p = 1 / (1 + Math.exp(down - up));
    for (let i = 0; i < dim; i++) g[i] = -p * (x[i] - distance / 2) - (1 - p) * (x[i] + distance / 2);
    return top + Math.log1p(Math.exp(-Math.abs(up - down)));
  });
}

/** Independent Student-t's. */
export function studentT(dim: number, df: number): LogDensity {
  return densityOf(dim, (x, g) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) {
      sum -= 0.5 * (df + 1) * Math.log1p(x[i] ** 2 / df);
      g[i] = (-(df + 1) * x[i]) / (df + x[i] ** 2);
    }
    return sum;
  });
}

const SCHOOL_EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12];
const SCHOOL_ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];

/** Rubin's eight schools, mu ~ normal(0, 5), tau ~ half_cauchy(5); coordinates mu, log tau, then the schools. */
export function eightSchools(isCentred: boolean): LogDensity {
  return densityOf(10, (x, g) => {
    const mu = x[0];
    const tau = Math.exp(x[1]);
    let sum = -0.5 * (mu / 5) ** 2 - Math.log1p((tau / 5) ** 2) + x[1];
    g[0] = -mu / 25;
    g[1] = 1 - (2 * tau ** 2) / (25 + tau ** 2);
    for (let j = 0; j < 8; j++) {
      const theta = isCentred ? x[j + 2] : mu + tau * x[j + 2];
      const z = isCentred ? (theta - mu) / tau : x[j + 2];
      const residual = (SCHOOL_EFFECTS[j] - theta) / SCHOOL_ERRORS[j];
      const slope = residual / SCHOOL_ERRORS[j];
      sum -= 0.5 * z * z + 0.5 * residual * residual + (isCentred ? x[1] : 0);
      g[0] += isCentred ? z / tau : slope;
      g[1] += isCentred ? z * z - 1 : slope * tau * z;
      g[j + 2] = isCentred ? slope - z / tau : slope * tau - z;
    }
    return sum;
  });
}

/** The parameters that `chinchilla` simulates from: E, A0, B0, alpha, beta, sigma. */
export const CHINCHILLA_TRUTH = [1.7, 0.9, 1.1, 0.34, 0.28, 0.01];

/**
 * Loss against model size and data, log(loss) ~ student_t(4, log(E + A0 (N/N0)^-alpha + B0 (D/D0)^-beta), sigma), on a
 * simulated table; coordinates are the logarithms of the parameters, priors normal on them.
 */
export function chinchilla(rows: number, seed: string): LogDensity {
  const rng = stream(seed);
  const [E, A0, B0, alpha, beta, sigma] = CHINCHILLA_TRUTH;
  const logN = Float64Array.from({ length: rows }, () => Math.log(2) + 5.5 * rng.uniform());
  const logD = Float64Array.from({ length: rows }, () => Math.log(2) + 5 * rng.uniform());
  const logLoss = logN.map((n, r) => {
    const t =
      rng.normal() / Math.sqrt(0.25 * (rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2));
    return Math.log(E + A0 * Math.exp(-alpha * n) + B0 * Math.exp(-beta * logD[r])) + sigma * t;
  });
  const priorMean = [Math.log(1.5), 0, 0, Math.log(0.3), Math.log(0.3), Math.log(0.01)];
  const priorSd = [0.5, 1, 1, 0.6, 0.6, 1];
  return densityOf(6, (x, g) => {
    let sum = 0;
    for (let i = 0; i < 6; i++) {
      const z = (x[i] - priorMean[i]) / priorSd[i];
      sum -= 0.5 * z * z;
      g[i] = -z / priorSd[i];
    }
    const e = Math.exp(x[0]);
    const a0 = Math.exp(x[1]);
    const b0 = Math.exp(x[2]);
    const a = Math.exp(x[3]);
    const b = Math.exp(x[4]);
    const s = Math.exp(x[5]);
    for (let r = 0; r < rows; r++) {
      const fromN = a0 * Math.exp(-a * logN[r]);
      const fromD = b0 * Math.exp(-b * logD[r]);
      const mu = e + fromN + fromD;
      const z = (logLoss[r] - Math.log(mu)) / s;
      const pull = (5 * z) / (4 + z * z);
      const slope = pull / (s * mu);
      sum -= 2.5 * Math.log1p((z * z) / 4) + x[5];
      g[0] += slope * e;
      g[1] += slope * fromN;
      g[2] += slope * fromD;
      g[3] -= slope * fromN * a * logN[r];
      g[4] -= slope * fromD * b * logD[r];
      g[5] += pull * z - 1;
    }
    return sum;
  });
}

/** Logistic regression on correlated predictors, coefficients normal(0, 2.5). */
export function logisticRegression(rows: number, dim: number, correlation: number, seed: string): LogDensity {
  const rng = stream(seed);
  const design = new Float64Array(rows * dim);
  const outcome = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    const common = rng.normal();
    let eta = 0;
    for (let i = 0; i < dim; i++) {
      const x = Math.sqrt(correlation) * common + Math.sqrt(1 - correlation) * rng.normal();
      design[r * dim + i] = x;
      eta += (i % 2 === 0 ? 0.5 : -0.5) * x;
    }
    outcome[r] = rng.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  }
  return densityOf(dim, (x, g) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) {
      g[i] = -x[i] / 6.25;
      sum += 0.5 * x[i] * g[i];
    }
    for (let r = 0; r < rows; r++) {
      let eta = 0;
      for (let i = 0; i < dim; i++) eta += design[r * dim + i] * x[i];
      const residual = outcome[r] - 1 / (1 + Math.exp(-eta));
      sum += outcome[r] * eta - (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta)));
      for (let i = 0; i < dim; i++) g[i] += residual * design[r * dim + i];
    }
    return sum;
  });
}

/** Binomial counts of groups with logits normal(mu, tau), non-centred; coordinates mu, log tau, then the groups. */
export function hierarchicalBinomial(groups: number, trials: number, seed: string): LogDensity {
  const rng = stream(seed);
  const counts = Array.from({ length: groups }, () => {
    const p = 1 / (1 + Math.exp(-(-0.5 + 0.7 * rng.normal())));
    return Array.from({ length: trials }, () => (rng.uniform() < p ? 1 : 0)).reduce((a: number, b) => a + b, 0);
  });
  return densityOf(groups + 2, (x, g) => {
    const tau = Math.exp(x[1]);
    let sum = -0.5 * (x[0] / 1.5) ** 2 - 0.5 * tau ** 2 + x[1];
    g[0] = -x[0] / 2.25;
    g[1] = 1 - tau ** 2;
    for (let j = 0; j < groups; j++) {
      const z = x[j + 2];
      const eta = x[0] + tau * z;
      const residual = counts[j] - trials / (1 + Math.exp(-eta));
      sum +=
        counts[j] * eta -
        trials * (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta))) -
        0.5 * z * z;
      g[0] += residual;
      g[1] += residual * tau * z;
      g[j + 2] = residual * tau - z;
    }
    return sum;
  });
}
