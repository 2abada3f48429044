"""Truth for priors said by an interval: the largest entropy under the mass constraint, by a search over the middle.
SciPy 1.17.1, NumPy. Run from this folder: python3 between.py > between.json"""
import json
import numpy as np
from scipy import optimize, special

CASES = [
    ("normal", 1.0, 3.0, 0.9), ("lognormal", 0.1, 0.8, 0.9), ("lognormal", 1.0, 20.0, 0.5), ("gamma", 0.1, 0.7, 0.94),
    ("gamma", 2.0, 9.0, 0.8), ("beta", 0.1, 0.7, 0.94), ("beta", 0.5, 0.99, 0.9), ("logit_normal", 0.2, 0.9, 0.8),
]
logit, expit, Phi = special.logit, special.expit, special.ndtr
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(60)

# a middle m and the log t of a spread -> parameters
PARAMETERS = {
    "normal": lambda m, t: (m, np.exp(t)), "lognormal": lambda m, t: (m, np.exp(t)), "logit_normal": lambda m, t: (m, np.exp(t)),
    "gamma": lambda m, t: (np.exp(-t), np.exp(-t - m)),
    "beta": lambda m, t: (expit(m) * np.exp(-t), expit(-m) * np.exp(-t)),
}
TO = {"normal": lambda x: x, "lognormal": np.log, "gamma": np.log, "beta": logit, "logit_normal": logit}
CDF = {
    "normal": lambda x, a, b: Phi((x - a) / b), "lognormal": lambda x, a, b: Phi((np.log(x) - a) / b),
    "logit_normal": lambda x, a, b: Phi((logit(x) - a) / b),
    "gamma": lambda x, a, b: special.gammainc(a, b * x), "beta": lambda x, a, b: special.betainc(a, b, x),
}


def logit_jacobian(a, b):  # E log(y (1 - y)), by Gauss-Hermite quadrature
    x = a + b * NODES
    return np.sum(WEIGHTS * (special.log_expit(x) + special.log_expit(-x))) / np.sum(WEIGHTS)


ENTROPY = {
    "normal": lambda a, b: np.log(b), "lognormal": lambda a, b: a + np.log(b),
    "logit_normal": lambda a, b: np.log(b) + logit_jacobian(a, b),
    "gamma": lambda a, b: a - np.log(b) + special.gammaln(a) + (1 - a) * special.psi(a),
    "beta": lambda a, b: special.betaln(a, b) - (a - 1) * special.psi(a) - (b - 1) * special.psi(b) + (a + b - 2) * special.psi(a + b),
}


def widest(family, m, low, high, mass):
    def excess(t):
        p = PARAMETERS[family](m, t)
        return CDF[family](high, *p) - CDF[family](low, *p) - mass

    grid = np.linspace(-12, 8, 2000)
    inside = excess(grid) >= 0
    last = np.flatnonzero(inside[:-1] & ~inside[1:])
    return None if len(last) == 0 else optimize.brentq(excess, grid[last[-1]], grid[last[-1] + 1], xtol=1e-14)


def solve(family, low, high, mass):
    def loss(m):
        t = widest(family, m, low, high, mass)
        return np.inf if t is None else -ENTROPY[family](*PARAMETERS[family](m, t))

    grid = np.linspace(TO[family](low), TO[family](high), 62)[1:-1]
    k = int(np.argmin([loss(m) for m in grid]))
    bounds = (grid[max(0, k - 1)], grid[min(59, k + 1)])
    m = optimize.minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-10}).x
    return [float(v) for v in PARAMETERS[family](m, widest(family, m, low, high, mass))]


cases = [{"family": f, "between": [l, h], "mass": p, "parameters": solve(f, l, h, p)} for f, l, h, p in CASES]
print(json.dumps({"made_by": "SciPy 1.17.1", "cases": cases}, indent=1))
