"""Truth for the two-lane functions: mpmath at 60 digits, rounded to the nearest float64. Writes functions.json beside it."""
import json, math, os, random, sys
import mpmath
from mpmath import mp, mpf

mp.dps = 60
rng = random.Random(20261123)
SMALLEST, LARGEST = 5e-324, 1.7976931348623157e308


def spread(low, high, n):
    return [low + (high - low) * (k + rng.random()) / n for k in range(n)]


def scales(low, high, n, sign=1):
    """log-uniform; exact powers of two at the ends of the exponent range included by the callers"""
    a, b = mpmath.log(low), mpmath.log(high)
    return [sign * float(mpmath.exp(a + (b - a) * (k + rng.random()) / n)) for k in range(n)]


def around(centre, n, widest=0.2):
    """closer and closer to a point, from both sides, ending with its neighbours"""
    near = [centre + s * widest * 10 ** (-14 * k / n) for k in range(n) for s in (1, -1)]
    return near + [math.nextafter(centre, -math.inf), math.nextafter(centre, math.inf)]


def both(points):
    return points + [-x for x in points]


def neighbours(*points):
    return [y for x in points for y in (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))]


tiny = both([SMALLEST, 1e-323, 3.3e-310, 2.225073858507201e-308, 2.2250738585072014e-308, 1e-300, 1e-200, 1e-100, 1e-30, 1e-17, 1e-16, 1e-9])
half_steps = [(k + 0.5) * math.log(2) for k in range(-12, 12)]
exp_range = spread(-745.2, 709.78, 160) + spread(-3, 3, 120) + spread(-745.2, -708.3, 40) + neighbours(-745.13321910194122, -708.3964185322641, 709.782712893384, *half_steps)
log_range = scales(SMALLEST, LARGEST, 120) + around(1, 40) + spread(0, 4, 120) + scales(SMALLEST, 2.2250738585072014e-308, 40) + [2.0 ** k for k in range(-1074, 1024, 61)] + neighbours(math.sqrt(2), math.sqrt(0.5), 2.2250738585072014e-308) + [LARGEST]
tail_range = spread(-38.5, 9, 140) + spread(-3, 3, 120) + spread(-38.56, -37.4, 30) + tiny
gamma_range = scales(SMALLEST, 2e305, 120) + spread(0, 12, 120) + spread(12, 400, 40) + around(1, 25) + around(2, 25) + around(1.4616321449683622, 25) + [x for x in tiny if x > 0] + [float(k) for k in range(1, 30)]
angle_range = spread(-12, 12, 160) + spread(-1000, 1000, 60) + spread(-2.0 ** 30, 2.0 ** 30, 60) + neighbours(*[k * math.pi / 4 for k in range(-16, 17)]) + [2.0 ** 30, -(2.0 ** 30), 1e5, 1e9] + tiny


def log_erfc(x):
    """log(erfc(x) / 2)"""
    return mpmath.log(mpmath.erfc(x) / 2) if x > 0 else mpmath.log1p(-mpmath.erfc(-x) / 2)


def softplus(x):
    return (x if x > 0 else 0) + mpmath.log1p(mpmath.exp(-abs(x)))


def log1m_exp(x):
    return mpmath.log1p(-mpmath.exp(x)) if x < -0.7 else mpmath.log(-mpmath.expm1(x))


def log_phi_slope(x):
    with mp.workdps(300):  # x² / 2 cancels against the logarithm in the left tail
        return mpmath.exp(-x * x / 2 - log_erfc(-x / mpmath.sqrt(2))) / mpmath.sqrt(2 * mpmath.pi)


