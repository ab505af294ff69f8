"""Terms, finite sets and formulas of the kernel, always in normal form.

A real term is a polynomial over the rationals in *atoms*:

    x            variable                      ("var", name) or ("bound", k)
    f(t, ...)    function variable applied     ("app", head, (t, ...))
    1/t          reciprocal, opaque            ("inv", t)
    log t, ...   special function, opaque      ("fn", name, t)
    exp(m)       m a monomial, any power       ("exp", m)
    sum_{x in S} m, max_{x in S} t             ("sum", S, t), ("max", S, t)
    d/dx t at e                                ("deriv", t, e)

Binders are nameless: inside, the variable is an index counted from the innermost binder; outside it is a name.
Nodes are interned, so equal terms are the same object and `is` decides equality. Three laws are built into the
normal form and need no rule: the ring laws, exp(s + t) = exp(s) exp(t) with exp(c m) = exp(m)^c, and the
linearity of finite sums. `inv` and the special functions obey no law here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

Rational = int | Fraction
Uses = frozenset[tuple[int, str]]

FUNCTIONS = ("log", "sqrt", "lambertw")


class TermError(ValueError):
    """A term, set or formula is malformed; the message says how."""


class Node:
    """An interned monomial, atom, polynomial, set, formula or lambda; build with this module's functions."""

    __slots__ = ("op", "args", "id", "loose", "free")
    op: str
    args: tuple[object, ...]
    id: int
    loose: Uses  # bound indices that occur outside their binder, each with the sort it is used at
    free: frozenset[tuple[str, str]]  # free variables as (sort, name)

    def __repr__(self) -> str:
        from varproof.decide.kernel.text import text

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

    def __call__(self, *values: Node) -> Node:
        """Apply a lambda to reals."""
        return apply(self, values)


_table: dict[tuple[str, tuple[object, ...]], Node] = {}


def _node(op: str, args: tuple[object, ...], loose: Uses, free: frozenset[tuple[str, str]]) -> Node:
    node = _table.get((op, args))
    if node is None:
        node = object.__new__(Node)
        node.op, node.args, node.id, node.loose, node.free = op, args, len(_table), loose, free
        _table[op, args] = node
    return node


_EMPTY: frozenset[tuple[int, str]] = frozenset()
_NOFREE: frozenset[tuple[str, str]] = frozenset()


def _loose(parts: Iterable[Node]) -> Uses:
    out = _EMPTY
    for part in parts:
        if part.loose:
            out = out | part.loose
    return out


def _free(parts: Iterable[Node]) -> frozenset[tuple[str, str]]:
    out = _NOFREE
    for part in parts:
        if part.free:
            out = out | part.free
    return out


def _unbind(body: Node, sort: str) -> Uses:
    """Loose indices of a binder with this body; index 0 must be used at the binder's sort."""
    for k, used in body.loose:
        if k == 0 and used != sort:
            raise TermError(f"a variable bound as {sort} is used as {used}")
    return frozenset((k - 1, used) for k, used in body.loose if k > 0)


# ---- monomials and polynomials


def _mono(factors: dict[Node, Fraction]) -> Node:
    for atom, e in factors.items():
        if type(e) is not Fraction or (atom.op != "exp" and (e.denominator != 1 or e < 1)):
            raise TermError(f"exponent {e} of {atom.op} is not a positive integer")
    items = tuple(sorted(factors.items(), key=lambda item: item[0].id))
    return _node("mono", items, _loose(factors), _free(factors))


def _poly(terms: dict[Node, Fraction]) -> Node:
    kept = {mono: c for mono, c in terms.items() if c}
    items = tuple(sorted(kept.items(), key=lambda item: item[0].id))
    return _node("poly", items, _loose(kept), _free(kept))


ONE_MONO = _mono({})


def lift(value: Node | Rational) -> Node:
    """A rational as a constant term; a node as it is."""
    if isinstance(value, Node):
        return value
    if type(value) not in (int, Fraction):
        raise TermError(f"{value!r} is neither a term nor an exact rational")
    return _poly({ONE_MONO: Fraction(value)})


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
        out[mono] = out.get(mono, Fraction(0)) + c
    return _poly(out)


def scale(c: Fraction, p: Node) -> Node:
    return _poly({mono: c * d for mono, d in terms(p)})


def mono_mul(m: Node, n: Node) -> Node:
    if m is ONE_MONO or n is ONE_MONO:
        return n if m is ONE_MONO else m
    out = dict(factors(m))
    for atom, e in factors(n):
        out[atom] = out.get(atom, Fraction(0)) + e
    return _mono({atom: e for atom, e in out.items() if e})


