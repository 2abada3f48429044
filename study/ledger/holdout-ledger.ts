/** How often hold-out rows have been asked, and the state of those that hide behind Thresholdout. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { askThresholdout, startThresholdout, type ThresholdoutOptions, type ThresholdoutState } from "../../lib/evidence/index.ts";
import { stream } from "../../lib/random/stream.ts";
import { atomicWrite, readUtf8 } from "../disk.ts";
import type { HiddenAnswer } from "../gate/context.ts";

/** One fit's question to the rows, and with Thresholdout its answer: asked again, it is told the same. */
interface Asked {
  /** the fit's key, and where more than one thing is asked of it, what: `key/0.9` */
  readonly question: string;
  readonly answer?: HiddenAnswer;
  readonly state?: ThresholdoutState;
}

/** Each set of rows has a folder named by their hash, each question a file in it, numbered in the order of asking. */
export class HoldoutLedger {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Notes that a fit is scored on the rows; returns how many different fits have been. */
  ask(rows: string, fit: string): number {
    const known = this.asked(rows);
    const fits = new Set(known.map(({ question }) => question.split("/")[0]!));
    if (!fits.has(fit)) this.note(rows, known.length, { question: fit });
    return fits.add(fit).size;
  }

  /**
   * An answer that protects the rows: the coverage among the training rows where that agrees, else the held-out one with noise.
   * @source Dwork et al. 2015 (arXiv:1411.2664), Thresholdout
   */
  answer(
    rows: string,
    question: string,
    options: ThresholdoutOptions,
    indicators: { training: Float64Array; holdout: Float64Array },
    seed: string,
  ): HiddenAnswer {
    const known = this.asked(rows);
    const before = known.find((each) => each.question === question && each.answer);
    if (before) return before.answer!;
    const random = stream(`${seed}/thresholdout/${rows}/${question}`);
    const last = known.findLast(({ state }) => state)?.state ?? startThresholdout(options, random);
    const { answer, state } = askThresholdout(last, indicators, options, random);
    const hidden = { coverage: answer.estimate, noiseSd: answer.noiseSd, remaining: state.remaining };
    this.note(rows, known.length, { question, answer: hidden, state });
    return hidden;
  }

  private asked(rows: string): Asked[] {
    const folder = join(this.folder, rows);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => /^\d+\.json$/.test(name))
      .sort()
      .flatMap((name) => {
        try {
          return [JSON.parse(readUtf8(join(folder, name))) as Asked];
        } catch {
          // half a file cannot be: writing is atomic; an edited one says nothing
          return [];
        }
      });
  }

  private note(rows: string, number: number, asked: Asked): void {
    atomicWrite(join(this.folder, rows, `${String(number).padStart(6, "0")}.json`), `${JSON.stringify(asked)}\n`);
  }
}
