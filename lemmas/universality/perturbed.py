"""What `varproof perturb` measures: every perturbation bound of the paper, at data that come from networks.

Lipschitz constants are measured at two inputs of one network; errors of layers at one input of a network and of the
same with its weights moved. Constants that a statement takes as given (K, e_1, e_2, ...) are the least that the data
allow, rounded up.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from varproof.arith.balls import Ball, precision
from varproof.construct.image import construct_transformer
from varproof.construct.layers import FeedForward, Layers
from varproof.construct.network import Matrix, Network, built, through, trained
from varproof.construct.perturb import Case, Keywords
from varproof.construct.target import image_symbols

Vector = list[Fraction]


def above_root(x: Fraction) -> Fraction:
    """A rational at least sqrt(x), near it."""
    return Fraction(isqrt(x.numerator * 4**64 // x.denominator) + 1, 2**64)


def distance(x: Vector, y: Vector) -> Fraction:
    """|x - y|, rounded up."""
    square = sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))
    return above_root(square) if square else Fraction(0)


def norm(x: Vector, y: Vector) -> Ball:
    """|x - y| as a ball."""
    with precision(256):
        return Ball.of(sum(((a - b) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0))).sqrt()


def ratio(x: Vector, y: Vector, u: Vector, v: Vector) -> Fraction:
    """A constant K with |x - y| <= K |u - v|, near the least; 1 where u = v."""
    over, under = (sum(((a - b) ** 2 for a, b in zip(*pair, strict=True)), Fraction(0)) for pair in ((x, y), (u, v)))
    return above_root(over / under) if under else Fraction(1)


def near(rows: Matrix, source: random.Random) -> Matrix:
    """Rows with one entry moved by a power of two."""
    step = Fraction(source.choice((-1, 1)), 2 ** source.randrange(1, 12))
    i, j = source.randrange(len(rows)), source.randrange(len(rows[0]))
    return [[x + step * (k == i and l == j) for l, x in enumerate(row)] for k, row in enumerate(rows)]


def pair(network: Network, source: random.Random) -> tuple[Matrix, Matrix]:
    """Two inputs, near or far."""
    rows = network.tokens(source)
    return rows, near(rows, source) if source.random() < 0.7 else network.tokens(source)


def radius(*matrices: Matrix) -> Fraction:
    """A bound of the norms of all rows."""
    return max(distance(row, [Fraction(0)] * len(row)) for rows in matrices for row in rows)


def square(column: tuple[Fraction, ...], row: tuple[Fraction, ...]) -> Matrix:
    """The product of a column and a row."""
    return [[a * b for b in row] for a in column]


def head(layers: Layers) -> dict[str, Matrix]:
    """The one head as the d x d matrices of attention without an output matrix."""
    a = layers.attention
    d = len(a.query)
    one = tuple(Fraction(int(j == 0)) for j in range(d))
    return dict(W_Q=square(a.query, one), W_K=square(a.key, one), W_V=square(a.value, a.out))


def neurons(layer: FeedForward) -> dict[str, object]:
    """A feed-forward layer as the matrices of the statements, whose thresholds are added."""
    return dict(
        W1=[list(w) for w in layer.directions], b1=[-t for t in layer.thresholds],
        W2=[list(row) for row in zip(*layer.out, strict=True)], b2=list(layer.shift),
    )  # fmt: skip


def dot(w: Sequence[Fraction], x: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(w, x, strict=True)), Fraction(0))


def frobenius(rows: Matrix) -> Fraction:
    return distance([x for row in rows for x in row], [Fraction(0)] * sum(map(len, rows)))


def softmax(network: Network, source: random.Random) -> Keywords:
    X, Y = pair(network, source)
    return dict(x=[sum(row) for row in X], y=[sum(row) for row in Y])


def attention(network: Network, source: random.Random) -> Keywords:
    X, Y = pair(network, source)
    W = head(network.layers)
    a = network.layers.attention
    scores = frobenius(square(a.query, a.key))
    return dict(X=X, Y=Y, **W, L_V=frobenius(W["W_V"]), L_A=scores, R=radius(X, Y), k=source.randrange(len(X)))


def weighed(network: Network, source: random.Random) -> tuple[Matrix, Matrix, Keywords]:
    """Two inputs, and of their first tokens the scores x, y, with the values a, b of all tokens."""
    X, Y = pair(network, source)
    a = network.layers.attention
    scores = [[dot(a.query, Z[0]) * dot(a.key, row) for row in Z] for Z in (X, Y)]
    values = [[[dot(a.value, row) * c for c in a.out] for row in Z] for Z in (X, Y)]
    return X, Y, dict(x=scores[0], y=scores[1], a=values[0], b=values[1])


def average(network: Network, source: random.Random) -> Keywords:
    _, _, data = weighed(network, source)
    D = max(map(distance, data["a"], data["b"]))
    B = max(abs(p - q) for p, q in zip(data["x"], data["y"], strict=True))
    return dict(data, D=D, M=radius(data["b"]), B=B)


def attention_change(network: Network, source: random.Random) -> Keywords:
    X, Y, data = weighed(network, source)
    a = network.layers.attention
    zero = [[Fraction(0)] * len(row) for row in X]
    moves, first, second = (list(map(distance, *rows)) for rows in ((X, Y), (X, zero), (Y, zero)))
    V, A = frobenius(square(a.value, a.out)), frobenius(square(a.query, a.key))
    return dict(x=data["x"], y=data["y"], v=data["a"], w=data["b"], r=moves, a=first, b=second,
                V=V, A=A, R=radius(X, Y), k=0)  # fmt: skip


def skip_attention(network: Network, source: random.Random) -> Keywords:
    X, Y = pair(network, source)
    a = network.layers.attention
    rows = dict(W_O=[[x] for x in a.out], W_V=[list(a.value)], W_K=[list(a.key)], W_Q=[list(a.query)])
    return dict(X=X, Y=Y, **rows, R=radius(X, Y), k=source.randrange(len(X)))


def feed_forward(network: Network, source: random.Random) -> Keywords:
    X, Y = pair(network, source)
    W = neurons(network.layers.second)
    return dict(X=X, Y=Y, **W, L1=frobenius(W["W1"]), L2=frobenius(W["W2"]), k=source.randrange(len(X)))


def layer(network: Network, source: random.Random) -> Keywords:
    X, Y = pair(network, source)
    Phi = [[Fraction(1, 2), Fraction(1, 2)], [Fraction(1), Fraction(0)], [Fraction(-1, 4), Fraction(5, 4)]]
    Phi = [row[: len(X)] if len(X) == 2 else [Fraction(1, len(X))] * len(X) for row in Phi]
    return dict(X=X, Y=Y, Phi=Phi, **head(network.layers), **neurons(network.layers.second), r=radius(X, Y), k=0)


def layer_norm(network: Network, source: random.Random) -> Keywords:
    X, Y = pair(network, source)
    return dict(X=X, Y=Y, eta=Fraction(1, 2 ** source.randrange(1, 8)), j=source.randrange(len(X)))


def up_interpolation(network: Network, source: random.Random) -> Keywords:
    from varproof.construct.interpolation import axis

    A = [list(row) for row in axis(2, 4)]
    X = [[[Fraction(source.choice((-1, 1))) * x for x in row] for row in network.tokens(source)] for _ in range(2)]
    return dict(A=A, B=[list(row) for row in axis(len(X[0]), 2 * len(X[0]))], X=X)


def down_sampling(network: Network, source: random.Random) -> Keywords:
    rows = network.tokens(source) + network.tokens(source)
    half = len(rows) // 2
    Phi = [[Fraction(int(j // 2 == i), 2) for j in range(2 * half)] for i in range(half)]
    return dict(Phi=Phi, X=rows, K=Fraction(1, 2))


def _second(layers: Layers, rows: Matrix) -> Matrix:
    return through(lambda balls: [layers.second(x) for x in balls], rows)


def _first(layers: Layers, rows: Matrix) -> Matrix:
    return through(layers.attention, rows)


def two_layers(network: Network, source: random.Random) -> Keywords:
    """f and g the network's feed-forward layer and head, tau and Phi those with moved weights; the first token."""
    rows = network.tokens(source)
    g, phi = _first(network.layers, rows), _first(network.moved, rows)
    f_g, f_phi, tau_phi = _second(network.layers, g), _second(network.layers, phi), _second(network.moved, phi)
    first = [m[0] for m in (g, phi, f_g, f_phi, tau_phi)]
    apart = distance(first[0], first[1])
    return dict(
        zip(("g", "phi", "f_g", "f_phi", "tau_phi"), first, strict=True),
        K=ratio(first[2], first[3], first[0], first[1]), e1=apart, e2=distance(first[3], first[4]),
    )  # fmt: skip


