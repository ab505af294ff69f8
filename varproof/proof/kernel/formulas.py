"""Finite sets, formulas and lambdas of the kernel, with de Bruijn indices (see `terms`).

    S                                          set variable ("set", name) or ("setb", k)
    {x in S | f}                               ("filter", S, f)
    t >= 0, t > 0, t = 0                       ("ge", t), ("gt", t), ("eq", t), from `nodes`
    t in S, f -> g, for all x: f               ("in", t, S), ("imp", f, g), ("all", sort, f)
    (x, ...) -> t                              ("lam", k, t): the value of a function of k reals
    (f, x, ...) -> t                           ("lam", (r, 0, ...), t): of a functional, f being a function of r reals

Falsehood is 0 > 0; not, and, or are written with it and the implication.
"""

from __future__ import annotations

import re

from varproof.proof.kernel.nodes import NO_INDEX, NO_NAME, ZERO, Node, TermError, gt, node, terms, unbind


def require_set(s: Node) -> None:
    """Raise TermError unless the node is a set."""
    if s.op not in ("set", "setb", "filter"):
        raise TermError(f"a {s.op} is not a set")


def require_formula(f: Node) -> None:
    """Raise TermError unless the node is a formula."""
    if f.op not in ("ge", "gt", "eq", "in", "imp", "all"):
        raise TermError(f"a {f.op} is not a formula")


def setvar(name: str) -> Node:
    """A free variable for a finite set of reals."""
    return node("set", (name,), NO_INDEX, frozenset([("set", name)]))


def setbound(k: int) -> Node:
    """The bound set variable with de Bruijn index k."""
    return node("setb", (k,), frozenset([(k, "set")]), NO_NAME)


def filter_body(s: Node, f: Node) -> Node:
    """{x in s | f}, index 0 bound in f."""
    require_set(s)
    require_formula(f)
    return node("filter", (s, f), s.loose | unbind(f, "real"), s.free | f.free)


def member(t: Node, s: Node) -> Node:
    """t in s."""
    terms(t)
    require_set(s)
    return node("in", (t, s), t.loose | s.loose, t.free | s.free)


def imp(f: Node, g: Node) -> Node:
    """f implies g."""
    require_formula(f)
    require_formula(g)
    return node("imp", (f, g), f.loose | g.loose, f.free | g.free)


FALSE = gt(ZERO)


def neg(f: Node) -> Node:
    """not f: f implies falsehood."""
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


Kinds = tuple[int, ...]  # of the arguments of a function: 0 for a real, r for a function of r reals


def function_sort(kinds: Kinds) -> str:
    """fn2 for functions of two reals, fn(2,0) for functionals of a function of two reals and a real."""
    return f"fn({','.join(map(str, kinds))})" if any(kinds) else f"fn{len(kinds)}"


def function_kinds(sort: str) -> Kinds:
    """The kinds of the arguments, from the sort of a function."""
    return tuple(map(int, sort[3:-1].split(","))) if sort.endswith(")") else (0,) * int(sort[2:])


def is_sort(sort: str) -> bool:
    if sort in ("real", "set"):
        return True
    known = re.fullmatch(r"fn([1-9][0-9]?|\([0-9]{1,2}(,[0-9]{1,2})*\))", sort)
    return bool(known) and function_sort(function_kinds(sort)) == sort


def all_body(sort: str, f: Node) -> Node:
    """for all: index 0 of f ranges over the sort (real, set, fn1, fn2, ..., fn(1,0), ...)."""
    if not is_sort(sort):
        raise TermError(f"unknown sort {sort}")
    require_formula(f)
    return node("all", (sort, f), unbind(f, sort), f.free)


def lam_body(k: int | Kinds, t: Node) -> Node:
    """The function of k reals whose argument j is index j of t; of arguments of these kinds, if one is a function."""
    terms(t)
    kinds = (0,) * k if isinstance(k, int) else k
    if not kinds or isinstance(k, int) == any(kinds):
        raise TermError(f"{k!r} are no kinds of arguments")
    for i, used in t.loose:
        if i < len(kinds) and used != (f"fn{kinds[i]}" if kinds[i] else "real"):
            raise TermError("a lambda binds reals, or functions where its kinds say so")
    return node("lam", (k, t), frozenset((i - len(kinds), used) for i, used in t.loose if i >= len(kinds)), t.free)


def lam_kinds(lam: Node) -> Kinds:
    """The kinds of the arguments of a lambda."""
    k = lam.args[0]
    return (0,) * k if isinstance(k, int) else k  # type: ignore[return-value]


def arguments(args: tuple[Node, ...]) -> Kinds:
    """The kinds of arguments: terms, or lambdas of reals. Raise TermError for anything else."""
    found = []
    for t in args:
        if t.op == "lam" and isinstance(t.args[0], int):
            found.append(t.args[0])
        else:
            terms(t)
            found.append(0)
    return tuple(found)
