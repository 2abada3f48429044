# Rscript run.R PROGRAM.stan DATA.csv: one default fit, its cost and its worst effective sample size as one JSON line.
# Every column becomes data of its name; text becomes codes 1..n_NAME in order of the levels.
suppressMessages(library(rstan))
# Debian keeps boost among the system's headers, where rstan does not look
if (dir.exists("/usr/include/boost")) rstan_options(boost_lib = "/usr/include")
args <- commandArgs(trailingOnly = TRUE)
table <- read.csv(args[2])
data <- list(N = nrow(table))
for (name in names(table)) {
  column <- table[[name]]
  if (is.character(column)) {
    codes <- factor(column)
    data[[paste0("n_", name)]] <- nlevels(codes)
    column <- as.integer(codes)
  }
  data[[name]] <- column
}
cpu <- function() sum(proc.time()[c(1, 2, 4, 5)])
start <- cpu()
model <- stan_model(args[1])
compile <- cpu() - start
start <- cpu()
fit <- sampling(model, data = data, chains = 4, cores = 1, iter = 2000, seed = 1, refresh = 0)
total <- cpu() - start
leapfrogs <- sum(sapply(get_sampler_params(fit, inc_warmup = TRUE), function(x) sum(x[, "n_leapfrog__"])))
divergences <- sum(sapply(get_sampler_params(fit, inc_warmup = FALSE), function(x) sum(x[, "divergent__"])))
draws <- as.array(fit)
draws <- draws[, , dimnames(draws)$parameters != "lp__", drop = FALSE]
ess <- min(apply(draws, 3, ess_bulk))
rhat <- max(apply(draws, 3, Rhat))
cat(sprintf('{"compile_s":%.2f,"cpu_s":%.3f,"gradients":%d,"us_per_gradient":%.4f,"min_ess_bulk":%.1f,"divergences":%d,"max_rhat":%.4f}\n',
  compile, total, as.integer(leapfrogs), 1e6 * total / leapfrogs, ess, as.integer(divergences), rhat))
