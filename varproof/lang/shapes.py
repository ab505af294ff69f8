"""Type and shape check of a core statement.

Every name is bound once, every index is used where its own size is a dimension, every call has the arguments
of its definition. The first misfit is a `ShapeError` of one line, for example
``a[i]: a has shape (n,), i ranges over d``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.errors import ShapeError

RESERVED = frozenset(
    (
        "pi real card pos at index array lam exp log sqrt abs lambertw max min sum maxover minover deriv integral call"
        " map fun apply same and or not implies forall exists defined statement sizes given define assume claim"
    ).split()
)
_UNARY = ("exp", "log", "sqrt", "abs", "lambertw")
_BINARY = ("/", "max", "min")


class Signature(NamedTuple):
    """What a call needs to know of a definition."""

    params: tuple[tuple[str, Core], ...]
    is_formula: bool


class Scope(NamedTuple):
    """What is in scope: sizes, the sorts of names, and definitions."""

    sizes: frozenset[str]
    sorts: Mapping[str, Core]
    definitions: Mapping[str, Signature]

    def bind(self, pairs: tuple[tuple[str, Core], ...]) -> Scope:
        """The scope with more names; a name that is taken is an error."""
        sorts = dict(self.sorts)
        for name, sort in pairs:
            if name in sorts or name in self.sizes or name in self.definitions:
                raise ShapeError(f"{name} is bound here and already means something else; rename one of them")
            _check_name(name)
            self.check_sort(name, sort)
            sorts[name] = sort
        return self._replace(sorts=sorts)

    def check_sort(self, name: str, sort: Core) -> None:
        for size in core.dims(sort):
            self.size(size, name)

    def size(self, size: str, where: str) -> None:
        if size not in self.sizes:
            raise ShapeError(f"{where}: {size} is not a declared size; declare it with s.size({size!r})")


def check(statement: Core) -> None:
    """ShapeError, naming the clause, unless the statement is well-typed."""
    p = core.parts(statement)
    where = f"{p.id} {p.variant}"
    try:
        scope = _sizes(p)
        for name, params, body in p.define:
            where = f"{p.id} {p.variant}, definition {name}"
            scope = _define(scope, name, params, body)
        where = f"{p.id} {p.variant}"
        scope = scope.bind(p.given)
        for kind, clauses in (("assumption", p.assume), ("claim", p.claim)):
            for label, formula in clauses:
                where = f"{p.id} {p.variant}, {kind} {label}"
                check_formula(formula, scope)
    except ShapeError as error:
        raise ShapeError(f"{where}: {error}") from None


def check_value(statement: Core, fun: Core, sort: Core) -> None:
    """ShapeError unless the term of a map fits its sort; it may use the statement's sizes and definitions."""
    p = core.parts(statement)
    scope = _sizes(p)
    for name, params, body in p.define:
        scope = _define(scope, name, params, body)
    got = _argument_sort(fun, scope)
    if got != sort:
        raise ShapeError(f"got {said(got)}")


def _sizes(p: core.Parts) -> Scope:
    scope = Scope(frozenset(), {}, {})
    for size, least in p.sizes:
        _check_name(size)
        if size in scope.sizes:
            raise ShapeError(f"size {size} is declared twice")
        if least < 1:
            raise ShapeError(f"size {size}: least is {least}; an index set has at least one element")
        scope = scope._replace(sizes=scope.sizes | {size})
    return scope


def _define(scope: Scope, name: str, params: tuple[tuple[str, Core], ...], body: Core) -> Scope:
    _check_name(name)
    if name in scope.definitions or name in scope.sizes:
        raise ShapeError(f"the name {name} is taken")
    sizes = frozenset(size for _, sort in params for size in core.dims(sort))
    inner = Scope(sizes, {}, scope.definitions).bind(params)
    is_formula = is_formula_head(body, scope.definitions)
    if is_formula:
        check_formula(body, inner)
    else:
        check_term(body, inner)
    return scope._replace(definitions={**scope.definitions, name: Signature(params, is_formula)})


def is_formula_head(node: Core, definitions: Mapping[str, Signature]) -> bool:
    """Is this node a formula (and not a term)?"""
    if not isinstance(node, tuple):
        return False
    if node[0] == "call":
        return node[1] in definitions and definitions[node[1]].is_formula
    return node[0] in (*core.RELATIONS, "same", "and", "or", "not", "implies", "forall", "exists", "defined")


