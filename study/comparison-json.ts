/** The one object that `credence compare --json` prints; what is refused is null, and its model's `reasons` say why. */
import type { FitComparison, ModelComparison } from "./compare.ts";
import type { HoldOutComparison, HoldOutModel } from "./comparison/hold-out.ts";
import type { KFoldComparison } from "./comparison/k-fold.ts";

/** Further scores that were asked for. */
export interface CrossValidations {
  readonly kFold?: KFoldComparison;
  readonly holdOut?: HoldOutComparison;
}

export function comparisonJson(comparison: FitComparison, seed: string, { kFold, holdOut }: CrossValidations = {}): object {
  const { rows, reference, models, pairs, verdict, reliable, warnings } = comparison;
  return {
    schema: 1,
    rows,
    seed,
    reference,
    verdict: {
      best: verdict.best,
      decided: verdict.decided,
      contenders: verdict.contenders,
      hangs_on_prior: verdict.hangsOnPrior,
    },
    models: models.map(modelJson),
    pairs: pairs.map(({ first, second, logBayesFactor, mcse, reliable: known, halved, doubled, reasons }) => ({
      first,
      second,
      log_bayes_factor: known ? logBayesFactor : null,
      mcse: known ? mcse : null,
      prior_scales_halved: halved,
      prior_scales_doubled: doubled,
      reasons,
    })),
    ...(kFold ? { k_fold: kFoldJson(kFold) } : {}),
    ...(holdOut ? { hold_out: holdOutJson(holdOut) } : {}),
    reliable,
    warnings,
  };
}

function modelJson(model: ModelComparison): object {
  return {
    name: model.name,
    log_marginal_likelihood: model.logMarginalLikelihood,
    mcse: model.mcse,
    method: model.method,
    estimators: model.estimators.map(({ method, logMarginalLikelihood, mcse, reasons }) => ({
      method,
      log_marginal_likelihood: logMarginalLikelihood,
      mcse,
      reasons,
    })),
    probability: model.probability,
    probability_mcse: model.probabilityMcse,
    log_bayes_factor: model.logBayesFactor,
    log_bayes_factor_mcse: model.logBayesFactorMcse,
    prior_scales: model.scales.each.map(({ parameters, factor, shift, mcse, reliable }) => ({
      parameter: parameters[0],
      factor,
      shift: reliable ? shift : null,
      mcse: reliable ? mcse : null,
    })),
    elpd_loo: model.elpdLoo,
    elpd_loo_se: model.elpdLooSe,
    p_loo: model.pLoo,
    elpd_difference: model.elpdDifference,
    elpd_difference_se: model.elpdDifferenceSe,
    worst_k: model.worstK,
    good_k: model.goodK,
    loo_rows: model.looRows,
    stacking_weight: model.stackingWeight,
    pseudo_bma_weight: model.pseudoBmaWeight,
    reasons: model.reasons,
  };
}

function kFoldJson({ column, groups, folds, models }: KFoldComparison): object {
  return {
    column,
    groups,
    folds,
    models: models.map(({ name, elpd, se, mcse, difference, differenceSe, untrusted }) => ({
      name,
      elpd,
      se,
      mcse,
      difference,
      difference_se: differenceSe,
      untrusted_folds: untrusted,
    })),
  };
}

function holdOutJson({ column, cuts }: HoldOutComparison): object {
  const model = ({ name, elpd, mcse, difference, differenceSe, ok, ...scores }: HoldOutModel): object => ({
    name,
    elpd,
    mcse,
    difference,
    difference_se: differenceSe,
    ok,
    crps: scores.crps,
    crps_se: scores.crpsSe,
    median_error: scores.medianError,
    coverage: scores.coverage.map(({ level, hits, n, coverage, lower, upper, pValue }) => ({
      level,
      hits,
      n,
      coverage,
      lower,
      upper,
      p_value: pValue,
    })),
    pit: scores.pit,
    pit_p_value: scores.pitPValue,
  });
  return { column, cuts: cuts.map(({ cut, fitted, scored, models }) => ({ cut, fitted, scored, models: models.map(model) })) };
}
