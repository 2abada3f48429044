"""Log densities, log cdfs and cdfs of the distributions from their textbook definitions, at 350 digits.

python3 distributions.py > distributions.json      (mpmath 1.3.0, Python 3.11)
Numbers go out at 17 digits; a parameter is read as the exact double that the test will use.
"""

import json
import sys

import mpmath
from mpmath import mp, mpf, exp, log, log1p, sqrt, pi, loggamma, atan, erf, erfc, gammainc, betainc, inf

# a tail of 1e-300 found as 1 minus the other one needs 300 digits
mp.dps = 350


def apgw_hazard(y, s, g, k):
    z = (y / s) ** g
    return log1p(z) if k == 0 else (k + 1) / k * ((1 + z / (k + 1)) ** k - 1)


def lbeta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def lchoose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def Phi(z):
    return erfc(-z / sqrt(2)) / 2


def phi(z):
    return exp(-z * z / 2) / sqrt(2 * pi)


def location_scale(f, F):
    """log density and both tails of mu + sigma Z from those of Z; F(z, *shape) is P(Z <= z), Z symmetric"""

    def d(y, *p):
        *shape, mu, sigma = p
        return log(f((y - mu) / sigma, *shape)) - log(sigma)

    def tails(y, *p):
        *shape, mu, sigma = p
        return F((y - mu) / sigma, *shape), F((mu - y) / sigma, *shape)

    return d, tails


def folded(f, F):
    def d(y, *p):
        *shape, sigma = p
        return log(2 * f(y / sigma, *shape) / sigma)

    def tails(y, *p):
        *shape, sigma = p
        return 1 - 2 * F(-y / sigma, *shape), 2 * F(-y / sigma, *shape)

    return d, tails


def t_density(z, nu):
    return exp(loggamma((nu + 1) / 2) - loggamma(nu / 2)) / sqrt(nu * pi) * (1 + z * z / nu) ** (-(nu + 1) / 2)


def t_cdf(z, nu):
    half = betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + z * z), regularized=True) / 2
    return half if z < 0 else 1 - half


def cauchy_cdf(z):
    return mpf(1) / 2 + atan(z) / pi


def laplace_cdf(z):
    return exp(z) / 2 if z < 0 else 1 - exp(-z) / 2


def logistic_cdf(z):
    return 1 / (1 + exp(-z))


def huber_norm(delta):
    return sqrt(2 * pi) * (Phi(delta) - Phi(-delta)) + 2 / delta * exp(-delta**2 / 2)


def huber_density(u, delta):
    rho = u * u / 2 if abs(u) <= delta else delta * (abs(u) - delta / 2)
    return exp(-rho) / huber_norm(delta)


def huber_cdf(u, delta):
    if u > 0:
        return 1 - huber_cdf(-u, delta)
    if u < -delta:
        return exp(delta * u + delta**2 / 2) / delta / huber_norm(delta)
    return (exp(-delta**2 / 2) / delta + sqrt(2 * pi) * (Phi(u) - Phi(-delta))) / huber_norm(delta)


def reordered(pair):
    """huber takes (mu, sigma, delta), student_t takes (nu, mu, sigma)"""
    d, tails = pair
    return (lambda y, mu, s, delta: d(y, delta, mu, s)), (lambda y, mu, s, delta: tails(y, delta, mu, s))


def exp_mod_normal_log(y, mu, s, lam):
    return log(lam / 2) + lam / 2 * (2 * mu + lam * s * s - 2 * y) + log(erfc((mu + lam * s * s - y) / (sqrt(2) * s)))


def exp_mod_normal_tails(y, mu, s, lam):
    below = Phi((y - mu) / s) - exp(exp_mod_normal_log(y, mu, s, lam)) / lam
    return below, 1 - below


def skew_normal_log(y, xi, omega, alpha):
    z = (y - xi) / omega
    return log(2 / omega * phi(z) * Phi(alpha * z))


def owen_t(h, a):
    """by its definition, in pieces that double"""
    f = lambda x: exp(-h * h * (1 + x * x) / 2) / (1 + x * x)
    first = min(1, 1 / (1 + abs(h)))
    ends = [mpf(0), *(x for x in (first * 2**k for k in range(16)) if x < a), mpf(a)]
    return mpmath.quad(f, ends) / (2 * pi)


def skew_normal_tails(y, xi, omega, alpha):
    z = (y - xi) / omega
    below = Phi(z) - 2 * mpmath.sign(alpha) * owen_t(z, abs(alpha))
    return below, 1 - below


