/** Chooses the coordinates of a model from warmup draws: centring of hierarchical parameters, shears of single ones. */
import { cholesky, solveLower, solveLowerTransposed } from "../linear/cholesky.ts";
import type { BoundModel } from "./bind.ts";
import type { BoundParameter, Centring, Shear } from "./parameters.ts";
import { RowProgram } from "./row-program.ts";

type Recentred = BoundParameter & { readonly centring: Centring };
type Sheared = BoundParameter & { readonly shear: Shear };

/** a change of centring weights smaller than this does not repay a new metric */
const WORTHWHILE = 0.05;
/** draws at which curvature is looked at; a power of two, so that Walsh functions of all orders below it are used */
const PILOTS = 8;
/** step of the curvature's central difference, in sds of the coordinate: truncation and rounding are then both below 1e-5 */
const PILOT_STEP = 1e-3;
/** draws needed per coefficient, and two more, before a shear is believed: fewer follow the drift of an early chain */
const DRAWS_PER_TERM = 10;
/** only a ridge is worth straightening: the values must explain this share of the coordinate's variance, and more than a linear metric */
const LEAST_EXPLAINED = 0.95;
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

  /**
   * @param draws n × dim, row-major, in the present coordinates
   * @param evaluate writes the gradient of the log density at a position
   * @returns the new state in the order of `model.mutables`, or undefined when the present one is good
   * @cost n runs of the values, and 2 · PILOTS gradients per recentred parameter
   */
  choose(draws: Float64Array, n: number, evaluate: (position: Float64Array, gradient: Float64Array) => void): number[] | undefined {
    const { dim } = this.model;
    const spreads = this.recentred.map(({ centring }) => Array.from({ length: centring.weights.values.length }, () => new Spread()));
    const records: Float64Array[] = [];
    for (let draw = 0; draw < n; draw++) {
      const position = draws.subarray(draw * dim, (draw + 1) * dim);
      this.program.run(position);
      this.recentred.forEach(({ offset }, k) => spreads[k]!.forEach((element, at) => element.add(position[offset + at]!, Math.log(this.outputs(k, at)[2]))));
      records.push(Float64Array.from({ length: this.program.offsets.length - 4 * this.recentred.length }, (_, k) => this.program.read(4 * this.recentred.length + k, 0)));
    }
    const weights = new Map(this.recentred.map((p, k) => {
      const information = this.information(k, draws, n, spreads[k]!.map(({ sd }) => sd), evaluate);
      return [p, spreads[k]!.map((element, at) => centredShare(information[at]! * element.smallSquare) ?? p.centring.weights.values[at]!)];
    }));
    const coefficients = this.shears(records, draws, n);
    const isBetter = this.recentred.some((p) => weights.get(p)!.some((w, at) => Math.abs(w - p.centring.weights.values[at]!) > WORTHWHILE))
      || this.sheared.some((p) => coefficients.get(p)!.some((c, k) => c !== p.shear.terms[k]!.coefficient.values[0]));
    if (!isBetter) return undefined;
    return this.model.parameters.flatMap((p) => [...(weights.get(p as Recentred) ?? []), ...(coefficients.get(p as Sheared) ?? [])]);
  }

  /**
   * The information that its own rows carry about each element of recentred parameter k, at fixed other parameters: minus
   * the second derivative of everything but the element's prior, averaged over draws spread over the window.
   * All elements move at once with the signs of a Walsh function: what other elements contribute has mean 0 over the
   * functions, and is 0 where each row belongs to one element.
   */
  private information(k: number, draws: Float64Array, n: number, sds: readonly number[], evaluate: (position: Float64Array, gradient: Float64Array) => void): Float64Array {
    const { dim } = this.model;
    const { centring, offset } = this.recentred[k]!;
    const size = sds.length;
    const [sums, counts] = [new Float64Array(size), new Float64Array(size)];
    const gradient = new Float64Array(dim);
    const slopesAt = (position: Float64Array): { raw: number; slope: number }[] => {
      evaluate(position, gradient);
      this.program.run(position);
      return sds.map((_, at) => {
        const [raw, , scale, priorSlope] = this.outputs(k, at);
        return { raw, slope: gradient[offset + at]! / scale ** (1 - centring.weights.values[at]!) - priorSlope / scale };
      });
    };
    for (let pilot = 0; pilot < PILOTS; pilot++) {
      const draw = Math.floor(((pilot + 0.5) * n) / PILOTS);
      const [below, above] = [-1, 1].map((side) => {
        const position = draws.slice(draw * dim, (draw + 1) * dim);
        sds.forEach((sd, at) => (position[offset + at]! += side * walsh(pilot, at) * PILOT_STEP * sd));
        return slopesAt(position);
      });
      for (let at = 0; at < size; at++) {
        const curvature = (above![at]!.slope - below![at]!.slope) / (above![at]!.raw - below![at]!.raw);
        if (!Number.isFinite(curvature)) continue;
        sums[at]! -= curvature;
        counts[at]!++;
      }
    }
    return sums.map((sum, at) => sum / counts[at]!);
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
      const isDecidable = n >= DRAWS_PER_TERM * (terms.length + 2);
      found.set(parameter, terms.map(({ coefficient }) => (isDecidable ? 0 : coefficient.values[0]!)));
      if (!isDecidable) continue;
      const target = records.map((record) => record[first]!);
      const values = terms.map((_, k) => records.map((record) => record[first + 1 + k]!));
      const others = this.shearersOf(parameter).map(({ offset }) => records.map((_, draw) => draws[draw * this.model.dim + offset]!));
      const { residual, total } = predicted(target, values);
      if (residual < predicted(target, others).residual && residual < (1 - LEAST_EXPLAINED) * total) found.set(parameter, regress(target, values));
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

/**
 * Sums of squares of each half of the draws about what the other half's regression predicts up to a constant: a chain that
 * still drifts makes two wandering numbers look related in one stretch, not in both with the same slope.
 */
function predicted(target: readonly number[], columns: readonly (readonly number[])[]): { residual: number; total: number } {
  const middle = target.length >> 1;
  const halves = [[0, middle], [middle, target.length]] as const;
  let [residual, total] = [0, 0];
  halves.forEach((half, k) => {
    const cut = (xs: readonly number[]): number[] => centre(xs.slice(...half));
    const other = halves[1 - k]!;
    const coefficients = regress(target.slice(...other), columns.map((xs) => xs.slice(...other)));
    const xs = columns.map(cut);
    cut(target).forEach((y, i) => {
      residual += (y - xs.reduce((sum, x, c) => sum + coefficients[c]! * x[i]!, 0)) ** 2;
      total += y * y;
    });
  });
  return { residual, total };
}

/** coefficients of ordinary least squares with an intercept, on standardised columns; 0 where they are not determined */
function regress(target: readonly number[], columns: readonly (readonly number[])[]): number[] {
  const product = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const y = centre(target);
  const xs = columns.map(centre);
  const sds = xs.map((x) => Math.sqrt(product(x, x)) || 1);
  const p = xs.length;
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  xs.forEach((x, k) => {
    right[k] = product(x, y) / sds[k]!;
    xs.forEach((other, l) => (gram[k * p + l] = product(x, other) / (sds[k]! * sds[l]!) + (k === l ? RIDGE : 0)));
  });
  const factor = cholesky(gram, p);
  if (!factor) return columns.map(() => 0);
  solveLower(factor, p, right);
  solveLowerTransposed(factor, p, right);
  return xs.map((_, k) => right[k]! / sds[k]!);
}

function centre(xs: readonly number[]): number[] {
  const mean = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  return xs.map((x) => x - mean);
}

/**
 * The share of the data in what is known of an element, I tau² / (1 + I tau²), with I the information of its own rows and
 * 1 / tau² that of its prior: for a normal model the weight at which the element and its location are uncorrelated.
 * Undefined where the ratio is not a number.
 * @source Papaspiliopoulos, Roberts & Sköld 2007, Statistical Science 22, eq. 11
 */
function centredShare(ratio: number): number | undefined {
  if (Number.isNaN(ratio)) return undefined;
  return ratio === Infinity ? 1 : Math.max(0, ratio) / (1 + Math.max(0, ratio));
}

/** the Walsh function of this order at this place, 1 or -1; functions of different orders are orthogonal */
function walsh(order: number, place: number): 1 | -1 {
  let bits = order & place;
  let sign: 1 | -1 = 1;
  for (; bits !== 0; bits &= bits - 1) sign = sign === 1 ? -1 : 1;
  return sign;
}

/** Running moments of an element's coordinate and of the logarithm of its prior scale. */
class Spread {
  private n = 0;
  private x = 0;
  private xx = 0;
  private logScale = 0;
  private logScaleSquares = 0;

  add(x: number, logScale: number): void {
    if (!Number.isFinite(x + logScale)) return;
    this.n++;
    const dx = x - this.x;
    this.x += dx / this.n;
    this.xx += dx * (x - this.x);
    const dScale = logScale - this.logScale;
    this.logScale += dScale / this.n;
    this.logScaleSquares += dScale * (logScale - this.logScale);
  }

  get sd(): number {
    return Math.sqrt(this.xx / (this.n - 1));
  }

  /** tau²; where tau is uncertain the funnel at its small end decides: two sds below its mean on the log scale */
  get smallSquare(): number {
    return Math.exp(2 * (this.logScale - 2 * Math.sqrt(this.logScaleSquares / (this.n - 1))));
  }
}
