/** What a study file may hold: the table behind its check, its JSON Schema and its types. */
import { readerNames } from "../../lib/data/read-source.ts";
import type { ColumnSource } from "../../lib/data/rename-columns.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import type { Point } from "../point.ts";
import type { Shape } from "./shape.ts";

export interface DataSpec {
  readonly files: string | readonly string[];
  readonly read?: string;
  readonly metric?: string;
  readonly filter?: string;
  readonly map?: Readonly<Record<string, ColumnSource>>;
  readonly where?: Readonly<Record<string, string | number>>;
}

export type PriorSpec = string | { readonly between: readonly [number, number]; readonly mass?: number };

export interface ModelSpec {
  /** library name, file beside the study, or the document itself */
  readonly model: string | ModelDocument;
  readonly data: string;
  readonly set?: Readonly<Record<string, string | number | boolean>>;
  readonly where?: Readonly<Record<string, string | number>>;
  readonly priors?: Readonly<Record<string, PriorSpec>>;
  readonly sampler?: SamplerSpec;
}

export interface SamplerSpec {
  readonly chains?: number;
  readonly warmup?: number;
  readonly draws?: number;
  readonly targetAccept?: number;
  readonly maxTreeDepth?: number;
  /** the gate may ask for more draws a chain, up to these */
  readonly maxDraws?: number;
}

export interface ComparisonSpec {
  readonly id: string;
  readonly models: readonly string[];
}

export interface ForecastSpec {
  readonly id: string;
  readonly model: string;
  readonly quantity?: string;
  readonly of?: "next" | "mean";
  readonly at: Point;
}

export interface HoldoutSpec {
  readonly model: string;
  readonly by?: string;
  readonly fraction?: number;
  readonly where?: Readonly<Record<string, string | number>>;
  readonly thresholdout?: { readonly threshold: number; readonly noise: number; readonly budget: number };
}

export type Level = "off" | "warn" | "error";

export interface ExpectationSpec {
  readonly id: string;
  readonly that: string;
  readonly probability?: number;
  readonly level?: Level;
  readonly onUndecided?: "pass" | "warn" | "fail";
  readonly failBelow?: number;
  readonly rope?: number;
}

export interface DiagnosticsSpec {
  readonly rhatMax?: number;
  readonly essMin?: number;
  readonly maxDivergences?: number;
  readonly ebfmiMin?: number;
}

export interface StudyFile {
  readonly version: 1;
  readonly title?: string;
  readonly seed?: string | number;
  readonly data: Readonly<Record<string, DataSpec>>;
  readonly models: Readonly<Record<string, ModelSpec>>;
  readonly sampler?: SamplerSpec;
  readonly comparisons?: readonly ComparisonSpec[];
  readonly forecasts?: readonly ForecastSpec[];
  readonly holdouts?: Readonly<Record<string, HoldoutSpec>>;
  readonly expect?: readonly ExpectationSpec[];
  readonly diagnostics?: DiagnosticsSpec;
  readonly report?: { readonly lead?: string };
}

const NAME = { source: "[A-Za-z_][\\w-]*", means: "a name of letters, digits, _ and -, starting with a letter" };
const id: Shape = { kind: "text", pattern: NAME, about: "its name, unique in the study" };
const text = (about: string): Shape => ({ kind: "text", about });
const cell: Shape = { kind: "either", of: [{ kind: "text" }, { kind: "number" }] };
const where: Shape = { kind: "map", of: cell, about: "only the rows with these values: column: value" };
const probability: Shape = { kind: "number", min: 0, max: 1, open: true };

const sampler: Shape = {
  kind: "object",
  about: "how the posterior is sampled",
  fields: {
    chains: { kind: "number", whole: true, min: 1, max: 64 },
    warmup: { kind: "number", whole: true, min: 0, max: 1_000_000, about: "warmup draws a chain" },
    draws: { kind: "number", whole: true, min: 1, max: 1_000_000, about: "draws kept a chain" },
    maxDraws: {
      kind: "number",
      whole: true,
      min: 1,
      max: 10_000_000,
      about: "an expectation undecided for want of draws gets more, up to these a chain; default four times `draws`",
    },
    targetAccept: { ...probability, about: "acceptance that the step size aims at" },
    maxTreeDepth: { kind: "number", whole: true, min: 1, max: 20 },
  },
};