def changed(pair, g, log_slope):
    """the density of y when g(y) has the given one"""
    d, tails = pair
    return (lambda y, *p: d(g(y), *p) + log_slope(y)), (lambda y, *p: tails(g(y), *p))


def logit(y):
    return log(y / (1 - y))


normal = location_scale(phi, Phi)


def gamma_tails(a, x):
    # the smaller tail is computed, so that 350 digits are enough
    if x < a:
        p = gammainc(a, 0, x, regularized=True)
        return p, 1 - p
    q = gammainc(a, x, inf, regularized=True)
    return 1 - q, q


def beta_tails(a, b, x):
    p = betainc(a, b, 0, x, regularized=True)
    q = betainc(b, a, 0, 1 - x, regularized=True)
    return p, q


def gamma_log(y, a, r):
    return a * log(r) - loggamma(a) + (a - 1) * log(y) - r * y


def beta_log(y, a, b):
    return (a - 1) * log(y) + (b - 1) * log1p(-y) - lbeta(a, b)


def power(x, log_p):
    """log of p^x, where 0^0 = 1"""
    return x * log_p if x != 0 else mpf(0)


def binomial_log(y, n, p):
    return lchoose(n, y) + power(y, log(p)) + power(n - y, log1p(-p))


def poisson_log(y, lam):
    return y * log(lam) - lam - loggamma(y + 1)


def nb_log(y, mu, ph):
    return loggamma(y + ph) - loggamma(ph) - loggamma(y + 1) + ph * log(ph / (mu + ph)) + y * log(mu / (mu + ph))


def summed(d):
    def tails(y, *p):
        total = mpf(0)
        k = mpf(0)
        while k <= y:
            total += exp(d(k, *p))
            k += 1
        return total, 1 - total

    return tails


def inv_logit(x):
    return 1 / (1 + exp(-x))


