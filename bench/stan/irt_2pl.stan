data { int<lower=0> N; int n_model; int n_item; int model_of[N]; int item_of[N]; int correct[N]; }
parameters { real<lower=0> sigma_b; real<lower=0> sigma_a; vector[n_model] theta; vector[n_item] b; vector[n_item] log_a; }
model {
  sigma_b ~ normal(0, 2);
  sigma_a ~ std_normal();
  theta ~ std_normal();
  b ~ normal(0, sigma_b);
  log_a ~ normal(0, sigma_a);
  correct ~ bernoulli_logit(exp(log_a[item_of]) .* (theta[model_of] - b[item_of]));
}
