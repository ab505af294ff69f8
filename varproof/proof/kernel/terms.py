"""Terms of the kernel, always in normal form, and substitution (finite sets and formulas: see `formulas`).

A real term is a polynomial over the rationals in *atoms*:

    x            variable                      ("var", name) or ("bound", k)
    f(t, ...)    function variable applied     ("app", head, (t, ...)), to reals and, if a functional, to lambdas
    1/t          reciprocal, opaque            ("inv", t)
    log t, ...   special function, opaque      ("fn", name, t)
    pi           the number, opaque            ("fn", "pi", 0)
    exp(m)       m a monomial, any power       ("exp", m)
    sum_{x in S} m, max_{x in S} t             ("sum", S, t), ("max", S, t)
    d/dx t at e                                ("deriv", t, e)

Binders are nameless: inside, the variable is an index counted from the innermost binder; outside it is a name.
Nodes are interned, so equal terms are the same object and `is` decides equality. Three laws are built into the
normal form and need no rule: the ring laws, exp(s + t) = exp(s) exp(t) with exp(c m) = exp(m)^c, and the
linearity of finite sums. `inv` and the special functions obey no law here.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof.proof.kernel.formulas import (
    FALSE,
    Kinds,
    all_body,
    arguments,
    conj,
    disj,
    filter_body,
    function_kinds,
    function_sort,
    imp,
    is_sort,
    lam_body,
    lam_kinds,
    member,
    neg,
    require_set,
    setbound,
    setvar,
)
from varproof.proof.kernel.nodes import (
    NO_INDEX,
    NO_NAME,
    ONE,
    ONE_MONO,
    ZERO,
    Node,
    Rational,
    TermError,
    add,
    atom_term,
    constant,
    eq,
    factors,
    free_of,
    ge,
    gt,
    inv,
    lift,
    loose_of,
    monomial,
    mul,
    node,
    power,
    product,
    relation,
    scale,
    terms,
    unbind,
)

# The rest of the vocabulary.
__all__ = [
    "ONE", "ONE_MONO", "ZERO", "Node", "TermError", "add", "constant", "eq", "factors", "ge", "gt", "inv", "lift",
    "monomial", "mul", "power", "product", "scale", "terms", "FALSE", "Kinds", "all_body", "conj", "disj",
    "filter_body", "function_kinds", "function_sort", "imp", "is_sort", "lam_body", "lam_kinds", "member", "neg",
    "setvar",
]  # fmt: skip

FUNCTIONS = ("log", "sqrt", "lambertw", "pi")


# ---- atoms


def var(name: str) -> Node:
    """A free real variable."""
    return atom_term("var", (name,), NO_INDEX, frozenset([("real", name)]))


def bound(k: int) -> Node:
    """The bound real variable with de Bruijn index k."""
    if type(k) is not int or k < 0:
        raise TermError(f"{k!r} is no bound index")
    return atom_term("bound", (k,), frozenset([(k, "real")]), NO_NAME)


def app(head: str | int, args: tuple[Node, ...]) -> Node:
    """A function variable (a name, or a bound index) applied to reals, a functional also to lambdas of reals."""
    sort = function_sort(arguments(args))
    loose, free = loose_of(args), free_of(args)
    if isinstance(head, str):
        return atom_term("app", (head, args), loose, free | {(sort, head)})
    return atom_term("app", (head, args), loose | {(head, sort)}, free)


def fn(name: str, t: Node) -> Node:
    """log t, sqrt t, lambertw t, or the number pi at t = 0: an atom that obeys only the rule `special`."""
    if name not in FUNCTIONS:
        raise TermError(f"unknown function {name}")
    if name == "pi" and t is not ZERO:
        raise TermError("the argument of pi is 0")
    terms(t)
    return atom_term("fn", (name, t), t.loose, t.free)


PI = fn("pi", ZERO)


def log(t: Node | Rational) -> Node:
    return fn("log", lift(t))


def exp(t: Node | Rational) -> Node:
    """exp(sum c_i m_i) = prod exp(m_i)^(c_i)."""
    t = lift(t)
    return monomial(product({node("exp", (m,), m.loose, m.free): c for m, c in terms(t)}))


def sum_body(s: Node, body: Node) -> Node:
    """sum over s of the body (index 0 bound), with constants and outer factors moved in front."""
    require_set(s)
    unbind(body, "real")
    out = ZERO
    for mono, c in terms(body):
        inner = {a: e for a, e in factors(mono) if any(k == 0 for k, _ in a.loose)}
        outer = {shift(monomial(product({a: Fraction(1)})), -1): (a, e) for a, e in factors(mono) if a not in inner}
        front = lift(c)
        for lowered, (_, e) in outer.items():
            front = mul(front, _power(lowered, e))
        core = monomial(product(inner))
        front = mul(front, atom_term("sum", (s, core), s.loose | unbind(core, "real"), s.free | core.free))
        out = add(out, front)
    return out


def _power(p: Node, e: Fraction) -> Node:
    """p^e for a natural e, or any e when p is a product of exponentials with coefficient 1."""
    if e.denominator == 1 and e > 0:
        return power(p, int(e))
    ((mono, c),) = terms(p)
    if c != 1 or any(a.op != "exp" for a, _ in factors(mono)):
        raise TermError("a fractional or negative power of something that is no exponential")
    return monomial(product({a: e * f for a, f in factors(mono)}))


def max_body(s: Node, body: Node) -> Node:
    """max over s of the body (index 0 bound)."""
    require_set(s)
    terms(body)
    return atom_term("max", (s, body), s.loose | unbind(body, "real"), s.free | body.free)


def deriv_body(body: Node, e: Node) -> Node:
    """The derivative at e of the function index 0 -> body."""
    terms(body), terms(e)
    return atom_term("deriv", (body, e), e.loose | unbind(body, "real"), e.free | body.free)


# ---- substitution


def _rebuild(
    node: Node, depth: int, leaf: Callable[[Node, int], Node | None], keep: Callable[[Node, int], bool]
) -> Node:
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
        return monomial(product({x: Fraction(1)})) if keep(x, d) else go(x, d)

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
                out = ONE
                for at, e in factors(x):
                    out = mul(out, _power(atom(at, d), e))
                return out
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
                return relation(x.op, go(_n(a[0]), d))
            case "in":
                return member(go(_n(a[0]), d), go(_n(a[1]), d))
            case "imp":
                return imp(go(_n(a[0]), d), go(_n(a[1]), d))
            case "all":
                return all_body(str(a[0]), go(_n(a[1]), d + 1))
            case "lam":
                return lam_body(a[0], go(_n(a[1]), d + len(lam_kinds(x))))  # type: ignore[arg-type]
            case "var" | "bound":
                return monomial(product({x: Fraction(1)}))
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
    """A lambda applied to arguments of its kinds, beta-reduced."""
    if lam.op != "lam" or lam_kinds(lam) != arguments(args):
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
            lam = values.get((function_sort(arguments(args)), x.args[0]))
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
        require_set(value)
    elif value.op != "lam" or function_sort(lam_kinds(value)) != sort:
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
            if sort == function_sort(arguments(args)):
                return app(d + index, tuple(_rebuild(t, d, leaf, keep) for t in args))
        return None

    def keep(x: Node, d: int) -> bool:
        return (sort, name) not in x.free

    return _rebuild(node, 0, leaf, keep)
