/** docs/language.md, made from the tables in the code; a test says when the file is behind them. */
import { distributions } from "../lib/distribution/index.ts";
import { functions } from "../lib/expression/functions.ts";
import { special } from "../lib/model/lower.ts";
import { wrappers } from "../lib/model/density.ts";

const code = (text: string): string => `\`${text}\``;

export function languageDoc(): string {
  const functionRows = Object.values(functions).map(({ signature, about }) => `| ${code(signature)} | ${about} |`);
  const distributionRows = [...distributions.values()].map(({ name, parameters, title }) => `| ${code(`${name}(${parameters.map((p) => p.name).join(", ")})`)} | ${title} |`);
  return `# The formula language

Everything quantitative in a model is a formula: priors, likelihood, derived quantities. Names and signatures follow Stan.

## Grammar

- Numbers, names, \`+ - * / ^\` (\`^\` binds tightest and to the right; \`-x^2\` is \`-(x^2)\`), comparisons \`< <= > >= == !=\`, \`&& || !\`.
- \`f(x, y)\` calls, \`[a, b, c]\` vectors, \`v[1]\` elements, \`theta[task]\` one value per level of the column \`task\`, \`fi[model, bench]\` of two columns crossed, \`theta[gpt4]\` or \`theta[1]\` one level.
- A name of a column is its value in each row; arrays over rows and numbers mix freely, arrays over different things do not.
- \`normal(0, 1) T[0, ]\` truncates a distribution; either bound may be left out.
- A likelihood line is \`response: distribution\`; the response may be transformed, as in \`log(loss)\`, and its Jacobian is kept. \`target: expression\` adds a log likelihood per row.
- ${Object.values(wrappers).map(code).join("; ")}.
- ${Object.values(special).map(code).join("; ")}: a root of a monotone expression, the first change of sign of any (infinity when there is none), the place of a minimum, and the shares (at least 0, their sum 1) at which an expression is smallest, as a vector; 1 where a row continues the run of the row before; a value of the row before within its run; the number of a row's level; 1 where an optional column has a value; a sum over the rows of a run up to the present one.
- A prior may be an interval and the probability in it, \`alpha: { prior: { between: [0.1, 0.8], mass: 0.9, family: lognormal } }\`. It becomes the member of the family with that probability there and otherwise the largest entropy. Without a family: beta for ends within 0 and 1, lognormal for positive ends, else normal. Families: normal, student_t (\`nu: 4\`), cauchy, laplace, logistic, lognormal, logit_normal, gamma, beta; half_normal, half_student_t, half_cauchy and exponential, which the mass alone decides.
- A positive parameter may be sampled as a multiple of others, \`E: { prior: ..., multiplier: 1 / (1 + A) }\` and then \`A: { prior: ..., multiplier: E }\`: the sampler's numbers are then E + A and A / E. Of a parameter between 0 and 1 the odds are multiplied; parameters of a factor level by level, \`E[family]\` by \`1 / (1 + A[family])\`. Multipliers are carried out in the order of declaration, and in each the parameters after it are still the sampler's numbers. Priors and posterior stay the same; a ridge becomes straight.
- \`at: { prior: ..., size: 2, constraint: ordered }\` is a vector in order. What belongs to its elements goes along, \`width: { prior: ..., size: 2, along: at }\`: such components are sampled without order and put in order together, so that one may pass another; priors and posterior stay the same.
- A likelihood line may read the response of an earlier line. Its left side may name other columns after its own: \`log(a / b)\` is about a, with b given.

## Functions

| function | meaning |
|---|---|
${functionRows.join("\n")}

## Distributions

| distribution | meaning |
|---|---|
${distributionRows.join("\n")}
`;
}
