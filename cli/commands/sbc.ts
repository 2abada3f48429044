/** `credence sbc MODEL [--against MODEL...]` */
import { CredenceError } from "../../lib/errors.ts";
import { rankUniformity } from "../../lib/posterior/sbc.ts";
import { atomicWrite } from "../../study/disk.ts";
import { loadSpec } from "../../study/model-spec.ts";
import { sbc } from "../../study/sbc.ts";
import { figureSvg, modelChoiceFigure, ranksFigure } from "../../study/sbc-figure.ts";
import { sbcOfModels } from "../../study/sbc-models.ts";
import { exitCode } from "../exit-code.ts";
import { stepProgress } from "../progress.ts";
import type { Carried, QueueFlag } from "../queue.ts";
import type { Terminal } from "../terminal.ts";
import { CALIBRATED, modelsSbcText, ranksSbcText, type RankRow } from "../text/sbc-text.ts";

export interface SbcFlags {
  readonly against?: readonly string[];
  readonly simulations: number;
  readonly rows?: number;
  readonly draws?: number;
  readonly seed: string;
  readonly figure?: string;
  readonly queue?: QueueFlag;
  /** of results that a queue computes */
  readonly home: string;
  readonly json?: boolean;
}

export async function sbcCommand(model: string, flags: SbcFlags, terminal: Terminal): Promise<number> {
  const { queue, against } = flags;
  const work = (carried?: Carried): Promise<number> =>
    against ? modelChoice([model, ...against], flags, terminal, carried) : ranks(model, flags, terminal, carried);
  return queue ? (await import("../queue.ts")).onQueue({ ...flags, queue }, terminal, work) : work();
}

async function ranks(model: string, flags: SbcFlags, terminal: Terminal, carried?: Carried): Promise<number> {
  const { simulations, rows, draws = 99, seed, figure, json } = flags;
  const spec = await loadSpec(model);
  const progress = stepProgress(terminal);
  const options = {
    seed,
    simulations,
    draws,
    ...(rows ? { rows } : {}),
    onSimulation: (done: number) => progress.step(`sbc    ${model}   ${done} of ${simulations} simulations`),
  };
  const result = carried
    ? await (await import("../../study/sbc-cells.ts")).sbcByCells(spec.document, { ...options, ...carried })
    : spec.locate(() => sbc(spec.base, { ...options, set: spec.set }));
  progress.end();
  const found = [...result.ranks].map(([name, list]): RankRow => {
    const { pValue, histogram } = rankUniformity(list, result.maxRank, { bins: 10 });
    return { name, ranks: list, pValue, histogram };
  });
  const worst = found.reduce((a, b) => (b.pValue < a.pValue ? b : a));
  const pValue = Math.min(1, worst.pValue * found.length);
  if (figure) atomicWrite(figure, figureSvg(ranksFigure(model, worst.name, result)));
  const object = {
    schema: 1,
    model,
    simulations,
    seed,
    draws: result.maxRank,
    divergent_simulations: result.divergent,
    calibrated: pValue >= CALIBRATED,
    p_value: pValue,
    quantities: Object.fromEntries(found.map(({ name, ranks: list, pValue: p }) => [name, { p_value: p, ranks: list }])),
  };
  terminal.out(json ? `${JSON.stringify(object)}\n` : ranksSbcText(model, result, found, pValue));
  return pValue >= CALIBRATED ? exitCode.ok : exitCode.untrusted;
}

async function modelChoice(names: readonly string[], flags: SbcFlags, terminal: Terminal, carried?: Carried): Promise<number> {
  const { simulations, rows, seed, figure, json } = flags;
  const specs = await Promise.all(names.map(loadSpec));
  const progress = stepProgress(terminal);
  const options = {
    seed,
    simulations,
    ...(rows ? { rows } : {}),
    onSimulation: (done: number) => progress.step(`sbc    ${names.join(" against ")}   ${done} of ${simulations} simulations`),
  };
  const result = carried
    ? await (await import("../../study/sbc-cells.ts")).sbcOfModelsByCells(specs, { ...options, ...carried })
    : sbcOfModels(specs, options);
  progress.end();
  const { calibration, choices, refused } = result;
  if (calibration === undefined) throw allRefused(refused[0]!.reason);
  if (figure) atomicWrite(figure, figureSvg(modelChoiceFigure(result)));
  const object = {
    schema: 1,
    models: names.map((name, k) => {
      const { meanProbability, frequency, z, pValue, miscalibration, miscalibrationPValue } = calibration.models[k]!;
      return {
        name,
        mean_probability: meanProbability,
        frequency,
        z,
        p_value: pValue,
        miscalibration,
        miscalibration_p_value: miscalibrationPValue,
      };
    }),
    simulations,
    seed,
    calibrated: calibration.pValue >= CALIBRATED,
    p_value: calibration.pValue,
    brier: calibration.brier,
    brier_p_value: calibration.brierPValue,
    choices,
    refused,
  };
  terminal.out(json ? `${JSON.stringify(object)}\n` : modelsSbcText(result, calibration));
  return calibration.pValue >= CALIBRATED ? exitCode.ok : exitCode.untrusted;
}

function allRefused(reason: string): CredenceError {
  return new CredenceError({
    code: "sbc/all-refused",
    message: "the evidence was refused in every simulation, so there is nothing to calibrate",
    found: reason,
    fix: "more --rows make posteriors easier; see whether the priors make tables that a sampler can cope with: credence prior",
  });
}
