/** Projektor: performance of a data mixture from its optimal-transport distance to the target, projected in log N. */
import { defineModel, type ModelDocument, type ParameterDeclaration, type Patch } from "../../lib/model/document.ts";
import { N } from "../shared/columns.ts";

/** the mixture's shares, the last left out because shares sum to 1 */
const shares = (m: number): string[] => Array.from({ length: m - 1 }, (_, i) => `p${i + 1}`);

/** at one size: OT (b0 + sum b1 p + b2 p^2) + c0 + sum c1 p + c2 p^2, with coefficients at the smallest (0) or largest (1) size */
function performance(m: number, size: 0 | 1): string {
  const p = `[${shares(m).join(", ")}]`;
  const quadratic = (letter: string): string => `${letter}0_${size} + dot_product(${letter}1_${size}, ${p}) + dot_product(${letter}2_${size}, ${p} * ${p})`;
  return `OT / OT0 * (${quadratic("b")}) + ${quadratic("c")}`;
}

/** what a mixture of m sources adds to the document */
function mixture(m: number): { data: ModelDocument["data"]; parameters: ModelDocument["parameters"]; let: Record<string, string>; quantities: Record<string, string> } {
  const vector = { prior: "normal(0, reach)", size: m - 1 };
  const coefficients = [0, 1].flatMap((size): [string, ParameterDeclaration][] => [
    [`b0_${size}`, { prior: "normal(0, reach)" }], [`b1_${size}`, vector], [`b2_${size}`, vector],
    [`c0_${size}`, { prior: "normal(level, 2 * reach)" }], [`c1_${size}`, vector], [`c2_${size}`, vector],
  ]);
  const inputs = [...shares(m), "OT"].join(", ");
  const distances = Array.from({ length: m }, (_, i) => `OT${i + 1}`).join(", ");
  return {
    data: Object.fromEntries(shares(m).map((p, i) => [p, { kind: "probability", about: `share of source ${i + 1}` }])),
    parameters: Object.fromEntries(coefficients),
    let: { mu: `projected(N, ${inputs})` },
    quantities: {
      [`at_smallest(${inputs})`]: performance(m, 0),
      [`at_largest(${inputs})`]: performance(m, 1),
      [`projected(N, ${inputs})`]: `(1 - share_of_largest(N)) * at_smallest(${inputs}) + share_of_largest(N) * at_largest(${inputs})`,
      // of shares p of all sources, whose own distances are given: that of their mixture is taken as the mean, which it never exceeds
      [`mixed(N, p, ${distances})`]: `projected(N, ${shares(m).map((_, i) => `p[${i + 1}]`).join(", ")}, dot_product(p, [${distances}]))`,
      [`best_shares(N, ${distances})`]: `argmin_simplex(p, -better * mixed(N, p, ${distances}), ${m})`,
      [`best_performance(N, ${distances})`]: `mixed(N, best_shares(N, ${distances}), ${distances})`,
      // 1 in draws in which a source deserves more than the share x: the mean is its probability
      [`deserves_more(N, ${distances}, x)`]: `best_shares(N, ${distances}) > x`,
    },
  };
}

/** the document of m sources instead of three */
function sources(m: number): Patch {
  const removed = (part: object): Patch => Object.fromEntries(Object.keys(part).map((key) => [key, null]));
  const { data, parameters, let: lets, quantities } = mixture(m);
  const truth = Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, values.slice(0, m - 1)]));
  return {
    data: { ...removed(three.data), ...data } as Patch,
    parameters: parameters as Patch,
    let: lets,
    quantities: { ...removed(three.quantities), ...quantities },
    simulation: { columns: { p3: "0.5 * (1 - (0.618034 * row - floor(0.618034 * row))) * (1 - (0.381966 * row - floor(0.381966 * row)))" }, parameters: truth },
  };
}

const three = mixture(3);
const vectors = {
  b1_0: [0.1, -0.1, 0], b2_0: [0.05, 0.1, 0], c1_0: [0.2, 0.1, 0.1], c2_0: [-0.2, -0.1, -0.1],
  b1_1: [0.1, -0.1, 0], b2_1: [0.05, 0.1, 0], c1_1: [0.2, 0.1, 0.1], c2_1: [-0.2, -0.1, -0.1],
};

export const projektor: ModelDocument = defineModel({
  name: "projektor",
  title: "Performance of data mixtures from optimal-transport distances, projected in log N",
  about: "perf_N(p) is linear in the optimal-transport distance OT with coefficients quadratic in the shares p of the sources, and linear in log N between and beyond the smallest and largest size of the table. Its least-squares fits become one regression with an error. The last share is left out, as shares sum to 1.",
  source: "Kang et al. 2023, arXiv:2307.02460, eq. 6 to 8; the authors' notebook",
  data: {
    N: { ...N, unit: "samples", about: "size of the training set" },
    ...three.data,
    OT: { kind: "positive", about: "optimal-transport distance between mixture and validation set, at that size" },
    perf: { kind: "real", about: "performance, in whatever unit it has: accuracy or log loss" },
  },
  constants: { N_small: "min(N)", N_large: "max(N)", OT0: "mean(OT)", level: 0.5, reach: 0.5, better: 1 },
  parameters: {
    ...three.parameters,
    sigma: { prior: "lognormal(log(0.02), 1)", about: "scatter of performance" },
  },
  let: three.let,
  likelihood: { perf: "student_t(4, mu, sigma)" },
  quantities: {
    "share_of_largest(N)": "log(N / N_small) / log(N_large / N_small)",
    "too_far(N)": "N > 10 * N_large",
    ...three.quantities,
  },
  options: {
    sources: { about: "number of sources that are mixed", default: "3", choices: { 2: sources(2), 3: {}, 4: sources(4) } },
  },
  traps: [
    "A line in log N has no floor: do not project beyond ten times the largest size, where too_far(N) is 1.",
    "OT is computed on samples and biased by their number: give replicates as rows.",
    "level and reach are the scale of performance, for accuracies between 0 and 1, and better=1 says that more is better: --set level=3 reach=3 better=-1 for losses.",
    "best_shares takes the distance of a mixture as the mean of its sources' distances OT1, OT2, ...: a bound, since OT is convex. Give all of them the same value to hold OT fixed, and measure OT at the shares found before believing the performance there.",
  ],
  siblings: ["composition", "data-filtering"],
  simulation: {
    rows: 60,
    columns: {
      N: "if_else(row <= rows / 2, 1000, 10000)",
      p1: "0.618034 * row - floor(0.618034 * row)",
      p2: "(1 - (0.618034 * row - floor(0.618034 * row))) * (0.381966 * row - floor(0.381966 * row))",
      OT: "5 + 3 * (0.7548777 * row - floor(0.7548777 * row))",
    },
    parameters: {
      b0_0: -0.2, c0_0: 0.6, b0_1: -0.15, c0_1: 0.75, sigma: 0.01,
      ...Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, values.slice(0, 2)])),
    },
  },
});
