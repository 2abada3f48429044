/** The targets of the engine, each with what was measured against it: met, missed, or not measured because something is absent. */
import { geometricMean } from "./table.ts";

/** one model's figures over those of its peers; a peer that is absent leaves its ratios out */
export interface Ratios {
  readonly model: string;
  /** effective draws a CPU second, over rstan's: higher is better */
  readonly ess_per_s_over_rstan?: number;
  /** the same with both programs' compilation counted, ours in a new process */
  readonly with_compile?: number;
  /** effective draws a gradient over those of the best Stan variant known: higher is better */
  readonly ess_per_gradient_over_stan_best: number;
  /** our gradient's time over rstan's, the lesser of its two: lower is better */
  readonly gradient_over_rstan?: number;
  /** CPU time of the whole run a gradient, ours over rstan's */
  readonly run_over_rstan?: number;
  /** our gradient's time over the C kernel's */
  readonly gradient_over_c?: number;
}

export interface RowCost {
  readonly model: string;
  readonly rows: number;
  readonly us_per_gradient: number;
  readonly ns_per_row: number;
}

/** what the whole command costs */
export interface CommandCosts {
  /** CPU of a fit of 240 rows over that of `node -e 0` */
  readonly start: number;
  /** megabytes at a million rows */
  readonly peak_mb: number;
  /** wall time on 2 workers over that on 1 */
  readonly workers: number;
}

/** one model's posterior beside the reference */
export interface Agreement {
  readonly model: string;
  readonly errors_from_reference: number;
  readonly sd_from_reference: number;
  readonly divergences: number;
  readonly reference_divergences: number;
}

export interface Verdict {
  readonly target: string;
  readonly measured: string;
  readonly is_met: boolean | null;
}

type Ratio = Exclude<keyof Ratios, "model">;

/** Lines 1 to 6 of the issue; line 7, a killed fit that goes on, is no measurement but test/study/killed.test.ts. */
export function verdicts(ratios: readonly Ratios[], rows: readonly RowCost[], agreements: readonly Agreement[], commands?: CommandCosts): Verdict[] {
  const of = (key: Ratio): { model: string; value: number }[] =>
    ratios.flatMap((row) => (row[key] === undefined ? [] : [{ model: row.model, value: row[key] }]));
  const extreme = (key: Ratio, sign: 1 | -1) => of(key).toSorted((a, b) => sign * (a.value - b.value))[0];
  const at = (found: { model: string; value: number } | undefined): string => (found ? `${number(found.value)} (${found.model})` : "");
  const mean = (key: Ratio): number | undefined => (of(key).length > 0 ? geometricMean(of(key).map(({ value }) => value)) : undefined);
  const atLeast = (target: string, limit: number, value: number | undefined, measured = number(value)): Verdict => verdict(`${target} ≥ ${limit}`, measured, value, value! >= limit);
  const atMost = (target: string, limit: number, value: number | undefined, measured = number(value)): Verdict => verdict(`${target} ≤ ${limit}`, measured, value, value! <= limit);
  const chinchilla = of("ess_per_s_over_rstan").find(({ model }) => model === "chinchilla");
  const slowest = extreme("ess_per_s_over_rstan", 1);
  const compiled = extreme("with_compile", 1);
  const kernel = extreme("gradient_over_c", -1);
  const gradient = extreme("gradient_over_rstan", -1);
  return [
    atLeast("1 chinchilla, ESS per CPU second over rstan", 300, chinchilla?.value),
    atLeast("1 geometric mean, ESS per CPU second over rstan", 15, mean("ess_per_s_over_rstan")),
    atLeast("1 every model, ESS per CPU second over rstan", 3, slowest?.value, at(slowest)),
    atLeast("1 every model, with compilation", 30, compiled?.value, at(compiled)),
    atLeast("1 geometric mean, ESS per gradient over the best Stan variant", 3, mean("ess_per_gradient_over_stan_best")),
    atMost("2 every C kernel, time of a gradient", 2, kernel?.value, at(kernel)),
    atMost("2 every model, time of a gradient over rstan", 0.25, gradient?.value, at(gradient)),
    ...[...new Set(rows.map(({ model }) => model))].map((model) => {
      const cost = (n: number): number | undefined => rows.find((row) => row.model === model && row.rows === n)?.ns_per_row;
      const [few, many] = [cost(1e4), cost(1e6)];
      return atMost(`3 ${model}, a row's cost at 1e6 rows over that at 1e4`, 1.5, few && many && many / few);
    }),
    atMost("3 chinchilla, megabytes at 1e6 rows", 400, commands?.peak_mb),
    atMost("4 the whole command, CPU over that of node -e 0", 20, commands?.start),
    agreement(agreements),
    atMost("6 irt_2pl, wall time on 2 workers over that on 1", 0.6, commands?.workers),
  ];
}

function agreement(models: readonly Agreement[]): Verdict {
  const away = models.filter(
    (row) => row.errors_from_reference > 5 || row.sd_from_reference > 0.1 || (row.divergences > 0 && row.reference_divergences === 0),
  );
  const names = away.map(({ model, divergences }) => (divergences > 0 ? `${model} (${divergences} divergences)` : model));
  return { target: "5 every posterior as the reference", measured: names.length > 0 ? `not ${names.join(", ")}` : "yes", is_met: models.length > 0 ? away.length === 0 : null };
}

function verdict(target: string, measured: string, value: number | undefined, isMet: boolean): Verdict {
  return value === undefined ? { target, measured: "not measured", is_met: null } : { target, measured, is_met: isMet };
}

const number = (value: number | undefined): string => (value === undefined ? "" : String(Number(value.toPrecision(3))));