SIMPLE = {
    "normal": (normal, [(0, 1), (3, 0.01), (-2, 1e6)], lambda m, s: [m + s * z for z in (-38, -9, -1, 0, 0.3, 1, 5, 30)]),
    "student_t": (
        location_scale(t_density, t_cdf),
        [(1, 0, 1), (0.3, 2, 5), (4, 3, 0.01), (30, 0, 1), (1e4, 0, 1), (1e10, 0, 2)],
        lambda nu, m, s: [m + s * z for z in (-1e5, -30, -3, -0.5, 0, 1e-3, 1, 8)],
    ),
    "cauchy": (
        location_scale(lambda z: 1 / (pi * (1 + z * z)), cauchy_cdf),
        [(0, 1), (-3, 0.02)],
        lambda m, s: [m + s * z for z in (-1e100, -1e9, -2, -0.7, 0, 0.2, 3, 1e12)],
    ),
    "laplace": (
        location_scale(lambda z: exp(-abs(z)) / 2, laplace_cdf),
        [(0, 1), (2, 0.001)],
        lambda m, s: [m + s * z for z in (-600, -40, -1, -0.1, 0.1, 1, 50)],
    ),
    "logistic": (
        location_scale(lambda z: exp(-z) / (1 + exp(-z)) ** 2, logistic_cdf),
        [(0, 1), (2, 0.001)],
        lambda m, s: [m + s * z for z in (-600, -40, -1, 0, 0.1, 1, 50)],
    ),
    "huber": (
        reordered(location_scale(huber_density, huber_cdf)),
        [(0, 1, 1.345), (2, 0.1, 0.001), (0, 3, 8), (0, 1, 1e-6)],
        lambda m, s, d: [m + s * z for z in (-700, -9, -1.2, -0.0005, 0.0005, 0.7, 3, 30)],
    ),
    "exp_mod_normal": (
        (exp_mod_normal_log, exp_mod_normal_tails),
        [(0, 1, 1), (2, 0.1, 0.3), (0, 1, 1e-6), (-1, 0.01, 1e5), (0, 3, 50)],
        lambda m, s, lam: [m + s * z for z in (-30, -9, -1, 0, 0.7, 3)] + [m + z / lam for z in (0.01, 1, 30)],
    ),
    "skew_normal": (
        (skew_normal_log, skew_normal_tails),
        [(0, 1, 0), (2, 0.1, 1), (0, 1, -5), (-1, 3, 200), (0, 1, -0.01)],
        lambda m, s, a: [m + s * z for z in (-9, -1, -0.01, 0, 0.002, 0.7, 3, 20)],
    ),
    "lognormal": (
        changed(normal, log, lambda y: -log(y)),
        [(0, 1), (-4.6, 1), (2, 0.05)],
        lambda m, s: [mpmath.exp(m + s * z) for z in (-30, -8, -1, 0.2, 3, 12)],
    ),
    "logit_normal": (
        changed(normal, logit, lambda y: -log(y) - log1p(-y)),
        [(0, 1.5), (-3, 0.2)],
        lambda m, s: [1e-12, 1e-3, 0.05, 0.3, 0.5, 0.77, 0.999],
    ),
    "half_normal": (folded(phi, Phi), [(1,), (0.05,)], lambda s: [s * z for z in (1e-12, 1e-3, 0.5, 1, 3, 8, 30)]),
    "half_student_t": (
        folded(t_density, t_cdf),
        [(4, 1), (1.5, 3), (100, 0.2)],
        lambda nu, s: [s * z for z in (1e-12, 1e-3, 0.5, 1, 3, 80, 1e5)],
    ),
    "half_cauchy": (
        folded(lambda z: 1 / (pi * (1 + z * z)), cauchy_cdf),
        [(1,), (2.5,)],
        lambda s: [s * z for z in (1e-12, 1e-3, 0.5, 1, 3, 80, 1e12)],
    ),
    "exponential": (
        ((lambda y, r: log(r) - r * y), (lambda y, r: (1 - exp(-r * y), exp(-r * y)))),
        [(1,), (0.01,), (1e6,)],
        lambda r: [z / r for z in (1e-15, 0.01, 0.6, 3, 300)],
    ),
    "gamma": (
        (gamma_log, lambda y, a, r: gamma_tails(a, r * y)),
        [(2, 0.2), (0.01, 1), (0.5, 3), (30, 1e-3), (150, 1), (1000, 2), (1e5, 1)],
        lambda a, r: [a / r * z for z in (0.2, 0.9, 0.999, 1.001, 1.02, 1.5)] + [1e-9 / r],
    ),
    "inv_gamma": (
        ((lambda y, a, s: gamma_log(1 / y, a, s) - 2 * log(y)), (lambda y, a, s: gamma_tails(a, s / y)[::-1])),
        [(2, 0.2), (0.5, 3), (30, 1e3), (400, 2)],
        lambda a, s: [s / a * z for z in (0.4, 0.9, 1.02, 1.5, 100)],
    ),
    "weibull": (
        (
            (lambda y, k, s: log(k / s) + (k - 1) * log(y / s) - (y / s) ** k),
            (lambda y, k, s: (1 - exp(-((y / s) ** k)), exp(-((y / s) ** k)))),
        ),
        [(1.5, 1), (0.3, 20), (12, 1e-3)],
        lambda k, s: [s * z for z in (1e-6, 0.1, 0.9, 1.1, 1.6)],
    ),
    "apgw": (
        (
            lambda y, s, g, k, lam: log(lam * g / s) + (g - 1) * log(y / s) + (k - 1) * log1p((y / s) ** g / (k + 1)) - lam * apgw_hazard(y, s, g, k),
            lambda y, s, g, k, lam: (1 - exp(-lam * apgw_hazard(y, s, g, k)), exp(-lam * apgw_hazard(y, s, g, k))),
        ),
        [(2, 1.5, 0.6, 1), (2, 1.2, 0, 1.3), (3, 0.9, 2.5, 0.7), (20, 2, -0.5, 1), (1, 0.8, 1e-6, 0.5)],
        lambda s, g, k, lam: [s * z for z in (1e-6, 0.1, 0.9, 1.1, 3)],
    ),
    "beta": (
        (beta_log, lambda y, a, b: beta_tails(a, b, y)),
        [(2, 2), (0.5, 0.5), (1, 1), (20, 3), (0.01, 5), (300, 700)],
        lambda a, b: [1e-30, 1e-5, 0.01, 0.3, 0.31, 0.7, 0.999],
    ),
    "beta_proportion": (
        (
            (lambda y, m, k: beta_log(y, m * k, (1 - m) * k)),
            (lambda y, m, k: beta_tails(m * k, (1 - m) * k, y)),
        ),
        [(0.3, 10), (0.01, 2), (0.5, 500)],
        lambda m, k: [1e-5, 0.01, 0.3, 0.52, 0.999],
    ),
    "uniform": (
        (
            (lambda y, a, b: -log(b - a) if a <= y <= b else -inf),
            (lambda y, a, b: (max(min((y - a) / (b - a), 1), 0), max(min((b - y) / (b - a), 1), 0))),
        ),
        [(0, 1), (-3, 1e6)],
        lambda a, b: [a - 1.0, a + 1e-3, a + 0.75, b + 1.0],
    ),
    "bernoulli": (
        ((lambda y, p: log(p) if y == 1 else log1p(-p)), (lambda y, p: (1 - p, p) if y == 0 else (1, 0))),
        [(0.3,), (1e-20,), (0.999999,)],
        lambda p: [0, 1],
    ),
    "bernoulli_logit": (
        (
            (lambda y, e: log(inv_logit(e if y == 1 else -e))),
            (lambda y, e: (inv_logit(-e), inv_logit(e)) if y == 0 else (1, 0)),
        ),
        [(0.3,), (-60,), (40,), (700,)],
        lambda e: [0, 1],
    ),
    "binomial": (
        (binomial_log, summed(binomial_log)),
        [(10, 0.3), (1, 0.5), (300, 0.001), (1000, 0.97)],
        lambda n, p: [y for y in (0, 1, 4, 10, 250, 955, 990, 1000) if y <= n],
    ),
    "binomial_logit": (
        (
            (lambda y, n, e: binomial_log(y, n, inv_logit(e))),
            summed(lambda y, n, e: binomial_log(y, n, inv_logit(e))),
        ),
        [(10, 0.3), (300, -8), (1000, 3)],
        lambda n, e: [y for y in (0, 1, 4, 10, 250, 955, 990, 1000) if y <= n],
    ),
    "beta_binomial": (
        (
            (lambda y, n, a, b: lchoose(n, y) + lbeta(y + a, n - y + b) - lbeta(a, b)),
            summed(lambda y, n, a, b: lchoose(n, y) + lbeta(y + a, n - y + b) - lbeta(a, b)),
        ),
        [(10, 0.4, 3), (300, 20, 50), (1000, 0.01, 0.02), (200, 1e8, 2e8)],
        lambda n, a, b: [y for y in (0, 1, 4, 10, 70, 180, 999, 1000) if y <= n],
    ),
    "poisson": (
        (poisson_log, lambda y, lam: gamma_tails(y + 1, lam)[::-1]),
        [(0.01,), (3,), (150,), (1e4,)],
        lambda lam: [0, 1, 4, 120, 170, 9800, 10050],
    ),
    "poisson_log": (
        ((lambda y, e: poisson_log(y, exp(e))), (lambda y, e: gamma_tails(y + 1, exp(e))[::-1])),
        [(-3,), (1,), (6,)],
        lambda e: [0, 1, 4, 350, 500],
    ),
    "neg_binomial_2": (
        (nb_log, lambda y, mu, ph: beta_tails(ph, y + 1, ph / (ph + mu))),
        [(3, 0.5), (0.01, 10), (200, 3), (40, 1e4)],
        lambda mu, ph: [0, 1, 4, 50, 400],
    ),
    "geometric": (
        ((lambda y, p: log(p) + power(y - 1, log1p(-p))), (lambda y, p: (1 - (1 - p) ** y, (1 - p) ** y))),
        [(0.3,), (1e-5,), (1e-18,), (0.99,)],
        lambda p: [1, 2, 30, 100000],
    ),
    "neg_binomial_trials": (
        (
            (lambda y, r, p: lchoose(y - 1, r - 1) + r * log(p) + power(y - r, log1p(-p))),
            (lambda y, r, p: beta_tails(r, y - r + 1, p)),
        ),
        [(1, 0.3), (2, 1e-5), (2, 0.5), (7, 0.05)],
        lambda r, p: [r, r + 1, r + 40, 3000],
    ),
}

