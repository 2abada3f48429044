/** argv in, exit code out. Commands are imported when they are asked for, so that light ones start fast. */
import { Command, CommanderError, Option } from "commander";
import { CredenceError, renderError } from "../lib/errors.ts";
import { version } from "../study/version.ts";
import {
  collect,
  duration,
  list,
  number,
  pair,
  point,
  shares,
  spreadPairs,
  until,
  wholeNumber,
  withoutPasswords,
  withoutQueue,
} from "./arguments.ts";
import { exitCode } from "./exit-code.ts";
import { addStudyCommands, flags, home, queue } from "./study-commands.ts";
import type { Terminal } from "./terminal.ts";

/** @param argv what follows `credence` */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCode.ok;
  const program = commands(terminal, `credence ${withoutQueue(argv).map(quoted).join(" ")}`, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(spreadPairs(argv), { from: "user" });
    return code;
  } catch (error) {
    // help and version are printed by then; asked for they are no error, for want of a command they are
    if (error instanceof CommanderError && /help|version/i.test(error.code))
      return error.exitCode === 0 ? exitCode.ok : exitCode.error;
    const known = error instanceof CommanderError ? usageError(error) : error;
    if (known instanceof CredenceError) tell(known, argv.includes("--json"), terminal);
    else
      terminal.err(
        `${withoutPasswords(known instanceof Error ? (known.stack ?? "") : String(known))}\n\nThis is our fault, not yours: please report it with the command and the lines above.\n`,
      );
    return exitCode.error;
  }
}

