"""Exact marginal likelihoods, by quadrature or in closed form, for test/lib/evidence. python3 evidence.py > evidence.json"""
import json
import sys
import mpmath as mp

mp.mp.dps = 30
log, pi, exp = mp.log, mp.pi, mp.exp

# R: set.seed(12345); theta <- rnorm(20, 0, sqrt(0.5)); y <- rnorm(20, theta, 1)  (bridgesampling's vignette)
Y = [1.1936533222328567, 1.9574533144792619, -0.7216175442484425, -1.8738083318341385, -1.1692823880357055,
     0.5196085261489649, -0.03610040541835935, 0.4250881476377333, 0.4111922107682586, -0.8123697989615779,
     0.7296735663842985, 3.4818672159827693, 2.3112638135196795, 2.0002942243024204, -0.27643506999600853,
     1.0688236953477657, -0.9508359925638927, -1.8965110061965056, 2.5601973666300664, 0.23703060210084226]
# R: sleep$extra[11:20] - sleep$extra[1:10]
SLEEP = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4]
COUNTS = [3, 7, 4, 5, 2, 6, 8, 3]
X = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
Z = [0.2, 0.5, 1.4, 1.1, 2.3, 2.6, 3.4, 3.3]


def mpf(values):
    return [mp.mpf(repr(v)) for v in values]


def hierarchical(free_mean):
    """theta_i ~ N(mu, tau2), y_i ~ N(theta_i, 1), tau2 ~ InvGamma(1, 1), mu = 0 or mu ~ N(0, 1)"""
    y = mpf(Y)
    n, s, ss = len(y), sum(y), sum(v * v for v in y)

    def integrand(u):  # u = log tau2
        tau2 = exp(u)
        v = 1 + tau2
        prior = exp(-u - 1 / tau2)  # InvGamma(1,1) density times tau2
        loglik = -n * log(2 * pi * v) / 2 - ss / (2 * v)
        if free_mean:  # integrate mu ~ N(0,1)
            precision = n / v + 1
            loglik += (s / v) ** 2 / (2 * precision) - log(precision) / 2
        return prior * exp(loglik + 37)

    return log(mp.quad(integrand, [-8, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 8, 12, 20])) - 37


def t_test(side):
    """x_i ~ N(sigma delta, sigma2), p(sigma2) = 1 / sigma2, delta ~ Cauchy(0, 1/sqrt 2); side 0, '+', or None: delta = 0"""
    x = mpf(SLEEP)
    n, s, ss = len(x), sum(x), sum(v * v for v in x)

    def given(delta):
        def integrand(u):  # u = log sigma2
            sigma = exp(u / 2)
            quad = ss / sigma**2 - 2 * delta * s / sigma + n * delta**2
            return exp(-n * log(2 * pi) / 2 - n * u / 2 - quad / 2 + 18)
        return mp.quad(integrand, [-6, -2, 0, 1, 2, 4, 8, 16])

    scale = 1 / mp.sqrt(2)
    prior = lambda d: 1 / (pi * scale * (1 + (d / scale) ** 2))
    if side is None:
        return log(given(mp.mpf(0))) - 18
    low = [0] if side == "+" else [-4, -2, -1, 0]
    value = mp.quad(lambda d: prior(d) * given(d), low + [0.5, 1, 2, 3, 5, 8])
    return log(value * (2 if side == "+" else 1)) - 18


def normal_normal():
    """y_i ~ N(mu, 1), mu ~ N(0, 2^2)"""
    y = mpf(Z)
    n, s, ss = len(y), sum(y), sum(v * v for v in y)
    precision = n + mp.mpf(1) / 4
    return -n * log(2 * pi) / 2 - ss / 2 + s**2 / (2 * precision) - log(4 * precision) / 2


def beta_binomial():
    """7 of 20, Binomial coefficient counted, p ~ Beta(2, 3)"""
    return log(mp.binomial(20, 7)) + log(mp.beta(2 + 7, 3 + 13)) - log(mp.beta(2, 3))


def gamma_poisson():
    """counts ~ Poisson(lambda), lambda ~ Gamma(2, rate 1/2)"""
    a, b = mp.mpf(2), mp.mpf(1) / 2
    s, n = sum(COUNTS), len(COUNTS)
    return a * log(b) - mp.loggamma(a) + mp.loggamma(a + s) - (a + s) * log(b + n) - sum(mp.loggamma(c + 1) for c in COUNTS)


def regression():
    """z = b0 + b1 x + e, e ~ N(0, s2), b | s2 ~ N(0, s2 * 4 I), s2 ~ InvGamma(2, 1)"""
    x, z = mpf(X), mpf(Z)
    n = len(x)
    xtx = mp.matrix([[n, sum(x)], [sum(x), sum(v * v for v in x)]])
    xtz = mp.matrix([sum(z), sum(a * b for a, b in zip(x, z))])
    prior = mp.eye(2) / 4
    post = xtx + prior
    m = mp.lu_solve(post, xtz)
    a, b = mp.mpf(2), mp.mpf(1)
    an = a + mp.mpf(n) / 2
    bn = b + (sum(v * v for v in z) - (m.T * post * m)[0]) / 2
    return -n * log(2 * pi) / 2 + log(mp.det(prior)) / 2 - log(mp.det(post)) / 2 + a * log(b) - an * log(bn) + mp.loggamma(an) - mp.loggamma(a)


out = {
    "maker": "test/truth/evidence.py",
    "versions": {"python": sys.version.split()[0], "mpmath": mp.__version__},
    "data": {"hierarchical": Y, "sleep": SLEEP, "counts": COUNTS, "x": X, "z": Z},
    "logMarginalLikelihood": {
        name: float(value)
        for name, value in {
            "hierarchicalH0": hierarchical(False),
            "hierarchicalH1": hierarchical(True),
            "tTestH0": t_test(None),
            "tTestH1": t_test(0),
            "tTestPositive": t_test("+"),
            "normalNormal": normal_normal(),
            "betaBinomial": beta_binomial(),
            "gammaPoisson": gamma_poisson(),
            "regression": regression(),
            "unnormalizedNormal2d": log(2 * pi),
        }.items()
    },
}
json.dump(out, sys.stdout, indent=1)
print()
