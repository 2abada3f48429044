import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ColumnKind, interpret } from "../../../lib/data/column.ts";
import { completeCompute } from "../../../lib/data/complete-compute.ts";
import { guessColumns } from "../../../lib/data/guess-columns.ts";
import { readPosteriorSources } from "../../../lib/data/posterior/formats.ts";
import { readSource } from "../../../lib/data/read-source.ts";
import { renameColumns } from "../../../lib/data/rename-columns.ts";
import { sourceFromBytes } from "../../../lib/data/source-file.ts";
import { CredenceError } from "../../../lib/errors.ts";

/** How many hostile files in all: a few hundred, always the same, in the quick set; 10 000 others in the slow one. */
const ASKED = process.env.CREDENCE_HOSTILE_CASES ?? (process.env.CREDENCE_SLOW === "1" ? "10000" : undefined);
const CASES = Number(ASKED ?? 400);
const runs = (share: number) => ({ numRuns: Math.ceil(CASES * share), ...(ASKED === undefined ? { seed: 1 } : {}) });

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const DATE = "2026-08-01T10-00-00.123456";
const TABLES = [
  "readers/wandb/runs.csv",
  "readers/wandb/chart.csv",
  `readers/lm-eval/EleutherAI__pythia-1b/results_${DATE}.json`,
  `readers/lm-eval/EleutherAI__pythia-1b/samples_gsm8k_${DATE}.jsonl`,
  "readers/inspect/log.json",
  "readers/inspect/log.eval",
  "readers/inspect/log-deflate.eval",
  "readers/helm/stats.json",
  "readers/helm/per_instance_stats.json",
  "readers/every-eval-ever/data/example/org/model/3f0c2a4e-0000-4000-8000-000000000001.json",
  "readers/every-eval-ever/data/example/org/model/3f0c2a4e-0000-4000-8000-000000000001_samples.jsonl",
  "readers/sweeps/isoflops.csv",
];
const PARQUET = ["snappy", "zstd-v2", "gzip-plain", "brotli", "lz4", "uncompressed", "encodings"].map(
  (name) => `readers/parquet/${name}.parquet`,
);
const POSTERIORS = [
  "posterior/cmdstan-1.csv",
  "posterior/arviz-0.x.json",
  "posterior/arviz-xarray.json",
  "posterior/mcmcchains.json",
  "posterior/credence/draws.parquet",
];
const OPTIONS = [{}, { metric: "exact_match" }, { filter: "strict-match" }, { metric: "acc" }];
const KINDS: readonly ColumnKind[] = ["real", "positive", "probability", "count", "binary", "factor"];

/** Reads it to the end; whatever goes wrong must be a CredenceError that says where, what was found and expected. */
async function expectNoCrash(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof CredenceError)) throw error;
    expect(error.code).toMatch(/^data\/[a-z-]+$/);
    const { where, found, expected } = error.details;
    expect({ where, found, expected }).toEqual({
      where: expect.objectContaining({ file: expect.any(String) }),
      found: expect.any(String),
      expected: expect.any(String),
    });
    expect(`${error.message} ${error.code === "data/parquet" ? "" : found}`).not.toMatch(
      /Cannot read|not a function|undefined/,
    );
  }
}

async function useTable(path: string, bytes: Uint8Array, option: number): Promise<void> {
  const table = await readSource(sourceFromBytes(path, bytes), OPTIONS[option % OPTIONS.length]);
  const { map } = guessColumns(table);
  const renamed = renameColumns(table, map);
  for (const name of renamed.columns.keys()) {
    await expectNoCrash(async () => interpret(renamed, name, { kind: KINDS[option % KINDS.length]! }));
  }
  completeCompute(renamed);
}

async function usePosterior(path: string, bytes: Uint8Array): Promise<void> {
  const { draws } = await readPosteriorSources([sourceFromBytes(path, bytes)]);
  for (const column of draws.columns) expect(column).toHaveLength(draws.chains * draws.draws);
}

/** A file with bytes flipped, a piece cut out, repeated or put elsewhere, or its end missing. */
const damage = fc.array(
  fc.record({
    kind: fc.constantFrom("flip", "set", "cut", "repeat", "truncate"),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 0xff, 0x7f, 0x80, 34, 44, 91, 123)),
    length: fc.nat(40),
  }),
  { minLength: 1, maxLength: 4 },
);

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Uint8Array, damages: Damage): Uint8Array {
  let result = Uint8Array.from(bytes);
  for (const { kind, at, byte, length } of damages) {
    const start = Math.min(Math.floor(at * result.length), result.length - 1);
    if (result.length === 0) return result;
    const before = result.subarray(0, start);
    const piece = result.subarray(start, start + length);
    if (kind === "flip") result[start] = result[start]! ^ (1 << (byte & 7));
    else if (kind === "set") result[start] = byte;
    else if (kind === "cut") result = Uint8Array.from([...before, ...result.subarray(start + length)]);
    else if (kind === "repeat") result = Uint8Array.from([...before, ...piece, ...result.subarray(start)]);
    else result = Uint8Array.from(before);
  }
  return result;
}

