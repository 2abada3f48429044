/** The start of a chain: curvature, first point. */
import { describe, expect, it } from "vitest";
import type { LogDensity } from "../../lib/log-density.ts";
import { stream } from "../../lib/random/stream.ts";
import { curvature } from "../../samplers/curvature.ts";
import { Hamiltonian } from "../../samplers/hamiltonian.ts";
import { initialPoint } from "../../samplers/initial.ts";
import { densityOf, normalDensity } from "./densities.ts";

/** -½ x' P x, P = diag(scales) C diag(scales), C with 1 on the diagonal and `correlation` elsewhere */
function correlatedNormal(scales: readonly number[], correlation: number): LogDensity {
  return densityOf(scales.length, (x, gradient) => {
    const z = scales.map((s, i) => s * x[i]);
    const sum = z.reduce((a, b) => a + b, 0);
    let value = 0;
    z.forEach((zi, i) => {
      const slope = (1 - correlation) * zi + correlation * sum;
      gradient[i] = -scales[i] * slope;
      value -= 0.5 * zi * slope;
    });
    return value;
  });
}

function at(density: LogDensity, position: Float64Array) {
  const hamiltonian = new Hamiltonian(density, 2);
  const point = { position, gradient: new Float64Array(density.dim), logDensity: 0 };
  hamiltonian.evaluate(point);
  return { hamiltonian, point };
}

describe("the curvature along each coordinate", () => {
  it("is exact for eight coordinates, whatever their correlation", () => {
    const scales = [1e-2, 0.1, 1, 10, 100, 3, 7, 2];
    const { hamiltonian, point } = at(correlatedNormal(scales, 0.9), new Float64Array(8).fill(0.3));
    const found = curvature(hamiltonian, point, [0, 1, 2, 3, 4, 5, 6, 7]);
    scales.forEach((s, i) => expect(found[i]! / s ** 2).toBeCloseTo(1, 3));
  });

  it("is not a number where the gradient beside the point is not", () => {
    const density = densityOf(1, (x, gradient) => {
      gradient[0] = x[0] > 1 ? Number.NaN : -x[0];
      return 0;
    });
    const { hamiltonian, point } = at(density, Float64Array.of(1));
    expect(curvature(hamiltonian, point, [0])[0]).toBeNaN();
  });
});

/** twice the nats below the mode, over the coordinates: near 1 for a draw */
function height(dim: number, seed: string): number {
  const sds = Array.from({ length: dim }, (_, i) => 10 ** ((-2 * (i + 1)) / dim));
  const hamiltonian = new Hamiltonian(normalDensity(sds), 2);
  return (-2 * initialPoint(hamiltonian, 0, stream(seed)).logDensity) / dim;
}

describe("the first point", () => {
  it("of many coordinates is where draws are: the climb ends before the mode", () => {
    for (const seed of ["1", "2", "3"]) {
      expect(height(300, seed)).toBeGreaterThan(0.5);
      expect(height(300, seed)).toBeLessThan(2);
    }
  });

  it("of a few coordinates is near the mode", () => {
    for (const seed of ["1", "2", "3"]) expect(height(4, seed)).toBeLessThan(0.01);
  });
});

describe("the climb from a slope whose square is infinite", () => {
  it("ends near the mode", () => {
    // e^(200 x) is 1e174 at x = 2
    const density = densityOf(2, (x, gradient) => {
      const wall = Math.exp(200 * x[0]);
      gradient[0] = 1 - 200 * wall;
      gradient[1] = -x[1];
      return x[0] - wall - 0.5 * x[1] ** 2;
    });
    for (let chain = 0; chain < 20; chain++) {
      const point = initialPoint(new Hamiltonian(density, 2), chain, stream(`start/wall/${chain}`));
      expect(point.logDensity).toBeGreaterThan(-10);
    }
  });
});
