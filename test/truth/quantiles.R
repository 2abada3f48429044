# Quantiles, and cdfs of large counts, from R's own functions (algorithms independent of ours: AS 241, TOMS 708, Loader).
# Rscript quantiles.R > quantiles.json      (R 4.2.2)

number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), ifelse(x > 0, '"Infinity"', '"-Infinity"'))
rows <- character()
add <- function(name, at, ...) {
  fields <- list(...)
  values <- vapply(names(fields), function(key) sprintf('"%s": %s', key, number(fields[[key]])), "")
  rows[[length(rows) + 1]] <<- sprintf('{"name": "%s", "parameters": [%s], %s}', name,
    paste(number(at), collapse = ", "), paste(values, collapse = ", "))
}

lower <- c(1e-300, 1e-100, 1e-17, 1e-10, 1e-3, 0.1, 0.3, 0.5)
upper <- c(0.7, 0.9, 0.999, 1 - 2^-30)
quantiles <- function(name, parameters, q, above = 0)
  for (p in c(lower[lower > above], upper)) add(name, parameters, p = p, quantile = q(p))

for (s in list(c(0, 1), c(-3, 0.25))) quantiles("normal", s, function(p) qnorm(p, s[1], s[2]))
for (s in list(c(0, 1), c(-3, 0.25))) quantiles("lognormal", s, function(p) qlnorm(p, s[1], s[2]))
for (s in list(c(0, 1), c(-3, 0.25))) quantiles("cauchy", s, function(p) qcauchy(p, s[1], s[2]))
for (s in list(c(0, 1), c(-3, 0.25))) quantiles("logistic", s, function(p) qlogis(p, s[1], s[2]))
for (s in list(c(1.5, 2), c(0.4, 1e-3))) quantiles("weibull", s, function(p) qweibull(p, s[1], s[2]))
for (s in list(c(0, 1), c(-3, 7))) quantiles("uniform", s, function(p) qunif(p, s[1], s[2]))
quantiles("exponential", 0.2, function(p) qexp(p, 0.2))
for (s in list(c(2, 0.2), c(0.5, 3), c(30, 1), c(1000, 2), c(1e6, 1))) quantiles("gamma", s, function(p) qgamma(p, s[1], s[2]))
# below 1e-290 the incomplete beta function of @stdlib meets subnormal numbers
for (s in list(c(2, 2), c(0.5, 0.5), c(20, 3), c(300, 700))) quantiles("beta", s, function(p) qbeta(p, s[1], s[2]), above = 1e-300)
# the square of the quantile at 1e-300 is no double
for (nu in c(1, 2.5, 4, 30, 1000)) quantiles("student_t", c(nu, 0, 1), function(p) qt(p, nu), above = 1e-300)
for (s in list(c(10, 0.3), c(1000, 0.97), c(1e6, 1e-5))) quantiles("binomial", s, function(p) qbinom(p, s[1], s[2]))
for (s in c(0.01, 3, 150, 1e6)) quantiles("poisson", s, function(p) qpois(p, s))
for (s in list(c(3, 0.5), c(200, 3))) quantiles("neg_binomial_2", s, function(p) qnbinom(p, size = s[2], mu = s[1]))
for (s in c(0.3, 1e-5)) quantiles("geometric", s, function(p) qgeom(p, s) + 1)
for (s in list(c(2, 0.01), c(7, 0.5))) quantiles("neg_binomial_trials", s, function(p) qnbinom(p, s[1], s[2]) + s[1])

tails <- function(name, parameters, y, f) add(name, parameters, y = y, cdf = f(y, TRUE), ccdf = f(y, FALSE))
for (z in c(-8, -1, 0.5, 6)) {
  tails("gamma", c(1e6, 1), 1e6 + z * 1e3, function(y, low) pgamma(y, 1e6, 1, lower.tail = low))
  tails("gamma", c(250, 1), 250 + z * 15, function(y, low) pgamma(y, 250, 1, lower.tail = low))
  tails("poisson", 1e8, 1e8 + z * 1e4, function(y, low) ppois(y, 1e8, lower.tail = low))
  tails("binomial", c(1e6, 0.25), 25e4 + floor(z * 433), function(y, low) pbinom(y, 1e6, 0.25, lower.tail = low))
  tails("beta", c(1e4, 3e4), 0.25 + z * 2.17e-3, function(y, low) pbeta(y, 1e4, 3e4, lower.tail = low))
}
for (y in c(0, 1000, 5000)) tails("neg_binomial_2", c(1000, 5), y, function(y, low) pnbinom(y, size = 5, mu = 1000, lower.tail = low))

cat(sprintf('{"source": "quantiles.R, %s",\n"rows": [\n%s\n]}\n', R.version.string, paste(rows, collapse = ",\n")))
