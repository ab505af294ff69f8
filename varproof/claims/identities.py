"""Search of an identity A t = B with A > 0 and B >= 0, sums of products of terms with known signs.

In turn: the form of t and its factors, with signs from enclosures, hypotheses or squares; multipliers by linear
programming; sums of squares. What is found is written as a leaf `i:A=B` and means nothing until it is replayed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np

from varproof.arith.linear import solve
from varproof.arith.polynomials import Dense, factors, reduced
from varproof.claims.certificates import Parts, Sign, laws, with_squares
from varproof.claims.domains import shown
from varproof.claims.forms import ONE, Mono, Poly, TooLarge
from varproof.claims.lattice import Lattice
from varproof.claims.positivity import combination
from varproof.claims.squares import moderate
from varproof.claims.state import State

_COLUMNS = 3000
SOME, MORE, MUCH = 3e5, 1e8, 3e8  # operations of one round of the search for squares; MUCH: with the ends of sides


class Found(NamedTuple):
    """A leaf, or the factors whose signs would give one, with the signs they seem to have (0: both) and what is asked
    of them: gt of a divisor, else ge."""

    leaf: str | None
    open: list[tuple[int, int, str]]


class Known(NamedTuple):
    """sign p = scale * what the token says, which is >= 0, or > 0."""

    sign: int
    scale: Fraction
    token: str
    strict: bool


def known_sign(state: State, p: Poly) -> Known | None:
    """The sign of a polynomial, by a hypothesis, an end of a side or its enclosure."""
    forms = state.forms
    for number, (kind, h) in enumerate(state.given):
        over, under = forms.of(h)
        c = forms.quotient(p, over)
        if c is not None and kind != "ne" and under == ONE:
            return Known(1 if c > 0 else -1, abs(c), f"#{number}", kind == "gt")
    for sign in (1, -1):
        node = forms.node({m: sign * c for m, c in p.items()})
        if shown(state, "ge", node, state.given):
            return Known(sign, Fraction(1), state.text(node), shown(state, "gt", node, state.given))
    for k, side in enumerate(state.sides):
        x = forms.atom(forms.graph.of(("var", state.names[k])))
        for end, mark, sign in zip(side, "[]", (1, -1), strict=True):
            c = forms.quotient(p, _less(x, end))
            if c is not None:
                return Known(sign if c > 0 else -sign, abs(c), f"{mark}{k}", False)
    return None


def square(state: State, p: Poly) -> tuple[Fraction, str, bool]:
    """p^2 as a constant times the square that a token says, and whether it is certainly not 0."""
    forms = state.forms
    for number, (kind, h) in enumerate(state.given):
        over, under = forms.of(h)
        c = forms.quotient(p, over)
        if c is not None and kind != "ge" and under == ONE:
            return c * c, f"2:#{number}", True
    node = forms.node(p)
    return Fraction(1), f"2:{state.text(node)}", shown(state, "ne", node, state.given)


def _less(p: Poly, q: Fraction) -> Poly:
    out = dict(p)
    if q:
        out[()] = -q
    return out


def by_factors(
    s: State,
    found: list[tuple[int, int, str]],
    prove: Callable[[State], list[str] | None],
    cases: Callable[[State, int], list[str] | None],
) -> list[str] | None:
    """The sign of each factor, which is a goal of its own, and then an identity."""
    parts = sorted(found, key=lambda part: len(s.graph.order(part[0])))
    for node, sign, _ in parts:
        if sign == 0:
            return cases(s, node) if len(parts) > 1 else None
    front: list[str] = []
    for node, sign, asked in parts:
        node = node if sign > 0 else s.graph.op("neg", node)
        kind = "gt" if s.kind == "gt" else asked
        inner = prove(s._replace(goal=(kind, node)))
        if inner is None:
            return None
        front += [f"c{kind}:{s.text(node)}", *inner]
        s = s._replace(given=[*s.given, (kind, node)])
    leaf = find(s).leaf
    return None if leaf is None else [*front, leaf]


def find(state: State, effort: float = SOME) -> Found:
    """A leaf for the state's goal, ge or gt, or what is missing. effort: 0, or how long sums are searched for."""
    try:
        return _factored(state, effort)
    except TooLarge:
        return Found(None, [])


