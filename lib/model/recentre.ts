/** Chooses, element by element, where a hierarchical parameter sits between centred and non-centred. */
import type { BoundModel } from "./bind.ts";
import { RowProgram } from "./row-program.ts";

/** outputs of the program for each centring */
const OUTPUTS = ["raw", "location", "scale", "priorSlope"] as const;
/** a change of weights smaller than this does not repay a new metric */
const WORTHWHILE = 0.05;

/**
 * The weight of an element is the share of the data in what is known of it: I tau² / (1 + I tau²), where I is the
 * information of its own rows and 1 / tau² that of its prior. For a normal model this is the weight at which the
 * element and its location are uncorrelated.
 * @source Papaspiliopoulos, Roberts & Sköld 2007, Statistical Science 22, eq. 11; I by regressing the likelihood's part of
 *   the gradient on the element over the draws (exact for a normal likelihood)
 */
export class Recentring {
  private readonly model: BoundModel;
  private readonly program: RowProgram;

  constructor(model: BoundModel) {
    this.model = model;
    const values = model.parameters.flatMap(({ centring, axis }) =>
      centring?.weights.mutable ? OUTPUTS.map((key) => ({ nodes: [centring[key]], axis })) : []);
    this.program = new RowProgram(model, values);
  }

  /** @returns the new weights of all centrings in order, or undefined when the present ones are good */
  choose(draws: Float64Array, gradients: Float64Array, n: number): number[] | undefined {
    const { dim, centrings } = this.model;
    const moments = centrings.map(({ weights }) => Array.from({ length: weights.values.length }, () => new Moments()));
    const offsets = this.model.parameters.filter(({ centring }) => centring?.weights.mutable).map(({ offset }) => offset);
    for (let draw = 0; draw < n; draw++) {
      this.program.run(draws.subarray(draw * dim, (draw + 1) * dim));
      moments.forEach((elements, k) => elements.forEach((element, at) => {
        const [raw, , scale, priorSlope] = this.outputs(k, at);
        const slope = gradients[draw * dim + offsets[k]! + at]!;
        const w = centrings[k]!.weights.values[at]!;
        element.add(raw, slope / scale ** (1 - w) - priorSlope / scale, Math.log(scale));
      }));
    }
    const chosen = moments.map((elements) => elements.map((element) => element.weight));
    const isBetter = chosen.some((weights, k) => weights.some((w, at) => Math.abs(w - centrings[k]!.weights.values[at]!) > WORTHWHILE));
    return isBetter ? chosen.flat() : undefined;
  }

  /** the same point in the coordinates of `state`; present weights are still the old ones */
  move(position: Float64Array, state: readonly number[]): Float64Array {
    const moved = position.slice();
    this.program.run(position);
    let next = 0;
    let k = 0;
    for (const { centring, offset } of this.model.parameters) {
      if (!centring?.weights.mutable) continue;
      for (let at = 0; at < centring.weights.values.length; at++) {
        const [raw, location, scale] = this.outputs(k, at);
        const w = state[next++]!;
        moved[offset + at] = (raw - (1 - w) * location) / scale ** (1 - w);
      }
      k++;
    }
    return moved;
  }

  private outputs(k: number, at: number): [number, number, number, number] {
    return OUTPUTS.map((_, output) => this.program.read(OUTPUTS.length * k + output, at)) as [number, number, number, number];
  }
}

/** running moments of an element and of the likelihood's slope in it */
class Moments {
  private n = 0;
  private x = 0;
  private slope = 0;
  private logScale = 0;
  private logScaleSquares = 0;
  private xx = 0;
  private xSlope = 0;

  add(x: number, slope: number, logScale: number): void {
    if (!Number.isFinite(x + slope + logScale)) return;
    this.n++;
    const dx = x - this.x;
    this.x += dx / this.n;
    this.slope += (slope - this.slope) / this.n;
    const dScale = logScale - this.logScale;
    this.logScale += dScale / this.n;
    this.logScaleSquares += dScale * (logScale - this.logScale);
    this.xx += dx * (x - this.x);
    this.xSlope += dx * (slope - this.slope);
  }

  get weight(): number {
    const information = Math.max(0, -this.xSlope / this.xx);
    // where tau is uncertain the funnel at its small end decides: two sds below its mean on the log scale
    const low = this.logScale - 2 * Math.sqrt(this.logScaleSquares / (this.n - 1));
    const ratio = information * Math.exp(2 * low);
    return Number.isFinite(ratio) ? ratio / (1 + ratio) : 1;
  }
}