const files = new Map([...TABLES, ...PARQUET, ...POSTERIORS].map((path) => [path, readFileSync(fixtures + path)]));

test.each([
  ["a table or a log", TABLES, 0.35],
  ["a Parquet file", PARQUET, 0.2],
])(
  "%s that is damaged anywhere is read or refused in words",
  async (_, paths, share) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), damage, fc.nat(23), async (path, damages, option) => {
        await expectNoCrash(() => useTable(path, damaged(files.get(path)!, damages), option));
      }),
      runs(share),
    );
  },
  600_000,
);

test("a posterior that is damaged anywhere is read or refused in words", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...POSTERIORS), damage, async (path, damages) => {
      await expectNoCrash(() => usePosterior(path, damaged(files.get(path)!, damages)));
    }),
    runs(0.15),
  );
}, 600_000);

/** A JSON document of a known layout in which one value is another, or a key is missing. */
const JSON_PATHS = [...TABLES, ...POSTERIORS].filter((path) => path.endsWith(".json") && !path.includes("0.x"));
const other = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, 1e308, -1, 1e18, "", "__proto__", [], {}, [[]], [{}], { length: 5 }) },
);

function withOther(value: unknown, choices: readonly number[], replacement: unknown, depth = 0): unknown {
  const isList = Array.isArray(value);
  if (value === null || typeof value !== "object" || depth >= choices.length) return replacement;
  const keys = Object.keys(value);
  if (keys.length === 0) return replacement;
  const chosen = keys[choices[depth]! % keys.length]!;
  const inner = withOther((value as Record<string, unknown>)[chosen], choices, replacement, depth + 1);
  if (isList) return value.map((item, index) => (String(index) === chosen ? inner : item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === chosen ? inner : item]));
}

test("a document of a known layout with values of the wrong type is read or refused in words", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...JSON_PATHS),
      fc.array(fc.nat(1000), { maxLength: 7 }),
      other,
      fc.nat(23),
      async (path, choices, replacement, option) => {
        const document = withOther(JSON.parse(files.get(path)!.toString()), choices, replacement);
        const bytes = new TextEncoder().encode(JSON.stringify(document) ?? "null");
        const isPosterior = POSTERIORS.includes(path);
        await expectNoCrash(() => (isPosterior ? usePosterior(path, bytes) : useTable(path, bytes, option)));
      },
    ),
    runs(0.2),
  );
}, 600_000);

test("anything at all under any extension is read or refused in words", async () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
    fc.jsonValue().map((value) => new TextEncoder().encode(JSON.stringify(value))),
    fc
      .array(fc.constantFrom(",", '"', "\n", "\r\n", "a", "1", "#", ";", "\t", " ", "NaN", "1e999", "\uFEFF", "."), {
        maxLength: 40,
      })
      .map((parts) => new TextEncoder().encode(parts.join(""))),
  );
  const extension = fc.constantFrom("csv", "tsv", "json", "jsonl", "parquet", "eval", "txt", "");
  await fc.assert(
    fc.asyncProperty(content, extension, fc.nat(23), async (bytes, extension, option) => {
      await expectNoCrash(() => useTable(`x.${extension}`, bytes, option));
      await expectNoCrash(() => usePosterior(`x.${extension}`, bytes));
    }),
    runs(0.1),
  );
}, 600_000);

test.each(["[", '{"a":', '[{"a":', '{"posterior":{"mu":['])("JSON nested 20 000 deep is refused: %s", async (unit) => {
  const bytes = new TextEncoder().encode(unit.repeat(20_000));
  await expectNoCrash(() => useTable("x.json", bytes, 0));
  const closing = { "[": "]", '{"a":': "}", '[{"a":': "}]", '{"posterior":{"mu":[': "]}}" }[unit]!;
  const whole = new TextEncoder().encode(`${unit.repeat(20_000)}1${closing.repeat(20_000)}`);
  await expectNoCrash(() => useTable("x.json", whole, 0));
  await expectNoCrash(() => usePosterior("x.json", whole));
});