def mul(p: Node, q: Node) -> Node:
    out: dict[Node, Fraction] = {}
    for m, c in terms(p):
        for n, d in terms(q):
            mono = mono_mul(m, n)
            out[mono] = out.get(mono, Fraction(0)) + c * d
    return _poly(out)


def power(p: Node, k: int) -> Node:
    if type(k) is not int or k < 0:
        raise TermError(f"the power {k} is not a natural number")
    out = ONE
    for _ in range(k):
        out = mul(out, p)
    return out


def monomial(m: Node, c: Rational = 1) -> Node:
    """The polynomial c * m."""
    return _poly({m: Fraction(c)})


def _atom(op: str, args: tuple[object, ...], loose: Uses, free: frozenset[tuple[str, str]]) -> Node:
    return monomial(_mono({_node(op, args, loose, free): Fraction(1)}))


# ---- atoms


def var(name: str) -> Node:
    """A free real variable."""
    return _atom("var", (name,), _EMPTY, frozenset([("real", name)]))


def bound(k: int) -> Node:
    """The bound real variable with de Bruijn index k."""
    if type(k) is not int or k < 0:
        raise TermError(f"{k!r} is no bound index")
    return _atom("bound", (k,), frozenset([(k, "real")]), _NOFREE)


def app(head: str | int, args: tuple[Node, ...]) -> Node:
    """A function variable (a name, or a bound index) applied to reals."""
    for t in args:
        terms(t)
    sort = f"fn{len(args)}"
    loose, free = _loose(args), _free(args)
    if isinstance(head, str):
        return _atom("app", (head, args), loose, free | {(sort, head)})
    return _atom("app", (head, args), loose | {(head, sort)}, free)


def inv(t: Node) -> Node:
    """1/t: rational for a nonzero rational t, otherwise an atom that obeys only the rule `inv`."""
    c = constant(t)
    if c:
        return lift(1 / c)
    return _atom("inv", (t,), t.loose, t.free)


def fn(name: str, t: Node) -> Node:
    """log t, sqrt t or lambertw t: an atom that obeys only the rule `special`."""
    if name not in FUNCTIONS:
        raise TermError(f"unknown function {name}")
    terms(t)
    return _atom("fn", (name, t), t.loose, t.free)


def log(t: Node | Rational) -> Node:
    return fn("log", lift(t))


def exp(t: Node | Rational) -> Node:
    """exp(sum c_i m_i) = prod exp(m_i)^(c_i)."""
    t = lift(t)
    return monomial(_mono({_node("exp", (m,), m.loose, m.free): c for m, c in terms(t)}))


def sum_body(s: Node, body: Node) -> Node:
    """sum over s of the body (index 0 bound), with constants and outer factors moved in front."""
    _require_set(s)
    _unbind(body, "real")
    out = ZERO
    for mono, c in terms(body):
        inner = {a: e for a, e in factors(mono) if any(k == 0 for k, _ in a.loose)}
        outer = {shift(monomial(_mono({a: Fraction(1)})), -1): (a, e) for a, e in factors(mono) if a not in inner}
        front = lift(c)
        for lowered, (_, e) in outer.items():
            front = mul(front, _power(lowered, e))
        core = monomial(_mono(inner))
        front = mul(front, _atom("sum", (s, core), s.loose | _unbind(core, "real"), s.free | core.free))
        out = add(out, front)
    return out


def _power(p: Node, e: Fraction) -> Node:
    """p^e for a natural e, or any e when p is a product of exponentials with coefficient 1."""
    if e.denominator == 1 and e > 0:
        return power(p, int(e))
    ((mono, c),) = terms(p)
    if c != 1 or any(a.op != "exp" for a, _ in factors(mono)):
        raise TermError("a fractional or negative power of something that is no exponential")
    return monomial(_mono({a: e * f for a, f in factors(mono)}))


def max_body(s: Node, body: Node) -> Node:
    """max over s of the body (index 0 bound)."""
    _require_set(s)
    terms(body)
    return _atom("max", (s, body), s.loose | _unbind(body, "real"), s.free | body.free)


def deriv_body(body: Node, e: Node) -> Node:
    """The derivative at e of the function index 0 -> body."""
    terms(body), terms(e)
    return _atom("deriv", (body, e), e.loose | _unbind(body, "real"), e.free | body.free)


# ---- sets and formulas


def _require_set(s: Node) -> None:
    if s.op not in ("set", "setb", "filter"):
        raise TermError(f"a {s.op} is not a set")


def _require_formula(f: Node) -> None:
    if f.op not in ("ge", "gt", "eq", "in", "imp", "all"):
        raise TermError(f"a {f.op} is not a formula")


