/** Chooses the coordinates of a model from warmup draws: centring of hierarchical parameters, shears of single ones. */
import { cholesky, solveLower, solveLowerTransposed } from "../linear/cholesky.ts";
import type { BoundModel } from "./bind.ts";
import type { BoundParameter, Centring, Shear } from "./parameters.ts";
import { RowProgram } from "./row-program.ts";

type Recentred = BoundParameter & { readonly centring: Centring };
type Sheared = BoundParameter & { readonly shear: Shear };

/** a change of centring weights smaller than this does not repay a new metric */
const WORTHWHILE = 0.05;
/** draws needed per coefficient before a shear is believed */
const DRAWS_PER_TERM = 4;
/** the share of variance that a shear must remove beyond what a linear metric could */
const LEAST_GAIN = 0.05;
/** only a ridge is worth straightening: the values must explain this share of the coordinate's variance */
const LEAST_EXPLAINED = 0.8;
/** keeps nearly collinear values from making huge coefficients that cancel */
const RIDGE = 1e-8;

export class CoordinateChooser {
  private readonly model: BoundModel;
  private readonly program: RowProgram;
  private readonly recentred: readonly Recentred[];
  private readonly sheared: readonly Sheared[];

  constructor(model: BoundModel) {
    this.model = model;
    this.recentred = model.parameters.filter((p): p is Recentred => p.centring !== undefined);
    this.sheared = model.parameters.filter((p): p is Sheared => p.shear !== undefined);
    this.program = new RowProgram(model, [
      ...this.recentred.flatMap(({ centring: { raw, location, scale, priorSlope }, axis }) => [raw, location, scale, priorSlope].map((node) => ({ nodes: [node], axis }))),
      ...this.sheared.flatMap(({ shear }) => [shear.effective, ...shear.terms.map(({ value }) => value)].map((node) => ({ nodes: [node], axis: null }))),
    ]);
  }

  /** @returns the new state in the order of `model.mutables`, or undefined when the present one is good */
  choose(draws: Float64Array, gradients: Float64Array, n: number): number[] | undefined {
    const { dim } = this.model;
    const moments = this.recentred.map(({ centring }) => Array.from({ length: centring.weights.values.length }, () => new Moments()));
    const records: Float64Array[] = [];
    for (let draw = 0; draw < n; draw++) {
      const position = draws.subarray(draw * dim, (draw + 1) * dim);
      this.program.run(position);
      this.recentred.forEach(({ centring, offset }, k) => moments[k]!.forEach((element, at) => {
        const [raw, , scale, priorSlope] = this.outputs(k, at);
        const slope = gradients[draw * dim + offset + at]!;
        element.add(raw, slope / scale ** (1 - centring.weights.values[at]!) - priorSlope / scale, Math.log(scale));
      }));
      records.push(Float64Array.from({ length: this.program.offsets.length - 4 * this.recentred.length }, (_, k) => this.program.read(4 * this.recentred.length + k, 0)));
    }
    const weights = new Map(this.recentred.map((p, k) => [p, moments[k]!.map((element) => element.weight)]));
    const coefficients = this.shears(records, draws, n);
    const isBetter = this.recentred.some((p) => weights.get(p)!.some((w, at) => Math.abs(w - p.centring.weights.values[at]!) > WORTHWHILE))
      || this.sheared.some((p) => coefficients.get(p)!.some((c, k) => c !== p.shear.terms[k]!.coefficient.values[0]));
    if (!isBetter) return undefined;
    return this.model.parameters.flatMap((p) => [...(weights.get(p as Recentred) ?? []), ...(coefficients.get(p as Sheared) ?? [])]);
  }

  /** the same point in the coordinates of `state`; the present state is still the old one */
  move(position: Float64Array, state: readonly number[]): Float64Array {
    const moved = position.slice();
    this.program.run(position);
    let next = 0;
    for (const parameter of this.model.parameters) {
      const { centring, shear, offset } = parameter;
      if (centring) {
        const k = this.recentred.indexOf(parameter as Recentred);
        for (let at = 0; at < centring.weights.values.length; at++) {
          const [raw, location, scale] = this.outputs(k, at);
          const w = state[next++]!;
          moved[offset + at] = (raw - (1 - w) * location) / scale ** (1 - w);
        }
      }
      if (shear) {
        const first = this.firstOutput(parameter as Sheared);
        moved[offset] = this.program.read(first, 0);
        shear.terms.forEach((_, k) => (moved[offset]! -= state[next++]! * this.program.read(first + 1 + k, 0)));
      }
    }
    return moved;
  }

