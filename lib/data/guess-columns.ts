/** What the columns of a table of training runs probably are: names known from published sweeps. Told, never silent. */
import type { ColumnSource } from "./rename-columns.ts";
import type { Table } from "./table.ts";

export interface Guess {
  /** for `renameColumns`; a column that has the model's name already is not in it */
  readonly map: Readonly<Record<string, ColumnSource>>;
  /** what was guessed and why, one line each, to be printed */
  readonly explanation: readonly string[];
}

/** A model's name for a quantity, and the names it goes by elsewhere; the first that a table holds is taken. */
interface Alias {
  readonly name: string;
  readonly about: string;
  readonly names: readonly string[];
  /** factors that bring a column to our unit */
  readonly times?: Readonly<Record<string, number>>;
}

/** Names read from the repositories of published sweeps and from wandb, lm-evaluation-harness and Epoch exports. */
const ALIASES: readonly Alias[] = [
  {
    name: "N",
    about: "parameters",
    names: ["params", "parameters", "n_params", "num_params", "parameter_count", "Model Size", "model_size"].concat([
      "model_num_parameters",
      "non_embedding_params",
      "n_params_non_embed",
    ]),
  },
  {
    name: "D",
    about: "tokens",
    names: [
      "tokens",
      "n_tokens",
      "num_tokens",
      "total_tokens",
      "train_tokens",
      "training_tokens",
      "throughput/total_tokens",
    ],
  },
  {
    name: "C",
    about: "FLOP",
    names: ["flop", "flops", "budget", "compute", "Training FLOP", "training_flops", "total_flops"].concat([
      "total_gflops",
      "throughput/total_gflops",
    ]),
    times: { total_gflops: 1e9, "throughput/total_gflops": 1e9 },
  },
  {
    name: "loss",
    about: "loss",
    names: [
      "val_loss",
      "valid_loss",
      "validation_loss",
      "eval_loss",
      "eval/loss",
      "val/loss",
      "test_loss",
      "final_loss",
    ].concat(["smooth_loss", "train_loss", "train/loss"]),
  },
];

/**
 * The columns that look like N, D, C and loss, by the table of aliases (case ignored); a loss also by its last word when
 * one column alone ends so. Columns of text and of few numbers are named as possible groups.
 */
export function guessColumns(table: Table): Guess {
  const names = [...table.columns.keys()];
  const map: Record<string, ColumnSource> = {};
  const explanation: string[] = [];
  for (const alias of ALIASES) {
    if (table.columns.has(alias.name)) {
      explanation.push(`${alias.name} (${alias.about}) is the column ${alias.name}`);
      continue;
    }
    const known = alias.names.flatMap(
      (candidate) => names.find((name) => name.toLowerCase() === candidate.toLowerCase()) ?? [],
    );
    const candidates =
      known.length > 0 || alias.name !== "loss" ? known : names.filter((name) => /(?:^|[/_. ])loss$/i.test(name));
    const [first, ...others] = candidates;
    if (first === undefined || (known.length === 0 && others.length > 0)) {
      explanation.push(unknown(alias, candidates));
      continue;
    }
    const times = alias.times?.[first.toLowerCase()];
    map[alias.name] = times === undefined ? first : { from: first, times };
    const also = others.length > 0 ? `; ${others.join(", ")} would be possible too` : "";
    explanation.push(
      `${alias.name} (${alias.about}) is guessed to be ${first}${times ? ` times ${times}` : ""}${also}`,
    );
  }
  const groups = groupCandidates(
    table,
    new Set(Object.values(map).map((source) => (typeof source === "string" ? source : source.from))),
  );
  if (groups.length > 0) explanation.push(`possible groups: ${groups.join(", ")}`);
  return { map, explanation };
}

function unknown(alias: Alias, candidates: readonly string[]): string {
  if (candidates.length === 0) return `${alias.name} (${alias.about}) is not among the columns`;
  const choices = candidates.map((name) => `--map ${alias.name}=${name}`).join(" or ");
  return `${alias.name} (${alias.about}) could be any of ${candidates.length} columns: say ${choices}`;
}

/** Columns of text in which values repeat. */
function groupCandidates(table: Table, taken: ReadonlySet<string>): string[] {
  return [...table.columns.values()]
    .filter(({ name, cells }) => {
      if (taken.has(name) || cells instanceof Float64Array) return false;
      const levels = new Set(cells).size;
      return levels > 1 && levels <= table.rows / 2;
    })
    .map(({ name }) => name);
}
