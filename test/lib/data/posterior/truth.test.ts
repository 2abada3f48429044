import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { exportPosterior } from "../../../../lib/data/posterior/formats.ts";
import type { Posterior } from "../../../../lib/data/posterior/posterior.ts";

const truth = (name: string) => fileURLToPath(new URL(`../../../truth/${name}`, import.meta.url));
const exported = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/posterior/credence/${name}`, import.meta.url));

/** Two chains of five draws; thirds and sevenths have 17 digits, the ends of float64 are among them. */
const posterior: Posterior = (() => {
  const names = ["mu", "tau", "theta[A]", "theta[gpt-3.5]", "fi[m1,b1]", "fi[m1,b2]", "fi[m2,b1]", "fi[m2,b2]"];
  const column = (j: number) =>
    Float64Array.from({ length: 10 }, (_, k) => (((k + 1) * 7919 * (j + 1)) % 1009) / (j + 3) - 50);
  const columns = names.map((_, j) => column(j));
  columns[1]!.set([1e308, 1e-308, 5e-324, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
  const flag = Float64Array.from({ length: 10 }, (_, k) => (k === 3 ? 1 : 0));
  const whole = (j: number) => Float64Array.from({ length: 10 }, (_, k) => 1 + ((k * j) % 4));
  return {
    draws: { chains: 2, draws: 5, names, columns },
    statistics: {
      lp__: column(20),
      accept_stat__: column(21).map((value) => 1 / (1 + value * value)),
      stepsize__: new Float64Array(10).fill(0.1),
      treedepth__: whole(1),
      n_leapfrog__: whole(3),
      divergent__: flag,
      energy__: column(22),
    },
    notes: [],
  };
})();

const files = (["stan-csv", "arviz-json", "mcmcchains-json", "parquet"] as const).flatMap((format) =>
  exportPosterior(posterior, format, { model: "example", seed: "7" }),
);

if (process.env.CREDENCE_WRITE_TRUTH) for (const { name, content } of files) writeFileSync(exported(name), content);

test.each(files)("the export $name is byte for byte the one that other programs have read", ({ name, content }) => {
  const expected = readFileSync(exported(name));
  expect(Buffer.from(content as string).equals(expected)).toBe(true);
});

interface Reading {
  readonly names: string[];
  /** by name, chain-major, numbers as 17-digit text */
  readonly values: Record<string, string[]>;
}

const numberOf = (text: string) =>
  ({ nan: Number.NaN, inf: Infinity, "-inf": -Infinity })[text.toLowerCase()] ?? Number(text) + 0;

test.each(["cmdstan-csv"])("%s: the other program read the very numbers", (format) => {
  const { names, values }: Reading = JSON.parse(readFileSync(truth(`posterior-${format}.json`), "utf8"));
  const ours = posterior.draws.names;
  const foreign = format === "cmdstan-csv" ? stanNames : ours;
  expect(names.filter((name) => !name.endsWith("__") && !name.startsWith("."))).toEqual(foreign);
  foreign.forEach((name, j) => {
    expect(
      values[name]!.map((text) => numberOf(text) + 0),
      name,
    ).toEqual([...posterior.draws.columns[j]!].map((value) => value + 0));
  });
  const { lp__, divergent__ } = posterior.statistics;
  expect(values.lp__!.map(numberOf)).toEqual([...lp__!]);
  expect(values.divergent__!.map(numberOf)).toEqual([...divergent__!]);
});

/** CmdStan's files know indices only. */
const stanNames = ["mu", "tau", "theta[1]", "theta[2]", "fi[1,1]", "fi[1,2]", "fi[2,1]", "fi[2,2]"];

test("R's posterior finds in the CmdStan files the summaries of the draws", () => {
  const { summaries } = JSON.parse(readFileSync(truth("posterior-cmdstan-csv.json"), "utf8")) as {
    summaries: { variable: string; mean: number; sd: number }[];
  };
  const finite = summaries.filter(({ variable }) => variable !== "tau");
  expect(finite).toHaveLength(7);
  for (const { variable, mean, sd } of finite) {
    const values = posterior.draws.columns[stanNames.indexOf(variable)]!;
    const ourMean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const ourSd = Math.sqrt(values.reduce((sum, value) => sum + (value - ourMean) ** 2, 0) / (values.length - 1));
    expect(mean).toBeCloseTo(ourMean, 10);
    expect(sd).toBeCloseTo(ourSd, 10);
  }
});
