data { int<lower=0> N; int n_group; int group_of[N]; vector[N] x; int y[N]; }
parameters { real mu_a; real<lower=0> s_a; real mu_b; real<lower=0> s_b; vector[n_group] alpha; vector[n_group] log_beta; }
model {
  mu_a ~ std_normal();
  s_a ~ std_normal();
  mu_b ~ std_normal();
  s_b ~ std_normal();
  alpha ~ normal(mu_a, s_a);
  log_beta ~ normal(mu_b, s_b);
  y ~ bernoulli_logit(alpha[group_of] + exp(log_beta[group_of]) .* x);
}
