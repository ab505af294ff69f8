"""Up- and down-sampling of the catalog against PyTorch, within bounds of a written rounding model (`rounding`).

The exact values are those of the definitions: `axis_centre` of def:up-interpolation with the cubic convolution kernel
(a = -3/4) and with the linear one, border clamped, and `axis_area` of def:down-sample. Without PyTorch the bounds are
tested on the same computation in NumPy, in several orders of the sums.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from varproof_lemmas.support import splines

import varproof

from . import rounding
from .rounding import FLOAT32, FLOAT64

F = Fraction
CATALOG = varproof.catalog()
PRACTICE = F(-3, 4)
VAR = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16)
FLOWAR = (1, 2, 4, 8, 16)  # a = 2
UP = sorted({*pairwise(VAR), *((n, VAR[-1]) for n in VAR), *pairwise(FLOWAR), *((n, FLOWAR[-1]) for n in FLOWAR)})
DOWN = [(m, n) for n, m in UP]
KERNELS = {
    "bicubic": (splines.keys(PRACTICE), rounding.keys(PRACTICE)),
    "bilinear": (splines.LINEAR, rounding.LINEAR),
}


@cache
def axis(mode: str, n: int, m: int):
    """The exact weights of one axis, run from the catalog."""
    if mode == "area":
        weights = CATALOG["def:down-sample"].run("axis_area", n=n, m=m)
    else:
        data = KERNELS[mode][0]
        kernel = dict(w=data["w"], t=data["t"], **{f"k{name}": data[name] for name in "abcd"})
        weights = CATALOG["def:up-interpolation"].run("axis_centre", n=n, m=m, **kernel)
    return np.array(weights, dtype=object)


@cache
def taps(mode: str, n: int, m: int, u: Fraction):
    return rounding.taps(KERNELS[mode][1], n, m, u)


def inputs(n: int, form):
    """Maps to resize, by name: random and extreme."""
    draw = random.Random(n)
    normal = [[draw.gauss(0, 1) for _ in range(n)] for _ in range(n)]
    tiny = float(2 * form.eta)
    sign = [[(-1) ** (i + j) for j in range(n)] for i in range(n)]
    yield "random", np.array(normal, form.dtype)
    yield "1e30, alternating", np.array(sign, form.dtype) * form.dtype(1e30)
    yield "subnormal", np.array([[round(1000 * x) * tiny for x in row] for row in normal], form.dtype)
    yield "of every size", np.array([[x * 10.0 ** draw.randint(-30, 30) for x in row] for row in normal], form.dtype)


def exactly(X):
    return np.array([[F(float(x)) for x in row] for row in X], dtype=object)


def excess(mode: str, m: int, form, X, computed) -> Fraction:
    """The largest error over its bound: at most 1 when the computation is as the model says."""
    n, given = X.shape[0], exactly(X)
    A = axis(mode, n, m)
    value = rounding.product(A, given, A)
    if mode == "area":
        bound = rounding.area_bound(A, A, given, form)
    else:
        both = taps(mode, n, m, form.u)
        bound = rounding.resize_bound(both, both, given, form)
    assert np.isfinite(computed).all()
    return max((np.abs(exactly(computed) - value) / bound).flat)


def numpy_resize(X, m: int, dtype, a=PRACTICE, order=(0, 1, 2, 3), clamp=True, corners=False):
    """Bicubic resizing in NumPy scalars of one type."""
    a, half, n = dtype(float(a)), dtype(0.5), X.shape[0]
    scale = dtype(n - 1) / dtype(max(m - 1, 1)) if corners else dtype(n) / dtype(m)

    def weights(i: int):
        x = scale * dtype(i) if corners else scale * (dtype(i) + half) - half
        base = int(np.floor(x))
        f = x - dtype(base)
        near = [((a + 2) * z - (a + 3)) * z * z + 1 for z in (f, 1 - f)]
        far = [((a * z - 5 * a) * z + 8 * a) * z - 4 * a for z in (f + 1, 2 - f)]
        return base, [far[0], *near, far[1]]

    def inside(p: int) -> bool:
        return clamp or 0 <= p < n

    out = np.zeros((m, m), dtype)
    rows = [weights(i) for i in range(m)]
    for i, (top, w) in enumerate(rows):
        for j, (left, v) in enumerate(rows):
            total = dtype(0)
            for k in order:
                line = dtype(0)
                for l in order:
                    p, q = top + k - 1, left + l - 1
                    if inside(p) and inside(q):
                        line += v[l] * X[min(max(p, 0), n - 1), min(max(q, 0), n - 1)]
                total += w[k] * line
            out[i, j] = total
    return out


FORMATS = pytest.mark.parametrize("form", [FLOAT32, FLOAT64], ids=["float32", "float64"])
SMALL = [(1, 4), (2, 3), (3, 3), (3, 4), (5, 8)]


@FORMATS
@pytest.mark.parametrize("n, m", SMALL)
def test_numpy_stays_within_the_bounds(n, m, form):
    with np.errstate(under="ignore"):
        for name, X in inputs(n, form):
            for order in ((0, 1, 2, 3), (3, 2, 1, 0), (1, 2, 0, 3)):
                assert excess("bicubic", m, form, X, numpy_resize(X, m, form.dtype, order=order)) <= 1, name


WRONG = {"another kernel": dict(a=-0.5), "zero border": dict(clamp=False), "aligned corners": dict(corners=True)}


@FORMATS
@pytest.mark.parametrize("what", WRONG)
def test_the_bounds_catch_wrong_readings(what, form):
    X = dict(inputs(5, form))["random"]
    assert excess("bicubic", 8, form, X, numpy_resize(X, 8, form.dtype, **WRONG[what])) > 100


@FORMATS
def test_the_bounds_are_small(form):
    """Relative to the largest entry, a few hundred units of roundoff."""
    for n, m in SMALL:
        X = dict(inputs(n, form))["random"]
        both = taps("bicubic", n, m, form.u)
        bound = rounding.resize_bound(both, both, exactly(X), form)
        assert max(bound.flat) < 2000 * form.u * F(float(np.abs(X).max()))


def test_the_whole_map_agrees_with_the_axes():
    """`up` of def:up-interpolation is A X B^T, which `rounding.product` computes; the tokenizer is the area reading."""
    X = np.array([[F(i * i - 3 * j, 7) for j in range(4)] for i in range(4)], dtype=object)
    A = axis("bicubic", 4, 5)
    found = CATALOG["def:up-interpolation"].run("up", A=A, B=A, X=X[:, :, None])
    assert (np.array(found, dtype=object)[:, :, 0] == rounding.product(A, X, A)).all()
    scales = np.array(CATALOG["def:tokenizer"].run(X=X[:, :, None], r=[4, 2, 1]), dtype=object)
    for scale, m in zip(scales, (1, 2, 4), strict=True):
        B = axis("area", 4, m)
        assert (scale[:m, :m, 0] == rounding.product(B, X, B)).all()
        assert not scale[m:].any()


# ---- with PyTorch


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'varproof[torch]'")


def resized(torch, X, m: int, mode: str, **options):
    if mode != "area":
        options.setdefault("align_corners", False)
    found = torch.nn.functional.interpolate(torch.from_numpy(X)[None, None], size=(m, m), mode=mode, **options)
    return found[0, 0].numpy()


@FORMATS
@pytest.mark.parametrize("mode", ["bicubic", "bilinear"])
@pytest.mark.parametrize("n, m", UP, ids=lambda k: str(k))
def test_up_sampling_of_practice(torch, n, m, mode, form):
    for name, X in inputs(n, form):
        assert excess(mode, m, form, X, resized(torch, X, m, mode)) <= 1, name


@FORMATS
@pytest.mark.parametrize("n, m", DOWN, ids=lambda k: str(k))
def test_down_sampling_of_practice(torch, n, m, form):
    for name, X in inputs(n, form):
        assert excess("area", m, form, X, resized(torch, X, m, "area")) <= 1, name


@FORMATS
def test_wrong_readings_of_practice_are_caught(torch, form):
    X = dict(inputs(5, form))["random"]
    right = resized(torch, X, 8, "bicubic")
    assert excess("bicubic", 8, form, X, right) <= 1
    assert excess("bicubic", 8, form, X, resized(torch, X, 8, "bicubic", align_corners=True)) > 100
    assert excess("bilinear", 8, form, X, right) > 100
    assert excess("bilinear", 8, form, X, resized(torch, X, 8, "bilinear", align_corners=True)) > 100
    assert excess("area", 3, form, X, resized(torch, X, 3, "bilinear")) > 100
    zeros = resized(torch, np.pad(X, 2), 18, "bicubic")[4:14, 4:14]  # factor 2, zeros outside the map
    assert excess("bicubic", 10, form, X, resized(torch, X, 10, "bicubic")) <= 1
    assert excess("bicubic", 10, form, X, zeros) > 100
