data {
  int<lower=0> N; vector[N] partyid7; vector[N] real_ideo; vector[N] race_adj; vector[N] age30_44; vector[N] age45_64;
  vector[N] age65up; vector[N] educ1; vector[N] gender; vector[N] income;
}
transformed data {
  matrix[N, 9] X;
  X[, 1] = rep_vector(1, N);
  X[, 2] = real_ideo;
  X[, 3] = race_adj;
  X[, 4] = age30_44;
  X[, 5] = age45_64;
  X[, 6] = age65up;
  X[, 7] = educ1;
  X[, 8] = gender;
  X[, 9] = income;
}
parameters { vector[9] beta; real<lower=0> sigma; }
model { partyid7 ~ normal(X * beta, sigma); }
