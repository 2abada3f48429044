/** Laws of the leapfrog integrator, whatever the metric: reversible, and with an energy error of second order. */
import { describe, expect, it } from "vitest";
import { stream } from "../../lib/random/stream.ts";
import { Hamiltonian, type Point } from "../../samplers/hamiltonian.ts";
import { restoreMetric, type Metric } from "../../samplers/metric.ts";
import { PhasePoint } from "../../samplers/phase-point.ts";
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
  const scales = Float64Array.from({ length: dim }, () => 0.5 + rng.uniform());
  return [
    restoreMetric("diagonal", scales, dim),
    restoreMetric("dense", dense, dim),
    restoreMetric("low-rank", Float64Array.of(...scales, 5, ...unit), dim),
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
    const hamiltonian = new Hamiltonian(density);
    const point = startOf(hamiltonian, "reverse");
    let [from, to] = [new PhasePoint(density.dim), new PhasePoint(density.dim)];
    hamiltonian.begin(point, metric, from, stream("momentum"));
    const momentum = from.momentum.slice();
    for (const step of Array.from({ length: 40 }, (_, i) => (i < 20 ? 0.02 : -0.02))) {
      hamiltonian.leapfrog(from, to, step);
      [from, to] = [to, from];
    }
    for (let i = 0; i < density.dim; i++) {
      expect(Math.abs(from.displacement[i])).toBeLessThan(1e-11);
      expect(Math.abs(from.momentum[i] - momentum[i])).toBeLessThan(1e-10 * (1 + Math.abs(momentum[i])));
    }
  });

  it.each(cases)("has a fourth of the energy error at half the step: $name, $kind", ({ density, metric }) => {
    const hamiltonian = new Hamiltonian(density);
    const point = startOf(hamiltonian, "energy");
    const errorOver = (steps: number): number => {
      let [from, to] = [new PhasePoint(density.dim), new PhasePoint(density.dim)];
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
  it.each(cases)("maps gradients by the transpose of what maps displacements: $name, $kind", ({ density, metric }) => {
    const { dim } = density;
    const rng = stream("adjoint");
    const y = Float64Array.from({ length: dim }, () => rng.normal());
    const gradient = Float64Array.from({ length: dim }, () => rng.normal());
    const image = new Float64Array(dim);
    metric.place(image, new Float64Array(dim), y);
    const point = new PhasePoint(dim);
    metric.force(point, gradient);
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
    expect(dot(image, gradient)).toBeCloseTo(dot(y, point.force), 12);
  });

  it.each(cases)("is rebuilt bit for bit from its data: $name, $kind", ({ density, metric }) => {
    const { dim } = density;
    const again = restoreMetric(metric.kind, Float64Array.from(metric.data), dim);
    const y = Float64Array.from({ length: dim }, (_, i) => Math.sin(i + 1));
    const [a, b] = [new Float64Array(dim), new Float64Array(dim)];
    metric.place(a, y, y);
    again.place(b, y, y);
    expect(b).toEqual(a);
  });
});
