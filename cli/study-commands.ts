/** The commands around a study file, its runs and its data, as the program offers them; each body is imported when it is asked for. */
import { type Command, Option } from "commander";
import { CredenceError } from "../lib/errors.ts";
import { wholeNumber, pair } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

interface Program {
  readonly program: Command;
  readonly terminal: Terminal;
  /** the command line as it was typed */
  readonly line: string;
  readonly done: (code: number) => void;
}

export const home = (): Option => new Option("--store <dir>", "folder of results, runs and ledgers").default(".credence");
const json = (): Option => new Option("--json", "print one JSON object");
const baseline = (): Option => new Option("--baseline <run>", "compare with this run instead of the one that was set");
export const queue = (): Option => new Option("--queue [url]", "have the workers of a queue compute: postgres://, redis:// (default: $CREDENCE_QUEUE)");
const strict = (): Option => new Option("--strict", "warnings count as errors, and undecided ones fail");

/** The flag's word is `--store`; inside it is the home of everything kept. Commander's options have no types: each command says its own. */
// oxlint-disable-next-line no-explicit-any
export const flags = ({ store, ...rest }: any): any => ({ ...rest, home: store });

export function addStudyCommands({ program, terminal, line, done }: Program): void {
  const sampling = (command: Command): Command =>
    command
      .option("--seed <text>", "in place of the study's own")
      .option("--chains <n>", "independent chains", wholeNumber("--chains"))
      .option("--warmup <n>", "warmup draws a chain", wholeNumber("--warmup"))
      .option("--draws <n>", "draws kept a chain", wholeNumber("--draws"))
      .option("--only <id...>", "only these models, forecasts, comparisons or expectations, and what they need")
      .addOption(new Option("--reporter <names>", "html,json,junit,md,github").argParser(reporters))
      .option("--out <dir>", "copy the outputs there")
      .option("--ci", "all outputs into credence-out, annotations on standard output")
      .option("--quiet", "no progress and no text; the exit code speaks")
      .addOption(baseline())
      .addOption(strict())
      .addOption(home())
      .addOption(json());

  sampling(program.command("run").description("do a whole study: fit what changed, forecast, compare, judge, report"))
    .argument("[study]", "study file (default: study.yaml)")
    .option("--refit", "fit everything again")
    .addOption(queue())
    .option("--cancel", "take the study off the queue, whoever waits for it")
    .addOption(new Option("--shard <i/n>", "only every n-th fit, from the i-th; credence merge does the rest").argParser(shard))
    .action(async (study, options) => done(await (await import("./commands/run.ts")).runCommand(study, flags(options), terminal, line)));

  sampling(program.command("merge").description("put the results of shards together and finish the study"))
    .argument("<dir...>", "folders that credence run --shard wrote")
    .option("--study <file>", "study file (default: study.yaml)")
    .action(async (dirs, options) =>
      done(await (await import("./commands/run.ts")).mergeCommand(dirs, options.study, flags(options), terminal, line)),
    );

  program
    .command("check")
    .description("only the gate: of the study here from stored results, or of a stored run; nothing is fitted")
    .argument("[run]", "a run: latest, @2, baseline, git:SHA, the beginning of an id, a folder")
    .option("--study <file>", "study file (default: study.yaml)")
    .addOption(baseline())
    .addOption(strict())
    .addOption(home())
    .addOption(json())
    .action(async (run, options) => done(await (await import("./commands/check.ts")).checkCommand(run, flags(options), terminal, line)));

  program
    .command("worker")
    .description("compute cells for a queue, for whoever submits them, until it is stopped")
    .addOption(queue())
    .option("--concurrency <n>", "cells at a time (default: one a processor)", wholeNumber("--concurrency"))
    .addOption(json())
    .action(async (options) => done(await (await import("./commands/worker.ts")).workerCommand(options, terminal)));

  program
    .command("init")
    .description("write a study that works, with data, into an empty folder")
    .argument("<template>", "scaling, calibration, variance or emergence")
    .argument("[dir]", "folder (default: the template's name)")
    .addOption(json())
    .action(async (template, dir, options) => done(await (await import("./commands/init.ts")).initCommand(template, dir, options, terminal)));

  program
    .command("schema")
    .description("print the JSON Schema of study files, for editors")
    .action(async () => done(await (await import("./commands/schema.ts")).schemaCommand(terminal)));

  program
    .command("runs")
    .description("list runs, the latest first; --baseline names the one that later runs are compared with")
    .option("--baseline <run>", "set the baseline")
    .addOption(home())
    .addOption(json())
    .action(async (options) => done(await (await import("./commands/runs.ts")).runsCommand(flags(options), terminal)));

  program
    .command("show")
    .description("print a run again")
    .argument("[run]", "a run: latest, @2, baseline, git:SHA, the beginning of an id, a folder", "latest")
    .addOption(home())
    .addOption(json())
    .action(async (run, options) => done(await (await import("./commands/runs.ts")).showCommand(run, flags(options), terminal)));

  program
    .command("export")
    .description("write a posterior for other programs")
    .argument("[run]", "a run", "latest")
    .addOption(new Option("--to <format>", "the file format").choices(["arviz-json", "stan-csv", "mcmcchains-json", "csv", "parquet"]).makeOptionMandatory())
    .option("--fit <name>", "one of a study's fits (default: all)")
    .option("--out <dir>", "folder", "export")
    .addOption(home())
    .addOption(json())
    .action(async (run, options) => done(await (await import("./commands/export.ts")).exportCommand(run, flags(options), terminal)));

  program
    .command("prune")
    .description("remove old runs, and results that no run reads")
    .option("--keep <n>", "runs that stay", wholeNumber("--keep"), 20)
    .addOption(home())
    .addOption(json())
    .action(async (options) => done(await (await import("./commands/prune.ts")).pruneCommand(flags(options), terminal)));

  program
    .command("score")
    .description("score past forecasts of a study against the data that have come since")
    .argument("[study]", "study file (default: study.yaml)")
    .addOption(home())
    .addOption(json())
    .action(async (study, options) => done(await (await import("./commands/score.ts")).scoreCommand(study, flags(options), terminal)));

  program
    .command("diagnose")
    .description("whether draws are to be trusted: of a run, or of CmdStan CSV, ArviZ JSON, MCMCChains JSON, CSV or Parquet files")
    .argument("[what...]", "a run, or the files of one posterior")
    .option("--rhat-max <value>", "largest R-hat", Number)
    .option("--ess-min <n>", "fewest effective draws", Number)
    .option("--max-divergences <n>", "divergences allowed", wholeNumber("--max-divergences"))
    .addOption(home())
    .addOption(json())
    .action(async (what, options) => done(await (await import("./commands/diagnose.ts")).diagnoseCommand(what, flags(options), terminal)));

  program
    .command("data")
    .description("show the table that would be read: the reader, guessed columns, rows left out and why; writes nothing")
    .argument("<file...>")
    .option("--as <reader>", "the reader, instead of recognition")
    .option("--metric <name>", "of an evaluation log")
    .option("--filter <name>", "of lm-evaluation-harness")
    .option("--map <name=column>", "the file's column for a name (may be repeated)", pair("--map"))
    .addOption(json())
    .action(async (files, options) => done(await (await import("./commands/data.ts")).dataCommand(files, options, terminal)));

  program
    .command("doctor")
    .description("check what credence needs from this machine and folder")
    .addOption(home())
    .addOption(json())
    .action(async (options) => done(await (await import("./commands/doctor.ts")).doctorCommand(flags(options), terminal)));
}

const REPORTERS = ["html", "json", "junit", "md", "github"] as const;

function reporters(text: string): (typeof REPORTERS)[number][] {
  return text.split(",").map((name) => {
    const found = REPORTERS.find((each) => each === name.trim());
    if (found) return found;
    throw new CredenceError({ code: "usage/value", message: `--reporter cannot be ${JSON.stringify(name)}`, found: name, expected: REPORTERS.join(", ") });
  });
}

function shard(text: string): { index: number; count: number } {
  const [, index, count] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index < 1 || index > count)
    throw new CredenceError({ code: "usage/value", message: `--shard cannot be ${JSON.stringify(text)}`, found: text, expected: "i/n with 1 ≤ i ≤ n, such as 2/4" });
  return { index, count };
}