class Side(NamedTuple):
    """A polynomial as sign * constant * the product of what the tokens say * the open factors."""

    sign: int
    constant: Fraction
    tokens: list[str]
    strict: bool
    open: list[int]

    def times(self, terms: Parts) -> str:
        """The text of a sum multiplied by this product."""
        return ";".join("~".join([str(self.constant * w), *self.tokens, *tokens]) for w, tokens in terms)


def _side(state: State, lattice: Lattice, p: Dense, unit: Mono, sure: bool = False) -> Side:
    """sure: factors that are only known to be >= 0 are open."""
    forms = state.forms
    c, found = factors(p, lattice.count)
    sign, strict = (1 if c > 0 else -1), True
    tokens = [state.text(forms.monomial(unit))] if unit else []
    open_: list[int] = []
    for f, k in found:
        inner = lattice.poly(f)
        if k > 1:
            factor, token, nonzero = square(state, inner)
            tokens += [token] * (k // 2)
            c *= factor ** (k // 2)
            strict &= nonzero or sure
            open_ += [forms.node(inner)] if sure and not nonzero else []
        known = known_sign(state, inner) if k % 2 else None
        if known is not None and (known.strict or not sure):
            strict &= known.strict
            sign *= known.sign
            c *= known.scale
            tokens.append(known.token)
        elif k % 2:
            open_.append(forms.node(inner))
    return Side(sign, abs(c), tokens, strict, open_)


def _factored(state: State, effort: float) -> Found:
    forms = state.forms
    over, under = forms.of(state.node)
    if not over:
        return Found("i:1=" if state.kind == "ge" else None, [])
    lattice = Lattice(state, [over, under])
    (p, unit), (q, unit_) = lattice.dense(over), lattice.dense(under)
    if q != {(0,) * lattice.count: Fraction(1)}:
        p, q = reduced(p, q, lattice.count)
    left, right = _side(state, lattice, q, unit_, sure=True), _side(state, lattice, p, unit)
    sign, one = left.sign * right.sign, [(Fraction(1), list[str]())]
    if left.strict and not left.open:
        if not right.open and sign > 0 and (right.strict or state.kind == "ge"):
            return Found(f"i:{left.times(one)}={right.times(one)}", [])
        strict = state.kind == "gt"
        if effort and len(right.open) == 1 and (right.strict or not strict):
            terms = sums(state, forms.of(right.open[0])[0], sign, strict, effort)
            if terms is not None:
                return Found(f"i:{left.times(terms[0])}={right.times(terms[1])}", [])
        if effort and not right.open:
            terms = sums(state, lattice.poly(p), left.sign, strict, effort)
            if terms is not None:
                front = [state.text(forms.monomial(unit))] if unit else []
                whole = right._replace(constant=Fraction(1), tokens=front)
                return Found(f"i:{left.times(terms[0])}={whole.times(terms[1])}", [])
    values = state.sample([*left.open, *right.open])
    guesses = []
    for n in (*left.open, *right.open):
        v = values[n][np.isfinite(values[n])]
        small = 1e-12 * (np.abs(v).max() if len(v) else 0)
        guess = 0 if not len(v) else int((v >= -small).all()) - int((v <= small).all())
        guesses.append((n, guess, "gt" if n in left.open else "ge"))
    return Found(None, guesses)


def sums(state: State, p: Poly, sign: int, strict: bool, effort: float) -> tuple[Parts, Parts] | None:
    """(u, v), sums of products, with u > 0 and u sign p = v >= 0, by linear programming or squares."""
    forms = state.forms
    p = {m: sign * c for m, c in p.items()}
    facts = _facts(state, p)
    lattice = Lattice(state, [p, *(f.poly for f in facts)])
    if lattice.count > 8:
        return None
    target, unit = lattice.dense(p)
    front = [state.text(forms.monomial(tuple((k, -e) for k, e in unit)))] if unit else []
    columns = [(f, *lattice.dense(f.poly, lean=False)) for f in facts]
    if not moderate(target, *(dense for _, dense, _ in columns)):
        return None
    degree = max(sum(m) for m in target)
    contrary = not degree and min(target.values()) < 0
    if contrary:
        degree = max((sum(m) for _, dense, _ in columns for m in dense), default=0)
    # Handelman and Schmuedgen: products of facts, squares of simple terms times facts
    basis = _half(target)
    for depth, squared in ((1, False), (2, False), (0, True), (1, True), (3, False), (2, True)):
        made = _products(state, lattice, columns, basis, degree, depth, squared)
        if len(made) > _COLUMNS:
            continue
        if contrary:  # a sum that is > 0 by the hypotheses is 0: they contradict one another
            sure = [j for j, (_, tokens, positive) in enumerate(made) if positive and tokens]
            weights = solve({}, [m for m, _, _ in made], len(made), sure) if sure else None
            if weights is not None:
                nothing = [(w, tokens) for w, (_, tokens, _) in zip(weights, made, strict=True) if w]
                return nothing, nothing
        good = [j for j, (_, _, positive) in enumerate(made) if positive and strict]
        if strict and not good:
            continue
        weights = solve(target, [m for m, _, _ in made], len(made), good)
        if weights is not None:
            return [(Fraction(1), front)], [(w, tokens) for w, (_, tokens, _) in zip(weights, made, strict=True) if w]
        if depth > 1 or squared:
            continue
        # a multiplier of the target: sum of u_j target = sum of v_j, with some u_j > 0
        right = _products(state, lattice, columns, basis, degree + 1, 2, False)
        against = {m: -c for m, c in target.items()}
        left = [(_times(m, against), tokens, sure) for m, tokens, sure in made]
        both = [*left, *right]
        good = [j for j, (_, _, sure) in enumerate(left) if sure and (depth or len(left) == 1)]
        weights = None if strict or len(both) > _COLUMNS else solve({}, [m for m, _, _ in both], len(both), good)
        if weights is not None:
            terms = [(w, tokens) for w, (_, tokens, _) in zip(weights, both, strict=True)]
            n = len(left)
            return [(w, [*front, *t]) for w, t in terms[:n] if w], [(w, t) for w, t in terms[n:] if w]
    signed = [f for f in facts if f.token[:1] == "#" or (effort > MORE and f.token[:1] in "[]")]
    found = with_squares(state, p, signed, strict, effort)
    return found or (None if strict else _with_root(state, p))


def _with_root(state: State, p: Poly) -> tuple[Parts, Parts] | None:
    """(u, v) as in `sums`, u being 1 or the root of a rational, by squares, hypotheses, and the laws of atoms."""
    forms = state.forms
    rules, root = laws(state, p)
    facts = [f for f in _facts(state, p) if f.token[:1] == "#"]
    lattice = Lattice(state, [p, *rules, *(f.poly for f in facts)])
    if root is None or lattice.count > 4 or any(forms.head(k) in ("exp", "abs") for k in lattice.atoms):
        return None
    where = lattice.atoms.index(root[0]), root[1]
    given = [lattice.dense(f.poly, lean=False)[0] for f in facts]
    zero = [lattice.dense(q, lean=False)[0] for q in rules]
    for u in (ONE, forms.atom(root[0])):
        whole: Poly = {}
        for m, c in p.items():
            for n, d in u.items():
                powers = dict(m)
                for k, e in n:
                    powers[k] = powers.get(k, Fraction(0)) + e
                whole[tuple(sorted(powers.items()))] = c * d
        found = combination(lattice.dense(whole, lean=False)[0], given, zero, where)
        if found is not None:
            squares = [(w, [f"2:{state.text(forms.node(lattice.poly(s)))}"]) for w, s in found[0]]
            known = [(w, [f.token]) for w, f in zip(found[1], facts, strict=True) if w]
            return [(Fraction(1), [] if u == ONE else [state.text(forms.node(u))])], [*squares, *known]
    return None


def _products(
    state: State,
    lattice: Lattice,
    columns: list[tuple[Sign, Dense, Mono]],
    basis: list[tuple[int, ...]],
    degree: int,
    depth: int,
    squared: bool,
) -> list[tuple[Dense, list[str], bool]]:
    """Products of at most so many facts, also times squares of simple terms: polynomial, tokens, whether > 0."""
    forms = state.forms
    made: list[tuple[Dense, list[str], bool]] = []
    squares: dict[int, list[tuple[Dense, str]]] = {}  # of simple terms, by half of the degree they may have
    for size in range(depth + 1):
        for chosen in combinations_with_replacement(columns, size):
            product: Dense = {(0,) * lattice.count: Fraction(1)}
            tokens: list[str] = []
            for f, dense, shift in chosen:
                product = _times(product, dense)
                tokens.append(f.token)
                if shift:
                    tokens.append(state.text(forms.monomial(tuple((k, -e) for k, e in shift))))
            top = max(sum(m) for m in product)
            if top > degree + 1 or len(made) > _COLUMNS:
                continue
            made.append((product, tokens, all(f.strict for f, _, _ in chosen)))
            half = (degree - top) // 2
            if squared and half not in squares:
                squares[half] = [
                    (_times(s, s), f"2:{state.text(forms.node(lattice.poly(s)))}") for s in _squares(basis, half)
                ]
            made += [(_times(square, product), [*tokens, token], False) for square, token in squares.get(half, [])]
    return made


def _facts(state: State, p: Poly) -> list[Sign]:
    """Hypotheses, ends of sides and bounds of atoms."""
    forms, found = state.forms, []
    atoms = {k for m in p for k, _ in m}
    for number, (kind, h) in enumerate(state.given):
        over, under = forms.of(h)
        if under == ONE and over:
            if kind == "ne":
                found.append(Sign(forms.times(over, over), f"2:#{number}", True))
            else:
                found.append(Sign(over, f"#{number}", kind == "gt"))
            atoms |= {k for m in over for k, _ in m}
    for k in sorted(atoms):
        head, *a = state.graph.ops[k]
        if head == "var":
            low, high = state.sides[a[0]]
            found.append(Sign(_less(forms.atom(k), low), f"[{a[0]}", False))
            if low < 0 or low == 0:
                found.append(Sign({m: -c for m, c in _less(forms.atom(k), high).items()}, f"]{a[0]}", False))
        elif head in ("exp", "sqrt", "abs"):
            found.append(Sign(forms.atom(k), state.text(k), head == "exp"))
        elif head in ("sin", "cos"):
            for sign in (1, -1):
                u = forms.node({(): Fraction(1), ((k, Fraction(1)),): Fraction(sign)})
                found.append(Sign(forms.of(u)[0], state.text(u), False))
    return found


def _times(a: Dense, b: Dense) -> Dense:
    out: Dense = {}
    for m, c in a.items():
        for n, d in b.items():
            key = tuple(x + y for x, y in zip(m, n, strict=True))
            out[key] = out.get(key, Fraction(0)) + c * d
    return {m: c for m, c in out.items() if c}


def _half(p: Dense) -> list[tuple[int, ...]]:
    """Monomials whose squares may occur, also times a variable: exponents and degree within half the range of p's."""
    from itertools import product

    ranges = [range((min(c) + 1) // 2, max(c) // 2 + 1) for c in zip(*p, strict=True)]
    low, high = min(sum(m) for m in p), max(sum(m) for m in p)
    found = [m for m in product(*ranges) if low - 1 <= 2 * sum(m) <= high]
    return found[:24]


def _squares(basis: list[tuple[int, ...]], degree: int) -> list[Dense]:
    one = Fraction(1)
    basis = [m for m in basis if sum(m) <= degree]
    single: list[Dense] = [{m: one} for m in basis if any(m)]
    pairs = [(m, n) for i, m in enumerate(basis) for n in basis[:i]]
    return [*single, *({m: one, n: s * one} for m, n in pairs for s in (1, -1))]
