"""Truth for lib/forecast/calibration from definitions, by other means than the library's: double sums, max-min formula,
direct kernel sums with quadrature. Python 3.11, numpy and scipy.
Run from this folder: python3 calibration.py > calibration.json"""
import json, sys
import numpy as np, scipy
from scipy import integrate, optimize, stats

rng = np.random.default_rng(11)


def ece_bins(c, y, k, scheme):
    if scheme == "width":
        edges = np.arange(k + 1) / k
        masks = [(c > lo) & (c <= hi) | ((b == 0) & (c == 0)) for b, (lo, hi) in enumerate(zip(edges[:-1], edges[1:]))]
    else:  # cut the sorted items evenly, then move each cut right until it does not part equal confidences
        s = np.sort(c)
        cuts = [int(np.floor(i * len(c) / k + 0.5)) for i in range(1, k)]
        moved = []
        for cut in cuts:
            while 0 < cut < len(c) and s[cut] == s[cut - 1]:
                cut += 1
            moved.append(cut)
        bounds = [0] + moved + [len(c)]
        first = np.searchsorted(s, c, side="left")
        masks = [(first >= lo) & (first < hi) for lo, hi in zip(bounds[:-1], bounds[1:])]
    return [(m.sum(), c[m].mean(), y[m].mean()) for m in masks if m.sum()]


def binned(c, y, k, scheme):
    b = ece_bins(c, y, k, scheme)
    n = len(c)
    w = np.array([x[0] for x in b]) / n
    conf, acc, size = (np.array([x[i] for x in b]) for i in (1, 2, 0))
    gap = np.abs(acc - conf)
    many = size > 1
    wm = w[many] / w[many].sum() if many.any() else np.array([])
    var = acc[many] * (1 - acc[many])
    square = np.sum(wm * (gap[many] ** 2 - var / (size[many] - 1)))
    sd = np.sqrt(var / size[many])
    mean_abs = [stats.foldnorm.mean(g / s, scale=s) if s > 0 else g for g, s in zip(gap[many], sd)]
    return {
        "bins": k, "scheme": scheme, "ece": np.sum(w * gap), "q2": np.sqrt(np.sum(w * gap**2)), "q3": np.sum(w * gap**3) ** (1 / 3),
        "reliability": np.sum(w * (conf - acc) ** 2), "resolution": np.sum(w * (acc - y.mean()) ** 2), "mce": gap.max(), "mean_gap": gap.mean(), "bias": np.sum(w * np.sqrt(2 / np.pi) * np.sqrt(acc * (1 - acc) / size)),
        "debiased": np.sum(wm * (2 * gap[many] - mean_abs)) if many.any() else None,
        "debiased2": np.sqrt(max(square, 0)) if many.any() else None,
    }


def isotonic(c, y):
    x = np.unique(c)
    s = np.array([y[c == v].sum() for v in x]); n = np.array([(c == v).sum() for v in x])
    mean = lambda j, k: s[j : k + 1].sum() / n[j : k + 1].sum()
    return x, n, np.array([max(min(mean(j, k) for k in range(i, len(x))) for j in range(i + 1)) for i in range(len(x))])


def auroc(c, y):
    pos, neg = c[y == 1], c[y == 0]
    if len(pos) == 0 or len(neg) == 0:
        return None, None
    psi = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    if min(len(pos), len(neg)) < 2:
        return psi.mean(), None
    return psi.mean(), np.sqrt(psi.mean(1).var(ddof=1) / len(pos) + psi.mean(0).var(ddof=1) / len(neg))


def kernel(t, x, s):
    k = np.arange(-int(np.ceil(5 * s)) - 2, int(np.ceil(5 * s)) + 3)[:, None]
    return (stats.norm.pdf(t - x + 2 * k, scale=s) + stats.norm.pdf(t + x + 2 * k, scale=s)).sum(0)


def abs_integral(f, pieces):
    grid = np.arange(pieces + 1) / pieces
    values = [f(t) for t in grid]
    cuts = [0.0]
    for a, b, fa, fb in zip(grid, grid[1:], values, values[1:]):
        if fa * fb < 0:
            cuts.append(optimize.brentq(f, a, b, xtol=1e-15))
    cuts.append(1.0)
    inner = [np.linspace(a, b, 5) for a, b in zip(cuts, cuts[1:])]
    return sum(abs(sum(integrate.quad(f, lo, hi, epsabs=1e-15, epsrel=1e-13)[0] for lo, hi in zip(g, g[1:]))) for g in inner)


def smooth_ece(c, y):
    value = lambda s: abs_integral(lambda t: np.mean((y - c) * kernel(t, c, s)), 300)
    return optimize.brentq(lambda s: value(s) - s, 0.02, 1, xtol=1e-14)


def kernel_ece(c, y, s):
    return abs_integral(lambda t: np.mean((t - y) * kernel(t, c, s)), 300)


def aurc(c, y):
    order = np.argsort(-c, kind="stable")
    expected = np.array([1 - y[c == c[i]].mean() for i in order])
    return np.mean(np.cumsum(expected) / np.arange(1, len(c) + 1))


