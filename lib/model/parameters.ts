/** Parameters of a bound model: coordinates in the position vector, transforms, priors, names of elements. */
import { constrainInterval, constrainOrdered, constrainSimplex } from "../constraint/constrain.ts";
import { type Exchange, exchanged, sortingExchanges } from "../constraint/sort.ts";
import type { LocationScale } from "../distribution/index.ts";
import { isVector, type Value } from "../expression/functions.ts";
import { gradient } from "../expression/gradient.ts";
import type { Graph } from "../expression/graph.ts";
import type { Axis, DataArray, Node } from "../expression/node.ts";
import { parse, parseDeclaration } from "../formula/parse.ts";
import { type BoundDistribution, bindDistribution, formulaNode, logDensity, rangeOf } from "./density.ts";
import { type ParameterDeclaration, parameterDeclaration } from "./document.ts";
import { Lowering } from "./lower.ts";
import type { Levels } from "./places.ts";
import type { Scope } from "./scope.ts";

/** What each element's own rows are believed to say of it, in memory that warmup may rewrite; nothing: non-centred. */
export interface Centring {
  /** of a normal likelihood of the element: one over its variance, and its mean over its variance */
  readonly precisions: DataArray;
  readonly pulls: DataArray;
  readonly location: Node;
  readonly scale: Node;
  readonly on: LocationScale["on"];
  /** the element on the scale where it is location + scale · z, and d log density / dz of its prior alone */
  readonly raw: Node;
  readonly priorSlope: Node;
}

/** A coordinate from which multiples of other parameters' values are taken away: effective = coordinate + Σ c · value. */
export interface Shear {
  readonly effective: Node;
  readonly terms: readonly { readonly coefficient: DataArray; readonly value: Node }[];
}

export interface BoundParameter {
  readonly name: string;
  readonly declaration: ParameterDeclaration;
  readonly factors: readonly string[];
  readonly axis: Axis | null;
  /** the constrained value: one node, or a vector of them */
  readonly value: Value;
  /** first coordinate, and how many */
  readonly offset: number;
  readonly size: number;
  /** coordinates as nodes, one per element of a vector */
  readonly coordinates: readonly Node[];
  readonly constraint: "interval" | "ordered" | "simplex";
  readonly bounds: { readonly lower?: Node; readonly upper?: Node };
  readonly prior: BoundDistribution;
  /** log prior density of the coordinates, Jacobian included; over the parameter's axis */
  readonly logPrior: Node;
  readonly centring?: Centring;
  readonly shear?: Shear;
  /** of components without order in the sampler: what puts them in order */
  readonly exchanges?: readonly Exchange[];
}

/**
 * Binds one parameter at `offset`. Its prior may name other parameters; `scope` resolves them.
 * @param others values of parameters that a single coordinate may be sheared by
 * @param logValue of a parameter that is sampled as a multiple of others
 * @param company "leads" for an ordered parameter that others go along with, and for those what puts it in order
 * @throws CredenceError with a caret in the prior, placed at parameters.NAME
 */
