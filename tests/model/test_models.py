"""The models of the catalog against the same formulas in NumPy, and the pipelines that are made of them.

The definitions run in floats here; that the three arithmetics agree on one program is `tests/lang/test_run.py`.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import varproof

CATALOG = varproof.catalog()
DRAW = np.random.default_rng(1)
START = DRAW.bit_generator.state
ETA = 0.125


def run(entry: str, name: str, **data):
    return np.array(CATALOG[entry].run(name, arithmetic="floats", **data))


@pytest.fixture(autouse=True)
def _same_numbers_in_every_test():
    DRAW.bit_generator.state = START


def normal(*shape):
    """Of a size at which no exponential overflows."""
    return DRAW.normal(size=shape) / 4


# ---- the formulas once more


def attention(X, W_Q, W_K, W_V):
    A = np.exp(X @ W_Q @ W_K.T @ X.T)
    return A / A.sum(axis=1, keepdims=True) @ X @ W_V


def attention_skip(X, W_O, W_V, W_K, W_Q):
    A = np.exp((W_K @ X.T).T @ (W_Q @ X.T))
    return X + (W_O @ W_V @ X.T @ (A / A.sum(axis=0))).T


def feed_forward(X, W1, b1, W2, b2):
    return X + np.maximum(X @ W1.T + b1, 0) @ W2.T + b2


def layer_norm(X):
    return (X - X.mean(axis=1, keepdims=True)) / np.sqrt(X.var(axis=1, keepdims=True) + ETA)


def network(F, Y, t, M, a, heads, W, b):
    alpha1, alpha2, beta1, beta2, gamma1, gamma2 = np.split((Y + t) @ M + a, 6, axis=1)
    F = attention(gamma1 * layer_norm(F) + beta1, *heads) * alpha1
    return ((gamma2 * layer_norm(F) + beta2) @ W + b) * alpha2


def convolution(X, K, b):
    padded = np.pad(X, ((1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(0, 1))  # i j c m n
    return np.einsum("ijcmn,lmnc->ijl", windows, K) + b


# ---- weights


def heads(d):
    return dict(W_Q=normal(d, d), W_K=normal(d, d), W_V=normal(d, d))


def ffn(d, c):
    return dict(W1=normal(c, d), b1=normal(c), W2=normal(d, c), b2=normal(d))


def layer(weights, X, Phi, halves):
    return feed_forward(attention(Phi @ X, *weights.values()), *halves.values())


# ---- one definition each


def test_attention_on_rows_and_on_maps():
    weights = heads(3)
    X = normal(2, 3, 3)
    expected = attention(X.reshape(6, 3), *weights.values())
    assert run("def:attention", "attention", X=X.reshape(6, 3), **weights) == pytest.approx(expected)
    assert run("def:var-attention", "var_attention", X=X, **weights).reshape(6, 3) == pytest.approx(expected)
    found = run("def:flowar-attention", "flowar_attention", X=X.reshape(6, 3), h=2, w=3, **weights)
    assert found == pytest.approx(expected)


def test_the_classes_of_transformers():
    X, E, c = normal(3, 2), normal(3, 2), 4
    weights = dict(W_O=normal(2, 1), W_V=normal(1, 2), W_K=normal(1, 2), W_Q=normal(1, 2))
    first = dict(zip(("U", "a", "V", "b"), ffn(2, c).values(), strict=True))
    expected = feed_forward(attention_skip(X + E, *weights.values()), *first.values())
    assert run("def:var-class", "class_b", X=X, E=E, **weights, **first) == pytest.approx(expected)


def test_a_chain_of_feed_forward_layers_is_told_from_others():
    one = dict(X=[[1]], E=[[0]], W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]])
    layers = dict(UU=[[[1]]] * 2, aa=[[0]] * 2, VV=[[[1]]] * 2, bb=[[0]] * 2)
    chain = CATALOG["def:var-class"]
    assert chain.run("class_a", **one, **layers, Y=[[[4]], [[8]]]) is True
    assert chain.run("class_a", **one, **layers, Y=[[[4]], [[9]]]) is False


def test_convolution():
    X, K, b = normal(2, 3, 2), normal(2, 3, 3, 2), 0.25
    padded = run("def:convolution", "padded", Y=X, H=4, V=5)
    assert padded == pytest.approx(np.pad(X, ((1, 1), (1, 1), (0, 0))))
    found = run("def:convolution", "convolution", X=padded, K=K, b=b, h=2, w=3)
    assert found == pytest.approx(convolution(X, K, b))


@pytest.mark.parametrize("n, m", [(1, 1), (1, 4), (2, 3), (3, 5), (5, 6)])
def test_readings_of_the_up_interpolation(n, m):
    """The rounded index, the border and the weights as one would program them, counted from 1."""
    W = [Fraction(k) for k in (1, 10, 100, 1000)]
    rounded = {
        "floor": lambda i: i * n // m,
        "ceil": lambda i: -(-i * n // m),
        "nearest": lambda i: (2 * i * n + m) // (2 * m),
    }
    for rounding, index in rounded.items():
        for border in ("clamp", "zero"):
            expected = [[Fraction(0)] * n for _ in range(m)]
            for i in range(1, m + 1):
                for s in (-1, 0, 1, 2):
                    p = index(i) + s
                    if border == "clamp":
                        p = min(max(p, 1), n)
                    if 1 <= p <= n:
                        expected[i - 1][p - 1] += W[s + 1]
            found = CATALOG["def:up-interpolation"].run(f"axis_{rounding}_{border}", W=W, n=n, m=m)
            assert found == expected, (rounding, border)


@pytest.mark.parametrize("n, m", [(1, 1), (1, 3), (2, 6), (3, 4), (6, 4)])
def test_repeating_subsampling_and_averaging(n, m):
    repeat = np.array(CATALOG["def:up-sample"].run("axis_repeat", n=n, m=m), dtype=object)
    assert repeat.argmax(axis=1).tolist() == [i * n // m for i in range(m)] and (repeat.sum(axis=1) == 1).all()
    area = CATALOG["def:down-sample"].run("axis_area", n=n, m=m)
    for i, row in enumerate(area):
        start, end = i * n // m, -(-(i + 1) * n // m)
        assert row == [Fraction(1, end - start) if start <= p < end else 0 for p in range(n)]
    first = CATALOG["def:down-sample"].run("axis_subsample", n=n, m=m)
    assert [row.index(1) for row in first] == [i * n // m for i in range(m)]


# ---- pipelines


def up_steps():
    """From 1 x 1 to 1 x 1, 2 x 2, 3 x 3, rounding down with a clamped border: a matrix on rows for each."""
    run_axis = CATALOG["def:up-interpolation"].run
    yield np.eye(1)
    for n in (1, 2):
        A = np.array(run_axis("axis_floor_clamp", W=[0, 1, 0, 0], n=n, m=n + 1), float)
        yield np.kron(A, A)


def test_a_var_transformer_from_one_position_to_nine():
    """Three layers, by def:var-layer and, padded to nine rows, by def:var-transformer."""
    steps = list(up_steps())
    weights, halves = [heads(2) for _ in steps], [ffn(2, 3) for _ in steps]
    X = normal(1, 2)
    padded = np.pad(X, ((0, 8), (0, 0)))
    Phi = [np.pad(P, [(0, 9 - size) for size in P.shape]) for P in steps]
    stacked = {key: [w[key] for w in weights] for key in weights[0]}
    stacked |= {key: [list(w.values())[at] for w in halves] for at, key in enumerate("UaVb")}
    for k, P in enumerate(steps):
        expected = layer(weights[k], X, P, halves[k])
        X = run("def:var-layer", "var_layer", X=X, Phi=P, **weights[k], **halves[k])
        padded = run("def:var-transformer", "stacked_layer", n=[1, 4, 9], Phi=Phi, X=padded, k=k, **stacked)
        assert X == pytest.approx(expected)
        assert padded[: len(X)] == pytest.approx(expected)
        padded[len(X) :] = 0
    assert X.shape == (9, 2)


def test_the_outputs_of_a_var_transformer_are_told_from_others():
    """Without scores attention is the mean: two layers from one row to two, exactly."""
    one = dict(
        W_Q=[[[0]]] * 2, W_K=[[[1]]] * 2, W_V=[[[1]]] * 2, U=[[[1]]] * 2, a=[[0]] * 2, V=[[[1]]] * 2, b=[[0]] * 2
    )
    data = dict(one, n=[1, 2], Phi=[[[1, 0], [0, 0]], [[1, 0], [3, 0]]], X=[[5], [0]])
    transformer = CATALOG["def:var-transformer"]
    assert transformer.run("var_transformer", **data, S=[[[10], [0]], [[40], [40]]]) is True
    assert transformer.run("var_transformer", **data, S=[[[10], [7]], [[40], [40]]]) is True  # beyond its rows
    assert transformer.run("var_transformer", **data, S=[[[10], [0]], [[40], [30]]]) is False


def test_the_pyramid_in_both_readings():
    """1 x 1 to 2 x 2, padded to 2 x 2, with the matrices of an interpolation that repeats."""
    up = [[[1, 0], [1, 0]], [[1, 0], [0, 1]]]
    start, copies = [[[3], [0]], [[0], [0]]], [[[3], [3]], [[3], [3]]]
    pyramid = CATALOG["def:pyramid"]
    A = [[[1, 0], [0, 0]], up[0]]
    assert pyramid.run("pyramid_chain", A=A, B=A, X0=start, Y=[start, copies]) is True
    assert pyramid.run("pyramid_chain", A=A, B=A, X0=start, Y=[start, start]) is False
    found = pyramid.run("pyramid_figure", A=up, B=up, X0=start, X=[start, copies], m=3)
    assert found == [start, copies, copies]


def test_inference_of_flowar_over_two_scales():
    """1 x 1, then 2 x 2: gates from the transformer, the network, the map up-sampled and appended."""
    c, t = 2, 0.5
    weights, halves, modulation = heads(c), ffn(c, 3), heads(c)
    M, a, W, b = normal(c, 6 * c), normal(6 * c), normal(c, c), normal(c)
    Z, Phi, sizes = normal(1, c), np.ones((4, 1)), (1, 4)
    for scale, m in enumerate(sizes):
        F = normal(m, c)
        s = feed_forward(attention(Z, *weights.values()), *halves.values())[-m:]
        expected = network(F, s, t, M, a, modulation.values(), W, b)
        G = run("def:flowar-inference", "inference_gates", Z=Z, **weights, **halves, t=t, M=M, a=a, m=m)
        inner = run("def:flow-network", "modulated_attention", F=F, G=G, **modulation, eta=ETA)
        S = run("def:flow-network", "modulated_mlp", F=inner, G=G, W=W, b=b, eta=ETA)
        assert S == pytest.approx(expected)
        if scale == 0:
            below = np.vstack([Z, Phi @ S])
            Z = run("def:flowar-inference", "next_input", Z=Z, S=S, Phi=Phi, N=5)
            assert Z == pytest.approx(below)
    assert S.shape == (4, c)


def test_hofar_follows_a_parabola_exactly():
    """x(t) = 1 + 3 t - t^2 / 2 has velocity 3 - t and derivative -1: the update is exact for any step."""
    hofar, training = CATALOG["alg:hofar-inference"], CATALOG["alg:hofar-training"]
    x, t, step = Fraction(1), Fraction(0), Fraction(3, 7)
    for _ in range(3):
        ((x,),) = hofar.run("hofar_update", x=[[x]], y1=[[3 - t]], y2=[[-1]], D=step)
        t += step
        assert x == 1 + 3 * t - t**2 / 2
    assert hofar.run("hofar_append", Z=[[7]], x=[[x]], Phi=[[1]] * 4, N=5) == [[7], [x], [x], [x], [x]]
    # alpha = t, beta = 1 - t: the targets are x - F0 and 0
    schedule = dict(a1=1, b1=-1, a2=0, b2=0)
    assert training.run("hofar_loss", x=[[2]], F0=[[5]], **schedule, y1=[[-3]], y2=[[0]]) == 0
    assert training.run("hofar_loss", x=[[2]], F0=[[5]], **schedule, y1=[[-1]], y2=[[3]]) == 4 + 9


def test_a_wrong_model_is_caught():
    """Softmax over the other axis, a transposed weight, ReLU left out: each differs from the definition."""
    X, weights, halves = normal(3, 2), heads(2), ffn(2, 3)
    right = run("def:attention", "attention", X=X, **weights)
    A = np.exp(X @ weights["W_Q"] @ weights["W_K"].T @ X.T)
    assert right != pytest.approx(A / A.sum(axis=0) @ X @ weights["W_V"])
    assert right != pytest.approx(attention(X, weights["W_Q"], weights["W_K"].T, weights["W_V"]))
    right = run("def:feed-forward", "feed_forward", X=X, **halves)
    assert right == pytest.approx(feed_forward(X, *halves.values()))
    assert right != pytest.approx(X + (X @ halves["W1"].T + halves["b1"]) @ halves["W2"].T + halves["b2"])
