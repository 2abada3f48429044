data { int<lower=0> N; vector[N] y; vector[N] y1; vector[N] y2; vector[N] y3; vector[N] y4; vector[N] y5; }
transformed data { matrix[N, 5] lags = append_col(append_col(append_col(append_col(y1, y2), y3), y4), y5); }
parameters { real alpha; vector[5] beta; real<lower=0> sigma; }
model {
  alpha ~ normal(0, 10);
  beta ~ normal(0, 10);
  sigma ~ cauchy(0, 2.5);
  y ~ normal(alpha + lags * beta, sigma);
}
