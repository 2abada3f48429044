/** CmdStan's CSV, one file a chain: `#` lines of configuration, `lp__,…,theta.1,…` and a row a draw. */
import { CredenceError } from "../../errors.ts";
import { parseStanNumber, stanNumber } from "./exact-number.ts";
import { assemble, checkSize, type Posterior, STATISTICS } from "./posterior.ts";
import { elementNames, groupVariables } from "./variables.ts";

/** What CmdStan's configuration lines say and our draws do not. */
export interface CmdStanInfo {
  readonly model?: string;
  readonly seed?: string;
}

/**
 * The text of one file a chain. Levels become Stan's 1-based indices; a comment keeps each element's own name, so that
 * reading gives it back.
 */
export function writeCmdStanCsv({ draws, statistics }: Posterior, info: CmdStanInfo = {}): string[] {
  const written = STATISTICS.filter(({ name }) => statistics[name] !== undefined);
  const columns = [...written.map(({ name }) => statistics[name]!), ...draws.columns];
  const labels = stanNames(draws.names);
  const header = [...written.map(({ name }) => name), ...labels].join(",");
  const renamed = labels.flatMap((label, j) =>
    defaultName(label) === draws.names[j] ? [] : [`# element ${label} = ${JSON.stringify(draws.names[j])}`],
  );
  return Array.from({ length: draws.chains }, (_, chain) => {
    const rows = Array.from({ length: draws.draws }, (_, draw) =>
      columns.map((column) => stanNumber(column[chain * draws.draws + draw]!)).join(","),
    );
    return `${[...configuration(info, draws.draws, chain), ...renamed, header, ...rows].join("\n")}\n`;
  });
}

function configuration({ model, seed }: CmdStanInfo, draws: number, chain: number): string[] {
  const settings = [
    "method = sample",
    "  sample",
    `    num_samples = ${draws}`,
    "    num_warmup = 0",
    "    save_warmup = 0",
  ];
  const rest = ["    thin = 1", `id = ${chain + 1}`];
  return [...(model === undefined ? [] : [`model = ${model}`]), ...settings, ...rest]
    .concat(seed === undefined ? [] : ["random", `  seed = ${seed}`])
    .map((line) => `# ${line}`);
}

/** `theta.2` for the second element of `theta`, `column_7` for what Stan could not name. */
function stanNames(names: readonly string[]): string[] {
  return groupVariables(names).flatMap(({ name, labels, first }) => {
    const counts = labels.map((own) => own.map((_, index) => String(index + 1)));
    const indices = elementNames("", counts).map((element) => element.slice(1, -1).replaceAll(",", "."));
    const isStan = /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !name.endsWith("__") && !name.startsWith("column_");
    return indices.map((index, k) =>
      isStan ? [name, index].filter((part) => part !== "").join(".") : `column_${first + k + 1}`,
    );
  });
}

/** `theta.1.2` as `theta[1,2]`. */
function defaultName(label: string): string {
  const [base, ...indices] = label.split(".");
  return indices.length > 0 && indices.every((index) => /^\d+$/.test(index)) ? `${base}[${indices.join(",")}]` : label;
}

interface Chain {
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: readonly Float64Array[];
}

/**
 * Reads the chains of one fit, one file each; warmup draws that were saved are left out.
 * @throws CredenceError data/cmdstan, data/ragged-row, data/not-a-number, data/chains-differ
 */
export function readCmdStanCsv(files: readonly { readonly file: string; readonly text: string }[]): Posterior {
  const chains = files.map(({ file, text }) => readChain(file, text));
  const first = chains[0];
  if (first === undefined)
    throw new CredenceError({
      code: "data/cmdstan",
      message: "there are no files",
      found: "none",
      expected: "a CSV a chain",
    });
  for (const chain of chains) checkAlike(chain, first);
  const draws = first.rows.length;
  checkSize(chains.length, draws, first.names.length, first.file);
  const parameters = new Map<string, Float64Array>();
  const statistics = new Map<string, Float64Array>();
  first.names.forEach((name, j) => {
    const values = new Float64Array(chains.length * draws);
    chains.forEach(({ rows }, chain) => {
      rows.forEach((row, draw) => {
        values[chain * draws + draw] = row[j]!;
      });
    });
    (name.endsWith("__") ? statistics : parameters).set(name, values);
  });
  return assemble(chains.length, draws, parameters, statistics, "name");
}