def one_layer(network: Network, source: random.Random) -> Keywords:
    """One layer is another, the rest the same: outputs of the head, of the moved head, each through the layers
    after."""
    rows = network.tokens(source)
    Y, Z = [_first(network.layers, rows)], [_first(network.moved, rows)]
    for _ in range(2):
        Y.append(_second(network.layers, Y[-1]))
        Z.append(_second(network.layers, Z[-1]))
    first = [[m[0] for m in chain] for chain in (Y, Z)]
    steps = [ratio(first[0][k + 1], first[1][k + 1], first[0][k], first[1][k]) for k in range(2)]
    K, eps = max([*steps, Fraction(1, 2)]), distance(first[0][0], first[1][0])
    return dict(t=[Fraction(k) for k in range(3)], Y=first[0], Z=first[1], K=K, eps=eps)


def hybrids(network: Network, source: random.Random) -> Keywords:
    """The first token's outputs of u_3 u_2 u_1, v_3 u_2 u_1, v_3 v_2 u_1 and v_3 v_2 v_1: head, feed-forward layer
    and head of the network (u), and with moved weights (v)."""
    rows = network.tokens(source)
    outputs = []
    for moved in range(4):
        at = rows
        for k, part in enumerate((_first, _second, _first)):
            at = part(network.moved if k >= 3 - moved else network.layers, at)
        outputs.append(at[0])
    return dict(t=[Fraction(k) for k in range(4)], H=outputs)


