"""The names of a statement as symbols of its proof: sizes are sets, arrays functions, and its definitions apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from varproof.lang.letters import GREEK
from varproof.proof.environment import Array, Conditions, Core, Environment, Map
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.maps import as_python
from varproof.proof.notation import Function, Meaning, ReadingError
from varproof.proof.problem import Problem
from varproof.proof.translate import formula, is_formula, term


def symbols(question: Problem, context: Sequence[Theorem]) -> dict[str, Meaning]:
    """Each name of the statement, with a Greek letter also as this letter. An index that a definition is applied to
    belongs to the set that the context, as it is then, names for it."""
    environment = question.environment
    out: dict[str, Meaning] = dict(environment.sizes)
    for name, value in environment.values.items():
        if isinstance(value, Map):
            out[name] = Function(len(value.kinds), as_python(value, environment))
        elif isinstance(value, Array):
            out[name] = Function(len(value.sizes), as_python(value, environment), value.sizes)
        else:
            out[name] = value
    for name in environment.definitions:
        out.setdefault(name, _defined(name, environment, context))
    return {spelling: value for name, value in out.items() for spelling in (name, GREEK.get(name, name))}


def _defined(name: str, environment: Environment, context: Sequence[Theorem]) -> Function:
    """A definition of the statement, applied to terms and functions."""
    parameters, _ = environment.definitions[name]

    def value(*args: Meaning) -> Node:
        scope, cores = environment, []
        for k, ((_, sort), arg) in enumerate(zip(parameters, args, strict=True)):
            local = f"argument {k}"
            if sort[0] == "array":
                scope = scope.bind(local, _array(name, arg))
                cores.append(("array", local))
            else:
                if not isinstance(arg, Node):
                    raise ReadingError(f"{name} takes a number as argument {k + 1}")
                size = _set_of(name, arg, context) if sort[0] == "index" else None
                scope = scope.bind(local, arg, size)
                cores.append((sort[0], local))
        core: Core = ("call", name, *cores)
        read = formula if is_formula(core, scope) else term
        return read(core, replace(scope), Conditions())

    return Function(len(parameters), value)


def _array(name: str, arg: Meaning) -> Array:
    if not isinstance(arg, Function):
        raise ReadingError(f"{name} takes a function here")
    if not arg.sets:
        raise ReadingError(f"{name}: the sets that the indices of its argument come from are not known")
    return Array(lambda _scope, _conditions, *e: arg(*e), arg.sets)


def _set_of(name: str, arg: Node, context: Sequence[Theorem]) -> Node:
    for th in context:
        if th.concl.op == "in" and th.concl.args[0] is arg:
            s: Node = th.concl.args[1]  # type: ignore[assignment]
            while s.op == "filter":
                s = s.args[0]  # type: ignore[assignment]
            return s
    raise ReadingError(f"{name}: the set of an index that it is applied to is not known")
