/** What every emergence model shares: tries and passes of a model of N parameters, how the tries ended, items, chance. */
import type { AnswerDeclaration, ColumnDeclaration, ModelDocument, OptionDeclaration, Patch, TableDeclaration } from "../../lib/model/document.ts";

export const data = {
  N: { kind: "positive", unit: "parameters", about: "or training compute: the scale of the model that was sampled" },
  tries: { kind: "count", about: "samples taken; the cap where a run was stopped before it passed" },
  passes: { kind: "count", about: "passes among them" },
} satisfies Readonly<Record<string, ColumnDeclaration>>;

/** x = 0 at the largest model, -span at the smallest */
export const constants = { N0: "max(N)", span: "log(max(N) / min(N))" } as const;

/**
 * What every law with a straight line for a core is sampled by: the pass probabilities at both ends of the data, which
 * the data know, so that whatever else a law has bends the curve between them and is nearly independent of both.
 */
export const anchors = {
  c0: { prior: "lognormal(log(3), 1.5)", unit: "nats", about: "-log of the pass probability of the largest model" },
  alpha: { prior: "lognormal(log(0.2), 0.7)", about: "mean slope of -F over the range of log N" },
} as const;

/** by log odds, so that a probability of e^-1000 is as good as any */
export const likelihood = { passes: "binomial_logit(tries, eta)" } as const;

/**
 * `log_pu` is the log of the law's probability to pass; F = log(-log PU) is a straight line for the standard law. `c_top`
 * and `slope` are the anchors of the law itself, from which a pass by chance has been taken away.
 */
export const lets = { x: "log(N / N0)", c_top: "c0", slope: "alpha", eta: "log_pu - log1m_exp(log_pu)" } as const;

export const table: TableDeclaration = {
  require: {
    "passes <= tries": { message: "more passes than tries" },
    "tries >= 1": { message: "a run without tries", fix: "where a run stopped before it passed, tries is its cap" },
  },
  note: {
    "passes == 0": {
      message: "{n} of {total} rows never passed",
      remedy: "they count as that many tries without a pass; nothing to do",
    },
  },
};

export const answers: Readonly<Record<string, AnswerDeclaration>> = {
  half: { kind: "smallest", quantity: "PU(N)", level: 0.5, what: "A pass probability above" },
};

/**
 * The stopping rule changes a constant of the likelihood, so neither the posterior nor a Bayes factor between models of
 * one table; it matters for simulation and for the size of the log likelihood.
 */
export const stopping: OptionDeclaration = {
  about: "when sampling stopped: after a number of tries fixed beforehand, at the first pass, or at the r-th pass; at a cap in any case",
  default: "fixed",
  choices: {
    fixed: {},
    first_pass: {
      data: {
        passes: { kind: "binary", about: "1 where the run passed at its last try, 0 where it stopped at its cap" },
        cap: { kind: "positive", optional: true, about: "most tries of a run; used by simulation only" },
      },
      likelihood: { passes: null, tries: "right_censored(geometric(inv_logit(eta)), 1 - passes, cap)" },
      simulation: { columns: { cap: "10000", passes: "1" } },
    },
    rth_pass: {
      data: { r: { kind: "count", about: "passes to reach; a row with fewer stopped at its cap" } },
      table: { require: { "passes <= r": { message: "more passes than were to be reached" } } },
      likelihood: {
        passes: null,
        target: "passes * eta - tries * log1p_exp(eta) + if_else(passes == r, lchoose(tries - 1, passes - 1), lchoose(tries, passes))",
      },
    },
  },
};

/**
 * A pass by chance alone, which no scale takes away.
 * @param unknown how `log_g` follows from `guessed`, and what the law itself then is
 */
function chanceBy(unknown: Patch): OptionDeclaration {
  return {
    about: "probability to pass by chance: none, known for each row (column `chance`), or unknown",
    default: "none",
    choices: {
      none: {},
      known: {
        data: { chance: { kind: "probability", about: "probability of a pass by guessing" } },
        let: { eta: guessed("log(chance)", "log1m(chance)") },
        simulation: { columns: { chance: "0.01" } },
      },
      unknown: {
        parameters: { guessed: { prior: "beta(1, 1)", about: "share of the smallest model's passes that are chance" } },
        let: { ...unknown, eta: guessed("log_g", "log1m_exp(log_g)") },
        quantities: { g: "exp(log_g)" },
      },
    },
  };
}

/** for the laws that are sampled by their anchors: these hold chance, and the law runs through what is left */
export const chance: OptionDeclaration = chanceBy({
  log_g: "log(guessed) - c0 * exp(alpha * span)",
  c_top: "c0 + log1m_exp(log_g) - log1m_exp(log_g + c0)",
  slope: "log((c0 * exp(alpha * span) + log1m_exp(log_g) - log1m(guessed)) / c_top) / span",
});

/** for the logistic curve, which has other parameters; `log_low` is its log probability at the smallest model */
export const chanceBeside = (log_low: string): OptionDeclaration => chanceBy({ log_low, log_g: "log(guessed) + log_low - log1m(guessed * -expm1(log_low))" });

/** log odds of a pass that comes by chance, or else by the law; the latter's share is 1 - g */
function guessed(logG: string, log1mG: string): string {
  return `log_sum_exp(${logG}, ${log1mG} + log_pu) - ${log1mG} - log1m_exp(log_pu)`;
}

/**
 * @param law the definitions that change when every item has a parameter of its own, which `tau` spreads
 * @param pass the items' pass probability at N, as an array over items
 */
export function items({ law, pass, parameters }: { law: Patch; pass: string; parameters: Patch }): OptionDeclaration {
  return {
    about: "one law for all rows, or items of different difficulty in the column `item`: at task level curvature can be nothing but items that differ",
    default: "pooled",
    choices: {
      pooled: {},
      item: {
        data: { item: { kind: "factor" } },
        parameters: { tau: { prior: "half_normal(1)", about: "spread of difficulty over items" }, ...parameters },
        let: law,
        quantities: { "PU(N)": `mean(${pass})`, "pass_at(k, N)": `1 - mean((1 - ${pass})^k)`, "N_for(PU)": null },
        simulation: { columns: { item: itemColumn }, parameters: { tau: 0.5 } },
      },
    },
  };
}

/** ten items in turn; as rows go up in N, every item meets all sizes */
export const itemColumn: Patch = { labels: Array.from({ length: 10 }, (_, k) => `i${k + 1}`) };

/** eight sizes from 3e7 to 2.4e9 parameters as in the PassUntil study, rows in turn */
export const simulationColumns = {
  N: "exp(log(3e7) + log(80) * (row - 1) / max(rows - 1, 1))",
  tries: "1000",
} as const;

export const traps: readonly string[] = [
  "A mean of straight lines is not straight: curvature at task level can be items that differ. Test it with items=item.",
  "1 / tries is not an estimate: at a pass probability of 1e-4 it is nine times too large on average. The likelihood needs no such estimate.",
  "Runs that never passed belong in the table; without them small models look better than they are.",
];

export const siblings: readonly string[] = ["task-scaling", "curved-task", "multi-step", "multi-circuit", "sigmoid-task"];

export const source: NonNullable<ModelDocument["source"]> = "Hu et al. 2023, arXiv:2310.03262";
