/** Log prior densities in every draw: as they are, and as they would be with another prior in their place. */
import type { Node } from "../expression/node.ts";
import { isVector } from "../expression/functions.ts";
import { parse, parseDeclaration } from "../formula/parse.ts";
import type { BoundModel } from "../model/bind.ts";
import { bindDistribution, logDensity } from "../model/density.ts";
import { Lowering } from "../model/lower.ts";
import type { ModelDensity } from "../model/model-density.ts";
import type { BoundParameter } from "../model/parameters.ts";
import { RowProgram } from "../model/row-program.ts";
import type { PosteriorDraws } from "./posterior-draws.ts";

/**
 * The log prior density of some parameters' values (no Jacobian of a change of coordinates), summed, in every draw.
 * @param density in whose present coordinates the positions are
 * @param names parameters by name
 */
export function logPriorDraws(density: ModelDensity, posterior: PosteriorDraws, names: readonly string[]): Float64Array {
  const { model } = density;
  const terms = model.parameters
    .filter(({ name }) => names.includes(name))
    .map((parameter) => total(model, parameter, densityOf(model, parameter)));
  return evaluate(model, posterior, terms);
}

/**
 * log p'(θ) - log p(θ) in every draw for other priors p' of some parameters; what does not depend on them cancels.
 * @param priors parameter -> the formula of its other prior, with the same support
 * @throws CredenceError formula/* with a caret in the formula
 */
export function logPriorRatios(
  density: ModelDensity,
  posterior: PosteriorDraws,
  priors: ReadonlyMap<string, string>,
): Float64Array {
  const { model } = density;
  const terms = model.parameters.flatMap((parameter) => {
    const text = priors.get(parameter.name);
    if (text === undefined) return [];
    const other = densityOf(model, parameter, text);
    return total(model, parameter, model.graph.sub(other, densityOf(model, parameter)));
  });
  return evaluate(model, posterior, terms);
}

/** per element of the parameter's axis: log density of its value (of the numbers of a vector, together) under a prior */
function densityOf(model: BoundModel, { declaration, value, factors }: BoundParameter, text = declaration.prior): Node {
  const { graph, levels } = model;
  const place = levels.place(factors);
  const prior = bindDistribution(new Lowering(graph, text, model.scope(model.rows), place), parse(text).ast);
  const isJoint = prior.kind === "plain" && /simplex|vector|cholesky/.test(prior.distribution.support.kind);
  const numbers = isVector(value) && !isJoint ? value : [value];
  return numbers.map((number) => logDensity(graph, prior, number)).reduce((a, b) => graph.add(a, b));
}

function total(model: BoundModel, { axis }: BoundParameter, node: Node): Node {
  return axis ? model.graph.sum(node, axis) : node;
}

function evaluate(model: BoundModel, { chains, draws, dim, positions }: PosteriorDraws, terms: readonly Node[]): Float64Array {
  const sum = terms.reduce((a, b) => model.graph.add(a, b), model.graph.constant(0));
  const program = new RowProgram(model, [{ nodes: [sum], axis: null }]);
  return Float64Array.from({ length: chains * draws }, (_, i) => {
    program.run(positions.subarray(i * dim, (i + 1) * dim));
    return program.read(0, 0);
  });
}

/** the name of a parameter's key: `theta[task]` is theta */
export const parameterName = (key: string): string => parseDeclaration(key).name;
