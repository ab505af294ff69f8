"""Given maps as function variables of the kernel: functionals, where they take arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from varproof.lang.core import dims
from varproof.proof.environment import Array, Conditions, Core, Environment, Map, TranslationError
from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.terms import Node


def kinds(sort: Core) -> t.Kinds:
    """The kinds of the arguments of the kernel's function for a map: entries and indices are reals."""
    return tuple(len(part) - 1 if part[0] == "array" else 0 for part in sort[1]) + (0,) * len(sort[2])


def declared(name: str, sort: Core, env: Environment) -> Map:
    """A map as a function variable of the kernel; arrays become functions of their indices."""
    taken = kinds(sort)

    def value(scope: Environment, _conditions: Conditions, *args: Node | Array) -> Node:
        made = t.app(name, tuple(_argument(x, r, scope) for x, r in zip(args, taken, strict=True)))
        if not scope.smooth.isdisjoint(made.free):
            raise TranslationError("a given map inside a derivative: nothing says that it is differentiable")
        return made

    return Map(value, tuple(env.sizes[n] for n in dims(sort)), taken)


def _argument(array: Node | Array, r: int, scope: Environment) -> Node:
    """A real, or an array as a function of its r indices."""
    if isinstance(array, Node):
        return array
    names = [fresh() for _ in range(r)]
    entry = array.at(scope, Conditions(), *map(t.var, names))
    for j, x in enumerate(names):
        entry = t.close(entry, "real", x, j)
    return t.lam_body(r, entry)


def as_python(function: Map | Array, env: Environment) -> Callable[..., Node]:
    """A map or array in scope as a Python function; arrays among the arguments are Python functions or lambdas."""

    def argument(value: build.Argument, r: int) -> Node | Array:
        if not r:
            return build.argument(value, 0)
        lam = build.argument(value, r)
        return Array(lambda _scope, _conditions, *e: t.apply(lam, e), ())

    def call(*args: build.Argument) -> Node:
        taken = function.kinds if isinstance(function, Map) else (0,) * len(args)
        return function.at(env, Conditions(), *map(argument, args, taken))

    return call


def well_defined(name: str, sort: Core, env: Environment) -> Node | None:
    """Equal arrays have equal values: what the kernel's function for a map satisfies, as it takes functions of all
    reals and a map only their entries. None for a map without array arguments."""
    pairs: list[tuple[Any, Any]] = []
    every: list[tuple[str, str]] = []
    inside: list[Node] = []
    same: list[Node] = []
    for part in (*sort[1], *(("index", n) for n in sort[2])):
        if part[0] != "array":
            x = fresh()
            every.append(("real", x))
            pairs.append((t.var(x), t.var(x)))
            if part[0] == "index":
                inside.append(t.member(t.var(x), env.sizes[part[1]]))
            continue
        kind, sets = f"fn{len(part) - 1}", tuple(env.sizes[n] for n in part[1:])
        both = [fresh("X"), fresh("Y")]
        every += [(kind, x) for x in both]
        first, second = (Array(lambda _s, _c, *e, x=x: t.app(x, e), sets) for x in both)
        pairs.append((first, second))
        at = [fresh() for _ in sets]
        agree = t.eq(*(array.at(env, Conditions(), *map(t.var, at)) for array in (first, second)))
        for x, s in reversed(list(zip(at, sets, strict=True))):
            agree = t.all_body("real", t.close(t.imp(t.member(t.var(x), s), agree), "real", x))
        same.append(agree)
    if not same:
        return None
    function = declared(name, sort, env)
    out = t.eq(*(function.at(env, Conditions(), *side) for side in zip(*pairs, strict=True)))
    for condition in reversed([*inside, *same]):
        out = t.imp(condition, out)
    for kind, x in reversed(every):
        out = t.all_body(kind, t.close(out, kind, x))
    return out


def entries(array: Array, env: Environment, conditions: Conditions) -> None:
    """The domain conditions of all entries."""
    names, inner = [fresh() for _ in array.sizes], Conditions()
    array.at(env, inner, *map(t.var, names))

    def wrap(condition: Node) -> Node:
        for x, s in reversed(list(zip(names, array.sizes, strict=True))):
            condition = t.all_body("real", t.close(t.imp(t.member(t.var(x), s), condition), "real", x))
        return condition

    conditions.guarded(inner, wrap)
