/** Laws of the leapfrog integrator, whatever the metric: reversible, and with an energy error of second order. */
import { describe, expect, it } from "vitest";
import { stream } from "../../lib/random/stream.ts";
import { Hamiltonian, type PhasePoint, type Point } from "../../samplers/hamiltonian.ts";
import { restoreMetric, type Metric } from "../../samplers/metric.ts";
import { chinchilla, eightSchools, funnel, studentT } from "../samplers/densities.ts";

function metrics(dim: number): Metric[] {
  const rng = stream("metrics");
  const dense = new Float64Array(dim * dim);
  for (let k = 0; k < dim + 2; k++) {
    const v = Array.from({ length: dim }, () => 0.3 * rng.normal());
    for (let at = 0; at < dense.length; at++) dense[at] += v[Math.floor(at / dim)] * v[at % dim];
  }
  for (let i = 0; i < dim; i++) dense[i * dim + i] += 0.1;
  const unit = Float64Array.from({ length: dim }, () => 1 / Math.sqrt(dim));
  const alternating = unit.map((u, i) => (i % 2 === 0 ? u : -u));
  const scales = Float64Array.from({ length: dim }, () => 0.5 + rng.uniform());
  return [
    restoreMetric("diagonal", scales, dim),
    restoreMetric("dense", dense, dim),
    restoreMetric("low-rank", Float64Array.of(...scales, 5, 0.2, ...unit, ...alternating), dim),
  ];
}

const densities = {
  chinchilla: chinchilla(40, "law"),
  schools: eightSchools(false),
  funnel: funnel(5),
  studentT: studentT(4, 3),
};

function startOf(hamiltonian: Hamiltonian, seed: string): Point {
  const rng = stream(seed);
  const { dim } = hamiltonian.density;
  const position = Float64Array.from({ length: dim }, () => 0.5 * rng.normal());
  if (dim === 6) position.set([0.5, 0, 0, -1, -1, -1]);
  const point = { position, gradient: new Float64Array(dim), logDensity: 0 };
  hamiltonian.evaluate(point);
  return point;
}

const cases = Object.entries(densities).flatMap(([name, density]) =>
  metrics(density.dim).map((metric) => ({ name, kind: metric.kind, density, metric })),
);