export function bindParameter(
  g: Graph,
  key: string,
  raw: string | ParameterDeclaration,
  scope: Scope,
  levels: Levels,
  offset: number,
  others: readonly Node[],
  logValue?: Node,
  company?: "leads" | readonly Exchange[],
): BoundParameter {
  const declaration = parameterDeclaration(raw);
  const { name, indices: factors } = parseDeclaration(key);
  const place = levels.place(factors);
  const formula = parse(declaration.prior);
  const lowering = new Lowering(g, declaration.prior, scope, place);
  const prior = bindDistribution(lowering, formula.ast);
  const range = rangeOf(g, prior);
  const wantsPositive = declaration.constraint === "positive" && range.lower === undefined;
  const bounds = wantsPositive ? { ...range, lower: g.constant(0) } : range;
  const constraint: BoundParameter["constraint"] = (declaration.constraint === "ordered" && company !== "leads") || declaration.constraint === "simplex" ? declaration.constraint
    : range.kind === "simplex" ? "simplex" : "interval";
  if (["binary", "count"].includes(range.kind)) {
    throw lowering.error(formula.ast, "model/discrete-parameter", `${name} would be discrete, and NUTS moves only through continuous parameters`, {
      expected: "a continuous prior", fix: "sum the discrete variable out with mixture(...)",
    });
  }
  const length = declaration.size ?? (constraint === "simplex" && prior.kind === "plain" && isVector(prior.args[0]!) ? prior.args[0].length : undefined);
  if (constraint !== "interval" && length === undefined) {
    throw lowering.error(formula.ast, "model/size", `${name} is ${constraint} but has no size`, { fix: "size: 3, say" });
  }
  const count = constraint === "simplex" ? length! - 1 : (length ?? 1);
  const stride = place.axis?.size ?? 1;
  const coordinates = Array.from({ length: count }, (_, k) => g.parameter(offset + k * stride, place.axis));
  const common = { name, declaration, factors, axis: place.axis, offset, size: count * stride, coordinates, constraint, bounds, prior };

  const family = count === 1 && constraint === "interval" ? hierarchical(g, declaration, prior, place.axis) : undefined;
  if (family) return { ...common, ...recentred(g, family, prior as BoundDistribution & { kind: "plain" }, coordinates[0]!) };
  if (constraint !== "interval") {
    const { values, logJacobian } = constraint === "ordered" ? constrainOrdered(g, coordinates) : constrainSimplex(g, coordinates);
    return { ...common, value: values, logPrior: g.add(vectorPrior(g, prior, values, constraint), logJacobian) };
  }
  const shear = place.axis === null && length === undefined && others.length > 0 ? sheared(g, coordinates[0]!, others) : undefined;
  const free = logValue ? [logValue] : shear ? [shear.effective] : coordinates;
  const elements = free.map((q) => constrainInterval(g, q, bounds.lower, bounds.upper));
  const values = elements.map((element) => element.value);
  const terms = elements.map(({ value, logJacobian }) => g.add(logDensity(g, prior, value), logJacobian));
  const logPrior = terms.reduce((a, b) => g.add(a, b));
  const exchanges = company === "leads" ? sortingExchanges(g, values) : company;
  if (exchanges) return { ...common, value: exchanged(g, values, exchanges), logPrior, exchanges };
  return { ...common, value: length === undefined ? values[0]! : values, logPrior, ...(shear && { shear }) };
}

/** A shear keeps volume, so it brings no Jacobian; with all coefficients 0 it does nothing. */
function sheared(g: Graph, coordinate: Node, others: readonly Node[]): Shear {
  const terms = others.map((value) => ({ coefficient: { name: "shear", values: new Float64Array(1), mutable: true }, value }));
  const effective = terms.reduce((sum, { coefficient, value }) => g.add(sum, g.mul(g.data(coefficient, null), value)), coordinate);
  return { effective, terms };
}

/** A univariate prior on an ordered vector holds on its set: n! times the product keeps it a probability. */
function vectorPrior(g: Graph, prior: BoundDistribution, values: readonly Node[], constraint: "ordered" | "simplex"): Node {
  if (prior.kind === "plain" && prior.distribution.support.kind === "simplex") return logDensity(g, prior, values);
  const product = values.map((value) => logDensity(g, prior, value)).reduce((a, b) => g.add(a, b));
  if (constraint === "simplex") return product;
  let logFactorial = 0;
  for (let k = 2; k <= values.length; k++) logFactorial += Math.log(k);
  return g.add(product, g.constant(logFactorial));
}

type Family = Pick<Centring, "precisions" | "pulls" | "location" | "scale" | "on">;

