/* ../shared/reference/irt_2pl/model.yaml, non-centred; q = log sigma_b, log sigma_a, theta[60], raw b[400], raw log_a[400];
   columns model item correct */
#include "kernel.h"

#define MODELS 60
#define ITEMS 400
static int *model, *item;

static void prepare(int n, double *const *c) {
  model = malloc(4 * n);
  item = malloc(4 * n);
  for (int i = 0; i < n; i++) {
    model[i] = c[0][i];
    item[i] = c[1][i];
    c[2][i] = 2 * c[2][i] - 1;
  }
}

static double density(int n, const double *q, double *g, double *const *c) {
  const double *sign = c[2], *theta = q + 2, *rawb = q + 2 + MODELS, *rawa = rawb + ITEMS;
  double *gtheta = g + 2, *gb = gtheta + MODELS, *ga = gb + ITEMS, a[ITEMS], b[ITEMS];
  double sb = exp(q[0]), sa = exp(q[1]), lp = 0, sum = 0;
  g[0] = g[1] = 0;
  lp += half_normal_log(q[0], 2, &g[0]) + half_normal_log(q[1], 1, &g[1]);
  for (int j = 0; j < MODELS; j++) {
    lp += normal_lpdf(theta[j]);
    gtheta[j] = -theta[j];
  }
  for (int j = 0; j < ITEMS; j++) {
    lp += normal_lpdf(rawb[j]) + normal_lpdf(rawa[j]);
    a[j] = exp(sa * rawa[j]);
    b[j] = sb * rawb[j];
    ga[j] = gb[j] = 0;
  }
  for (int i = 0; i < n; i++) {
    int j = item[i];
    double distance = theta[model[i]] - b[j];
    double eta = sign[i] * a[j] * distance;
    double e = exp(-fabs(eta));
    sum += fmin(eta, 0) - log1p(e);
    double w = sign[i] * (eta < 0 ? 1 : e) / (1 + e);
    gtheta[model[i]] += w * a[j];
    gb[j] += w;
    ga[j] += w * distance;
  }
  for (int j = 0; j < ITEMS; j++) {
    double slopeb = -gb[j] * a[j], slopea = ga[j] * a[j];
    g[0] += slopeb * b[j];
    g[1] += slopea * sa * rawa[j];
    gb[j] = slopeb * sb - rawb[j];
    ga[j] = slopea * sa - rawa[j];
  }
  return lp + sum;
}
