data { int<lower=0> N; vector[N] logN; vector[N] logD; vector[N] logL; }
parameters { real<lower=0> E; real logA; real logB; real<lower=0> alpha; real<lower=0> beta; real<lower=0> sigma; }
model {
  E ~ lognormal(log(1.7), 0.5);
  logA ~ normal(6, 2);
  logB ~ normal(7, 2);
  alpha ~ lognormal(log(0.35), 0.5);
  beta ~ lognormal(log(0.35), 0.5);
  sigma ~ normal(0, 0.05);
  logL ~ student_t(4, log(E + exp(logA - alpha * logN) + exp(logB - beta * logD)), sigma);
}
