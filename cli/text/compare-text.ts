/** A comparison as lines: the verdict first, then the numbers with the digits that their errors support. */
import { exact, fixed, lastPlace, percent, probability, significant } from "../../reports/numbers.ts";
import { list, plural } from "../../reports/words.ts";
import type { FitComparison, ModelComparison } from "../../study/compare.ts";
import type { HoldOut, HoldOutComparison } from "../../study/comparison/hold-out.ts";
import type { KFoldComparison } from "../../study/comparison/k-fold.ts";
import type { CrossValidations } from "../../study/comparison-json.ts";
import { columns } from "./columns.ts";

export function compareText(comparison: FitComparison, { kFold, holdOut }: CrossValidations = {}): string {
  const { models, rows } = comparison;
  const blocks = [
    [`${plural(models.length, "model")} on ${plural(rows, "row")}`, ...verdictLines(comparison)],
    evidenceLines(comparison),
    scaleLines(comparison),
    predictionLines(comparison),
    ...(kFold ? [kFoldLines(kFold)] : []),
    ...(holdOut ? holdOutBlocks(holdOut) : []),
    refusals(models),
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join("\n")).join("\n\n")}\n`;
}

function verdictLines({ verdict, models }: FitComparison): string[] {
  const { best, decided, contenders, hangsOnPrior } = verdict;
  if (best === null) return ["verdict  none: the evidence of some model is refused, see below"];
  const share = models.find(({ name }) => name === best)!.probability ?? Number.NaN;
  const first = decided
    ? `verdict  ${best} (probability ${probability(share)}): every other model is at least 20 times less probable`
    : `verdict  not enough data to tell ${list(contenders)} apart (${best} leads with probability ${probability(share)})`;
  return [first, ...(hangsOnPrior ? ["         the decision hangs on prior scales: halved or doubled, it would be another"] : [])];
}

function evidenceLines({ models, reference }: FitComparison): string[] {
  const rows = models.map((model) => [
    model.name,
    ...withError(model.logMarginalLikelihood, model.mcse),
    model.name === reference && model.logBayesFactor !== null ? "0" : withError(model.logBayesFactor, model.logBayesFactorMcse)[0]!,
    model.probability === null ? "–" : probability(model.probability, model.probabilityMcse ?? undefined),
  ]);
  return columns([["evidence", "log marginal likelihood", "± MCSE", `log Bayes factor against ${reference}`, "probability"], ...rows]);
}

/** the value with digits down to its error, and the error */
function withError(value: number | null, error: number | null): [string, string] {
  if (value === null || error === null) return ["–", "–"];
  const place = Math.min(1, lastPlace(error, 0) || 0.01);
  return [fixed(value, place), significant(error, 2)];
}

function scaleLines({ pairs, reference }: FitComparison): string[] {
  const rows = pairs.flatMap(({ first, second, logBayesFactor, mcse, halved, doubled, reliable }) => {
    if (!reliable || (halved === null && doubled === null) || (first !== reference && second !== reference)) return [];
    const sign = second === reference ? 1 : -1;
    const show = (value: number | null): string => withError(value === null ? null : sign * value, Math.max(mcse, 0.01))[0];
    return [[second === reference ? first : second, show(halved), show(logBayesFactor), show(doubled)]];
  });
  if (rows.length === 0) return [];
  return columns([[`log Bayes factor against ${reference}, own prior scales`, "halved", "as they are", "doubled"], ...rows]);
}

function predictionLines({ models }: FitComparison): string[] {
  const rows = models.map((model) => [
    model.name,
    model.elpdLoo === null ? "–" : fixed(model.elpdLoo, 0.1),
    difference(model.elpdDifference, model.elpdDifferenceSe),
    model.stackingWeight === null ? "–" : percent(model.stackingWeight),
    model.pseudoBmaWeight === null ? "–" : percent(model.pseudoBmaWeight),
  ]);
  return columns([["leave-one-out", "elpd", "difference ± SE", "stacking weight", "pseudo-BMA+ weight"], ...rows]);
}

function difference(value: number | null, se: number | null): string {
  if (value === null || se === null) return "–";
  return value === 0 && se === 0 ? "0 (best)" : `${fixed(value, 0.1)} ± ${fixed(se, 0.1)}`;
}

function kFoldLines({ column, groups, folds, models }: KFoldComparison): string[] {
  const rows = models.map(({ name, elpd, difference: apart, differenceSe, untrusted }) => [
    name,
    fixed(elpd, 0.1),
    difference(apart, differenceSe),
    untrusted > 0 ? `${plural(untrusted, "fold")} not to be trusted` : "",
  ]);
  return columns([[`${folds}-fold over ${plural(groups, "group")} of ${column}`, "elpd of new groups", "difference ± SE", ""], ...rows], "lrrl");
}

function holdOutBlocks({ column, cuts }: HoldOutComparison): string[][] {
  return cuts.map((cut) => holdOutLines(column, cut));
}

function holdOutLines(column: string, { cut, fitted, scored, models }: HoldOut): string[] {
  const share = (level: number): ((model: HoldOut["models"][number]) => string) => ({ coverage }) => {
    const found = coverage.find((one) => one.level === level);
    return found ? `${found.hits}/${found.n}` : "–";
  };
  const rows = models.map((model) => [
    model.name,
    withError(model.elpd, Math.max(model.mcse, 0.01))[0],
    difference(model.difference, model.differenceSe),
    Number.isFinite(model.crps) ? significant(model.crps, 2) : "–",
    share(0.5)(model),
    share(0.8)(model),
    share(0.95)(model),
    model.ok ? "" : "sampler not to be trusted",
  ]);
  const head = [`fitted to ${plural(fitted, "row")} with ${column} up to ${exact(Number(cut.toPrecision(4)))}, scored on ${scored} above`];
  const table = columns([["model", "elpd", "difference ± SE", "CRPS", "in 50 %", "in 80 %", "in 95 %", ""], ...rows], "lrrrrrrl");
  return [...head, ...table.map((line) => `  ${line}`)];
}

function refusals(models: readonly ModelComparison[]): string[] {
  return models.flatMap(({ name, reasons }) => reasons.map((reason) => `refused  ${name}: ${reason}`));
}
