/** One small fit of the shipped example, shared by the tests of a file. */
import { readTable } from "../../lib/data/files.ts";
import { models } from "../../models/index.ts";
import { type Fit, fit } from "../../study/fit.ts";
import type { Point } from "../../study/point.ts";
import { makeRun, type Run } from "../../study/run-folder.ts";

const settings = { chains: 2, warmup: 200, draws: 250 };

export async function exampleFit(model = "chinchilla"): Promise<Fit> {
  const table = await readTable(new URL("../../examples/chinchilla/sweep.csv", import.meta.url).pathname);
  return fit(models.get(model)!, table, { seed: "7", ...settings });
}

export async function exampleRun(at: readonly Point[] = []): Promise<Run> {
  return makeRun(await exampleFit(), {
    model: "chinchilla",
    set: {},
    settings,
    dropped: [],
    at,
    command: "credence fit chinchilla sweep.csv",
  });
}