# densities only: where a tail by summation would take too long
LARGE = [
    ("binomial", (1e12, 0.5), 5e11),
    ("binomial", (1e9, 1e-3), 1000500),
    ("poisson", (1e12,), 1000001000000),
    ("poisson", (1e9,), 1e9),
    ("neg_binomial_2", (10, 1e12), 12),
    ("neg_binomial_2", (1e6, 1e3), 1030000),
    ("neg_binomial_trials", (2, 1e-9), 2000000000),
    ("beta_binomial", (1e9, 3, 5), 4e8),
]

# densities only: nothing is left to chance
SURE = [
    ("binomial", (7, 0), 0),
    ("binomial", (7, 0), 1),
    ("binomial", (7, 1), 6),
    ("binomial", (7, 1), 7),
    ("geometric", (1,), 1),
    ("geometric", (1,), 2),
    ("neg_binomial_trials", (1, 1), 1),
    ("neg_binomial_trials", (1, 1), 2),
]


def number(x):
    x = mpf(x)
    if mpmath.isinf(x):
        return "-Infinity" if x < 0 else "Infinity"
    return float(mpmath.nstr(x, 17))


def row(name, p, y, with_tails=True):
    (density, tails), _, _ = SIMPLE[name]
    exact = [mpf(float(v)) for v in p]
    y = float(y)
    out = {"name": name, "parameters": [float(v) for v in p], "y": y, "logDensity": number(density(mpf(y), *exact))}
    if with_tails:
        below, above = (mpf(v) for v in tails(mpf(y), *exact))
        for key, tail, other in (("Cdf", below, above), ("Ccdf", above, below)):
            logarithm = log1p(-other) if tail > 0.5 else log(tail) if tail > 0 else -inf
            out["log" + key] = number(logarithm)
            out[key.lower()] = number(tail)
    return out


