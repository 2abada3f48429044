/** A point on a trajectory in whitened phase space. */

export class PhasePoint {
  /** whitened displacement from the start of the trajectory */
  readonly displacement: Float64Array;
  readonly momentum: Float64Array;
  /** gradient of the log density in whitened coordinates */
  readonly force: Float64Array;

  constructor(dim: number) {
    this.displacement = new Float64Array(dim);
    this.momentum = new Float64Array(dim);
    this.force = new Float64Array(dim);
  }

  copyFrom(other: PhasePoint): void {
    this.displacement.set(other.displacement);
    this.momentum.set(other.momentum);
    this.force.set(other.force);
  }
}

/** The half kick and the drift of a leapfrog step, before the model position is placed. */
export function kickAndDrift(from: PhasePoint, to: PhasePoint, step: number): void {
  const { displacement: y0, momentum: p0, force } = from;
  const { displacement: y, momentum: p } = to;
  const half = 0.5 * step;
  for (let i = 0; i < y.length; i++) {
    p[i] = p0[i] + half * force[i];
    y[i] = y0[i] + step * p[i];
  }
}

/** The second half kick, from the force already in `to`; returns the kinetic energy. */
export function halfKick(to: PhasePoint, step: number): number {
  const { momentum: p, force } = to;
  const half = 0.5 * step;
  let square = 0;
  for (let i = 0; i < p.length; i++) {
    p[i] += half * force[i];
    square += p[i] * p[i];
  }
  return 0.5 * square;
}