export const studyShape: Shape = {
  kind: "object",
  required: ["version", "data", "models"],
  fields: {
    version: { kind: "number", whole: true, min: 1, max: 1, about: "of this format" },
    title: text("what the study is about; the report's headline"),
    seed: { ...cell, about: "the same seed gives the same draws" },
    data: {
      kind: "map",
      names: NAME,
      atLeast: 1,
      about: "tables, each by the name that models call it",
      of: {
        kind: "object",
        required: ["files"],
        fields: {
          files: {
            kind: "either",
            of: [{ kind: "text" }, { kind: "list", of: { kind: "text" }, atLeast: 1 }],
            about: "a file or a pattern such as sweeps/*.csv or evals/**/samples_gsm8k_*.jsonl, beside the study file",
          },
          read: { kind: "text", oneOf: readerNames, about: "the reader, instead of recognition" },
          metric: text("of an evaluation log: the metric that becomes `score`"),
          filter: text("of lm-evaluation-harness: the answer filter"),
          map: {
            kind: "map",
            about: "the model's name of a column: the file's",
            of: {
              kind: "either",
              of: [
                { kind: "text" },
                {
                  kind: "object",
                  required: ["from"],
                  fields: { from: { kind: "text" }, times: { kind: "number", about: "the unit's factor" } },
                },
              ],
            },
          },
          where,
        },
      },
    },
    models: {
      kind: "map",
      names: NAME,
      atLeast: 1,
      about: "fits: a model and the table it is given",
      of: {
        kind: "object",
        required: ["model", "data"],
        fields: {
          model: {
            kind: "either",
            of: [{ kind: "text" }, { kind: "map", of: { kind: "any" } }],
            about: "a library model (credence models), a .yaml or .json file beside the study, or the document itself",
          },
          data: text("one of the tables above"),
          set: { kind: "map", of: { kind: "either", of: [{ kind: "text" }, { kind: "number" }, { kind: "boolean" }] }, about: "options and constants of the model, and parameters to fix" },
          where,
          priors: {
            kind: "map",
            about: "priors in place of the model's",
            of: {
              kind: "either",
              of: [
                { kind: "text" },
                {
                  kind: "object",
                  required: ["between"],
                  fields: {
                    between: { kind: "list", of: { kind: "number" }, atLeast: 2 },
                    mass: { ...probability, about: "probability between the two; default 0.9" },
                  },
                },
              ],
            },
          },
          sampler,
        },
      },
    },
    sampler,
    comparisons: {
      kind: "list",
      about: "models of the same data compared: Bayes factors, LOO, weights",
      of: {
        kind: "object",
        required: ["id", "models"],
        fields: { id, models: { kind: "list", of: { kind: "text" }, atLeast: 2, about: "the first is the reference" } },
      },
    },
    forecasts: {
      kind: "list",
      about: "what the models say at points; each is kept in the ledger and scored when data come",
      of: {
        kind: "object",
        required: ["id", "model", "at"],
        fields: {
          id,
          model: text("one of the models above"),
          quantity: text("a response, or a quantity of the model such as N_opt; default: the response"),
          of: { kind: "text", oneOf: ["next", "mean"], about: "the next observation (default), or the mean law" },
          at: { kind: "map", of: cell, about: "the point: covariate: value" },
        },
      },
    },
    holdouts: {
      kind: "map",
      names: NAME,
      about: "rows kept from a model's fit and then predicted",
      of: {
        kind: "object",
        required: ["model"],
        fields: {
          model: text("one of the models above"),
          by: text("a formula in the columns, such as 6 * N * D: the rows where it is largest are held out"),
          fraction: { ...probability, about: "share of the rows held out by `by`; default 0.2" },
          where: { ...where, about: "instead of `by`: the rows with these values are held out" },
          thresholdout: {
            kind: "object",
            about: "answers carry noise and a budget, so that a hold-out asked often stays one (arXiv:1411.2664)",
            required: ["threshold", "noise", "budget"],
            fields: {
              threshold: { kind: "number", min: 0, about: "how far training and hold-out coverage may differ" },
              noise: { kind: "number", min: 0, open: true, about: "scale of the Laplace noise" },
              budget: { kind: "number", whole: true, min: 1, about: "answers taken from the hold-out rows" },
            },
          },
        },
      },
    },
    expect: {
      kind: "list",
      about: "the gate",
      of: {
        kind: "object",
        required: ["id", "that"],
        fields: {
          id,
          that: text(
            "an event in forecasts and model.parameter names, or coverage(holdout, 0.9), drift(forecast, baseline), calibrated(track_record), more_probable(model, other)",
          ),
          probability: { ...probability, about: "what the event's probability must reach; default 0.9" },
          level: { kind: "text", oneOf: ["off", "warn", "error"], about: "default error" },
          onUndecided: { kind: "text", oneOf: ["pass", "warn", "fail"], about: "of an undecided one at level error; default fail" },
          failBelow: { ...probability, about: "fail already when the probability is below this" },
          rope: { kind: "number", min: 0, about: "of drift: a difference below this is of no interest" },
        },
      },
    },
    diagnostics: {
      kind: "object",
      about: "when a sampler is to be trusted",
      fields: {
        rhatMax: { kind: "number", min: 1, about: "default 1.01" },
        essMin: { kind: "number", min: 1, about: "default 400" },
        maxDivergences: { kind: "number", whole: true, min: 0, about: "default 0" },
        ebfmiMin: { kind: "number", min: 0, about: "default 0.3" },
      },
    },
    report: { kind: "object", fields: { lead: text("id of the forecast that the report opens with") } },
  },
};
