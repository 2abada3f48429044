/* ../shared/reference/chinchilla/model.yaml; q = log E, log A, log B, log alpha, log beta, log sigma; columns logN logD logL */
#include "kernel.h"

static void prepare(int n, double *const *c) { (void)n; (void)c; }

static double density(int n, const double *q, double *g, double *const *c) {
  const double *logN = c[0], *logD = c[1], *logL = c[2];
  const double centre[5] = {log(1.7), 6, 7, log(0.35), log(0.35)}, scale[5] = {0.5, 2, 2, 0.5, 0.5};
  double lp = 0;
  for (int i = 0; i < 5; i++) {
    double z = (q[i] - centre[i]) / scale[i];
    lp += normal_lpdf(z) - log(scale[i]);
    g[i] = -z / scale[i];
  }
  g[5] = 0;
  lp += half_normal_log(q[5], 0.05, &g[5]);
  double E = exp(q[0]), alpha = exp(q[3]), beta = exp(q[4]), inverse = exp(-q[5]);
  double sum = 0, gE = 0, gA = 0, gB = 0, galpha = 0, gbeta = 0, gs = 0;
  for (int i = 0; i < n; i++) {
    double a = exp(q[1] - alpha * logN[i]), b = exp(q[2] - beta * logD[i]);
    double mu = E + a + b;
    double z = (logL[i] - log(mu)) * inverse, t = 0.25 * z * z;
    double w = 1.25 * z / (1 + t);
    sum += log1p(t);
    gs += w * z;
    double d = w / mu;
    gE += d;
    gA += d * a;
    gB += d * b;
    galpha += d * a * logN[i];
    gbeta += d * b * logD[i];
  }
  lp += n * (lgamma(2.5) - lgamma(2) - 0.5 * log(4 * M_PI) - q[5]) - 2.5 * sum;
  g[0] += gE * inverse * E;
  g[1] += gA * inverse;
  g[2] += gB * inverse;
  g[3] -= galpha * inverse * alpha;
  g[4] -= gbeta * inverse * beta;
  g[5] += gs - n;
  return lp;
}
