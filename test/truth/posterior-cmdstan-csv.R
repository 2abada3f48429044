# Reads the CmdStan CSV files that Credence exports (test/fixtures/posterior/credence/chain-*.csv) as R users do, and
# writes every number and posterior's summaries to posterior-cmdstan-csv.json. Run in this folder: Rscript posterior-cmdstan-csv.R
# The exports are written anew by CREDENCE_WRITE_TRUTH=1 npx vitest run test/lib/data/posterior/truth
library(posterior)

folder <- "../fixtures/posterior/credence/"
chains <- lapply(1:2, function(chain) {
  read.csv(paste0(folder, "chain-", chain, ".csv"), comment.char = "#", check.names = FALSE)
})
# theta.1.2 to theta[1,2], as cmdstanr and rstan do
repair <- function(names) {
  indexed <- grepl("\\.[0-9.]+$", names)
  names[indexed] <- paste0(sub("\\.", "[", names[indexed]), "]")
  names[indexed] <- gsub("\\.", ",", names[indexed])
  names
}
chains <- lapply(chains, function(chain) setNames(chain, repair(names(chain))))
draws <- bind_draws(lapply(chains, as_draws_df), along = "chain")
stopifnot(nchains(draws) == 2, niterations(draws) == 5)

values <- lapply(variables(draws), function(name) sprintf("%.17g", extract_variable(draws, name)))
names(values) <- variables(draws)
summaries <- summarise_draws(subset_draws(draws, repair(grep("__$", names(chains[[1]]), value = TRUE, invert = TRUE))), "mean", "sd")
result <- list(
  made = "posterior-cmdstan-csv.R",
  versions = list(R = as.character(getRversion()), posterior = as.character(packageVersion("posterior"))),
  names = variables(draws),
  values = values,
  summaries = as.data.frame(summaries)
)
writeLines(jsonlite::toJSON(result, digits = NA, auto_unbox = TRUE, na = "string", pretty = TRUE), "posterior-cmdstan-csv.json")
