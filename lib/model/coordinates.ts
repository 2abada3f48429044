/** Chooses the coordinates of a model from warmup draws: centring of hierarchical parameters, shears of single ones. */
import { cholesky, solveLower, solveLowerTransposed } from "../linear/cholesky.ts";
import { walsh } from "../linear/walsh.ts";
import type { BoundModel } from "./bind.ts";
import { type BoundParameter, type Centring, type Shear, zetaOf } from "./parameters.ts";
import { RowProgram } from "./row-program.ts";

type Recentred = BoundParameter & { readonly centring: Centring };
type Sheared = BoundParameter & { readonly shear: Shear };

/** changes smaller than these, of an element's share of data and of its centre in sds, do not repay a new metric */
const WORTHWHILE = { share: 0.05, centre: 0.5 };
/** draws at which curvature is looked at; a power of two, so that Walsh functions of all orders below it are used */
const PILOTS = 8;
/** step of the curvature's central difference, in coordinates that are nearly standard normal: truncation and rounding are then both below 1e-5 */
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
    const first = 4 * this.recentred.length;
    const records = this.sheared.length === 0 ? [] : Array.from({ length: n }, (_, draw) => {
      this.program.run(draws.subarray(draw * dim, (draw + 1) * dim));
      return Float64Array.from({ length: this.program.offsets.length - first }, (_, k) => this.program.read(first + k, 0));
    });
    const summaries = this.recentred.map((_, k) => this.summaries(k, draws, n, evaluate));
    const coefficients = this.shears(records, draws, n);
    const isBetter = summaries.some((elements) => elements.some((element) => element.isNews))
      || this.sheared.some((p) => coefficients.get(p)!.some((c, k) => c !== p.shear.terms[k]!.coefficient.values[0]));
    if (!isBetter) return undefined;
    return this.model.parameters.flatMap((p) => {
      const elements = summaries[this.recentred.indexOf(p as Recentred)] ?? [];
      return [...elements.map(({ precision }) => precision), ...elements.map(({ pull }) => pull), ...(coefficients.get(p as Sheared) ?? [])];
    });
  }

  /**
   * What its own rows say of each element of recentred parameter k at fixed other parameters: the slope and curvature of
   * everything but the element's prior, averaged over draws spread over the window.
   * All elements move at once with the signs of a Walsh function: what other elements contribute to a curvature has mean 0
   * over the functions, and is 0 where each row belongs to one element.
   */
  private summaries(k: number, draws: Float64Array, n: number, evaluate: (position: Float64Array, gradient: Float64Array) => void): Summary[] {
    const { dim } = this.model;
    const { centring, offset } = this.recentred[k]!;
    const { precisions, pulls } = centring;
    const found = Array.from(precisions.values, (precision, at) => new Summary(precision, pulls.values[at]!));
    const gradient = new Float64Array(dim);
    for (let pilot = 0; pilot < PILOTS; pilot++) {
      const draw = Math.floor(((pilot + 0.5) * n) / PILOTS);
      const [below, above] = [-1, 1].map((side) => {
        const position = draws.slice(draw * dim, (draw + 1) * dim);
        found.forEach((_, at) => (position[offset + at]! += side * walsh(pilot, at) * PILOT_STEP));
        evaluate(position, gradient);
        this.program.run(position);
        return found.map(({ stretch }, at): Side => {
          const [raw, location, scale, priorSlope] = this.outputs(k, at);
          return { raw, location, scale, slope: gradient[offset + at]! / stretch(scale) - priorSlope / scale };
        });
      }) as [Side[], Side[]];
      found.forEach((element, at) => element.add(below[at]!, above[at]!));
    }
    return found;
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
        const size = centring.precisions.values.length;
        for (let at = 0; at < size; at++) {
          const [raw, location, scale] = this.outputs(k, at);
          moved[offset + at] = zetaOf(raw, location, scale, state[next + at]!, state[next + size + at]!);
        }
        next += 2 * size;
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

interface Side {
  readonly raw: number;
  readonly location: number;
  readonly scale: number;
  /** of everything but the element's prior */
  readonly slope: number;
}

/** The normal likelihood that fits an element's own rows: its precision, and its mean times the precision. */
class Summary {
  private readonly present: { readonly precision: number; readonly pull: number };
  private n = 0;
  private curvature = 0;
  private raw = 0;
  private slope = 0;
  private location = 0;
  private largestScale = 0;

  /** @param precision what the coordinate is made with at present, as is `pull` */
  constructor(precision: number, pull: number) {
    this.present = { precision, pull };
  }

  /** an element on both sides of a draw; left out where something is not a number */
  add(below: Side, above: Side): void {
    const curvature = (below.slope - above.slope) / (above.raw - below.raw);
    if (!Number.isFinite(curvature)) return;
    this.n++;
    this.curvature += curvature;
    this.raw += (below.raw + above.raw) / 2;
    this.slope += (below.slope + above.slope) / 2;
    this.location += (below.location + above.location) / 2;
    this.largestScale = Math.max(this.largestScale, below.scale, above.scale);
  }

  /** where the log likelihood is not concave it has no normal summary: 0, and no pull */
  get precision(): number {
    return this.n > 0 ? Math.max(0, this.curvature / this.n) : this.present.precision;
  }

  get pull(): number {
    if (this.n === 0) return this.present.pull;
    return this.precision > 0 ? (this.precision * this.raw + this.slope) / this.n : 0;
  }

  /** d raw / d zeta in the present coordinate */
  readonly stretch = (scale: number): number => scale / Math.sqrt(1 + this.present.precision * scale ** 2);

  /** whether the coordinate would be another one, at the mean location and the largest scale, where the data count most */
  get isNews(): boolean {
    if (this.n === 0) return false;
    const [location, scale] = [this.location / this.n, this.largestScale];
    const [before, after] = [this.present, this].map(({ precision, pull }) => {
      const known = 1 + precision * scale ** 2;
      return { share: 1 - 1 / known, centre: (scale * (pull - precision * location)) / Math.sqrt(known) };
    }) as [Coordinate, Coordinate];
    return Math.abs(after.share - before.share) > WORTHWHILE.share || Math.abs(after.centre - before.centre) > WORTHWHILE.centre;
  }
}

/** the data's share in what is known of an element, and where its coordinate is centred, in its own sds */
interface Coordinate {
  readonly share: number;
  readonly centre: number;
}
