import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPosterior } from "../../../../lib/data/files.ts";
import { exportPosterior, type PosteriorFormat, readPosteriorSources } from "../../../../lib/data/posterior/formats.ts";
import { type Posterior, STATISTICS } from "../../../../lib/data/posterior/posterior.ts";
import { sourceFromBytes } from "../../../../lib/data/source-file.ts";

const FORMATS: readonly PosteriorFormat[] = ["stan-csv", "arviz-json", "mcmcchains-json", "csv", "parquet"];
const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/posterior/${name}`, import.meta.url));

function reread(posterior: Posterior, format: PosteriorFormat): Promise<Posterior> {
  const files = exportPosterior(posterior, format, { model: "m", seed: "1" });
  return readPosteriorSources(
    files.map(({ name, content }) =>
      sourceFromBytes(name, typeof content === "string" ? new TextEncoder().encode(content) : content),
    ),
  );
}

/** -0 and 0 differ, NaN equals NaN. */
function expectSame(actual: Posterior, expected: Posterior): void {
  expect(actual.draws.names).toEqual(expected.draws.names);
  expect([actual.draws.chains, actual.draws.draws]).toEqual([expected.draws.chains, expected.draws.draws]);
  actual.draws.columns.forEach((column, j) => {
    column.forEach((value, row) => {
      if (!Object.is(value, expected.draws.columns[j]![row])) expect(value).toBe(expected.draws.columns[j]![row]);
    });
  });
  expect(actual.statistics).toEqual(expected.statistics);
  expect(actual.notes).toEqual([]);
}

const label = fc.oneof(
  fc.nat(12).map(String),
  fc.stringMatching(/^[ -~]{1,6}$/),
  fc.constantFrom("é", "gpt-3.5", "a b"),
);
const base = fc.oneof(
  fc.constantFrom("mu", "theta", "x_1", "lp", "chain"),
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_ .,]{0,8}$/),
);
const variable = fc.tuple(base, fc.array(fc.uniqueArray(label, { minLength: 1, maxLength: 3 }), { maxLength: 2 }));
const names = fc
  .array(variable, { minLength: 1, maxLength: 4 })
  .map((variables) =>
    variables.flatMap(([name, labels]) => {
      if (labels.length === 0) return [name];
      const [first, second] = labels;
      return first!.flatMap((a) =>
        (second ?? [""]).map((b) => (second === undefined ? `${name}[${a}]` : `${name}[${a},${b}]`)),
      );
    }),
  )
  .map((all) => [...new Set(all)].filter((name) => !name.endsWith("__")));
const posteriors = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), names, fc.subarray([...STATISTICS]))
  .chain(([chains, draws, names, statistics]) => {
    const column = fc
      .array(fc.double(), { minLength: chains * draws, maxLength: chains * draws })
      .map((values) => Float64Array.from(values));
    const flags = fc
      .array(fc.nat(1), { minLength: chains * draws, maxLength: chains * draws })
      .map((values) => Float64Array.from(values));
    return fc.record({
      draws: fc.tuple(...names.map(() => column)).map((columns) => ({ chains, draws, names, columns })),
      statistics: fc.record(
        Object.fromEntries(statistics.map(({ name }) => [name, name === "divergent__" ? flags : column])),
      ),
      notes: fc.constant([]),
    });
  })
  .filter(({ draws }) => draws.names.length > 0);

test.each(FORMATS)("what is written as %s is read back identically", async (format) => {
  await fc.assert(
    fc.asyncProperty(posteriors, async (posterior) => {
      const exact = format === "csv" ? withoutNegativeZero(posterior) : posterior;
      expectSame(await reread(exact, format), exact);
    }),
    { numRuns: 150 },
  );
});

/** Our tables write a number as JavaScript does, and -0 as 0. */
function withoutNegativeZero(posterior: Posterior): Posterior {
  const positive = (values: Float64Array): Float64Array => values.map((value) => value + 0);
  const statistics = Object.fromEntries(
    Object.entries(posterior.statistics).map(([name, values]) => [name, positive(values)]),
  );
  return { ...posterior, statistics, draws: { ...posterior.draws, columns: posterior.draws.columns.map(positive) } };
}

test("CmdStan's CSV: indices in brackets, saved warmup left out, statistics apart", async () => {
  const { draws, statistics, notes } = await readPosterior([fixture("cmdstan-1.csv"), fixture("cmdstan-2.csv")]);
  expect([draws.chains, draws.draws]).toEqual([2, 3]);
  expect(draws.names).toEqual(["mu", "theta[1]", "theta[2]", "y[1,1]", "y[2,1]", "y[1,2]", "y[2,2]"]);
  expect(draws.columns[0]).toEqual(Float64Array.of(1.5, 1.6, 1.7, 2.5, 1.6, 1.7));
  expect(draws.columns[2]).toEqual(Float64Array.of(3e-5, 4, Infinity, 3e-5, 4, Infinity));
  expect(statistics.divergent__).toEqual(Float64Array.of(0, 1, 0, 0, 1, 0));
  expect(Object.keys(statistics)).toEqual(STATISTICS.map(({ name }) => name));
  expect(notes).toEqual([]);
});

test.each(["arviz-0.x.json", "arviz-xarray.json"])(
  "both dialects of ArviZ give the same posterior: %s",
  async (name) => {
    const { draws, statistics, notes } = await readPosterior([fixture(name)]);
    expect([draws.chains, draws.draws]).toEqual([2, 2]);
    expect(draws.names).toEqual(["mu", "theta[A]", "theta[B]", "eta[1]", "eta[2]"]);
    expect(draws.columns.map((column) => [...column])).toEqual([
      [0.1, 0.2, 0.3, Number.NaN],
      [1, 3, 5, 7],
      [2, 4, 6, 8],
      [9, 11, 13, 15],
      [10, 12, 14, 16],
    ]);
    expect(statistics).toEqual({ lp__: Float64Array.of(-1, -2, -3, -4), divergent__: Float64Array.of(0, 1, 0, 0) });
    expect(notes).toEqual(["left out, statistics that have no counterpart: tree_size"]);
  },
);

test("MCMCChains: iteration fastest, then parameter, then chain", async () => {
  const { draws, statistics } = await readPosterior([fixture("mcmcchains.json")]);
  expect(draws).toEqual({
    chains: 2,
    draws: 2,
    names: ["mu", "theta[1]"],
    columns: [Float64Array.of(0.1, 0.2, 0.3, Number.NaN), Float64Array.of(1, 3, 5, 7)],
  });
  expect(statistics).toEqual({ lp__: Float64Array.of(-1, -2, -3, -4), divergent__: Float64Array.of(0, 1, 0, 0) });
});

const readText = (...texts: string[]) =>
  readPosteriorSources(texts.map((text, k) => sourceFromBytes(`${k + 1}.csv`, new TextEncoder().encode(text))));

test.each([
  ["a draw cut off", ["mu,tau\n1,2\n3"], "data/ragged-row"],
  ["chains of unequal length", ["mu\n1\n2\n", "mu\n1\n"], "data/chains-differ"],
  ["chains of different quantities", ["mu\n1\n", "tau\n1\n"], "data/chains-differ"],
  ["an optimizer's file", ["# method = optimize\nlp__,mu\n1,2\n"], "data/cmdstan"],
  ["a word for a number", ["mu\nx\n"], "data/not-a-number"],
  ["no header", ["1,2\n3,4\n"], "data/cmdstan"],
  ["no draws", ["mu\n"], "data/posterior-size"],
  ["ragged arrays", ['{"posterior": {"mu": [[1, 2], [3]]}}'], "data/shape"],
  ["text in an array", ['{"posterior": {"mu": [["a"]]}}'], "data/shape"],
  ["a size that its numbers lack", ['{"size": [9, 9, 9], "parameters": ["a"], "value_flat": [1]}'], "data/shape"],
  [
    "a size beyond any memory",
    ['{"size": [1e9, 1e9, 9], "parameters": ["a"], "value_flat": [1]}'],
    "data/posterior-size",
  ],
  ["another document", ['{"a": 1}'], "data/posterior-format"],
  ["draws in which one is twice", [".chain,.iteration,mu\n1,1,2\n1,1,3\n"], "data/chains-differ"],
])("%s is refused", async (_, texts, code) => {
  await expect(readText(...texts)).rejects.toMatchObject({ details: { code } });
});