  /** least-squares coefficients of each sheared coordinate on the others' values, where they straighten a bent ridge */
  private shears(records: readonly Float64Array[], draws: Float64Array, n: number): Map<Sheared, number[]> {
    const base = 4 * this.recentred.length;
    const found = new Map<Sheared, number[]>();
    for (const parameter of this.sheared) {
      const { terms } = parameter.shear;
      const first = this.firstOutput(parameter) - base;
      const present = terms.map(({ coefficient }) => coefficient.values[0]!);
      found.set(parameter, present);
      if (n < DRAWS_PER_TERM * (terms.length + 1)) continue;
      const target = records.map((record) => record[first]!);
      const values = regress(target, terms.map((_, k) => records.map((record) => record[first + 1 + k]!)));
      const others = this.shearersOf(parameter).map(({ offset }) => offset);
      const linear = regress(target, others.map((offset) => records.map((_, draw) => draws[draw * this.model.dim + offset]!)));
      if (values.residual < (1 - LEAST_GAIN) * linear.residual && values.residual < (1 - LEAST_EXPLAINED) * values.total) found.set(parameter, values.coefficients);
    }
    return found;
  }

  /** the parameters behind the terms of a shear */
  private shearersOf({ shear }: Sheared): BoundParameter[] {
    return shear.terms.map(({ value }) => this.model.parameters.find((p) => p.value === value)!);
  }

  private firstOutput(parameter: Sheared): number {
    const before = this.sheared.slice(0, this.sheared.indexOf(parameter));
    return 4 * this.recentred.length + before.reduce((sum, { shear }) => sum + 1 + shear.terms.length, 0);
  }

  /** raw, location, scale, prior slope of one element */
  private outputs(k: number, at: number): [number, number, number, number] {
    return [0, 1, 2, 3].map((output) => this.program.read(4 * k + output, at)) as [number, number, number, number];
  }
}

/** ordinary least squares with an intercept, on standardised columns */
function regress(target: readonly number[], columns: readonly (readonly number[])[]): { coefficients: number[]; residual: number; total: number } {
  const n = target.length;
  const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / n;
  const centred = [target, ...columns].map((xs) => {
    const centre = mean(xs);
    return xs.map((x) => x - centre);
  });
  const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const [y, ...xs] = centred as [number[], ...number[][]];
  const sds = xs.map((x) => Math.sqrt(product(x, x)) || 1);
  const p = xs.length;
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  xs.forEach((x, k) => {
    right[k] = product(x, y) / sds[k]!;
    xs.forEach((other, l) => (gram[k * p + l] = product(x, other) / (sds[k]! * sds[l]!) + (k === l ? RIDGE : 0)));
  });
  const factor = cholesky(gram, p);
  if (!factor) return { coefficients: columns.map(() => 0), residual: Number.NaN, total: Number.NaN };
  solveLower(factor, p, right);
  solveLowerTransposed(factor, p, right);
  const coefficients = xs.map((_, k) => right[k]! / sds[k]!);
  const residuals = y.map((value, i) => value - xs.reduce((sum, x, k) => sum + coefficients[k]! * x[i]!, 0));
  return { coefficients, residual: product(residuals, residuals), total: product(y, y) };
}

/**
 * Running moments of an element and of the likelihood's slope in it. The weight is the share of the data in what is known
 * of the element, I tau² / (1 + I tau²), with I the information of its own rows and 1 / tau² that of its prior: for a
 * normal model the weight at which the element and its location are uncorrelated.
 * @source Papaspiliopoulos, Roberts & Sköld 2007, Statistical Science 22, eq. 11; I by regressing the likelihood's part of
 *   the gradient on the element over the draws (exact for a normal likelihood)
 */
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