rows = [row(name, p, y) for name, (_, sets, ys) in SIMPLE.items() for p in sets for y in ys(*p)]
rows += [row(name, p, y, False) for name, p, y in LARGE + SURE]


def vector_rows():
    y = [mpf("0.125"), mpf("0.25"), mpf("0.625")]
    for a in ([mpf("0.5"), mpf(2), mpf(30)], [mpf(2) ** -10, mpf(1), mpf(1000)]):
        yield "dirichlet", [a], y, loggamma(sum(a)) - sum(map(loggamma, a)) + sum((s - 1) * log(v) for s, v in zip(a, y))
    e = [mpf("-700"), mpf("0.5"), mpf("2")]
    for k in (1, 2, 3):
        yield "categorical_logit", [e], mpf(k), e[k - 1] - log(sum(map(exp, e)))
        theta = [mpf("0.125"), mpf("0.5"), mpf("0.375")]
        yield "categorical", [theta], mpf(k), log(theta[k - 1])
    mu, y = mpmath.matrix([1, -2, 0.5]), mpmath.matrix([0.25, 3, -1])
    L = mpmath.matrix([[2, 0, 0], [0.5, 0.25, 0], [-1, 3, 0.125]])
    S = L * L.T
    d = y - mu
    quadratic = (d.T * mpmath.inverse(S) * d)[0]
    density = -quadratic / 2 - log(mpmath.det(S)) / 2 - mpf(3) / 2 * log(2 * pi)
    yield "multi_normal_cholesky", [list(mu), L], list(y), density
    for eta in (mpf("0.5"), mpf(1), mpf(4)):
        for L in (lkj_factor([[0.3]]), lkj_factor([[0.3], [-0.5, 0.2]]), lkj_factor([[0.9], [0.1, -0.7], [0.25, 0.5, 0.5]])):
            yield "lkj_corr_cholesky", [eta], L, lkj_log(L, eta)


def lkj_factor(below):
    n = len(below) + 1
    L = mpmath.zeros(n)
    L[0, 0] = 1
    for i, entries in enumerate(below, 1):
        for j, v in enumerate(entries):
            L[i, j] = mpf(v)
        # the entry as the double that the test will read
        L[i, i] = mpf(float(sqrt(1 - sum(mpf(v) ** 2 for v in entries))))
    return L


def lkj_log(L, eta):
    """det(R)^(eta - 1) times the Jacobian of the factor; each row normalised by its integral over the unit ball"""
    n = L.rows
    total = mpf(0)
    for k in range(1, n):
        s = (n - (k + 1) + 2 * eta - 2) / 2
        ball = pi ** (mpf(k) / 2) * mpmath.gamma(s + 1) / mpmath.gamma(s + 1 + mpf(k) / 2)
        total += 2 * s * log(L[k, k]) - log(ball)
    return total


def plain(v):
    if isinstance(v, mpmath.matrix):
        return [[float(v[i, j]) for j in range(v.cols)] for i in range(v.rows)]
    return [float(x) for x in v] if isinstance(v, list) else float(v)


vectors = [
    {"name": name, "parameters": [plain(v) for v in p], "y": plain(y), "logDensity": number(value)}
    for name, p, y, value in vector_rows()
]

source = f"distributions.py, mpmath {mpmath.__version__}, Python {sys.version.split()[0]}, {mp.dps} digits"
text = ",\n".join(json.dumps(entry) for entry in rows)
vector_text = ",\n".join(json.dumps(entry) for entry in vectors)
print(f'{{"source": {json.dumps(source)},\n"scalar": [\n{text}\n],\n"vector": [\n{vector_text}\n]}}')