/** A prior per level whose location or scale is itself unknown can be sampled anywhere between centred and not. */
function hierarchical(g: Graph, declaration: ParameterDeclaration, prior: BoundDistribution, axis: Axis | null): Family | undefined {
  if (prior.kind !== "plain" || axis === null || prior.lower || prior.upper || declaration.centered === true) return undefined;
  const { locationScale } = prior.distribution;
  if (!locationScale) return undefined;
  const [location, scale] = [locationScale.location, locationScale.scale].map((text) => formulaNode(g, prior, text)) as [Node, Node];
  if (location.fixed && scale.fixed) return undefined;
  const mutable = declaration.centered !== false;
  const data = (name: string): DataArray => ({ name, values: new Float64Array(axis.size), mutable });
  return { precisions: data("precision"), pulls: data("pull"), location, scale, on: locationScale.on };
}

/**
 * Coordinates zeta that would be independent standard normal numbers given location and scale, were the prior normal and the
 * likelihood of the element normal too, with precision I and mean b / I: z = (theta - location) / scale has precision
 * 1 + I scale² and mean scale (b - I location) / (1 + I scale²). Without data (I = 0) this is the non-centred form, with many
 * the centred one, and as the scale goes to 0 it becomes non-centred by itself: no funnel in either.
 * log p(zeta) = log p(z) - log(1 + I scale²) / 2.
 * @source Christensen, Roberts & Sköld 2006, J. Comput. Graph. Stat. 15, 1-17 (data-based reparametrisation); the weights are those
 *   of Papaspiliopoulos, Roberts & Sköld 2007, Statistical Science 22, eq. 11, at the present scale
 */
function recentred(g: Graph, family: Family, prior: BoundDistribution & { kind: "plain" }, zeta: Node): Pick<BoundParameter, "value" | "logPrior"> & { centring?: Centring } {
  const { precisions, pulls, location, scale, on } = family;
  const { standard } = prior.distribution.locationScale!;
  if (!precisions.mutable) {
    return { value: back(g, g.add(location, g.mul(scale, zeta)), on), logPrior: formulaNode(g, prior, standard, { z: zeta }) };
  }
  const [precision, pull] = [precisions, pulls].map((data) => g.data(data, zeta.axis)) as [Node, Node];
  const known = g.add(g.constant(1), g.mul(precision, g.square(scale)));
  const centre = g.div(g.mul(scale, g.sub(pull, g.mul(precision, location))), known);
  const z = g.add(centre, g.div(zeta, g.apply("sqrt", known)));
  const raw = g.add(location, g.mul(scale, z));
  const density = formulaNode(g, prior, standard, { z });
  const priorSlope = gradient(g, density, [z])[0]!;
  return { value: back(g, raw, on), logPrior: g.sub(density, g.mul(g.constant(0.5), g.log(known))), centring: { ...family, raw, priorSlope } };
}

/** zeta of an element on the scale where it is location + scale · z: the inverse of `recentred` */
export function zetaOf(raw: number, location: number, scale: number, precision: number, pull: number): number {
  const known = 1 + precision * scale ** 2;
  return ((raw - location) / scale - (scale * (pull - precision * location)) / known) * Math.sqrt(known);
}

function back(g: Graph, raw: Node, on: LocationScale["on"]): Node {
  return on === "log" ? g.exp(raw) : on === "logit" ? g.apply("inv_logit", raw) : raw;
}

/** `alpha`, `mu[1]`, `theta[a]`, `w[a,2]`: one name per number of the constrained value, vector index outermost */
export function elementNames(name: string, factors: readonly string[], value: Value, levels: Levels): string[] {
  const labels = factors.length > 0 ? levels.elementNames(factors) : [""];
  const indices = isVector(value) ? flatIndices(value) : [""];
  return indices.flatMap((index) => labels.map((label) => {
    const inside = [label, index].filter((part) => part !== "").join(",");
    return inside ? `${name}[${inside}]` : name;
  }));
}

function flatIndices(value: readonly Value[]): string[] {
  return value.flatMap((item, k) => (isVector(item) ? flatIndices(item).map((rest) => `${k + 1},${rest}`) : [`${k + 1}`]));
}

/** the nodes of a value in the order of `elementNames` */
export function flatNodes(value: Value): Node[] {
  return isVector(value) ? value.flatMap(flatNodes) : [value];
}
