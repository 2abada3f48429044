/** Positive parameters and odds sampled as multiples of one another: numbers of their own, multiplied in the order of declaration. */
import { distributions } from "../distribution/index.ts";
import type { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";
import { parse, parseDeclaration } from "../formula/parse.ts";
import { type ModelDocument, parameterDeclaration } from "./document.ts";
import { located } from "./located.ts";
import { Lowering } from "./lower.ts";
import type { Levels } from "./places.ts";
import type { Entity, Place, Scope } from "./scope.ts";

/** Parameters that have a multiplier or are named in one: positive numbers, or numbers between 0 and 1 by their odds. */
export interface Multiples {
  /** where each begins in the position, of which they are the first */
  readonly offsets: ReadonlyMap<string, number>;
  /** how many coordinates they take */
  readonly size: number;
  /** by key and in the order of coordinates: log of each parameter's value or odds, where a position holds the logs of their own numbers */
  readonly logValues: ReadonlyMap<string, Node>;
  /** log of each parameter's own number, where a position holds the logs of their values or odds */
  readonly logOwn: ReadonlyMap<string, Node>;
}

/**
 * Keys of parameters that have a multiplier or are named in one, in the order of declaration. A multiplier among parameters
 * that are not all of this kind, or not of the same factors, is left out: whoever gives one of them another prior still has
 * the same posterior.
 */
export function multiples({ parameters }: ModelDocument): string[] {
  const named = new Set(steps(parameters).flatMap(({ key, others }) => [key, ...others]));
  return Object.keys(parameters).filter((key) => named.has(key));
}

/** the multipliers that are carried out, with the keys of the parameters that each names */
function steps(parameters: ModelDocument["parameters"]): { key: string; multiplier: string; others: string[] }[] {
  const keys = new Map(Object.keys(parameters).map((key) => [parseDeclaration(key).name, key]));
  return Object.entries(parameters).flatMap(([key, raw]) => {
    const { multiplier } = parameterDeclaration(raw);
    if (multiplier === undefined) return [];
    const others = namesIn(multiplier).flatMap((name) => keys.get(name) ?? []);
    const isOfOneKind = [key, ...others].every((each) => scaleOf(each, parameters) && factorsOf(each) === factorsOf(key));
    return isOfOneKind ? [{ key, multiplier, others }] : [];
  });
}

const namesIn = (formula: string): string[] => formula.match(/[A-Za-z_]\w*/g) ?? [];
const factorsOf = (key: string): string => parseDeclaration(key).indices.join(",");

/** what of a number is multiplied: itself when it is positive, its odds when it lies between 0 and 1 */
function scaleOf(key: string, parameters: ModelDocument["parameters"]): "value" | "odds" | undefined {
  const { prior, size, constraint } = parameterDeclaration(parameters[key]!);
  const { ast } = located(`parameters.${key}`, () => parse(prior));
  if (size !== undefined || ast.kind !== "call" || ast.truncation?.upper) return undefined;
  // elements of a hierarchy are sampled in its own coordinates
  const isHierarchy = namesIn(prior).some((name) => Object.keys(parameters).some((other) => parseDeclaration(other).name === name));
  if (factorsOf(key) !== "" && isHierarchy) return undefined;
  const { lower } = ast.truncation ?? {};
  const support = distributions.get(ast.name)?.support;
  if (support?.kind === "interval" && support.lower === "0" && support.upper === "1") return lower ? undefined : "odds";
  if (support?.kind === "positive") return lower ? undefined : "value";
  if (support?.kind !== "real") return undefined;
  return (lower ? lower.kind === "number" && lower.value === 0 : constraint === "positive") ? "value" : undefined;
}

/**
 * Each parameter, or its odds, begins as a positive number of its own. In the order of declaration each is multiplied by its multiplier,
 * in which parameters declared before it have their values, and those after it still their own numbers: with
 * E by 1 / (1 + A) and then A by E, the own numbers are E + A and A / E, a sum that data know and a ratio that they may not.
 * A step adds to one logarithm what the others determine, so the map keeps volume in logarithms and priors need no Jacobian.
 * Parameters of a factor are related level by level, `E[family]` by `1 / (1 + A[family])`.
 * They are the first in the position, in the order of declaration.
 * @param scope of constants, the only other names that a multiplier may hold
 * @throws CredenceError formula/* with a caret in the multiplier
 */
export function bindMultiples(g: Graph, document: ModelDocument, scope: Scope, levels: Levels): Multiples {
  const { parameters } = document;
  const leaves = new Map<string, Leaf>();
  let next = 0;
  for (const key of multiples(document)) {
    const { name, indices: factors } = parseDeclaration(key);
    const place = levels.place(factors);
    const isOdds = scaleOf(key, parameters) === "odds";
    leaves.set(name, { key, factors, place, isOdds, offset: next, node: g.parameter(next, place.axis) });
    next += place.axis?.size ?? 1;
  }
  const order = steps(parameters).map(({ key, multiplier }) => ({ name: parseDeclaration(key).name, multiplier }));
  const run = (inOrder: typeof order, step: (log: Node, logFactor: Node) => Node): Map<string, Node> => {
    const logs = new Map([...leaves].map(([name, { node }]) => [name, node]));
    const entity = (name: string, { factors, place: { axis }, isOdds }: Leaf): Entity => {
      const value = isOdds ? g.apply("inv_logit", logs.get(name)!) : g.exp(logs.get(name)!);
      return axis ? { kind: "levels", value, factors, axis } : { kind: "value", value };
    };
    for (const { name, multiplier } of inOrder) {
      const { place, factors } = leaves.get(name)!;
      const others: Scope = {
        lookup: (other, span) => {
          const leaf = other === name ? undefined : leaves.get(other);
          return leaf ? entity(other, leaf) : factors.includes(other) ? { kind: "factor", name: other } : scope.lookup(other, span);
        },
        names: () => [...[...leaves.keys()].filter((other) => other !== name), ...factors, ...scope.names()],
      };
      const factor = located(`parameters.${name}.multiplier`, () => new Lowering(g, multiplier, others, place).node(parse(multiplier).ast, "one number"));
      logs.set(name, step(logs.get(name)!, g.log(factor)));
    }
    return new Map([...logs].map(([name, log]) => [leaves.get(name)!.key, log]));
  };
  return {
    offsets: new Map([...leaves.values()].map(({ key, offset }) => [key, offset])),
    size: next,
    logValues: run(order, (log, logFactor) => g.add(log, logFactor)),
    logOwn: run(order.toReversed(), (log, logFactor) => g.sub(log, logFactor)),
  };
}

interface Leaf {
  readonly key: string;
  readonly factors: readonly string[];
  readonly place: Place;
  readonly isOdds: boolean;
  readonly offset: number;
  /** the coordinates, one for each level of the factors */
  readonly node: Node;
}
