/** Words on the command line that mean nothing to us, and those that print help. */
import { expect, test } from "vitest";
import { credence, folderWith } from "./session.ts";

const folder = folderWith({ "data.csv": "N,D,loss\n1e8,2e9,3.1\n2e8,4e9,2.9\n4e8,8e9,2.7\n" });

/** arguments -> parts of the error */
const sessions: Readonly<Record<string, readonly string[]>> = {
  "ft chinchilla data.csv": ["usage/unknownCommand", "nearest   fit"],
  "fit chinchilla": ["usage/missingArgument", '"data"'],
  "fit chinchilla data.csv more": ["usage/excessArguments"],
  "fit chinchilla data.csv --sed 1": ["usage/unknownOption", "nearest   --seed"],
  "fit chincilla data.csv": ["model/unknown", "nearest   chinchilla"],
  "fit chinchilla nowhere.csv": ["data/file", "there is no such file"],
  "fit nowhere.yaml data.csv": ["data/file", "there is no such file"],
  "fit chinchilla data.csv --chains 0": ["sampler/option", "chains", "≥ 1"],
  "fit chinchilla data.csv --draws many": ["usage/value", "--draws", "a whole number"],
  "fit chinchilla data.csv --target-accept 2": ["sampler/option", "between 0 and 1"],
  "fit chinchilla data.csv --sampler metropolis": ["usage/invalidArgument", "nuts, hmc"],
  "fit chinchilla data.csv --set tied=maybe": ["model/option", "false, true"],
  "fit chinchilla data.csv --set teid=true": ["model/option", "nearest   tied"],
  "fit chinchilla data.csv --map N": ["usage/value", "--map name=value"],
  "fit chinchilla data.csv --map D=tokns": ["data/column-missing", "tokns"],
  "fit chinchilla data.csv --where D=3": ["data/no-rows", "no row has D = 3"],
  "fit chinchilla data.csv --where E=3": ["data/column-missing"],
  "fit chinchilla data.csv --at N=1e9": ["forecast/incomplete", "without D"],
  "fit chinchilla data.csv --at Q=1e9": ["forecast/unknown-name", "N, D, C"],
  "fit chinchilla data.csv --at loss=2": ["forecast/unknown-name", "loss is what the model forecasts"],
  "fit chinchilla data.csv --at N=big,D=1e9": ["data/not-a-number", "big"],
  "fit chinchilla data.csv --at N=-1,D=1e9": ["data/out-of-range", "-1"],
  "fit chinchilla data.csv --at C=much": ["forecast/value", "much"],
  "fit chinchilla data.csv --at 7e10": ["usage/value", "--at N=7e10,D=1.4e12"],
  "fit chinchilla data.csv --out data.csv/run": ["data/file", "not a folder"],
  "predict nowhere --at C=1e24": ["run/not-a-run"],
  "predict nowhere": ["usage/nowhere", "--at"],
  "report nowhere": ["run/reference"],
  "models chincilla": ["model/unknown", "nearest   chinchilla"],
  "explain chinchilla data.csv --stage all": ["usage/invalidArgument", "graph, gradient, loops, wat"],
};

test.each(Object.entries(sessions))("credence %s is refused before anything is sampled", async (line, says) => {
  const { out, err, code } = await credence(folder, line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  for (const part of says) expect(err).toContain(part);
  expect(err).not.toMatch(/\n\s+at |our fault/);
});

test("help and version are results, a missing command is not", async () => {
  expect(await credence(folder, "--help")).toMatchObject({ code: 0, err: "" });
  expect((await credence(folder, "fit --help")).out).toContain("--target-accept");
  expect((await credence(folder, "--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await credence(folder, "")).toMatchObject({ code: 2, out: "" });
});
