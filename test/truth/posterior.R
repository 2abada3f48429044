# Truth for lib/posterior: R 4.2.2, posterior 1.4.0. Run from this folder: Rscript posterior.R > posterior.json
suppressMessages({library(posterior); library(jsonlite)})
set.seed(20261123)

ar <- function(n, chains, phi, sd = 1) sapply(seq_len(chains), function(i) as.numeric(arima.sim(list(ar = phi), n, sd = sd)))
binary <- ar(60, 4, 0.5) > 0.4
cases <- list(
  correlated = round(ar(150, 4, 0.8), 8),
  odd_length = round(ar(101, 3, 0.3) * 1e-3 + 5, 9),
  antithetic = round(ar(120, 4, -0.6), 8),
  strongly_antithetic = round(ar(60, 2, -0.98), 8),
  cauchy = round(matrix(rcauchy(400), 100, 4), 6),
  trend = round(ar(80, 4, 0.2) + seq_len(80) / 20, 8),
  shifted_chain = round(ar(80, 4, 0.2) + rep(c(0, 0, 0, 2), each = 80), 8),
  wide_chain = round(ar(80, 4, 0.2) * rep(c(1, 1, 1, 5), each = 80), 8),
  counts = matrix(rpois(320, 2.5), 80, 4),
  binary = binary * 1,
  symmetric_binary = matrix(rep(c(0, 1), 120), 60, 4),
  one_chain = round(ar(200, 1, 0.5), 8),
  short = round(ar(12, 4, 0.5), 8),
  six_draws = round(ar(6, 4, 0.1), 8),
  five_draws = round(ar(5, 4, 0.1), 8),
  one_draw = matrix(c(0.1, 0.7, -0.3, 0.4), 1, 4),
  constant = matrix(0.1, 50, 4),
  stuck_chains = matrix(rep(c(0.1, 0.2, 0.3, 0.4), each = 50), 50, 4),
  not_finite = matrix(c(Inf, ar(99, 1, 0.1)), 25, 4)
)
probs <- c(0, 0.01, 0.05, 0.5, 0.9, 0.95, 1)
of <- function(x) suppressWarnings(list(
  chains = ncol(x), draws = as.numeric(x),
  mean = mean(x), sd = sd(as.numeric(x)), quantiles = as.numeric(quantile(x, probs, names = FALSE)),
  rhat = rhat(x), rhat_basic = rhat_basic(x), rhat_unsplit = rhat_basic(x, split = FALSE),
  ess_bulk = ess_bulk(x), ess_tail = ess_tail(x), ess_mean = ess_mean(x), ess_sd = ess_sd(x), ess_basic = ess_basic(x, split = FALSE),
  ess_quantile = as.numeric(ess_quantile(x, probs)), mcse_quantile = tryCatch(as.numeric(mcse_quantile(x, probs)), error = function(e) rep(NA_real_, length(probs))),
  mcse_mean = mcse_mean(x), mcse_sd = mcse_sd(x),
  autocovariance = if (all(is.finite(x)) && nrow(x) > 1) rowMeans(apply(x, 2, posterior:::autocovariance) |> matrix(ncol = ncol(x))) else NULL,
  z = if (all(is.finite(x))) as.numeric(posterior:::z_scale(x)) else NULL,
  ebfmi = apply(x, 2, function(e) (sum(diff(e)^2) / length(e)) / var(e))
))
out <- list(
  made_by = paste(R.version.string, "posterior", packageVersion("posterior")), probs = probs, cases = lapply(cases, of),
  log_gamma = list(x = c(0.01, 0.5, 1, 1.7, 9.99, 10, 250.5, 1e6)),
  event = { p <- mean(binary); list(probability = p, ess = ess_mean(binary * 1), mcse = sqrt(p * (1 - p) / ess_mean(binary * 1))) }
)
out$log_gamma$value <- lgamma(out$log_gamma$x)
cat(toJSON(out, auto_unbox = TRUE, digits = I(17), na = "string", null = "null"), "\n")
