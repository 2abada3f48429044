"""
The polynomial coefficients in lib/compile/functions: weighted minimax fits by the exchange algorithm of Remez (mpmath).
Prints each table with the largest weighted error. Rounding the coefficients to float64 adds less than 1e-16.
`scaledTail` in normal.ts then has its first four moved by (1, -3, -2, 1) units in the last place, so that its value at
t = -1, in the order in which it is evaluated, is exactly 1 (erfc(0) = 1).
"""
from mpmath import atan, atanh, cos, erf, erfc, exp, expm1, inf, log, loggamma, lu_solve, matrix, mp, mpf, nstr, pi, polyval, psi, sin, sqrt, tan

mp.dps = 50


def minimax(f, weight, a, b, degree, grid=600, rounds=12):
    """coefficients c of Σ c[k] x^k and the largest |weight (Σ c[k] x^k - f)| on [a, b]"""
    a, b = mpf(a), mpf(b)
    count = degree + 2
    scale = max(abs(a), abs(b))
    xs = [(a + b) / 2 - (b - a) / 2 * cos(pi * k / (count - 1)) for k in range(count)]
    points = [a, *((a + b) / 2 - (b - a) / 2 * cos(pi * (k + mpf("0.5")) / grid) for k in range(grid)), b]
    table = [(x, f(x), weight(x)) for x in points]
    best = (inf, [])
    for _ in range(rounds):
        system, right = matrix(count, count), matrix(count, 1)
        for i, x in enumerate(xs):
            if weight(x) == 0:
                x += (b - a) / 1000
            for k in range(degree + 1):
                system[i, k] = weight(x) * (x / scale) ** k
            system[i, degree + 1] = (-1) ** i
            right[i] = weight(x) * f(x)
        solution = lu_solve(system, right)
        c = [solution[k] / scale**k for k in range(degree + 1)]
        errors = [w * (polyval(c[::-1], x) - y) for x, y, w in table]
        largest = max(map(abs, errors))
        best = min(best, (largest, c), key=lambda pair: pair[0])
        extrema = []
        for i, e in enumerate(errors):
            if extrema and (e > 0) == (errors[extrema[-1]] > 0):
                if abs(e) > abs(errors[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > count:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < count or largest < mpf("1.002") * abs(solution[degree + 1]):
            break
        xs = [points[i] for i in extrema]
    return best


def show(name, fit):
    largest, c = fit
    print(f"{name}: {nstr(largest, 3)}\n  [{', '.join(repr(float(v)) for v in c)}]")


NEAR = mpf(10) ** -12
MARGIN = mpf("1.00001")


def exponential_tail(r):
    return (expm1(r) - r) / r**2 if abs(r) > NEAR else mpf(1) / 2 + r / 6


def artanh_tail(z):
    return (2 * atanh(sqrt(z)) - 2 * sqrt(z)) / (sqrt(z) * z) if z > NEAR else mpf(2) / 3 + 2 * z / 5


def artanh_weight(z):
    return z / (2 * atanh(sqrt(z)) / sqrt(z)) if z > 0 else z / 2


half = log(2) / 2 * MARGIN
show("exponential.ts forPower", minimax(exponential_tail, lambda r: r * r / exp(r), -half, half, 8))
show("exponential.ts forDifference", minimax(exponential_tail, lambda r: abs(r * r / expm1(r)) if r != 0 else mpf(0), -half, half, 8))

root = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * MARGIN
show("logarithm.ts series", minimax(artanh_tail, artanh_weight, 0, root, 5))
show("logistic.ts softplusSeries", minimax(artanh_tail, artanh_weight, 0, mpf(1) / 9, 8))
root = ((sqrt(mpf(3) / 2) - 1) / (sqrt(mpf(3) / 2) + 1)) ** 2 * MARGIN
show("pow.ts series", minimax(artanh_tail, artanh_weight, 0, root, 5))


def odd(f, third):
    """(f(√z)/√z - 1) / z and the weight that makes its error relative to f"""
    tail = lambda z: (f(sqrt(z)) / sqrt(z) - 1) / z if z > NEAR else third
    return tail, lambda z: z / (f(sqrt(z)) / sqrt(z)) if z > 0 else z


eighth = (pi / 4 * MARGIN) ** 2
show("trigonometric.ts sine", minimax(*odd(sin, -mpf(1) / 6), 0, eighth, 5))
show("trigonometric.ts cosine", minimax(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2 if z > mpf(10) ** -9 else mpf(1) / 24 - z / 720, lambda z: z * z / cos(sqrt(z)), 0, eighth, 4))
show("trigonometric.ts arcTangent", minimax(*odd(atan, -mpf(1) / 3), 0, tan(pi / 8) ** 2 * MARGIN, 9))


def scaled_erfc(a):
    """e^(a²) erfc(a)"""
    if a < 60:
        with mp.workdps(70):
            return exp(a * a) * erfc(a)
    total, term = mpf(1), mpf(1)
    for k in range(1, 25):
        term *= -(2 * k - 1) / (2 * a * a)
        total += term
    return total / (a * sqrt(pi))


def scaled_tail(t, centre=mpf(3)):
    w = (1 - t) / 2
    return scaled_erfc(centre / w - centre) / w if w > mpf(10) ** -9 else (1 + w) / (centre * sqrt(pi))


show("normal.ts scaledTail", minimax(scaled_tail, lambda t: 1 / scaled_tail(t), -1, 1, 21, grid=1000, rounds=30))
show("normal.ts rate", minimax(
    lambda a: -log(erfc(a)) / a if a > mpf(10) ** -15 else 2 / sqrt(pi) + 2 * a / pi,
    lambda a: a * erfc(a) / erf(a) if a > mpf(10) ** -15 else sqrt(pi) / 2, 0, mpf("5.95"), 20, grid=1000, rounds=30))

mp.dps = 40


def of_square(f, limit):
    """f at y = 1 / √w, with its limit for w near 0 as a series"""
    return lambda w: f(1 / sqrt(w), w) if w > mpf(10) ** -8 else limit[0] + limit[1] * w + limit[2] * w * w


stirling = of_square(lambda y, w: (loggamma(y) - (y - mpf(1) / 2) * log(y) + y - log(2 * pi) / 2) * y, (mpf(1) / 12, -mpf(1) / 360, mpf(1) / 1260))
first = of_square(lambda y, w: -(psi(0, y) - log(y) + 1 / (2 * y)) / w, (mpf(1) / 12, -mpf(1) / 120, mpf(1) / 252))
second = of_square(lambda y, w: (psi(1, y) - 1 / y - w / 2) / (w / y), (mpf(1) / 6, -mpf(1) / 30, mpf(1) / 42))
show("gamma.ts stirling", minimax(stirling, sqrt, 0, mpf(1) / 25, 6))
show("gamma.ts stirlingFirst", minimax(first, lambda w: w, 0, mpf(1) / 25, 5))
show("gamma.ts stirlingSecond", minimax(second, lambda w: w, 0, mpf(1) / 25, 6))
