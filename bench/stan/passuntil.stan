data { int<lower=0> N; int n_task; vector[N] logN; int task_of[N]; vector[N] tries; vector[N] passed; }
transformed data { vector[N] failed = tries - passed; }
parameters { real<lower=0> a; real mu_c; real<lower=0> sigma_c; vector[n_task] log_c_raw; }
transformed parameters { vector[n_task] log_c = mu_c + sigma_c * log_c_raw; }
model {
  vector[N] logp = -exp(log_c[task_of] - a * logN);
  a ~ lognormal(log(0.25), 0.5);
  mu_c ~ normal(5, 2);
  sigma_c ~ std_normal();
  log_c_raw ~ std_normal();
  target += dot_product(passed, logp) + dot_product(failed, log1m_exp(logp));
}