def check_formula(node: Core, scope: Scope) -> None:
    """ShapeError unless the node is a well-typed formula."""
    if not is_formula_head(node, scope.definitions):
        raise ShapeError(f"{core.line(node)} is a term (or an unknown call) where a formula is expected")
    head = node[0]
    if head in core.RELATIONS:
        check_term(node[1], scope)
        check_term(node[2], scope)
    elif head == "same":
        left, right = (_index_size(index, scope) for index in node[1:])
        if left != right:
            raise ShapeError(f"{node[1][1]} = {node[2][1]}: {node[1][1]} ranges over {left}, {node[2][1]} over {right}")
    elif head in ("forall", "exists"):
        check_formula(node[3], scope.bind(core.bound(node)))
    elif head == "defined":
        checker = check_formula if is_formula_head(node[1], scope.definitions) else check_term
        checker(node[1], scope)
    elif head == "call":
        _check_call(node, scope)
    else:
        for part in node[1:]:
            check_formula(part, scope)


def check_term(node: Core, scope: Scope) -> None:
    """ShapeError unless the node is a well-typed term."""
    if isinstance(node, Fraction):
        return
    head = node[0] if isinstance(node, tuple) and node else None
    if head == "pi":
        if len(node) != 1:
            raise ShapeError(f"{core.line(node)}: wrong number of arguments")
    elif head == "real":
        if scope.sorts.get(node[1]) != ("real",):
            raise ShapeError(_not_a(node[1], "real", scope))
    elif head == "card":
        scope.size(node[1], "a term")
    elif head == "pos":
        if len(node) != 2 or not isinstance(node[1], tuple):
            raise ShapeError(f"{core.line(node)}: a position is that of one index")
        _index_size(node[1], scope)
    elif head == "at":
        _check_entry(node, scope)
    elif head in ("+", "*"):
        for part in node[1:]:
            check_term(part, scope)
    elif head in _UNARY or head in _BINARY:
        if len(node) != 1 + (1 if head in _UNARY else 2):
            raise ShapeError(f"{core.line(node)}: wrong number of arguments")
        for part in node[1:]:
            check_term(part, scope)
    elif head == "^":
        check_term(node[1], scope)
        if type(node[2]) is not int or node[2] < 2:
            raise ShapeError(f"{core.line(node)}: a power is an integer of at least 2")
    elif head in ("sum", "maxover", "minover"):
        inner = scope.bind(core.bound(node))
        if head == "sum" and node[3] is not None:
            check_formula(node[3], inner)
        check_term(node[-1], inner)
    elif head == "deriv":
        check_term(node[1], scope)
        if node[2][0] not in ("at", "real"):
            raise ShapeError(f"{core.line(node)}: a derivative is in an entry a[i] or a real")
        check_term(node[2], scope)
    elif head == "integral":
        _check_integral(node, scope)
    elif head == "apply":
        _check_apply(node, scope)
    elif head == "call":
        if is_formula_head(node, scope.definitions):
            raise ShapeError(f"{node[1]}(...) is a formula where a term is expected")
        _check_call(node, scope)
    else:
        raise ShapeError(f"{core.line(node)} is not a term")


def _check_integral(node: Core, scope: Scope) -> None:
    _, name, sort, low, high, body = node
    if sort[0] not in ("real", "array"):
        raise ShapeError(f"an integral over {name}: {name} is {said(sort)}; integrate over a real or an array")
    if not (isinstance(low, Fraction) and isinstance(high, Fraction) and low < high):
        shown = f"{core.line(low)} to {core.line(high)}"
        raise ShapeError(f"an integral over {name} from {shown}: the ends are rational numbers, the lower one first")
    check_term(body, scope.bind(core.bound(node)))


def _check_name(name: str) -> None:
    if not core.NAME.fullmatch(name) or name in RESERVED:
        raise ShapeError(f"{name!r} cannot be a name: letters, digits and _, and not a word of the core form")


def _not_a(name: str, wanted: str, scope: Scope) -> str:
    if name not in scope.sorts:
        return f"{name} is not declared; declare it as a given or bind it with a quantifier or a sum"
    return f"{name} is {said(scope.sorts[name])} and used as {wanted}"


def shape(dims: tuple[str, ...]) -> str:
    """A shape as people write it: (n,) or (n, d)."""
    return f"({dims[0]},)" if len(dims) == 1 else f"({', '.join(dims)})"


