"""Truth for simultaneous ECDF bands, by listing every outcome in exact fractions. Python 3.11, standard library.
Run from this folder: python3 ecdf.py > ecdf.json"""
import itertools, json, math
from fractions import Fraction as F


def uniform_paths(n, shares):
    """Every path of counts with its probability: n uniform values thrown into the cells between the shares."""
    cells = [b - a for a, b in zip([F(0)] + shares, shares + [F(1)])]
    paths = {}
    for sizes in itertools.product(range(n + 1), repeat=len(cells)):
        if sum(sizes) != n:
            continue
        p = F(math.factorial(n))
        for size, cell in zip(sizes, cells):
            p *= cell**size / math.factorial(size)
        paths[tuple(itertools.accumulate(sizes[:-1]))] = p
    return paths


def group_paths(n, total, counts):
    """Every path of one group's counts: all ways to choose which of the `total` places are the group's."""
    paths, ways = {}, math.comb(total, n)
    for places in itertools.combinations(range(total), n):
        path = tuple(sum(place < count for place in places) for count in counts)
        paths[path] = paths.get(path, 0) + F(1, ways)
    return paths


def tails(paths, points, n):
    marginal = [[sum(p for path, p in paths.items() if path[i] == c) for c in range(n + 1)] for i in range(points)]
    return [[min(F(1), 2 * sum(m[: c + 1]), 2 * sum(m[c:])) for c in range(n + 1)] for m in marginal]


def extremity(tail, path):
    return min(tail[i][c] for i, c in enumerate(path))


def band(paths, tail, prob):
    """The narrowest equal-tailed band with at least the asked coverage: the largest gamma among the attained ones."""
    best = None
    for gamma in sorted({t for row in tail for t in row} | {F(0)}):
        inside = sum(p for path, p in paths.items() if extremity(tail, path) > gamma)
        if inside >= prob:
            best = (gamma, inside)
    gamma, inside = best
    keep = [[c for c, t in enumerate(row) if t > gamma] for row in tail]
    return {"lower": [k[0] for k in keep], "upper": [k[-1] for k in keep], "coverage": float(inside)}


def case(paths, points, n, probs):
    tail = tails(paths, points, n)
    values = {path: extremity(tail, path) for path in paths}
    picked = sorted(paths)[:: max(1, len(paths) // 12)]
    return {
        "bands": [{"prob": float(prob), **band(paths, tail, prob)} for prob in probs],
        "paths": [{"counts": path, "p": float(sum(p for other, p in paths.items() if values[other] <= values[path]))}
                  for path in picked],
    }


PROBS = [F(1, 2), F(4, 5), F(19, 20)]
shares = [F(1, 8), F(3, 8), F(1, 2), F(7, 8)]
counts = [2, 5, 6, 9, 11]
print(json.dumps({
    "made_by": "Python 3.11, fractions",
    "uniform": {"n": 9, "shares": [float(s) for s in shares], **case(uniform_paths(9, shares), 4, 9, PROBS)},
    "group": {"n": 5, "total": 15, "counts": counts, **case(group_paths(5, 15, counts), 5, 5, PROBS)},
}, indent=1))
