data { int<lower=0> N; int n_school; int school_of[N]; vector[N] y; vector<lower=0>[N] se; }
parameters { real mu; real<lower=0> tau; vector[n_school] theta_raw; }
transformed parameters { vector[n_school] theta = mu + tau * theta_raw; }
model {
  mu ~ normal(0, 5);
  tau ~ cauchy(0, 5);
  theta_raw ~ std_normal();
  y ~ normal(theta[school_of], se);
}
