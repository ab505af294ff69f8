"""A sum over the atoms of a goal that is not negative where the hypotheses hold: by squares times what is known, as
`varproof.claims.stellensatz` finds them, written as the two sides of a leaf `i:A=B`."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple, TypeAlias

from varproof.arith.polynomials import Dense
from varproof.claims.forms import ONE, Poly, plus, rational
from varproof.claims.lattice import Lattice
from varproof.claims.state import State
from varproof.claims.stellensatz import Factor, Found, combination

Parts: TypeAlias = list[tuple[Fraction, list[str]]]
_ATOMS = 8


class Sign(NamedTuple):
    """A polynomial known to be >= 0, or > 0, and how a certificate says so."""

    poly: Poly
    token: str
    strict: bool


class Equation(NamedTuple):
    """A polynomial that is 0 by two hypotheses, or by a law of atoms, which needs no words."""

    poly: Poly
    tokens: tuple[str, str] | None


def with_squares(state: State, p: Poly, facts: list[Sign], strict: bool, effort: float) -> tuple[Parts, Parts] | None:
    """(u, v), sums of products, with u > 0 and u p = v >= 0, or > 0."""
    forms = state.forms
    rules, root = laws(state, p)
    nil = [*equations(state), *(Equation(law, None) for law in rules)]
    known = [f for f in facts if not any(f.token in e.tokens for e in nil if e.tokens)]
    known += _atoms(state, {k for q in (p, *(e.poly for e in nil)) for m in q for k, _ in m}, known)
    lattice = Lattice(state, [p, *(f.poly for f in known), *(e.poly for e in nil)])
    if not 0 < lattice.count <= _ATOMS:
        return None
    target, unit = lattice.dense(p)
    factors = []
    for f in known:
        dense, shift = lattice.dense(f.poly, lean=False)
        if not shift:
            factors.append(Factor(dense, [f.token], f.strict))
    zero = [(e, *lattice.dense(e.poly, lean=False)) for e in nil]
    zero = [(e, dense, shift) for e, dense, shift in zero if not shift]
    found = combination(
        target, factors, [dense for _, dense, _ in zero], strict, root and root[1], effort, forms.budget
    )
    if found is None:
        return None
    front = [state.text(forms.monomial(tuple((k, -e) for k, e in unit)))] if unit else []
    return _written(state, lattice, found, [e for e, _, _ in zero], front)


def _written(
    state: State, lattice: Lattice, found: Found, nil: list[Equation], front: list[str]
) -> tuple[Parts, Parts]:
    def text(q: Dense) -> str:
        return state.text(state.forms.node(lattice.poly(q)))

    left = [(w, [*front, *g.tokens]) for w, g in found.left]
    right: Parts = []
    for w, g, q in found.right:
        if set(q) == {(0,) * lattice.count}:
            (c,) = q.values()
            right.append((w * c * c, g.tokens))
        else:
            right.append((w, [*g.tokens, f"2:{text(q)}"]))
    for j, q in found.free:
        tokens = nil[j].tokens
        right += [] if tokens is None else multiple(state, lattice.poly(q), tokens)
    return left, right


def multiple(state: State, q: Poly, tokens: tuple[str, str]) -> Parts:
    """q times what is 0 by two hypotheses."""
    if q.keys() == ONE.keys():
        (c,) = q.values()
        return [(abs(c), [tokens[c < 0]])]
    found: Parts = []
    for sign, token in zip((1, -1), tokens, strict=True):  # 4 q = (q + 1)^2 - (q - 1)^2
        found.append((Fraction(1, 4), [token, f"2:{state.text(state.forms.node(plus(q, ONE, sign)))}"]))
    return found


def equations(state: State) -> list[Equation]:
    """Hypotheses that come in pairs."""
    forms, found = state.forms, []
    polys = [(number, forms.of(h)) for number, (kind, h) in enumerate(state.given) if kind == "ge"]
    for at, (j, (p, q)) in enumerate(polys):
        for k, (r, s) in polys[at + 1 :]:
            if q == s == ONE and p and forms.quotient(p, r) == -1:
                found.append(Equation(p, (f"#{j}", f"#{k}")))
    return found


def _atoms(state: State, atoms: set[int], known: list[Sign]) -> list[Sign]:
    """Atoms that are plainly >= 0."""
    forms, found = state.forms, []
    for k in sorted(atoms):
        low, high, _ = state.bounds(k)
        single = forms.atom(k)
        if any(f.poly == single for f in known):
            continue
        if low >= 0:
            found.append(Sign(single, state.text(k), low > 0))
        elif high <= 0:
            negative = state.graph.op("neg", k)
            found.append(Sign(plus({}, single, -1), state.text(negative), high < 0))
    return found


def laws(state: State, p: Poly) -> tuple[list[Poly], tuple[int, Fraction] | None]:
    """What is 0 by the laws of the atoms of p; the root of a rational among them, if there is one, and its square."""
    forms, g = state.forms, state.graph
    found: list[Poly] = []
    roots: list[tuple[int, Fraction]] = []
    for k in sorted({k for m in p for k, _ in m}):
        head, *a = g.ops[k]
        if head in ("sin", "cos"):
            s, c = (forms.atom(g.op(name, a[0]), 2) for name in ("sin", "cos"))
            law = plus(plus(s, c), ONE, -1)
            found += [] if law in found else [law]
        elif head == "sqrt" and g.ops[a[0]][0] != "var":
            over, under = forms.of(a[0])
            square = rational(over)
            if square is not None:
                roots.append((k, square))
            if under == ONE:
                found.append(plus(forms.atom(k, 2), over, -1))
    return found, roots[0] if len(roots) == 1 else None