def setvar(name: str) -> Node:
    """A free variable for a finite set of reals."""
    return _node("set", (name,), _EMPTY, frozenset([("set", name)]))


def setbound(k: int) -> Node:
    return _node("setb", (k,), frozenset([(k, "set")]), _NOFREE)


def filter_body(s: Node, f: Node) -> Node:
    """{x in s | f}, index 0 bound in f."""
    _require_set(s)
    _require_formula(f)
    return _node("filter", (s, f), s.loose | _unbind(f, "real"), s.free | f.free)


def _relation(op: str, t: Node) -> Node:
    terms(t)
    return _node(op, (t,), t.loose, t.free)


def ge(t: Node) -> Node:
    return _relation("ge", t)


def gt(t: Node) -> Node:
    return _relation("gt", t)


def eq(s: Node, t: Node | Rational = 0) -> Node:
    """s = t, stored as s - t = 0."""
    return _relation("eq", s - t)


def member(t: Node, s: Node) -> Node:
    terms(t)
    _require_set(s)
    return _node("in", (t, s), t.loose | s.loose, t.free | s.free)


def imp(f: Node, g: Node) -> Node:
    _require_formula(f)
    _require_formula(g)
    return _node("imp", (f, g), f.loose | g.loose, f.free | g.free)


FALSE = gt(ZERO)


def neg(f: Node) -> Node:
    return imp(f, FALSE)


def conj(*fs: Node) -> Node:
    """and, folded to the right: not (f -> not g)."""
    out = fs[-1]
    for f in reversed(fs[:-1]):
        out = neg(imp(f, neg(out)))
    return out


def disj(*fs: Node) -> Node:
    """or, folded to the right: not f -> g."""
    out = fs[-1]
    for f in reversed(fs[:-1]):
        out = imp(neg(f), out)
    return out


def is_sort(sort: str) -> bool:
    return sort in ("real", "set") or (sort.startswith("fn") and sort[2:].isdecimal())


def all_body(sort: str, f: Node) -> Node:
    """for all: index 0 of f ranges over the sort (real, set, fn1, fn2, ...)."""
    if not is_sort(sort):
        raise TermError(f"unknown sort {sort}")
    _require_formula(f)
    return _node("all", (sort, f), _unbind(f, sort), f.free)


def lam_body(k: int, t: Node) -> Node:
    """The function of k reals whose argument j is index j of t."""
    terms(t)
    if any(used != "real" for i, used in t.loose if i < k):
        raise TermError("a lambda binds reals")
    return _node("lam", (k, t), frozenset((i - k, used) for i, used in t.loose if i >= k), t.free)


# ---- substitution


def _rebuild(node: Node, depth: int, leaf: Callable[[Node, int], Node | None], keep: Callable[[Node, int], bool]) -> Node:
    """Rebuild a node through the constructors; `leaf` replaces variables (atoms give polynomials)."""
    memo: dict[tuple[Node, int], Node] = {}

    def go(x: Node, d: int) -> Node:
        if keep(x, d):
            return monomial(x) if x.op == "mono" else x
        hit = memo.get((x, d))
        if hit is None:
            hit = memo[x, d] = build(x, d)
        return hit

    def atom(x: Node, d: int) -> Node:
        return monomial(_mono({x: Fraction(1)})) if keep(x, d) else go(x, d)

    def build(x: Node, d: int) -> Node:
        out = leaf(x, d)
        if out is not None:
            return out
        a: tuple[object, ...] = x.args
        match x.op:
            case "poly":
                total = ZERO
                for mono, c in terms(x):
                    total = add(total, scale(c, go(mono, d)))
                return total
            case "mono":
                product = ONE
                for at, e in factors(x):
                    product = mul(product, _power(atom(at, d), e))
                return product
            case "app":
                return app(a[0], tuple(go(t, d) for t in a[1]))  # type: ignore[arg-type, attr-defined]
            case "inv":
                return inv(go(_n(a[0]), d))
            case "fn":
                return fn(str(a[0]), go(_n(a[1]), d))
            case "exp":
                return exp(go(_n(a[0]), d))
            case "sum":
                return sum_body(go(_n(a[0]), d), go(_n(a[1]), d + 1))
            case "max":
                return max_body(go(_n(a[0]), d), go(_n(a[1]), d + 1))
            case "deriv":
                return deriv_body(go(_n(a[0]), d + 1), go(_n(a[1]), d))
            case "filter":
                return filter_body(go(_n(a[0]), d), go(_n(a[1]), d + 1))
            case "ge" | "gt" | "eq":
                return _relation(x.op, go(_n(a[0]), d))
            case "in":
                return member(go(_n(a[0]), d), go(_n(a[1]), d))
            case "imp":
                return imp(go(_n(a[0]), d), go(_n(a[1]), d))
            case "all":
                return all_body(str(a[0]), go(_n(a[1]), d + 1))
            case "lam":
                k = int(a[0])  # type: ignore[call-overload]
                return lam_body(k, go(_n(a[1]), d + k))
            case "var" | "bound":
                return monomial(_mono({x: Fraction(1)}))
            case _:
                return x

    return go(node, depth)