function commands(terminal: Terminal, line: string, done: (code: number) => void): Command {
  const program = new Command("credence");
  program
    .description(
      "Scaling laws, calibration, evaluation variance and emergence as priors plus likelihoods, sampled by NUTS.",
    )
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: () => {},
    });
  const at = new Option("--at <point>", "forecast there: N=7e10,D=1.4e12 or C=1e24 (may be repeated)").argParser(point);
  const json = new Option("--json", "print one JSON object");
  const workers = new Option("--workers <n>", "worker threads (default: one a processor, none for a short fit); the draws do not depend on it").argParser(wholeNumber("--workers"));
  const tableOptions = (command: Command): Command =>
    command
      .option("--map <name=column>", "the file's column for a column of the model (may be repeated)", pair("--map"))
      .option("--where <column=value>", "only the rows with this value (may be repeated)", pair("--where"))
      .option("--set <name=value>", "an option of the model, a constant, or a parameter to fix (may be repeated)", pair("--set"));

  tableOptions(
    program.command("fit").description("sample a model's posterior given a table; write a run folder with its page"),
  )
    .argument("[model]", "name of a library model, or a .yaml, .yml or .json file")
    .argument("[data]", "table of runs: CSV, JSON, JSON lines, Parquet or an evaluation log")
    .option("--seed <text>", "the same seed gives the same draws", "1")
    .option("--chains <n>", "independent chains", wholeNumber("--chains"))
    .option("--warmup <n>", "warmup draws a chain", wholeNumber("--warmup"))
    .option("--draws <n>", "draws kept a chain", wholeNumber("--draws"))
    .option("--target-accept <p>", "acceptance that the step size aims at", number("--target-accept"))
    .addOption(new Option("--sampler <name>", "how a transition moves").choices(["nuts", "hmc"]))
    .option("--until <ess=n>", "end as soon as every parameter has n effective draws; --draws is the most", until)
    .option("--max-time <time>", "end after 90s, 10m, 2h with the draws made by then", duration("--max-time"))
    .addOption(workers)
    .option("--from <dir>", "begin where an earlier fit of the same model ended: metric, step size, positions")
    .option("--resume <dir>", "go on with a fit that was interrupted or killed; nothing else is given")
    .addOption(at)
    .option("--out <dir>", "the run's folder (default: .credence/runs/<model>-<id>)")
    .addOption(json)
    .action(async (model, data, options) =>
      done(await (await import("./commands/fit.ts")).fitCommand(model, data, options, terminal, line)),
    );

  program
    .command("predict")
    .description("forecast at further points or rows from run folders; several are averaged, nothing is fitted again")
    .argument("<dirs...>", "run folders")
    .addOption(at)
    .option("--grid <points>", "every combination of ranges low:high:count, as N=1e9:1e11:5,D=2e10")
    .option("--data <file>", "a table of further rows; scored when the outcomes are in it")
    .option("--map <name=column>", "the file's column for a column of the model (may be repeated)", pair("--map"))
    .option("--where <column=value>", "only the rows with this value (may be repeated)", pair("--where"))
    .option("--event <formula>", 'its probability at each point: "loss < 1.9" (may be repeated)', collect)
    .option("--quantiles <list>", "shares to print: 0.05,0.5,0.95", shares("--quantiles"))
    .addOption(
      new Option("--weights <kind>", "how several runs are averaged")
        .choices(["probability", "stacking", "equal"])
        .default("probability"),
    )
    .option("--csv", "print a table, one row a forecast")
    .addOption(json)
    .action(async (dirs, options) =>
      done(await (await import("./commands/predict.ts")).predictCommand(dirs, options, terminal)),
    );

  program
    .command("compare")
    .description("which of several models the data favour: Bayes factors, leave-one-out, weights; of two models' answers: real or noise")
    .argument("[models...]", "models to fit to --data, options after a colon (chinchilla:tied=true); or run folders; or two logs of answers to the same items")
    .option("--data <file>", "the table that the models are fitted to")
    .option("--tournament <name>", "a list of models by name; the table is the argument")
    .option("--map <name=column>", "the file's column for a column of the models (may be repeated)", pair("--map"))
    .option("--where <column=value>", "only the rows with this value (may be repeated)", pair("--where"))
    .option("--k-fold <column>", "score each group of rows by fits that have not seen it")
    .option("--leave-largest-out <column>", "fit to the rows below a cut of this column (or formula), score those above")
    .option("--cuts <list>", "where to cut: values or shares, 1e21,75% (default 60%,75%,90%)", list("--cuts"))
    .option("--seed <text>", "the same seed gives the same draws", "1")
    .option("--chains <n>", "independent chains", wholeNumber("--chains"))
    .option("--warmup <n>", "warmup draws a chain", wholeNumber("--warmup"))
    .option("--draws <n>", "draws kept a chain", wholeNumber("--draws"))
    .addOption(workers)
    .option("--pair-by <column>", "of two logs: the column that names an item (default: item, or what names one in the log)")
    .option("--filter <name>", "of logs of lm-evaluation-harness: which answers")
    .option("--metric <name>", "of evaluation logs: which score")
    .option("--out <dir>", "of two logs: the run's folder (default: .credence/runs/<model>-<id>)")
    .addOption(queue())
    .addOption(home())
    .addOption(json)
    .action(async (models, options) =>
      done(await (await import("./commands/compare.ts")).compareCommand(models, flags(options), terminal, line)),
    );

  tableOptions(
    program.command("plan").description("where the next run should be: what candidates tell about models, a forecast, a threshold"),
  )
    .argument("<dirs...>", "one run folder, or two that are to be told apart")
    .option("--candidates <file>", "a table of runs that could be made")
    .option("--grid <points>", "candidates as every combination of ranges, N=1e9:1e11:5,D=2e10")
    .option("--cost <formula>", "cost of a candidate from its columns: 6*N*D (default: all cost the same)")
    .addOption(new Option(at.flags, "the forecast whose interval is to shrink").argParser(point))
    .option("--threshold <value>", "a value of the response: repeats until its side is known", number("--threshold"))
    .option("--wanted <p>", "probability of a decision (default 0.9)", number("--wanted"))
    .addOption(json)
    .action(async (dirs, options) =>
      done(await (await import("./commands/plan.ts")).planCommand(dirs, options, terminal)),
    );

  tableOptions(program.command("prior").description("what a model's priors expect, before the data, beside what came"))
    .argument("<model>", "a model with its options: chinchilla:tied=true")
    .argument("<data>", "table whose covariates are used, and whose responses are compared")
    .option("--draws <n>", "prior draws (default 1000)", wholeNumber("--draws"))
    .option("--seed <text>", "the same seed gives the same draws", "1")
    .addOption(json)
    .action(async (model, data, options) =>
      done(await (await import("./commands/prior.ts")).priorCommand(model, data, options, terminal)),
    );

  program
    .command("sbc")
    .description("simulation-based calibration: whether posteriors (or Bayes factors) of simulated data are right")
    .argument("<model>", "a model with its options: chinchilla:tied=true")
    .option("--against <model>", "calibrate the Bayes factor against this model (may be repeated)", collect)
    .option("--simulations <n>", "tables to draw", wholeNumber("--simulations"), 200)
    .option("--rows <n>", "rows of a table (default: the model's own number)", wholeNumber("--rows"))
    .option("--draws <n>", "draws among which the truth is ranked (default 99)", wholeNumber("--draws"))
    .option("--seed <text>", "the same seed gives the same simulations", "1")
    .option("--figure <file>", "write the figure as SVG: of the least uniform quantity, or of the models' probabilities")
    .addOption(queue())
    .addOption(home())
    .addOption(json)
    .action(async (model, options) =>
      done(await (await import("./commands/sbc.ts")).sbcCommand(model, flags(options), terminal)),
    );

  program
    .command("report")
    .description("write the page again, or one figure as a file; several runs share a page, a folder of runs gets an index")
    .argument("<ref...>", "runs: a folder, latest, @2, the beginning of an id; a folder of run folders; or a report kept as JSON")
    .option("--figure <id>", "only this figure; an unknown id lists those there are")
    .addOption(new Option("--format <name>", "of the output; a figure is svg or csv").choices(["html", "md", "json", "svg", "csv"]))
    .option("--width <px>", "of a figure; below 400 the narrow drawing", wholeNumber("--width"))
    .option("--embed-draws <n>", "whole curves of single draws put into the page", wholeNumber("--embed-draws"))
    .option("--out <file>", "instead of report.html in the run folder, or of standard output")
    .option("--open", "open the page in the browser")
    .option("--store <dir>", "folder of results, runs and ledgers", ".credence")
    .addOption(json)
    .action(async (refs, options) =>
      done(await (await import("./commands/report.ts")).reportCommand(refs, options, terminal)),
    );

  program
    .command("models")
    .description("list the library's models; with a name, say all about one")
    .argument("[name]", "a library model, or a model file")
    .option("--yaml", "print the model as a file to start your own from")
    .addOption(json)
    .action(async (name, options) =>
      done(await (await import("./commands/models.ts")).modelsCommand(name, options, terminal)),
    );

  program
    .command("simulate")
    .description("draw a table from a model at published values")
    .argument("<model>", "name of a library model, or a model file")
    .option("--rows <n>", "rows of the table", wholeNumber("--rows"))
    .option("--seed <text>", "the same seed gives the same table", "1")
    .option("--set <name=value>", "an option of the model, a constant, or a parameter to fix (may be repeated)", pair("--set"))
    .option("--out <file>", "the CSV file to write (default: standard output)")
    .addOption(json)
    .action(async (model, options) =>
      done(await (await import("./commands/simulate.ts")).simulateCommand(model, options, terminal)),
    );

  tableOptions(program.command("explain").description("show what a model is compiled to"))
    .argument("<model>")
    .argument("<data>")
    .addOption(new Option("--stage <name>", "one stage only").choices(["graph", "gradient", "loops", "wat"]))
    .addOption(json)
    .action(async (model, data, options) =>
      done(await (await import("./commands/explain.ts")).explainCommand(model, data, options, terminal)),
    );
  addStudyCommands({ program, terminal, line, done });
  return program;
}

/** commander's complaint as ours */
function usageError({ code, message }: CommanderError): CredenceError {
  const [first = "", ...rest] = message.replace(/^error: /, "").split("\n");
  const near = /Did you mean (?:one of )?(.*)\?\)/.exec(rest.join(" "))?.[1];
  return new CredenceError({
    code: `usage/${code.replace("commander.", "")}`,
    message: first.replaceAll("'", '"').replace(/\.$/, ""),
    nearest: near,
    fix: "credence --help",
  });
}

/** with --json the error is the object on standard output, so that a program reads one place */
function tell(error: CredenceError, json: boolean, terminal: Terminal): void {
  const text = json ? JSON.stringify({ schema: 1, exitCode: exitCode.error, error: error.details }) : renderError(error);
  if (json) terminal.out(`${withoutPasswords(text)}\n`);
  else terminal.err(`${withoutPasswords(text)}\n`);
}

/** as a shell would need it */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
