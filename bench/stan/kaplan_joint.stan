data { int<lower=0> N; vector[N] logN; vector[N] logD; vector[N] logL; }
parameters { real logNc; real logDc; real<lower=0> aN; real<lower=0> aD; real<lower=0> sigma; }
model {
  vector[N] data_term = logDc - logD;
  logNc ~ normal(30, 5);
  logDc ~ normal(30, 5);
  aN ~ lognormal(log(0.08), 0.5);
  aD ~ lognormal(log(0.1), 0.5);
  sigma ~ normal(0, 0.05);
  // log_sum_exp(a, b) of two vectors, which has no vector form, as b + log1p_exp(a - b)
  logL ~ student_t(4, aD * (data_term + log1p_exp(aN / aD * (logNc - logN) - data_term)), sigma);
}
