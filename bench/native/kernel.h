/* Reads rows and a position, evaluates a density and its gradient many times, prints the least CPU time of a gradient.
   File, all float64: rows, dim, columns, position[dim], then each column's rows.  Prints: microseconds value gradient... */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HALF_LOG_2PI 0.91893853320467274178
#define LOG_2 0.69314718055994530942

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* log density at q, gradient into g; c[k] is column k */
static double density(int n, const double *q, double *g, double *const *c);

static void prepare(int n, double *const *c);

static double *take(FILE *f, size_t n) {
  double *x = malloc(8 * (n + 8));
  if (fread(x, 8, n, f) != n) exit(2);
  return x;
}

int main(int argc, char **argv) {
  FILE *f = fopen(argv[1], "rb");
  if (argc < 2 || !f) return 2;
  double *head = take(f, 3);
  int n = head[0], dim = head[1], columns = head[2];
  double *q = take(f, dim), *g = malloc(8 * dim), *c[8];
  for (int k = 0; k < columns; k++) c[k] = take(f, n);
  prepare(n, c);
  double value = 0, best = INFINITY;
  int repeats = 1 + 4000000 / (20 * n);
  for (int round = 0; round < 20; round++) {
    double start = now();
    for (int r = 0; r < repeats; r++) value = density(n, q, g, c);
    double each = (now() - start) / repeats;
    if (each < best) best = each;
  }
  printf("%.6f %.17g", 1e6 * best, value);
  for (int i = 0; i < dim; i++) printf(" %.17g", g[i]);
  printf("\n");
  return 0;
}

static inline double normal_lpdf(double z) { return -0.5 * z * z - HALF_LOG_2PI; }

/* half_normal(scale) on s = exp(u), Jacobian included; adds to *slope */
static inline double half_normal_log(double u, double scale, double *slope) {
  double z = exp(u) / scale;
  *slope += 1 - z * z;
  return LOG_2 + normal_lpdf(z) - log(scale) + u;
}
