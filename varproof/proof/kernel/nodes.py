"""Interned nodes and polynomial arithmetic: the base of the kernel's terms (see `terms`).

A polynomial is a finite map from monomials to rational coefficients; a monomial a finite map from atoms to exponents.
Nodes are interned, so equal terms are the same object and `is` decides equality.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

Rational = int | Fraction
Uses = frozenset[tuple[int, str]]


class TermError(ValueError):
    """A term, set or formula is malformed; the message says how."""


class Node:
    """An interned monomial, atom, polynomial, set, formula or lambda; build with this module's functions."""

    __slots__ = ("args", "free", "id", "loose", "op")
    op: str
    args: tuple[object, ...]
    id: int
    loose: Uses  # bound indices that occur outside their binder, each with the sort it is used at
    free: frozenset[tuple[str, str]]  # free variables as (sort, name)

    def __repr__(self) -> str:
        from varproof.proof.kernel.text import text

        return text(self)

    def __add__(self, other: Node | Rational) -> Node:
        return add(self, lift(other))

    def __radd__(self, other: Rational) -> Node:
        return add(lift(other), self)

    def __neg__(self) -> Node:
        return scale(Fraction(-1), self)

    def __sub__(self, other: Node | Rational) -> Node:
        return add(self, scale(Fraction(-1), lift(other)))

    def __rsub__(self, other: Rational) -> Node:
        return lift(other) - self

    def __mul__(self, other: Node | Rational) -> Node:
        return mul(self, lift(other))

    def __rmul__(self, other: Rational) -> Node:
        return mul(lift(other), self)

    def __truediv__(self, other: Node | Rational) -> Node:
        return mul(self, inv(lift(other)))

    def __rtruediv__(self, other: Rational) -> Node:
        return mul(lift(other), inv(self))

    def __pow__(self, k: int) -> Node:
        return power(self, k)

    def __ge__(self, other: Node | Rational) -> Node:
        return ge(self - other)

    def __gt__(self, other: Node | Rational) -> Node:
        return gt(self - other)

    def __le__(self, other: Node | Rational) -> Node:
        return ge(other - self)

    def __lt__(self, other: Node | Rational) -> Node:
        return gt(other - self)


_table: dict[tuple[object, ...], Node] = {}


def node(op: str, args: tuple[object, ...], loose: Uses, free: frozenset[tuple[str, str]]) -> Node:
    return _keyed((op, args), op, args, loose, free)


def _keyed(
    key: tuple[object, ...], op: str, args: tuple[object, ...], loose: Uses, free: frozenset[tuple[str, str]]
) -> Node:
    """The one node with this key, which says what op and args say."""
    node = _table.get(key)
    if node is None:
        node = object.__new__(Node)
        node.op, node.args, node.id, node.loose, node.free = op, args, len(_table), loose, free
        _table[key] = node
    return node


def _combination(op: str, parts: dict[Node, Fraction]) -> Node:
    """A mono or a poly. Its key is of whole numbers, which are hashed and compared faster than fractions."""
    items = tuple(sorted(parts.items(), key=_by_id))
    key: list[object] = [op]
    for part, number in items:
        key += (part.id, number.numerator, number.denominator)
    return _keyed(tuple(key), op, items, loose_of(parts), free_of(parts))


def _by_id(item: tuple[Node, Fraction]) -> int:
    return item[0].id


NO_INDEX: frozenset[tuple[int, str]] = frozenset()
NO_NAME: frozenset[tuple[str, str]] = frozenset()


def loose_of(parts: Iterable[Node]) -> Uses:
    out = NO_INDEX
    for part in parts:
        if part.loose:
            out = out | part.loose
    return out


def free_of(parts: Iterable[Node]) -> frozenset[tuple[str, str]]:
    out = NO_NAME
    for part in parts:
        if part.free:
            out = out | part.free
    return out


