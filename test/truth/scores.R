# Truth for lib/forecast/scores by double sums and R's own functions: R 4.2.2. Run from this folder: Rscript scores.R > scores.json
suppressMessages({library(jsonlite); library(posterior)})
set.seed(7)
crps_of <- function(x, y, w = rep(1, length(x))) {
  w <- w / sum(w)
  d <- abs(outer(x, x, "-"))
  spread <- sum(outer(w, w) * d)
  fair <- 1 - sum(w^2)
  h <- function(unbias) abs(x - y) - unbias * as.numeric(d %*% w)
  se <- function(h) sqrt(sum(w^2 * (h - sum(w * h))^2))
  list(x = x, y = y, w = w, plain = sum(w * abs(x - y)) - spread / 2, fair = sum(w * abs(x - y)) - spread / fair / 2,
       mcse_plain = mcse_mean(matrix(h(1), ncol = 2)), mcse_fair = mcse_mean(matrix(h(1 / fair), ncol = 2)),
       weighted_mcse = se(h(1 / fair)))
}
x <- round(1e3 + rnorm(60), 6); w <- round(rexp(60), 6); w[5] <- 0
wq <- function(x, w, p) { keep <- w > 0; x <- x[keep]; w <- w[keep] / sum(w); o <- order(x); x <- x[o]; w <- w[o]
  m <- cumsum(w) - w / 2; approx((m - m[1]) / (m[length(m)] - m[1]), x, p)$y }
probs <- c(0, 0.03, 0.25, 0.5, 0.9, 1)
bt <- binom.test(12, 20, 0.9)
ld <- round(rnorm(40, -700, 3), 6)
m <- max(ld); dens <- exp(ld - m)
cat(toJSON(list(
  made_by = paste(R.version.string, "posterior", packageVersion("posterior")),
  crps = list(crps_of(x, 1000.4), crps_of(x, 990), crps_of(round(rpois(30, 3), 0), 2), crps_of(x, 1000.4, w)),
  interval = list(inside = 3 - 1, below = (3 - 1) + 2 / 0.1 * (1 - 0.25), above = (3 - 1) + 2 / 0.1 * (4.5 - 3)),
  coverage = list(p = bt$p.value, lower = bt$conf.int[1], upper = bt$conf.int[2], p19 = binom.test(19, 20, 0.9)$p.value),
  quantiles = list(x = x, w = w, probs = probs, weighted = wq(x, w, probs), equal = quantile(x, probs, names = FALSE)),
  kish = sum(w)^2 / sum(w^2),
  log_score = list(log_densities = ld, value = m + log(mean(dens)), mcse = mcse_mean(matrix(dens, ncol = 2)) / mean(dens))
), auto_unbox = TRUE, digits = I(17)), "\n")