def case(c, y, smooth=False):
    n, base = len(c), y.mean()
    loss = (c - y) ** 2
    ref = base * (1 - base)
    out = {"confidence": c, "correct": y, "brier": loss.mean(), "brier_se": loss.std(ddof=1) / np.sqrt(n)}
    if ref > 0:
        out["skill"] = 1 - loss.mean() / ref
        # delta method from the covariance of (mean loss, base rate)
        grad = np.array([-1 / ref, loss.mean() * (1 - 2 * base) / ref**2])
        out["skill_se"] = np.sqrt(grad @ np.cov(np.vstack([loss, y])) @ grad / n)
    x = np.unique(c)
    share = np.array([(c == v).mean() for v in x]); acc = np.array([y[c == v].mean() for v in x])
    out["murphy"] = {"reliability": np.sum(share * (x - acc) ** 2), "resolution": np.sum(share * (acc - base) ** 2), "uncertainty": ref}
    clip = 2.0**-24
    logs = -np.where(y == 1, np.log(np.clip(c, clip, 1 - clip)), np.log1p(-np.clip(c, clip, 1 - clip)))
    out["log_loss"], out["clipped"] = logs.mean(), int(((c < clip) | (c > 1 - clip)).sum())
    out["auroc"], out["auroc_se"] = auroc(c, y)
    order = np.argsort(c, kind="stable")
    running = np.cumsum((c - y)[order]) / n
    ends = np.append(c[order][1:] != c[order][:-1], True)
    out["ks"] = np.abs(running[ends]).max()
    r = y - c
    out["mmce"] = np.sqrt(np.sum(np.outer(r, r) * np.exp(-2.5 * np.abs(c[:, None] - c[None, :])))) / n
    out["aurc"] = aurc(c, y)
    x, counts, curve = isotonic(c, y)
    out["isotonic"] = {"confidence": x, "n": counts, "calibrated": curve}
    fit = curve[np.searchsorted(x, c)]
    cal, unc = np.mean((fit - y) ** 2), np.mean((base - y) ** 2)
    out["corp"] = {"score": loss.mean(), "miscalibration": loss.mean() - cal, "discrimination": unc - cal, "uncertainty": unc}
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = lambda p: np.mean(-np.where(y == 1, np.log(np.where(y == 1, p, 1)), np.log1p(-np.where(y == 0, p, 0))))
    out["corp_log"] = {"score": logs.mean(), "miscalibration": logs.mean() - entropy(fit), "discrimination": entropy(np.full(n, base)) - entropy(fit),
                       "uncertainty": entropy(np.full(n, base))}
    out["binned"] = [binned(c, y, k, s) for k in (1, 5, 10, 15, 100) for s in ("width", "mass")]
    if smooth:
        out["smooth_ece"] = float(smooth_ece(c, y))
        out["kernel_ece"] = [[w, float(kernel_ece(c, y, w))] for w in (0.05, 0.2)]
        out["kernel_ece_default"] = float(kernel_ece(c, y, 1.06 * c.std(ddof=1) * n**-0.2))
    print("done", n, file=sys.stderr)
    return out


def draw(n, f, digits):
    c = np.round(rng.beta(2, 1.2, n), digits)
    return c, (rng.random(n) < f(c)).astype(float)


def precision(c, y, target, assurance):
    best = None
    for t in sorted(np.unique(c)):
        keep = c >= t
        right, n = y[keep].sum(), keep.sum()
        p = stats.beta.sf(target, right + 0.5, n - right + 0.5)
        if p >= assurance:
            return {"threshold": t, "precision": right / n, "coverage": n / len(c), "accepted": int(n), "probability": p}
    return best


over = draw(300, lambda c: c**2, 6)
tied = draw(200, lambda c: c, 1)
cases = {
    "overconfident": case(*over),
    "tied": case(*tied),
    "saturated": case(np.append(np.round(rng.random(40), 3), [0, 0, 1, 1, 1, 0.2, 0.4, 0.6]), np.append((rng.random(40) < 0.5) * 1.0, [0, 1, 1, 1, 0, 1, 0, 1])),
    "few": case(*draw(25, lambda c: c**1.5, 4), smooth=True),
    "extreme": case(np.array([0, 0.05, 0.97, 1, 1, 0.5, 0.52, 0.54, 0.3]), np.array([0, 1, 1, 1, 0, 0, 1, 1, 0.0]), smooth=True),
    "all_right": case(np.array([0.2, 0.9, 0.7]), np.array([1.0, 1, 1])),
}


def plain(v):
    if isinstance(v, dict):
        return {k: plain(w) for k, w in v.items()}
    if isinstance(v, (list, tuple, np.ndarray)):
        return [plain(w) for w in v]
    if isinstance(v, np.generic):
        return plain(v.item())
    return None if isinstance(v, float) and np.isnan(v) else v


print(json.dumps(plain({
    "made_by": f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}",
    "cases": cases,
    "precision": [{"target": t, "assurance": a, "result": precision(*over, t, a)} for t, a in ((0.6, 0.5), (0.7, 0.9), (0.9, 0.9), (0.999, 0.9))],
})))
