/** The log likelihood of each data row in every draw, a block of rows at a time. */
import type { BoundModel } from "../model/bind.ts";
import type { ModelDensity } from "../model/model-density.ts";
import { RowProgram } from "../model/row-program.ts";
import type { PosteriorDraws } from "./posterior-draws.ts";

/** Values held at once: 64 MiB, which is 2000 rows of 4000 draws. */
const BLOCK = 2 ** 23;

export class RowLogLikelihood {
  readonly rows: number;
  private made: RowProgram | undefined;
  private readonly lines: number;
  private readonly model: BoundModel;

  /** @param density whose present coordinates the positions are in */
  constructor({ model }: ModelDensity) {
    this.model = model;
    this.rows = model.rows.axis.size;
    this.lines = model.likelihood.length;
  }

  /** made when a row is first asked for: it holds the columns once more, and totals do without it */
  private get program(): RowProgram {
    const { likelihood, rows } = this.model;
    return (this.made ??= new RowProgram(
      this.model,
      likelihood.map(({ pointwise }) => ({ nodes: [pointwise], axis: rows.axis })),
    ));
  }

  /** log likelihood of one row (from 0) at a point, all likelihood lines of the model together */
  at(row: number, position: Float64Array): number {
    this.program.run(position);
    return this.read(row);
  }

  /**
   * For each row its log likelihood in every draw, as `loo` reads them; the buffer is used again.
   * @param rows which (from 0), in this order; all when absent
   */
  *ofDraws({ chains, draws, dim, positions }: PosteriorDraws, rows?: readonly number[]): Generator<Float64Array> {
    const total = chains * draws;
    const wanted = rows?.length ?? this.rows;
    const size = Math.max(1, Math.min(wanted, Math.floor(BLOCK / total)));
    const block = new Float64Array(size * total);
    for (let first = 0; first < wanted; first += size) {
      const count = Math.min(size, wanted - first);
      for (let i = 0; i < total; i++) {
        this.program.run(positions.subarray(i * dim, (i + 1) * dim));
        for (let k = 0; k < count; k++) block[k * total + i] = this.read(rows?.[first + k] ?? first + k);
      }
      for (let k = 0; k < count; k++) yield block.subarray(k * total, (k + 1) * total);
    }
  }

  /** The log likelihood of all rows together in every draw, summed where it is computed. */
  totals({ chains, draws, dim, positions }: PosteriorDraws): Float64Array {
    const { graph, likelihood, rows } = this.model;
    const nodes = likelihood.map(({ pointwise }) => graph.sum(pointwise, rows.axis));
    const program = new RowProgram(this.model, [{ nodes, axis: null }]);
    return Float64Array.from({ length: chains * draws }, (_, i) => {
      program.run(positions.subarray(i * dim, (i + 1) * dim));
      return nodes.reduce((sum, _, line) => sum + program.read(line, 0), 0);
    });
  }

  private read(row: number): number {
    let sum = 0;
    for (let line = 0; line < this.lines; line++) sum += this.program.read(line, row);
    return sum;
  }
}