def unbind(body: Node, sort: str) -> Uses:
    """Loose indices of a binder with this body; index 0 must be used at the binder's sort."""
    for k, used in body.loose:
        if k == 0 and used != sort:
            raise TermError(f"a variable bound as {sort} is used as {used}")
    return frozenset((k - 1, used) for k, used in body.loose if k > 0)


# ---- monomials and polynomials


def product(factors: dict[Node, Fraction]) -> Node:
    for atom, e in factors.items():
        if type(e) is not Fraction or (atom.op != "exp" and (e.denominator != 1 or e.numerator < 1)):
            raise TermError(f"exponent {e} of {atom.op} is not a positive integer")
    return _combination("mono", factors)


def poly(terms: dict[Node, Fraction]) -> Node:
    return _combination("poly", {mono: c for mono, c in terms.items() if c})


ONE_MONO = product({})


def lift(value: Node | Rational) -> Node:
    """A rational as a constant term; a node as it is."""
    if isinstance(value, Node):
        return value
    if type(value) not in (int, Fraction):
        raise TermError(f"{value!r} is neither a term nor an exact rational")
    return poly({ONE_MONO: Fraction(value)})


ZERO, ONE = lift(0), lift(1)


def terms(p: Node) -> tuple[tuple[Node, Fraction], ...]:
    """The (monomial, coefficient) pairs of a polynomial."""
    if p.op != "poly":
        raise TermError(f"a {p.op} is not a term")
    return p.args  # type: ignore[return-value]


def factors(m: Node) -> tuple[tuple[Node, Fraction], ...]:
    """The (atom, exponent) pairs of a monomial."""
    return m.args  # type: ignore[return-value]


def constant(p: Node) -> Fraction | None:
    """The value of a constant term, else None."""
    pairs = terms(p)
    if not pairs:
        return Fraction(0)
    return pairs[0][1] if len(pairs) == 1 and pairs[0][0] is ONE_MONO else None


def add(p: Node, q: Node) -> Node:
    out = dict(terms(p))
    for mono, c in terms(q):
        out[mono] = out[mono] + c if mono in out else c
    return poly(out)


def scale(c: Fraction, p: Node) -> Node:
    return poly({mono: c * d for mono, d in terms(p)})


def mono_mul(m: Node, n: Node) -> Node:
    if m is ONE_MONO or n is ONE_MONO:
        return n if m is ONE_MONO else m
    out = dict(factors(m))
    for atom, e in factors(n):
        out[atom] = out[atom] + e if atom in out else e
    return product({atom: e for atom, e in out.items() if e})


def mul(p: Node, q: Node) -> Node:
    out: dict[Node, Fraction] = {}
    for m, c in terms(p):
        for n, d in terms(q):
            mono = mono_mul(m, n)
            out[mono] = out[mono] + c * d if mono in out else c * d
    return poly(out)


def power(p: Node, k: int) -> Node:
    if type(k) is not int or k < 0:
        raise TermError(f"the power {k} is not a natural number")
    out = ONE
    for _ in range(k):
        out = mul(out, p)
    return out


def monomial(m: Node, c: Rational = 1) -> Node:
    """The polynomial c * m."""
    return poly({m: Fraction(c)})


def atom_term(op: str, args: tuple[object, ...], loose: Uses, free: frozenset[tuple[str, str]]) -> Node:
    return monomial(product({node(op, args, loose, free): Fraction(1)}))


# ---- reciprocals and relations


def inv(t: Node) -> Node:
    """1/t: rational for a nonzero rational t, otherwise an atom that obeys only the rule `inv`."""
    c = constant(t)
    if c:
        return lift(1 / c)
    return atom_term("inv", (t,), t.loose, t.free)


def relation(op: str, t: Node) -> Node:
    terms(t)
    return node(op, (t,), t.loose, t.free)


def ge(t: Node) -> Node:
    return relation("ge", t)


def gt(t: Node) -> Node:
    return relation("gt", t)


def eq(s: Node, t: Node | Rational = 0) -> Node:
    """s = t, stored as s - t = 0."""
    return relation("eq", s - t)
