"""Posterior moments of Rubin's eight schools, mu ~ normal(0, 5), tau ~ half_cauchy(0, 5), by quadrature.

Given tau, mu and then every theta are normal; what is left is one integral over tau, by mpmath's Gauss-Legendre rule
at 30 digits. Run: python3 test/truth/eight-schools.py > test/truth/eight-schools.json
"""
import json
import platform
import mpmath as mp

mp.mp.dps = 30
Y = [28, 8, -3, 7, -1, 1, 18, 12]
S = [15, 10, 16, 11, 9, 11, 10, 18]


def given(tau):
    """weight of tau (with its prior), mean and variance of mu, and E theta_1, given tau"""
    precisions = [1 / (tau**2 + s**2) for s in S]
    precision = mp.mpf(1) / 25 + sum(precisions)
    mean = sum(w * y for w, y in zip(precisions, Y)) / precision
    log_weight = (
        sum(mp.log(w) - w * y**2 for w, y in zip(precisions, Y)) / 2 - mp.log(precision) / 2 + precision * mean**2 / 2
    )
    weight = mp.exp(log_weight) / (1 + (tau / 5) ** 2)
    shrink = tau**2 / (tau**2 + S[0] ** 2)
    return weight, mean, 1 / precision, shrink * Y[0] + (1 - shrink) * mean


EDGES = [mp.mpf(2) ** k for k in range(-16, 16)]


def integral(f):
    """over tau in (0, inf), in log tau"""
    u = [mp.log(e) for e in EDGES]
    return mp.quad(lambda x: mp.exp(x) * f(mp.exp(x)), [-mp.mpf(60)] + u + [mp.mpf(60)])


total = integral(lambda t: given(t)[0])
moment = lambda f: integral(lambda t: given(t)[0] * f(t, *given(t)[1:])) / total
mu = moment(lambda t, m, v, a: m)
truth = {
    "mu": mu,
    "mu_squared": moment(lambda t, m, v, a: m**2 + v),
    "log_tau": moment(lambda t, m, v, a: mp.log(t)),
    "log_tau_squared": moment(lambda t, m, v, a: mp.log(t) ** 2),
    "tau": moment(lambda t, m, v, a: t),
    "theta_1": moment(lambda t, m, v, a: a),
}
versions = {"python": platform.python_version(), "mpmath": mp.__version__}
print(json.dumps({"versions": versions, **{k: float(v) for k, v in truth.items()}}, indent=2))
