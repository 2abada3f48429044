# Rscript run.R MODEL.rds DATA.R FOLDER PROGRAM.stan FRESH: where MODEL.rds is absent, compiles the program and does no more
# (a process that compiled a program cannot read it back). Else runs rstan's defaults, one chain after the other: each chain's
# draws and costs, and the check of the density, are written to FOLDER as they come; what is there already is not done
# again, unless FRESH is "true".
suppressMessages(library(rstan))
# Debian keeps boost among the system's headers, where rstan does not look
if (dir.exists("/usr/include/boost")) rstan_options(boost_lib = "/usr/include")
arguments <- commandArgs(trailingOnly = TRUE)
compiled <- arguments[1]
folder <- arguments[3]
CHAINS <- 4
ITERATIONS <- 2000
# Gradients alone are timed as trajectories of leapfrog steps too small to leave the place, about as long as our own rounds
# (engine/clock.ts), the least of as many: grad_log_prob called from R would add 30 microseconds of R to each.
STEP <- 1e-5
MOST_STEPS <- 1000
ROUNDS <- 25
ROUND_SECONDS <- 0.04
NEVER <- 1e9
# CPU seconds for which a short chain is repeated, the same draws again; the mean counts, as for our own fits
REPEATED <- 2

cpu <- function() sum(proc.time()[c(1, 2, 4, 5)])
complete <- function(write, file) {
  partial <- paste0(file, ".partial")
  write(partial)
  invisible(file.rename(partial, file))
}
json <- function(file, ...) {
  values <- list(...)
  text <- sapply(values, function(x) if (length(x) == 1) sprintf("%.17g", x) else paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]"))
  complete(function(to) writeLines(paste0("{", paste0('"', names(values), '":', text, collapse = ","), "}"), to), file)
}

if (!file.exists(compiled)) {
  start <- cpu()
  model <- stan_model(arguments[4], save_dso = TRUE)
  json(sub("rds$", "json", compiled), compile_s = cpu() - start)
  complete(function(to) saveRDS(model, to), compiled)
  quit()
}
model <- readRDS(compiled)
data <- new.env()
sys.source(arguments[2], data)
points <- data$points__
rm("points__", envir = data)
data <- as.list(data)

check <- file.path(folder, "check.json")
leapfrog <- file.path(folder, "leapfrog.json")
chains <- file.path(folder, sprintf("chain%d.json", seq_len(CHAINS)))
if (arguments[5] == "true") unlink(c(check, leapfrog, chains))
empty <- suppressMessages(sampling(model, data = data, chains = 0))
points <- matrix(points, ncol = get_num_upars(empty), byrow = TRUE)

if (!file.exists(check)) {
  values <- apply(points, 1, function(u) log_prob(empty, u))
  gradients <- apply(points, 1, function(u) grad_log_prob(empty, u))
  json(check, log_prob = values, gradient = as.vector(gradients))
}

if (!file.exists(leapfrog)) {
  microseconds <- function(steps, trajectories) {
    fit <- suppressWarnings(sampling(model, data = data, chains = 1, seed = 1, refresh = 0, algorithm = "HMC", warmup = 0,
      iter = trajectories, init = list(constrain_pars(empty, points[1, ])),
      control = list(adapt_engaged = FALSE, stepsize = STEP, int_time = (steps + 0.5) * STEP)))
    statistics <- get_sampler_params(fit)[[1]]
    # where rstan does not stay in place the time is of something else, and the run's cost a gradient has to do
    if (any(statistics[, "stepsize__"] != STEP) || any(statistics[, "accept_stat__"] < 0.9)) return(NEVER)
    1e6 * sum(get_elapsed_time(fit)) / (trajectories * steps)
  }
  about <- microseconds(20, 2)
  steps <- min(MOST_STEPS, ceiling(1e6 * ROUND_SECONDS / about))
  trajectories <- ceiling(1e6 * ROUND_SECONDS / (about * steps))
  json(leapfrog, us = min(replicate(ROUNDS, microseconds(steps, trajectories))))
}

for (chain in seq_len(CHAINS)) {
  if (file.exists(chains[chain])) next
  seconds <- NULL
  begun <- cpu()
  repeat {
    start <- cpu()
    fit <- sampling(model, data = data, chains = 1, chain_id = chain, iter = ITERATIONS, seed = 1, refresh = 0)
    call <- cpu() - start
    seconds <- rbind(seconds, get_elapsed_time(fit)[1, ])
    if (cpu() - begun + call > REPEATED) break
  }
  statistics <- get_sampler_params(fit, inc_warmup = TRUE)[[1]]
  warm <- seq_len(ITERATIONS / 2)
  draws <- extract(fit, permuted = FALSE)[, 1, ]
  complete(function(to) writeLines(colnames(draws), to), file.path(folder, "names.txt"))
  complete(function(to) writeBin(as.vector(draws), to), file.path(folder, sprintf("chain%d.bin", chain)))
  json(chains[chain],
    warmup_s = mean(seconds[, "warmup"]), sampling_s = mean(seconds[, "sample"]), call_s = call,
    gradients_warmup = sum(statistics[warm, "n_leapfrog__"]), gradients_sampling = sum(statistics[-warm, "n_leapfrog__"]),
    divergences = sum(statistics[-warm, "divergent__"]))
}