def steps(data: Keywords) -> Ball:
    """The sum of the distances of neighbours."""
    with precision(256):
        total = Ball.of(0)
        for x, y in pairwise(data["H"]):
            total = total + norm(x, y)
        return total


def layers(network: Network, source: random.Random) -> Keywords:
    """Two levels: x_j the network's own values, y_j those with moved weights; g and Phi the heads, f and tau the
    layers."""
    x = y = network.tokens(source)
    found: dict[str, list[Vector]] = {k: [] for k in ("x", "y", "g_true", "g", "phi", "f_g", "f_phi")}
    for _ in range(2):
        g_true, g, phi = _first(network.layers, x), _first(network.layers, y), _first(network.moved, y)
        f_g, f_phi = _second(network.layers, g), _second(network.layers, phi)
        x = _second(network.layers, g_true)
        y = _second(network.moved, phi)
        for name, value in zip(found, (x, y, g_true, g, phi, f_g, f_phi), strict=True):
            found[name].append(value[0])
    e1 = [distance(a, b) for a, b in zip(found["g"], found["phi"], strict=True)]
    e2 = [distance(a, b) for a, b in zip(found["f_phi"], found["y"], strict=True)]
    pairs = [("x", "f_g", "g_true", "g"), ("f_g", "f_phi", "g", "phi")]
    K_f = max(ratio(found[a][k], found[b][k], found[c][k], found[d][k])
              for a, b, c, d in pairs for k in range(2))  # fmt: skip
    K_g = ratio(found["g"][1], found["g_true"][1], found["y"][0], found["x"][0])
    return dict(found, e1=e1, e2=e2, K_f=K_f, K_g=max(K_g, Fraction(1, 10**6)))