def _n(x: object) -> Node:
    if not isinstance(x, Node):
        raise TermError(f"{x!r} is not a node")
    return x


def shift(node: Node, by: int) -> Node:
    """Raise (or lower) the loose indices; lowering needs the lowered ones to be absent."""
    if not node.loose or by == 0:
        return node

    def leaf(x: Node, d: int) -> Node | None:
        head = x.args[0] if x.args else None
        if x.op in ("bound", "setb") and isinstance(head, int) and head >= d:
            return bound(head + by) if x.op == "bound" else setbound(head + by)
        if x.op == "app" and isinstance(head, int) and head >= d:
            return app(head + by, tuple(_rebuild(t, d, leaf, keep) for t in x.args[1]))  # type: ignore[attr-defined]
        return None

    def keep(x: Node, d: int) -> bool:
        return all(k < d for k, _ in x.loose)

    return _rebuild(node, 0, leaf, keep)


def instantiate(node: Node, values: tuple[Node, ...]) -> Node:
    """Replace the loose indices 0..len(values)-1 by the values and lower the others."""
    n = len(values)

    def leaf(x: Node, d: int) -> Node | None:
        head = x.args[0] if x.args else None
        if x.op not in ("bound", "setb", "app") or not isinstance(head, int) or head < d:
            return None
        if x.op == "app":
            args = tuple(_rebuild(t, d, leaf, keep) for t in x.args[1])  # type: ignore[attr-defined]
            if head >= d + n:
                return app(head - n, args)
            return apply(shift(values[head - d], d), args)
        if head >= d + n:
            return bound(head - n) if x.op == "bound" else setbound(head - n)
        return shift(values[head - d], d)

    def keep(x: Node, d: int) -> bool:
        return all(k < d for k, _ in x.loose)

    return _rebuild(node, 0, leaf, keep)


def apply(lam: Node, args: tuple[Node, ...]) -> Node:
    """A lambda applied to reals, beta-reduced."""
    if lam.op != "lam" or lam.args[0] != len(args):
        raise TermError(f"{lam.op} cannot be applied to {len(args)} arguments")
    return instantiate(_n(lam.args[1]), args)


def substitute(node: Node, values: dict[tuple[str, str], Node]) -> Node:
    """Simultaneous substitution of closed values for free variables, given as (sort, name)."""
    for (sort, name), value in values.items():
        check_sort(value, sort, name)

    def leaf(x: Node, d: int) -> Node | None:
        if x.op == "var":
            return values.get(("real", str(x.args[0])))
        if x.op == "set":
            return values.get(("set", str(x.args[0])))
        if x.op == "app" and isinstance(x.args[0], str):
            args: tuple[Node, ...] = x.args[1]  # type: ignore[assignment]
            lam = values.get((f"fn{len(args)}", x.args[0]))
            if lam is not None:
                return apply(lam, tuple(_rebuild(t, d, leaf, keep) for t in args))
        return None

    def keep(x: Node, d: int) -> bool:
        return x.free.isdisjoint(values)

    return _rebuild(node, 0, leaf, keep)


def check_sort(value: Node, sort: str, name: str) -> None:
    """Raise TermError unless the value is closed and of the sort."""
    if value.loose:
        raise TermError(f"the value for {name} has a loose bound variable")
    if sort == "real":
        terms(value)
    elif sort == "set":
        _require_set(value)
    elif value.op != "lam" or f"fn{value.args[0]}" != sort:
        raise TermError(f"the value for {name} is no {sort}")


def close(node: Node, sort: str, name: str, index: int = 0) -> Node:
    """Turn the free variable into a loose index (the inverse of instantiate)."""

    def leaf(x: Node, d: int) -> Node | None:
        if x.op == "var" and sort == "real" and x.args[0] == name:
            return bound(d + index)
        if x.op == "set" and sort == "set" and x.args[0] == name:
            return setbound(d + index)
        if x.op == "app" and x.args[0] == name:
            args: tuple[Node, ...] = x.args[1]  # type: ignore[assignment]
            if sort == f"fn{len(args)}":
                return app(d + index, tuple(_rebuild(t, d, leaf, keep) for t in args))
        return None

    def keep(x: Node, d: int) -> bool:
        return (sort, name) not in x.free

    return _rebuild(node, 0, leaf, keep)