function readChain(file: string, text: string): Chain {
  const own = new Map<string, string>();
  let names: string[] | undefined;
  let rows: Float64Array[] = [];
  let line = 0;
  for (const content of text.split("\n")) {
    line++;
    const trimmed = content.trim();
    if (trimmed.startsWith("#")) {
      const comment = trimmed.slice(1).trim();
      if (comment.startsWith("Adaptation terminated")) rows = [];
      readComment(comment, own, { file, line });
    } else if (trimmed !== "" && names === undefined) {
      names = trimmed.split(",").map((label) => own.get(label) ?? defaultName(label));
      checkHeader(names, { file, line });
    } else if (trimmed !== "") rows.push(readRow(trimmed, names!, { file, line }));
  }
  if (names === undefined) throw notCmdStan(file, line, "no header");
  return { file, names, rows };
}

function readComment(comment: string, own: Map<string, string>, where: { file: string; line: number }): void {
  const element = /^element (\S+) = (".*")$/.exec(comment);
  if (element !== null) {
    try {
      own.set(element[1]!, String(JSON.parse(element[2]!)));
    } catch {
      throw notCmdStan(where.file, where.line, comment);
    }
  }
  const method = /^method = (\w+)/.exec(comment)?.[1];
  if (method !== undefined && method !== "sample") throw notCmdStan(where.file, where.line, `method = ${method}`);
}

function checkHeader(names: readonly string[], where: { file: string; line: number }): void {
  const repeated = names.find((name, j) => names.indexOf(name) < j);
  if (repeated !== undefined) throw notCmdStan(where.file, where.line, `the column ${repeated} twice`);
  if (names.every((name) => parseStanNumber(name) !== undefined)) throw notCmdStan(where.file, where.line, "no header");
}

function readRow(text: string, names: readonly string[], where: { file: string; line: number }): Float64Array {
  const cells = text.split(",");
  if (cells.length !== names.length) {
    throw new CredenceError({
      code: "data/ragged-row",
      message: `a draw has ${cells.length} values where the header has ${names.length}`,
      where,
      found: text.slice(0, 60),
      expected: `${names.length} values; a run that was killed leaves its last line cut off`,
    });
  }
  return Float64Array.from(cells, (cell, j) => {
    const value = parseStanNumber(cell);
    if (value !== undefined) return value;
    throw new CredenceError({
      code: "data/not-a-number",
      message: `${JSON.stringify(cell)} in column "${names[j]}" is not a number`,
      where,
      found: cell,
      expected: "a number, nan, inf or -inf",
    });
  });
}

function checkAlike(chain: Chain, first: Chain): void {
  const names = chain.names.join(",") === first.names.join(",");
  if (names && chain.rows.length === first.rows.length) return;
  throw new CredenceError({
    code: "data/chains-differ",
    message: `the chains of one fit differ in ${names ? "their number of draws" : "their columns"}`,
    where: { file: chain.file },
    found: names
      ? `${chain.rows.length} draws`
      : `${chain.names.length} columns: ${chain.names.slice(0, 8).join(", ")}`,
    expected: names ? `${first.rows.length} draws, as in ${first.file}` : `the columns of ${first.file}`,
  });
}

function notCmdStan(file: string, line: number, found: string): CredenceError {
  return new CredenceError({
    code: "data/cmdstan",
    message: "the file is not the CSV of a CmdStan sampling run",
    where: { file, line },
    found,
    expected: "# lines with method = sample, a header lp__,…, and a row a draw",
  });
}