def update(network: Network, source: random.Random) -> Keywords:
    """The first token, with the outputs of the head and of the layers as its velocities, and the moved ones."""
    rows = network.tokens(source)
    heads = [_first(layers, rows) for layers in (network.layers, network.moved)]
    outputs = [_second(layers, y) for layers, y in zip((network.layers, network.moved), heads, strict=True)]
    (u1, v1), (u2, v2) = ((a[0], b[0]) for a, b in (heads, outputs))
    return dict(x=rows[0], u1=u1, v1=v1, u2=u2, v2=v2, D=Fraction(source.randrange(1, 9), 8),
                eps=max(distance(u1, v1), distance(u2, v2)))  # fmt: skip


def errors(network: Network, source: random.Random) -> Keywords:
    """The same, with the differences of the velocities."""
    data = update(network, source)
    apart = {w: [a - b for a, b in zip(data[u], data[v], strict=True)]
             for w, u, v in (("w1", "u1", "v1"), ("w2", "u2", "v2"))}  # fmt: skip
    return dict(apart, D=data["D"], eps=data["eps"])


def everywhere(network: Network, source: random.Random) -> Keywords:
    """The first output on the diagonal of the cube at 8 points, with the network's weights and with moved ones."""
    x = [Fraction(i, 8) for i in range(8)]
    n, d = network.layers.shape
    f, g = ([_second(layers, _first(layers, [[t] * d] * n))[0][0] for t in x]
            for layers in (network.layers, network.moved))  # fmt: skip
    slopes = [max(abs(v[i] - v[j]) / abs(x[i] - x[j]) for i in range(8) for j in range(i)) for v in (f, g)]
    k = source.randrange(8)
    return dict(x=[[t] for t in x], f=f, g=g, K_f=slopes[0], K_g=slopes[1], alpha=source.choice((1, 2)), k=k)


CASES = [
    Case("lem:softmax-lipschitz", "stated", "euclidean", "euclidean-bound", softmax),
    Case("lem:softmax-lipschitz", "stated", "sum-norm", "sum-bound", softmax),
    Case("lem:average-change", "stated", "bound", "bound", average),
    Case("lem:attention-change", "stated", "bound", "bound", attention_change),
    Case("lem:attention-lipschitz", "stated", "lipschitz", "constant", attention),
    Case("lem:skip-attention-lipschitz", "stated", "lipschitz", "constant", skip_attention),
    Case("lem:ffn-lipschitz", "stated", "lipschitz", "constant", feed_forward),
    Case("lem:layer-lipschitz", "stated", "lipschitz", "constant", layer),
    Case("lem:layer-norm-lipschitz", "stated", "lipschitz", "constant", layer_norm),
    Case("lem:up-norm", "stated", "bound", "norm", up_interpolation),
    Case("lem:down-norm", "stated", "euclidean", "squares", down_sampling),
    Case("lem:two-layer-perturbation", "corrected", "distance", "bound", two_layers),
    Case("cor:flowar-two-layer", "corrected", "distance", "bound", two_layers),
    Case(
        "lem:one-layer-different",
        "corrected",
        "distance",
        "distance",
        one_layer,
        lambda w: norm(w["Y"][-1], w["Z"][-1]),
    ),
    Case("lem:all-layers-different", "printed", "telescope", "", hybrids, lambda w: norm(w["H"][0], w["H"][-1]), steps),
    Case("lem:sup-from-alpha", "stated", "everywhere", "bound", everywhere),
    Case("lem:hofar-step", "stated", "exact", "exact", update),
    Case("lem:update-error", "stated", "bound", "bound", errors),
    Case("lem:layer-errors", "stated", "distance", "distance", layers, lambda w: norm(w["x"][-1], w["y"][-1])),
]


def networks() -> list[Network]:
    """A built model of X -> X_1 X / 2 for two tokens of two channels, and a trained network of the same shape."""
    x = image_symbols(2, 2)
    target = [[f"{x[k, j]}*{x[0, j]}/2" for j in range(2)] for k in range(2)]
    return [built(construct_transformer(target, 2, 2, Fraction(3, 4))), trained()]
