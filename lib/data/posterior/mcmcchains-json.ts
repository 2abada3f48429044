/** MCMCChains as JSON: one flat list of numbers, iteration fastest, then parameter, then chain. */
import type { JsonCursor } from "../json-cursor.ts";
import { jsonNumber } from "./exact-number.ts";
import { assemble, checkSize, type Posterior, STATISTICS } from "./posterior.ts";

export function writeMcmcChains({ draws: { chains, draws, names, columns }, statistics }: Posterior): string {
  const internals = STATISTICS.filter(({ name }) => statistics[name] !== undefined);
  const all = [...columns, ...internals.map(({ name }) => statistics[name]!)];
  const labels = internals.map(({ name, turing }) => (names.includes(turing) ? name : turing));
  const values: string[] = [];
  for (let chain = 0; chain < chains; chain++) {
    for (const column of all) {
      for (let draw = 0; draw < draws; draw++) values.push(jsonNumber(column[chain * draws + draw]!));
    }
  }
  const head = JSON.stringify({
    size: [draws, all.length, chains],
    parameters: [...names, ...labels],
    iterations: Array.from({ length: draws }, (_, draw) => draw + 1),
    chains: Array.from({ length: chains }, (_, chain) => chain + 1),
    name_map: { parameters: names, internals: labels },
    info: { created_by: "credence" },
  });
  return `${head.slice(0, -1)},"value_flat":[${values.join(",")}]}\n`;
}

/** Whether a document has the outline of MCMCChains. */
export function isMcmcChains(document: JsonCursor): boolean {
  return document.has("value_flat") && document.has("size");
}

/** @throws CredenceError data/shape */
export function readMcmcChains(document: JsonCursor): Posterior {
  const [draws, width, chains] = document
    .get("size")
    .list()
    .map((size) => size.count(Number.MAX_SAFE_INTEGER));
  if (draws === undefined || width === undefined || chains === undefined) {
    throw document.get("size").mismatch("a list [iterations, parameters, chains]");
  }
  checkSize(chains, draws, width, document.file);
  const names = document
    .get("parameters")
    .list()
    .map((name) => name.text());
  const flat = document.get("value_flat");
  const values = Array.isArray(flat.value) ? (flat.value as unknown[]) : [];
  if (names.length !== width) throw document.get("parameters").mismatch(`a list of ${width} names`);
  if (values.length !== draws * width * chains) throw flat.mismatch(`a list of ${draws * width * chains} numbers`);
  const internals = new Set(
    document
      .maybe("name_map")
      ?.maybe("internals")
      ?.list()
      .map((name) => name.text()),
  );
  const parameters = new Map<string, Float64Array>();
  const statistics = new Map<string, Float64Array>();
  names.forEach((name, p) => {
    const column = new Float64Array(chains * draws);
    for (let row = 0; row < column.length; row++) {
      const chain = Math.floor(row / draws);
      const value = values[(row % draws) + p * draws + chain * draws * width];
      if (value !== null && typeof value !== "number") throw flat.mismatch("a list of numbers");
      column[row] = value ?? Number.NaN;
    }
    if (parameters.has(name) || statistics.has(name))
      throw document.get("parameters").mismatch(`a list that names ${name} once`);
    (internals.has(name) ? statistics : parameters).set(name, column);
  });
  return assemble(chains, draws, parameters, statistics, "turing");
}