describe("leapfrog", () => {
  it.each(cases)("returns to its start when momentum is turned back: $name, $kind", ({ density, metric }) => {
    const hamiltonian = new Hamiltonian(density, 2);
    const point = startOf(hamiltonian, "reverse");
    let [from, to] = hamiltonian.points as [PhasePoint, PhasePoint];
    const energy = hamiltonian.begin(point, metric, from, stream("momentum"));
    let last = energy;
    for (const step of Array.from({ length: 40 }, (_, i) => (i < 20 ? 0.02 : -0.02))) {
      last = hamiltonian.leapfrog(from, to, step);
      [from, to] = [to, from];
    }
    expect(Math.abs(last - energy)).toBeLessThan(1e-9 * (1 + Math.abs(energy)));
    hamiltonian.positionOf(from).forEach((x, i) => expect(Math.abs(x - point.position[i]!)).toBeLessThan(1e-11));
  });

  it.each(cases)("is the step of Neal's eq. 5.18-5.20 by an explicit F: $name, $kind", ({ density, metric }) => {
    const { dim } = density;
    const hamiltonian = new Hamiltonian(density, 2);
    const point = startOf(hamiltonian, "step");
    const [from, to] = hamiltonian.points as [PhasePoint, PhasePoint];
    hamiltonian.begin(point, metric, from, stream("momentum"));
    const step = -0.03;
    const energy = hamiltonian.leapfrog(from, to, step);

    const map = factorOf(metric, dim);
    const rng = stream("momentum");
    const momentum = Array.from({ length: dim }, () => rng.normal());
    const force = (gradient: Float64Array): number[] => momentum.map((_, j) => gradient.reduce((sum, g, i) => sum + map[i]![j]! * g, 0));
    const half = force(point.gradient).map((f, j) => momentum[j]! + 0.5 * step * f);
    const position = point.position.map((x, i) => x + map[i]!.reduce((sum, f, j) => sum + f * step * half[j]!, 0));
    const gradient = new Float64Array(dim);
    const logDensity = density.evaluate(position, gradient);
    const end = force(gradient).map((f, j) => half[j]! + 0.5 * step * f);
    const expected = 0.5 * end.reduce((sum, p) => sum + p * p, 0) - logDensity;
    expect(Math.abs(energy - expected)).toBeLessThan(1e-11 * (1 + Math.abs(expected)));
    const taken = { position: new Float64Array(dim), gradient: new Float64Array(dim), logDensity: 0 };
    hamiltonian.take(taken);
    expect(Math.abs(taken.logDensity - logDensity)).toBeLessThan(1e-11 * (1 + Math.abs(logDensity)));
    position.forEach((x, i) => expect(Math.abs(taken.position[i]! - x)).toBeLessThan(1e-13 * (1 + Math.abs(x))));
    // displacement from the start is step · half; its turning is asked of both ends
    const along = (p: readonly number[]): number => half.reduce((sum, h, j) => sum + step * h * p[j]!, 0);
    for (const sign of [1, -1]) expect(hamiltonian.turns(from, to, sign)).toBe(sign * along(momentum) < 0 || sign * along(end) < 0);
  });

  it.each(cases)("has a fourth of the energy error at half the step: $name, $kind", ({ density, metric }) => {
    const hamiltonian = new Hamiltonian(density, 2);
    const point = startOf(hamiltonian, "energy");
    const errorOver = (steps: number): number => {
      let [from, to] = hamiltonian.points as [PhasePoint, PhasePoint];
      const start = hamiltonian.begin(point, metric, from, stream("momentum"));
      let energy = start;
      for (let n = 0; n < steps; n++) {
        energy = hamiltonian.leapfrog(from, to, 0.05 / steps);
        [from, to] = [to, from];
      }
      return energy - start;
    };
    const ratio = errorOver(8) / errorOver(16);
    expect(ratio).toBeGreaterThan(3.8);
    expect(ratio).toBeLessThan(4.2);
  });
});

describe("a metric", () => {
  it.each(cases)("is rebuilt bit for bit from its data: $name, $kind", ({ density, metric }) => {
    const again = restoreMetric(metric.kind, Float64Array.from(metric.data), density.dim);
    expect(again.packed).toEqual(metric.packed);
  });

  it("of another kernel at work on the same density does not disturb", () => {
    const density = chinchilla(40, "two kernels");
    const [first, second] = [new Hamiltonian(density, 2), new Hamiltonian(density, 2)];
    const step = (hamiltonian: Hamiltonian, metric: Metric): number => {
      const [from, to] = hamiltonian.points as [PhasePoint, PhasePoint];
      hamiltonian.begin(startOf(hamiltonian, "two"), metric, from, stream("momentum"));
      return hamiltonian.leapfrog(from, to, 0.02);
    };
    const [diagonal, dense] = metrics(density.dim) as [Metric, Metric];
    const alone = step(first, diagonal);
    step(second, dense);
    expect(step(first, diagonal)).toBe(alone);
  });
});

/** F as a matrix, from the metric's data */
function factorOf({ kind, data }: Metric, dim: number): number[][] {
  const square = (at: (i: number, j: number) => number): number[][] => Array.from({ length: dim }, (_, i) => Array.from({ length: dim }, (_, j) => at(i, j)));
  if (kind === "diagonal") return square((i, j) => (i === j ? Math.sqrt(data[i]!) : 0));
  if (kind === "low-rank") {
    const rank = (data.length - dim) / (dim + 1);
    const unit = (k: number, i: number): number => data[dim + rank + k * dim + i]!;
    return square((i, j) => {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < rank; k++) sum += unit(k, i) * (Math.sqrt(data[dim + k]!) - 1) * unit(k, j);
      return data[i]! * sum;
    });
  }
  const factor = square(() => 0);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = data[i * dim + j]! - factor[i]!.reduce((sum, f, k) => (k < j ? sum + f * factor[j]![k]! : sum), 0);
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return factor;
}
