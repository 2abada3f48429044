/** Positive parameters and odds sampled as multiples of one another: numbers of their own, multiplied in the order of declaration. */
import { distributions } from "../distribution/index.ts";
import type { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";
import { parse, parseDeclaration } from "../formula/parse.ts";
import { type ModelDocument, type ParameterDeclaration, parameterDeclaration } from "./document.ts";
import { located } from "./located.ts";
import { Lowering } from "./lower.ts";
import type { Place, Scope } from "./scope.ts";

/** Parameters that have a multiplier or are named in one; each is one positive number, or one between 0 and 1 by its odds. */
export interface Multiples {
  readonly offsets: ReadonlyMap<string, number>;
  /** log of each parameter's value or odds, where a position holds the logs of their own numbers */
  readonly logValues: ReadonlyMap<string, Node>;
  /** log of each parameter's own number, where a position holds the logs of their values or odds */
  readonly logOwn: ReadonlyMap<string, Node>;
}

/**
 * Names of parameters that have a multiplier or are named in one, in the order of declaration. A multiplier among parameters
 * that are not all single positive numbers is left out: whoever gives one of them another prior still has the same posterior.
 */
export function multiples({ parameters }: ModelDocument): string[] {
  const named = new Set(steps(parameters).flatMap(({ key, others }) => [key, ...others]));
  return Object.keys(parameters).filter((key) => named.has(key));
}

/** the multipliers that are carried out, with the parameters that each names */
function steps(parameters: ModelDocument["parameters"]): { key: string; multiplier: string; others: string[] }[] {
  return Object.entries(parameters).flatMap(([key, raw]) => {
    const { multiplier } = parameterDeclaration(raw);
    if (multiplier === undefined) return [];
    const others = (multiplier.match(/[A-Za-z_]\w*/g) ?? []).filter((name) => name in parameters);
    return [key, ...others].every((name) => scaleOf(name, parameters[name]!)) ? [{ key, multiplier, others }] : [];
  });
}

/** what of a single number is multiplied: itself when it is positive, its odds when it lies between 0 and 1 */
function scaleOf(key: string, raw: string | ParameterDeclaration): "value" | "odds" | undefined {
  const { prior, size, constraint } = parameterDeclaration(raw);
  const { ast } = located(`parameters.${key}`, () => parse(prior));
  if (parseDeclaration(key).indices.length > 0 || size !== undefined || ast.kind !== "call" || ast.truncation?.upper) return undefined;
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
 * @param first offset of the first of them in the position
 * @param scope of constants, the only other names that a multiplier may hold
 * @throws CredenceError formula/* with a caret in the multiplier
 */
export function bindMultiples(g: Graph, document: ModelDocument, first: number, scope: Scope, place: Place): Multiples {
  const keys = multiples(document);
  const leaves = new Map(keys.map((key, k) => [key, g.parameter(first + k, null)]));
  const order = steps(document.parameters);
  const isOdds = new Set(keys.filter((key) => scaleOf(key, document.parameters[key]!) === "odds"));
  const valueOf = (key: string, log: Node): Node => (isOdds.has(key) ? g.apply("inv_logit", log) : g.exp(log));
  const run = (inOrder: typeof order, step: (log: Node, logFactor: Node) => Node): Map<string, Node> => {
    const logs = new Map(leaves);
    for (const { key, multiplier } of inOrder) {
      logs.set(key, located(`parameters.${key}.multiplier`, () => {
        const others: Scope = {
          lookup: (name, span) => (logs.has(name) && name !== key ? { kind: "value", value: valueOf(name, logs.get(name)!) } : scope.lookup(name, span)),
          names: () => [...keys.filter((other) => other !== key), ...scope.names()],
        };
        return step(logs.get(key)!, g.log(new Lowering(g, multiplier, others, place).node(parse(multiplier).ast, "one number")));
      }));
    }
    return logs;
  };
  return {
    offsets: new Map(keys.map((key, k) => [key, first + k])),
    logValues: run(order, (log, logFactor) => g.add(log, logFactor)),
    logOwn: run(order.toReversed(), (log, logFactor) => g.sub(log, logFactor)),
  };
}
