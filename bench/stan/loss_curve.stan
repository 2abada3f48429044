data { int<lower=0> N; vector[N] logS1; vector[N] S2; vector[N] L; }
parameters { real<lower=0> L0; real<lower=0> A; real<lower=0> alpha; real<lower=0> C; real<lower=0> sigma; }
model {
  L0 ~ lognormal(log(2.5), 0.5);
  A ~ lognormal(log(0.5), 1);
  alpha ~ lognormal(log(0.4), 0.5);
  C ~ normal(0, 2);
  sigma ~ normal(0, 0.1);
  L ~ normal(L0 + A * exp(-alpha * logS1) - C * S2, sigma);
}
