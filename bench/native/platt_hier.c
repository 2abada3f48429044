/* ../shared/reference/platt_hier/model.yaml, non-centred; q = mu_a, log s_a, mu_b, log s_b, raw alpha[20], raw log_beta[20];
   columns group x y */
#include "kernel.h"

#define GROUPS 20
static int *group;

static void prepare(int n, double *const *c) {
  group = malloc(4 * n);
  for (int i = 0; i < n; i++) {
    group[i] = c[0][i];
    c[2][i] = 2 * c[2][i] - 1;
  }
}

static double density(int n, const double *q, double *g, double *const *c) {
  const double *x = c[1], *sign = c[2];
  double lp = normal_lpdf(q[0]) + normal_lpdf(q[2]);
  double sa = exp(q[1]), sb = exp(q[3]), alpha[GROUPS], beta[GROUPS], ga[GROUPS], gb[GROUPS];
  g[0] = -q[0];
  g[2] = -q[2];
  g[1] = g[3] = 0;
  lp += half_normal_log(q[1], 1, &g[1]) + half_normal_log(q[3], 1, &g[3]);
  for (int k = 0; k < GROUPS; k++) {
    alpha[k] = q[0] + sa * q[4 + k];
    beta[k] = exp(q[2] + sb * q[4 + GROUPS + k]);
    ga[k] = gb[k] = 0;
    lp += normal_lpdf(q[4 + k]) + normal_lpdf(q[4 + GROUPS + k]);
  }
  double sum = 0;
  for (int i = 0; i < n; i++) {
    int k = group[i];
    double eta = sign[i] * (alpha[k] + beta[k] * x[i]);
    double e = exp(-fabs(eta));
    sum += fmin(eta, 0) - log1p(e);
    double w = sign[i] * (eta < 0 ? 1 : e) / (1 + e);
    ga[k] += w;
    gb[k] += w * x[i];
  }
  for (int k = 0; k < GROUPS; k++) {
    double slope = gb[k] * beta[k];
    g[0] += ga[k];
    g[1] += ga[k] * sa * q[4 + k];
    g[4 + k] = ga[k] * sa - q[4 + k];
    g[2] += slope;
    g[3] += slope * sb * q[4 + GROUPS + k];
    g[4 + GROUPS + k] = slope * sb - q[4 + GROUPS + k];
  }
  return lp + sum;
}
