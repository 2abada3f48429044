"""Truth for pass@k (exact fractions) and PassUntil (expectations summed in 40 digits). Python 3.11, mpmath 1.3.
Run from this folder: python3 pass.py > pass.json"""
import json
from fractions import Fraction
from math import comb
from mpmath import mp, mpf, nsum, inf, quad

mp.dps = 40
COUNTS = [(10, 3, 1), (10, 3, 5), (10, 3, 8), (10, 0, 10), (10, 10, 1), (200, 1, 100), (10000, 8, 1), (10000, 8, 1000),
          (10000, 3153, 7), (3720320, 2, 3), (3720320, 1733, 50000), (5, 2, 3), (5, 2, 4)]


def pmf(k, r, p):
    return mp.binomial(k - 1, r - 1) * p**r * (1 - p) ** (k - r)


def bias(p, r):
    """E[r / K] / p as r * p^(r-1) * integral of s^(r-1) / (1 - q s)^r, by quadrature cut towards the pole."""
    q = 1 - p
    cuts = [0] + [1 - mpf(10) ** -i for i in range(1, 9)] + [1]
    return r * p ** (r - 1) * quad(lambda s: s ** (r - 1) / (1 - q * s) ** r, cuts)


def expectation(f, p, r):
    total, k = mpf(0), r
    while True:
        term = pmf(k, r, p) * f(mpf(k))
        total += term
        k += 1
        if k > r / p + 20 and abs(term) < mpf(10) ** -30:
            return total


ps = [mpf(1) / 10**i for i in range(1, 6)] + [mpf("0.3"), mpf("0.5"), mpf("0.9"), mpf("0.4999")]
print(json.dumps({
    "made_by": "Python 3.11, mpmath 1.3",
    "pass_at_k": [{"n": n, "c": c, "k": k, "value": float(1 - Fraction(comb(n - c, k), comb(n, k)) if k < 2000 else
                   1 - mp.binomial(n - c, k) / mp.binomial(n, k))} for n, c, k in COUNTS],
    "bias": [{"p": float(p), "r": r, "value": float(bias(p, r))} for p in ps for r in (1, 2, 3, 5)],
    "unbiased": [{"p": 0.2, "r": r, "mean": float(expectation(lambda k: (r - 1) / (k - 1), mpf("0.2"), r)),
                  "variance": float(expectation(lambda k: ((r - 1) / (k - 1)) ** 2, mpf("0.2"), r) - mpf("0.04"))} for r in (2, 3, 6)],
}, indent=1))
