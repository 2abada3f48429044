# Truth for lib/evidence/power-scaling: R 4.2.2, loo 2.5.1 for the weights, the distance by its definition (Kallioinen
# et al. 2024), written apart from the code tested. Run here: Rscript power-scaling.R > power-scaling.json
suppressMessages({library(loo); library(jsonlite)})
N <- 200
# y_i ~ normal(mu, 1), mu ~ normal(0, 1); the draws are the posterior's quantiles in a scrambled order
draws_of <- function(y) {
  order <- (37 * (0:(N - 1))) %% N
  round(sum(y) / (length(y) + 1) + qnorm((order + 0.5) / N) / sqrt(length(y) + 1), 10)
}
weights_at <- function(power, component)
  exp(as.numeric(weights(suppressWarnings(psis((power - 1) * component, r_eff = 1)), log = TRUE, normalize = TRUE)))
one_sided <- function(x, w) {
  w <- w[order(x)]
  x <- sort(x)
  width <- diff(x)
  p <- head(seq_along(x) / length(x), -1)
  q <- head(cumsum(w), -1)
  m <- (p + q) / 2
  pq <- sum(width * p * log2(p / m)) + (sum(width * q) - sum(width * p)) / (2 * log(2))
  qp <- sum(width * q * log2(q / m)) + (sum(width * p) - sum(width * q)) / (2 * log(2))
  sqrt((pq + qp) / sum(width * (p + q)))
}
cjs <- function(x, w) max(one_sided(x, w), one_sided(-x, w))
sensitivity <- function(x, component) (cjs(x, weights_at(0.99, component)) + cjs(x, weights_at(1.01, component))) / (2 * log2(1.01))
case <- function(y) {
  x <- draws_of(y)
  prior <- dnorm(x, log = TRUE)
  likelihood <- sapply(x, function(mu) sum(dnorm(y, mu, 1, log = TRUE)))
  cubed <- exp(2 * prior) / sum(exp(2 * prior))
  list(y = I(y), draws = x, prior = sensitivity(x, prior), likelihood = sensitivity(x, likelihood), cubedPriorDistance = cjs(x, cubed))
}
cat(toJSON(list(
  maker = "test/truth/power-scaling.R", versions = list(R = as.character(getRversion()), loo = as.character(packageVersion("loo"))),
  cases = list(conflict = case(c(9.2, 10.1, 9.7, 10.4)), agreement = case((-12:12) / 10 + 0.03), weak = case(1.2))
), digits = NA, auto_unbox = TRUE), "\n")
