"""Binders written as Python functions: `sum_over(S, lambda x: f(x))` and the like.

The function is called once with a fresh variable, which is then bound.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node

Argument = Node | int | Fraction | Callable[..., Node]

_counter = itertools.count()


def fresh(stem: str = "x") -> str:
    """A variable name that no statement uses (it contains a quote mark)."""
    return f"{stem}'{next(_counter)}"


def body(f: Callable[[Node], Node]) -> Node:
    """f(x) as the body of a binder, x being index 0."""
    name = fresh()
    return t.close(f(t.var(name)), "real", name)


def sum_over(s: Node, f: Callable[[Node], Node]) -> Node:
    """sum of f(x) over x in s."""
    return t.sum_body(s, body(lambda x: t.lift(f(x))))


def card(s: Node) -> Node:
    """The number of elements of s."""
    return t.sum_body(s, t.ONE)


def position(s: Node, x: Node) -> Node:
    """The position of x in s, ordered by size: the number of y in s with y <= x."""
    return card(where(s, lambda y: t.ge(x - y)))


def max_over(s: Node, f: Callable[[Node], Node]) -> Node:
    """max of f(x) over x in s."""
    return t.max_body(s, body(lambda x: t.lift(f(x))))


def deriv(f: Callable[[Node], Node], e: Node) -> Node:
    """The derivative of f at e."""
    return t.deriv_body(body(lambda x: t.lift(f(x))), e)


def where(s: Node, f: Callable[[Node], Node]) -> Node:
    """{x in s | f(x)}."""
    return t.filter_body(s, body(f))


def forall(s: Node, f: Callable[[Node], Node]) -> Node:
    """for all x in s: f(x)."""
    return t.all_body("real", body(lambda x: t.imp(t.member(x, s), f(x))))


def exists(s: Node, f: Callable[[Node], Node]) -> Node:
    """some x in s has f(x): not all x in s have not f(x)."""
    return t.neg(forall(s, lambda x: t.neg(f(x))))


def forall_real(f: Callable[[Node], Node]) -> Node:
    """for all reals x: f(x)."""
    return t.all_body("real", body(f))


def forall_function(arity: int, f: Callable[[Callable[..., Node]], Node]) -> Node:
    """for all functions g of `arity` reals: f(g)."""
    return forall_functional((0,) * arity, f)


def forall_functional(kinds: Sequence[int], f: Callable[[Callable[..., Node]], Node]) -> Node:
    """for all functions g with arguments of these kinds: f(g)."""
    name, sort = fresh(), t.function_sort(tuple(kinds))
    return t.all_body(sort, t.close(f(func(name, kinds)), sort, name))


def exists_function(arity: int, f: Callable[[Callable[..., Node]], Node]) -> Node:
    """some function g of `arity` reals has f(g)."""
    return t.neg(forall_function(arity, lambda g: t.neg(f(g))))


def lam(f: Callable[..., Node], arity: int | t.Kinds = 1) -> Node:
    """The function f of `arity` reals, or of arguments of these kinds."""
    kinds = (0,) * arity if isinstance(arity, int) else arity
    names = [fresh() for _ in kinds]
    value = t.lift(f(*[func(x) if r else t.var(x) for x, r in zip(names, kinds, strict=True)]))
    for j, (name, r) in enumerate(zip(names, kinds, strict=True)):
        value = t.close(value, f"fn{r}" if r else "real", name, j)
    return t.lam_body(kinds if any(kinds) else len(kinds), value)


def func(name: str, kinds: Sequence[int] = ()) -> Callable[..., Node]:
    """The function variable of this name, as a Python function; a functional, whose arguments are of these kinds (0 a
    real, r a function of r reals), takes Python functions and lambdas."""
    return lambda *args: t.app(name, tuple(map(argument, args, kinds or (0,) * len(args))))


def argument(value: Argument, kind: int) -> Node:
    """A real, or a function of `kind` reals as a lambda."""
    if isinstance(value, Node) or not callable(value):
        return value if isinstance(value, Node) and value.op == "lam" else t.lift(value)
    return lam(value, kind)


def eta(name: str, sort: str) -> Node:
    """The function variable of this name as a value of its sort: the lambda that applies it; a set variable."""
    if sort == "set":
        return t.setvar(name)
    kinds = t.function_kinds(sort)
    args = []
    for j, r in enumerate(kinds):
        inner = tuple(t.bound(i) for i in range(r))
        args.append(t.lam_body(r, t.app(j + r, inner)) if r else t.bound(j))
    return t.lam_body(kinds if any(kinds) else len(kinds), t.app(name, tuple(args)))
