# Truth for lib/evidence (psis, loo, moment matching, weights): R 4.2.2, loo 2.5.1. Run here: Rscript loo.R > loo.json
suppressMessages({library(loo); library(jsonlite)})
set.seed(20261124)
S <- 400; chains <- 2
# y ~ normal(mu, sigma), flat priors on mu and log sigma; draws of the posterior, autocorrelated (chain-major)
y <- round(c(rnorm(18), 2.9, 7.5), 3)
n <- length(y)
ar <- function(phi) unlist(lapply(seq_len(chains), function(i) as.numeric(arima.sim(list(ar = phi), S / chains, sd = sqrt(1 - phi^2)))))
chi <- qchisq(pnorm(ar(0.4)), n - 1)
log_sigma <- 0.5 * log((n - 1) * var(y) / chi)
mu <- mean(y) + ar(0.6) * exp(log_sigma) / sqrt(n)
draws <- cbind(round(mu, 8), round(log_sigma, 8))
ll_normal <- function(i, upars) dnorm(y[i], upars[, 1], exp(upars[, 2]), log = TRUE)
ll_student <- function(i, upars) dt((y[i] - upars[, 1]) / exp(upars[, 2]), 4, log = TRUE) - upars[, 2]
log_prob <- function(x, upars, ...) Reduce(`+`, lapply(seq_len(n), function(i) ll_normal(i, upars)))
matrix_of <- function(f) sapply(seq_len(n), f, upars = draws)
ll <- matrix_of(ll_normal)
r_eff <- relative_eff(exp(ll), chain_id = rep(seq_len(chains), each = S / chains))
found <- suppressWarnings(loo(ll, r_eff = r_eff, save_psis = TRUE))
other <- suppressWarnings(loo(matrix_of(ll_student), r_eff = r_eff))
third <- suppressWarnings(loo(matrix_of(function(i, upars) dnorm(y[i], 0, 1.5 * exp(upars[, 2]), log = TRUE)), r_eff = r_eff))
comparison <- loo_compare(found, other)
# the lognormal error: var of exp(elpd) matched to a lognormal, in place of the normal quantiles of 2.5.1
lw <- weights(found$psis_object, normalize = TRUE, log = TRUE)
var_epd <- sapply(seq_len(n), function(i) sum(exp(2 * lw[, i]) * (exp(ll[, i]) - exp(found$pointwise[i, "elpd_loo"]))^2))
matched <- suppressWarnings(loo_moment_match(list(), found,
  post_draws = function(x, ...) draws, log_lik_i = function(x, i, ...) matrix(ll_normal(i, draws), ncol = chains),
  unconstrain_pars = function(x, pars, ...) pars, log_prob_upars = log_prob,
  log_lik_i_upars = function(x, upars, i, ...) ll_normal(i, upars), k_threshold = 0.3, split = TRUE, cov = TRUE))
elpds <- cbind(found$pointwise[, "elpd_loo"], other$pointwise[, "elpd_loo"], third$pointwise[, "elpd_loo"])
ratios <- round(1.5 * rt(300, 3), 8)
smoothed <- suppressWarnings(psis(ratios, r_eff = 0.7))
exceedances <- round(sort(rexp(40)^1.4), 8)
cat(toJSON(list(
  maker = "test/truth/loo.R", versions = list(R = as.character(getRversion()), loo = as.character(packageVersion("loo"))),
  y = y, chains = chains, draws = as.numeric(t(draws)),
  gpd = list(exceedances = exceedances, fit = loo:::gpdfit(exceedances)),
  psis = list(logRatios = ratios, relativeEss = 0.7, logWeights = as.numeric(weights(smoothed)), k = smoothed$diagnostics$pareto_k, ess = smoothed$diagnostics$n_eff),
  relativeEss = r_eff,
  loo = list(elpd = found$elpd_loo, se = found$se_elpd_loo, p = found$p_loo, seP = found$se_p_loo,
    pointwise = found$pointwise[, "elpd_loo"], pointwiseP = found$pointwise[, "p_loo"], k = found$diagnostics$pareto_k, ess = found$diagnostics$n_eff,
    mcse = found$pointwise[, "mcse_elpd_loo"], mcseLognormal = sqrt(log1p(var_epd / exp(2 * found$pointwise[, "elpd_loo"])) / r_eff)),
  comparison = list(difference = comparison[2, "elpd_diff"], se = comparison[2, "se_diff"]),
  matched = list(threshold = 0.3, elpd = matched$pointwise[, "elpd_loo"], k = matched$diagnostics$pareto_k),
  weights = list(elpds = elpds, stacking = as.numeric(stacking_weights(elpds, optim_control = list(reltol = 1e-14))),
    pseudoBma = as.numeric(pseudobma_weights(elpds, BB = FALSE)), pseudoBmaPlus = as.numeric(pseudobma_weights(elpds, BB_n = 50000)))
), digits = NA, auto_unbox = TRUE), "\n")
