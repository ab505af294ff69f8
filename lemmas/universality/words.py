"""VAR transformers of words, for grid words with prescribed images: the statement; its proof is in words_weights."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from varproof_lemmas.model import embedded_transformer

from varproof.lang import Abs, And, Array, Eq, Exists, ForAll, Implies, Index, Lam, Ne, Pos, Q, Real, Sum

words = import_module("varproof_lemmas.universality.lem-word-codes").words


class WordTransformer:
    """The statement: for all grid words P_g and images H_g there is R, and for every theta in (0, delta] there are
    weights of def:embedded-transformer with S_r(x) = H_g for P_g <= x <= P_g + delta - theta, and |S_r(x)| <= R for all
    words x in the cube."""

    def __init__(self, s: Any, means: bool = False) -> None:
        """With `means` every sigma_k is 1."""
        self.G, self.d, self.L, self.v, self.P, self.delta = words(s)
        self.r, self.N, self.c = (s.size(name) for name in ("r", "N", "c"))
        r, N, d, c = self.r, self.N, self.d, self.c
        self.n, self.Phi = s.vec("n", r), s.array("Phi", r, N, N)
        self.k, self.i, self.f, self.g = Index("k", r), Index("i", N), Index("f", d), Index("g", self.G)
        k, i, e, u = self.k, self.i, Index("e", r), Index("u", N)
        s.assume("deep", r >= 2)
        s.assume("last-level", ForAll(k, Implies(Eq(Pos(k), r), Eq(self.n[k], N))))
        total = Sum(self.Phi[k, i, u], u, where=Pos(u) <= self.n[e])
        sigma = None if means else s.vec("sigma", r)
        level = ForAll(i, Implies(Pos(i) <= self.n[k], Eq(total, 1 if sigma is None else sigma[k])))
        s.assume("row-sums", ForAll(e, k, Implies(Eq(Pos(k), Pos(e) + 1), level)))
        if sigma is not None:
            s.assume("not-zero", ForAll(k, Ne(sigma[k], 0)))
        s.assume("first-layer", c >= 3 * d * self.L)
        s.assume("last-layer", c >= 3 * self.G * N)
        self.x, self.theta, self.R = Array("x", d), Real("theta"), Real("R")
        self.weights, self.layers = self.parts()

    def parts(self, mark: str = "") -> tuple[list[Any], list[Any]]:
        """The weights of a transformer and what stands after the parts of its layers, with `mark` in their names."""
        r, N, d, c = self.r, self.N, self.d, self.c
        heads = [Array(f"W_{name}{mark}", r, d, d) for name in "QKV"]
        ffn = [Array(f"{name}{mark}", r, *sizes) for name, *sizes in (("U", c, d), ("T", c), ("V", d, c), ("b", d))]
        return [Array(f"E{mark}", r, N, d), *heads, *ffn], [Array(f"{name}{mark}", r, N, d) for name in "ZAS"]

    def run(self, weights: Any, layers: Any) -> Any:
        """The layers are those of the transformer with these weights at the word x."""
        return embedded_transformer(self.n, self.x, self.Phi, *weights, *layers)

    @property
    def tau(self) -> Any:
        """An entry of the output of layer k."""
        return self.layers[-1][self.k, self.i, self.f]

    def last(self, formula: Any) -> Any:
        """For the last layer k."""
        return ForAll(self.k, Implies(Eq(Pos(self.k), self.r), formula))

    def cell(self) -> Any:
        """x lies in the cell of P_g, off the ramps."""
        at, x = self.P[self.g, self.f], self.x[self.f]
        return ForAll(self.f, And(at <= x, x <= at + self.delta - self.theta))

    def cube(self) -> Any:
        """x lies in the unit cube."""
        return ForAll(self.f, And(0 <= self.x[self.f], self.x[self.f] <= 1))

    def there_is(self, exact: Any) -> Any:
        """There is R, and for every theta there are weights, such that `exact` holds and |S_r| <= R in the cube."""
        bounded = Implies(self.cube(), self.last(ForAll(self.i, self.f, Abs(self.tau) <= self.R)))
        run = self.run(self.weights, self.layers)
        made = Exists(*self.weights, ForAll(self.x, *self.layers, Implies(run, And(exact, bounded))))
        return Exists(self.R, ForAll(self.theta, Implies(And(0 < self.theta, self.theta <= self.delta), made)))


ONE = dict(v=[0], delta=1, P=[[0]], n=[1, 1], Phi=[[[1]], [[1]]], sigma=[1, 1], c=3)
TWO = dict(v=[0, Q(1, 2)], delta=Q(1, 2), P=[[0], [Q(1, 2)]], n=[1, 2], Phi=[[[1, 0], [1, 0]]] * 2, sigma=[1, 1], c=12)


def places(on: WordTransformer) -> Any:
    """A map that takes every word to the same image, whose tokens are different."""
    z, a, b = Array("z", on.d), Index("a", on.N), Index("b", on.d)
    return Lam(z, Lam((a, b), 0 * z[b] + Pos(a)))


def same_tokens(on: WordTransformer, F: Any, most: Any) -> Any:
    """No two tokens of the image of a grid word differ by more than `most`: what an output of equal tokens implies."""
    m, b = Index("m", on.N), Index("b", on.d)
    image = F(Lam(b, on.P[on.g, b]))
    return ForAll(on.g, on.i, m, on.f, Abs(image[on.i, on.f] - image[m, on.f]) <= most)


NAMES = "G d L r N c v P delta n Phi sigma".split()  # what is given besides the images
WEIGHT_ARRAYS = dict(E=3, W_Q=3, W_K=3, W_V=3, U=3, T=2, V=3, b=2)  # and their indices
RUN = "x in R^d, Z, A, S in R^(r, N, d)", dict(x=1, Z=3, A=3, S=3)
