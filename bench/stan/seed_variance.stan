data { int<lower=0> N; int n_model; int n_bench; int model_of[N]; int bench_of[N]; vector[N] y; }
transformed data {
  int cell[N];
  for (n in 1:N) cell[n] = (model_of[n] - 1) * n_bench + bench_of[n];
}
parameters {
  real mu; real<lower=0> sd_model; real<lower=0> sd_bench; real<lower=0> sd_inter; real m_lsig; real<lower=0> s_lsig;
  vector[n_model] fm_raw; vector[n_bench] fb_raw; vector[n_model * n_bench] fi_raw; vector[n_bench] lsig_raw;
}
transformed parameters {
  vector[n_model] fm = sd_model * fm_raw;
  vector[n_bench] fb = sd_bench * fb_raw;
  vector[n_model * n_bench] fi = sd_inter * fi_raw;
  vector[n_bench] lsig = m_lsig + s_lsig * lsig_raw;
  vector[n_bench] sigma_seed = exp(lsig);
}
model {
  mu ~ normal(50, 25);
  sd_model ~ normal(0, 10);
  sd_bench ~ normal(0, 20);
  sd_inter ~ normal(0, 5);
  m_lsig ~ std_normal();
  s_lsig ~ std_normal();
  fm_raw ~ std_normal();
  fb_raw ~ std_normal();
  fi_raw ~ std_normal();
  lsig_raw ~ std_normal();
  y ~ normal(mu + fm[model_of] + fb[bench_of] + fi[cell], sigma_seed[bench_of]);
}
