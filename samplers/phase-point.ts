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