def _index_size(node: Core, scope: Scope) -> str:
    sort = scope.sorts.get(node[1], ("?",))
    if node[0] != "index" or sort[0] != "index":
        raise ShapeError(_not_a(node[1], "an index", scope))
    return str(sort[1])


def _check_entry(node: Core, scope: Scope) -> None:
    _, name, *indices = node
    sort = scope.sorts.get(name, ("?",))
    if sort[0] != "array":
        raise ShapeError(_not_a(name, "an array", scope))
    dims = sort[1:]
    shown = f"{name}[{', '.join(i[1] for i in indices)}]"
    if len(dims) != len(indices):
        raise ShapeError(f"{shown}: {name} has shape {shape(dims)}, got {len(indices)} indices")
    for index, dim in zip(indices, dims, strict=True):
        size = _index_size(index, scope)
        if size != dim:
            raise ShapeError(f"{shown}: {name} has shape {shape(dims)}, {index[1]} ranges over {size}")


def _check_call(node: Core, scope: Scope) -> None:
    _, name, *args = node
    if name not in scope.definitions:
        raise ShapeError(f"{name} is not a definition in scope")
    params = scope.definitions[name].params
    if len(params) != len(args):
        raise ShapeError(f"{name} takes {len(params)} arguments, got {len(args)}")
    sizes: dict[str, str] = {}
    for (param, sort), arg in zip(params, args, strict=True):
        got = _argument_sort(arg, scope)
        shown = f"{name}(..., {_shown(arg)}, ...)"
        if _skeleton(got) != _skeleton(sort):
            raise ShapeError(f"{shown}: {param} is {said(sort)}, got {said(got)}")
        for mine, theirs in zip(core.dims(sort), core.dims(got), strict=True):
            if sizes.setdefault(mine, theirs) != theirs:
                raise ShapeError(f"{shown}: {param} must be {said(core.renamed(sort, sizes))} here, got {said(got)}")


def _skeleton(sort: Core) -> Core:
    """A sort without the names of its sizes."""
    return core.renamed(sort, dict.fromkeys(core.dims(sort), ""))


def _check_apply(node: Core, scope: Scope) -> None:
    _, name, *args = node
    sort = scope.sorts.get(name, ("?",))
    if sort[0] != "map":
        raise ShapeError(_not_a(name, "a map", scope))
    wanted = (*sort[1], *(("index", n) for n in sort[2]))
    if len(args) != len(wanted):
        raise ShapeError(f"{name} takes {len(sort[1])} arguments and {len(sort[2])} indices, got {len(args)} in all")
    for position, (asked, arg) in enumerate(zip(wanted, args, strict=True), 1):
        got = _argument_sort(arg, scope)
        if got != asked:
            raise ShapeError(f"{name}(..., {_shown(arg)}, ...): argument {position} is {said(asked)}, got {said(got)}")


def _argument_sort(arg: Core, scope: Scope) -> Core:
    head = arg[0] if isinstance(arg, tuple) else None
    if head == "index":
        return ("index", _index_size(arg, scope))
    if head == "array":
        sort = scope.sorts.get(arg[1], ("?",))
        if sort[0] != "array":
            raise ShapeError(_not_a(arg[1], "an array", scope))
        return sort
    if head == "lam":
        check_term(arg[3], scope.bind(core.bound(arg)))
        return ("array", *arg[2])
    if head == "map":
        sort = scope.sorts.get(arg[1], ("?",))
        if sort[0] != "map":
            raise ShapeError(_not_a(arg[1], "a map", scope))
        return sort
    if head == "fun":
        check_term(arg[4], scope.bind(core.bound(arg)))
        return core.fun_sort(arg)
    check_term(arg, scope)
    return ("real",)


def _shown(arg: Core) -> str:
    if isinstance(arg, tuple) and arg[0] in ("index", "array", "real", "map"):
        return str(arg[1])
    return arg[0] if isinstance(arg, tuple) and arg[0] in ("lam", "fun") else core.line(arg)


def said(sort: Core) -> str:
    """A sort in words."""
    if sort[0] == "array":
        return f"an array of shape {shape(sort[1:])}"
    if sort[0] == "map":
        of = ", ".join(map(said, sort[1]))
        return f"a map of ({of}) to " + (f"arrays of shape {shape(sort[2])}" if sort[2] else "reals")
    return f"an index over {sort[1]}" if sort[0] == "index" else "a real"