root2 = mpmath.sqrt(2)
functions = {
    "exp": (mpmath.exp, exp_range + tiny),
    "expm1": (mpmath.expm1, spread(-45, 709.78, 120) + spread(-2, 2, 160) + around(0.0, 20) + neighbours(*half_steps) + tiny),
    "log": (mpmath.log, log_range),
    "log1p": (mpmath.log1p, spread(-1, 4, 160) + scales(1, LARGEST, 60) + both(scales(1e-20, 0.5, 40)) + [-1 + 10.0 ** -k for k in range(1, 17)] + around(math.sqrt(2) - 1, 10) + tiny + [LARGEST]),
    "log1p_exp": (softplus, spread(-745, 745, 120) + spread(-40, 40, 120) + spread(-3, 3, 80) + spread(-745.13, -708, 20) + tiny),
    "log1m_exp": (log1m_exp, log1m_range := spread(-745, 0, 80) + spread(-3, 0, 140) + around(-math.log(2), 15) + spread(-40, -30, 30) + spread(-745.13, -708, 20) + neighbours(*[s for s in half_steps if s < 0]) + [x for x in tiny if x < 0]),
    "inv_logit": (lambda x: 1 / (1 + mpmath.exp(-x)), spread(-745, 745, 120) + spread(-40, 40, 120) + spread(-3, 3, 80) + spread(-745.13, -708, 20) + tiny),
    "log_inv_logit": (lambda x: -softplus(-x), spread(-745, 745, 120) + spread(-40, 40, 120) + spread(-3, 3, 80) + tiny),
    "tanh": (mpmath.tanh, spread(-25, 25, 120) + spread(-2, 2, 160) + around(0.0, 20) + neighbours(*[s / 2 for s in half_steps]) + tiny),
    "sin": (mpmath.sin, angle_range),
    "cos": (mpmath.cos, angle_range),
    "atan": (mpmath.atan, spread(-6, 6, 140) + both(scales(1e-20, 1e300, 60)) + around(1, 10) + around(math.sqrt(2) - 1, 10) + around(math.sqrt(2) + 1, 10) + tiny),
    "erf": (mpmath.erf, spread(-6.2, 6.2, 160) + spread(-1, 1, 120) + around(0.0, 20) + tiny),
    "erfc": (mpmath.erfc, spread(-6.2, 27.2, 160) + spread(-1, 3, 100) + spread(26.3, 27.22, 40) + tiny),
    "Phi": (lambda x: mpmath.erfc(-x / root2) / 2, tail_range),
    "log_Phi": (lambda x: log_erfc(-x / root2), tail_range + spread(9, 38, 30) + scales(1, 1.8e154, 60, -1) + spread(-1000, -38, 40)),
    "log_Phi_slope": (log_phi_slope, spread(-38, 37, 160) + spread(-3, 3, 60) + scales(1, 1e100, 40, -1)),
    "lgamma": (mpmath.loggamma, gamma_range),
    "digamma": (mpmath.digamma, gamma_range),
    "trigamma": (lambda x: mpmath.psi(1, x), gamma_range),
    "log1m_exp_slope": (lambda x: mpmath.exp(x) / mpmath.expm1(x), log1m_range),
}


def powers():
    points = [(x, y) for x in scales(1e-300, 1e300, 30) for y in spread(-1.02, 1.02, 4)]
    for x in spread(0.5, 2, 60) + around(1, 30) + scales(SMALLEST, LARGEST, 30):
        if x != 1:
            reach = 745 / abs(float(mpmath.log(x)))
            points += [(x, rng.uniform(-reach, reach)), (x, rng.uniform(-1, 1) * min(reach, 4))]
    points += [(x, 709 / math.log(x)) for x in spread(1.1, 1.9, 20)] + [(x, 745 / math.log(x)) for x in spread(1.1, 1.9, 20)]
    points += [(-x, float(k)) for x in spread(0.3, 4, 12) for k in (-7, -4, -1, 1, 2, 3, 10)]
    points += [(x, y) for x in scales(1e-12, 1e12, 20) for y in (-0.5, 0.5, 0.34, 2.0, 3.0)]
    return points


def rounded(value):
    """nearest float64, subnormal numbers included; None beyond the range"""
    value = mpmath.re(value)
    size = abs(value)
    if size == 0 or size > LARGEST or size < mpf(2) ** -1075:
        return None
    unit = max(mpmath.floor(mpmath.log(size, 2)), -1022) - 52
    steps = int(mpmath.nint(size / mpf(2) ** int(unit)))
    return math.copysign(math.ldexp(steps, int(unit)), value)


def table(function, arguments):
    kept = [(args, rounded(function(*map(mpf, args)))) for args in arguments]
    return [[*args, value] for args, value in kept if value is not None]


tables = {name: table(f, [(x,) for x in sorted(set(points)) if x != 0 or name in ("exp",)]) for name, (f, points) in functions.items()}
tables["pow"] = table(mpmath.power, powers())
header = {"script": "test/truth/functions.py", "mpmath": mpmath.__version__, "python": sys.version.split()[0]}
with open(os.path.join(os.path.dirname(__file__), "functions.json"), "w") as out:
    out.write('{"header": ' + json.dumps(header) + ',\n"tables": {\n')
    out.write(",\n".join(f'"{name}": {json.dumps(rows, separators=(",", ":"))}' for name, rows in tables.items()))
    out.write("\n}}\n")
print({name: len(rows) for name, rows in tables.items()})
