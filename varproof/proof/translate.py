"""From the terms and formulas of a statement in core form to those of the kernel.

Sizes become finite index sets, arrays become function variables, maps functions of these; definitions are unfolded
through environments (never by textual substitution, so nothing is captured). Every division, logarithm, root and
Lambert W leaves a domain condition, which `problem` makes a goal of its own; inside a partial derivative the
conditions also exclude the borders and kinks of root, Lambert W, absolute value, maximum and minimum, so that the
derivative exists. The independent checker translates for itself; both must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from varproof.lang.core import dims, fun_sort
from varproof.proof.environment import Array, Conditions, Core, Environment, Map, TranslationError
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh, position
from varproof.proof.kernel.terms import Node
from varproof.proof.maps import declared, entries, kinds, well_defined

_FORMULAS = ("<=", "<", "=", "!=", "same", "and", "or", "not", "implies", "forall", "exists")


def is_formula(core: Core, environment: Environment) -> bool:
    """Whether a core expression is a formula (and not a term)."""
    while isinstance(core, tuple) and core[0] == "call":
        core = environment.definitions[core[1]][1]
    return isinstance(core, tuple) and core[0] in _FORMULAS


# ---- terms


def _index(core: Core, env: Environment) -> Node:
    value = env.values[core[1]]
    assert isinstance(value, Node)
    return value


def term(core: Core, env: Environment, conditions: Conditions) -> Node:
    """The kernel term of a core term; its domain conditions are added to `conditions`."""
    if isinstance(core, Fraction):
        return t.lift(core)
    head = core[0]

    def parts() -> list[Node]:
        return [term(x, env, conditions) for x in core[1:]]

    match head:
        case "real":
            value = env.values[core[1]]
            assert isinstance(value, Node)
            return value
        case "pi":
            return t.PI
        case "card":
            return t.sum_body(env.sizes[core[1]], t.ONE)
        case "pos":
            return position(env.index_sizes[core[1][1]], _index(core[1], env))
        case "at":
            array = env.values[core[1]]
            assert isinstance(array, Array)
            return array.at(env, conditions, *(_index(i, env) for i in core[2:]))
        case "+" | "*":
            first, *rest = parts()
            for x in rest:
                first = t.add(first, x) if head == "+" else t.mul(first, x)
            return first
        case "/":
            s, u = parts()
            if not t.constant(u):
                conditions.add(t.neg(t.eq(u)))
            return s / u
        case "^":
            return t.power(term(core[1], env, conditions), core[2])
        case "exp":
            return t.exp(term(core[1], env, conditions))
        case "log" | "sqrt" | "lambertw":
            u = term(core[1], env, conditions)
            conditions.add(t.gt(u) if head == "log" or env.smooth else t.ge(u))
            return t.fn(head, u)
        case "abs":
            u = term(core[1], env, conditions)
            if env.smooth:
                conditions.add(t.gt(u * u))
            return t.fn("sqrt", u * u)
        case "max" | "min":
            s, u = parts()
            if env.smooth:
                conditions.add(t.gt((s - u) * (s - u)))
            gap = t.fn("sqrt", (s - u) * (s - u))
            return (s + u + (gap if head == "max" else -gap)) * Fraction(1, 2)
        case "sum":
            return _sum(core, env, conditions)
        case "maxover" | "minover":
            _, i, n, body = core
            s = env.sizes[n]
            if env.updated is not None and env.updated[0] is s:
                raise TranslationError(f"{head} inside a derivative in an entry over the same index set")
            inner = _under(i, s, env, conditions, lambda e, c: term(body, e, c))
            _still(inner, env, head)
            return t.max_body(s, inner) if head == "maxover" else -t.max_body(s, -inner)
        case "deriv":
            return _derivative(core, env, conditions)
        case "integral":
            raise TranslationError("an integral: the kernel has none; such a statement is decided at exact data only")
        case "call":
            return _call(core, env, conditions, term)
        case "apply":
            return _apply(core, env, conditions)
    raise TranslationError(f"unknown term {head}")


def _under(
    i: str,
    s: Node,
    env: Environment,
    conditions: Conditions,
    body: Callable[[Environment, Conditions], Node],
    *,
    guard: Node | None = None,
    name: str | None = None,
) -> Node:
    """The body with index i of size s bound (index 0 loose); its conditions are wrapped in `for all i in s` and in
    the guard."""
    x = name or fresh(i)
    inner = Conditions()
    out = body(env.bind(i, t.var(x), s), inner)

    def wrap(condition: Node) -> Node:
        guarded = condition if guard is None else t.imp(guard, condition)
        return t.all_body("real", t.close(t.imp(t.member(t.var(x), s), guarded), "real", x))

    conditions.guarded(inner, wrap)
    return t.close(out, "real", x)


def _sum(core: Core, env: Environment, conditions: Conditions) -> Node:
    _, i, n, where, body = core
    s = env.sizes[n]
    if env.updated is not None and env.updated[0] is s:
        if where is not None:
            raise TranslationError("a conditional sum inside a derivative in an entry over the same index set")
        at = env.updated[1]
        others = t.filter_body(s, t.neg(t.eq(t.bound(0), at)))
        x = fresh(i)
        apart = replace(env, apart=env.apart | {t.var(x)})
        inner = _under(i, s, apart, conditions, lambda e, c: term(body, e, c), guard=t.neg(t.eq(t.var(x), at)), name=x)
        return t.sum_body(others, inner) + term(body, env.bind(i, at, s), conditions)
    if where is None:
        return t.sum_body(s, _under(i, s, env, conditions, lambda e, c: term(body, e, c)))
    x = fresh(i)
    chosen = _under(i, s, env, conditions, lambda e, c: formula(where, e, c), name=x)
    _still(chosen, env, "the condition of a sum")
    condition = t.instantiate(chosen, (t.var(x),))
    inner = _under(i, s, env, conditions, lambda e, c: term(body, e, c), guard=condition, name=x)
    return t.sum_body(t.filter_body(s, chosen), inner)


def _still(node: Node, env: Environment, what: str) -> None:
    """A maximum or a choice of summands that varies with the variable of a derivative may jump or bend."""
    if not env.smooth.isdisjoint(node.free):
        raise TranslationError(f"{what} depends on the variable of a derivative")


def _derivative(core: Core, env: Environment, conditions: Conditions) -> Node:
    _, body, wrt = core
    x = fresh("d")
    smooth = replace(env, smooth=env.smooth | {("real", x)})
    inner = Conditions()
    if wrt[0] == "real":
        at = env.values[wrt[1]]
        assert isinstance(at, Node)
        value = term(body, smooth.bind(wrt[1], t.var(x)), inner)
    else:
        array, i = env.values[wrt[1]], _index(wrt[2], env)
        if not isinstance(array, Array) or len(array.sizes) != 1:
            raise TranslationError("derivatives are taken in entries of vectors")
        if env.updated is not None and env.updated != (array.sizes[0], i):
            raise TranslationError("nested derivatives are taken in the same entry")
        at = array.at(env, conditions, i)

        def entry(scope: Environment, conditions: Conditions, e: Node) -> Node:
            if e is i:
                return t.var(x)
            if e not in scope.apart:
                raise TranslationError(f"cannot tell whether the index {e!r} is the one of the derivative")
            return array.at(scope, conditions, e)

        scope = smooth.bind(wrt[1], Array(entry, array.sizes))
        value = term(body, replace(scope, updated=(array.sizes[0], i)), inner)
    conditions.guarded(inner, lambda c: t.all_body("real", t.close(c, "real", x)))
    return t.deriv_body(t.close(value, "real", x), at)


def _call(
    core: Core,
    env: Environment,
    conditions: Conditions,
    read: Callable[[Core, Environment, Conditions], Node],
) -> Node:
    """A definition applied: its body in an environment that holds only its parameters."""
    name, args = core[1], core[2:]
    params, body = env.definitions[name]
    scope = replace(env, sizes={}, values={}, index_sizes={})
    for (param, sort), arg in zip(params, args, strict=True):
        if sort[0] in ("array", "map"):
            value = map_of(arg, env) if sort[0] == "map" else _array(arg, env)
            scope = replace(scope, sizes={**scope.sizes, **dict(zip(dims(sort), value.sizes, strict=True))})
            scope = scope.bind(param, value)
        elif sort[0] == "index":
            size = env.index_sizes[arg[1]]
            scope = replace(scope, sizes={**scope.sizes, sort[1]: size}).bind(param, _index(arg, env), size)
        else:
            scope = scope.bind(param, term(arg, env, conditions))
    return read(body, scope, conditions)


def _array(arg: Core, env: Environment) -> Array:
    if arg[0] == "array":
        array = env.values[arg[1]]
        assert isinstance(array, Array)
        return array
    _, names, sizes, body = arg
    sets = tuple(env.sizes[n] for n in sizes)

    def entry(scope: Environment, conditions: Conditions, *e: Node) -> Node:
        inner = replace(env, updated=scope.updated, apart=scope.apart, smooth=scope.smooth)
        for i, x, s in zip(names, e, sets, strict=True):
            inner = inner.bind(i, x, s)
        return term(body, inner, conditions)

    return Array(entry, sets)


# ---- maps


def _apply(core: Core, env: Environment, conditions: Conditions) -> Node:
    """The value of a map; every argument has to be defined, of an array every entry."""
    function = env.values[core[1]]
    args: list[Node | Array] = []
    assert isinstance(function, Map)
    for arg in core[2:]:
        head = arg[0] if isinstance(arg, tuple) else None
        if head in ("array", "lam"):
            array = _array(arg, env)
            entries(array, env, conditions)
            args.append(array)
        else:
            args.append(_index(arg, env) if head == "index" else term(arg, env, conditions))
    return function.at(env, conditions, *args)


def map_of(arg: Core, env: Environment) -> Map:
    """The map that an argument is: by its name, or by a term."""
    if arg[0] == "map":
        known = env.values[arg[1]]
        assert isinstance(known, Map)
        return known
    _, params, names, sizes, body = arg
    sets = tuple(env.sizes[n] for _, sort in params for n in dims(sort)) + tuple(env.sizes[n] for n in sizes)

    def value(scope: Environment, conditions: Conditions, *args: Node | Array) -> Node:
        inner = replace(env, updated=scope.updated, apart=scope.apart, smooth=scope.smooth)
        over = [(name, sort[1] if sort[0] == "index" else None) for name, sort in params]
        for (name, size), x in zip((*over, *zip(names, sizes, strict=True)), args, strict=True):
            inner = inner.bind(name, x, None if size is None else env.sizes[size])
        return term(body, inner, conditions)

    return Map(value, sets, kinds(fun_sort(arg)))


# ---- formulas


def formula(core: Core, env: Environment, conditions: Conditions) -> Node:
    """The kernel formula of a core formula; its domain conditions are added to `conditions`."""
    head = core[0]
    match head:
        case "<=" | "<" | "=" | "!=":
            s, u = (term(x, env, conditions) for x in core[1:])
            return {"<=": t.ge(u - s), "<": t.gt(u - s), "=": t.eq(s, u), "!=": t.neg(t.eq(s, u))}[head]
        case "same":
            return t.eq(_index(core[1], env), _index(core[2], env))
        case "not":
            return t.neg(formula(core[1], env, conditions))
        case "implies":
            f = formula(core[1], env, conditions)
            inner = Conditions()
            g = formula(core[2], env, inner)
            conditions.guarded(inner, lambda c: t.imp(f, c))
            return t.imp(f, g)
        case "and" | "or":
            return _junction(core, env, conditions)
        case "forall" | "exists":
            return _quantifier(core, env, conditions)
        case "call":
            return _call(core, env, conditions, formula)
    raise TranslationError(f"unknown formula {head}")


def _junction(core: Core, env: Environment, conditions: Conditions) -> Node:
    """and / or: a later part needs to be defined only where the earlier ones do not settle it."""
    parts: list[Node] = []
    for x in core[1:]:
        inner = Conditions()
        f = formula(x, env, inner)
        guards = parts if core[0] == "and" else [t.neg(p) for p in parts]

        def wrap(c: Node, guards: Sequence[Node] = tuple(guards)) -> Node:
            for g in reversed(guards):
                c = t.imp(g, c)
            return c

        conditions.guarded(inner, wrap)
        parts.append(f)
    return t.conj(*parts) if core[0] == "and" else t.disj(*parts)


def _quantifier(core: Core, env: Environment, conditions: Conditions) -> Node:
    head, name, sort, body = core
    x = fresh(name)
    guard: Node | None = None
    if sort[0] == "array":
        sizes = tuple(env.sizes[n] for n in sort[1:])
        kind = f"fn{len(sizes)}"
        scope = env.bind(name, Array(lambda _scope, _conditions, *e: t.app(x, e), sizes))
    elif sort[0] == "map":
        kind, guard = t.function_sort(kinds(sort)), well_defined(x, sort, env)
        scope = env.bind(name, declared(x, sort, env))
    elif sort[0] == "index":
        kind, size = "real", env.sizes[sort[1]]
        guard = t.member(t.var(x), size)
        scope = env.bind(name, t.var(x), size)
    else:
        kind = "real"
        scope = env.bind(name, t.var(x))

    def every(f: Node) -> Node:
        return t.all_body(kind, t.close(f if guard is None else t.imp(guard, f), kind, x))

    inner = Conditions()
    f = formula(body, scope, inner)
    conditions.guarded(inner, every)
    return every(f) if head == "forall" else t.neg(every(t.neg(f)))
