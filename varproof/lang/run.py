"""Definitions run on data: the whole array of values over the index parameters, in one of three arithmetics.

- ``exact``: Fractions where the form of the result is rational, else `varproof.arith.exact.Number`
- ``balls``: `varproof.arith.balls.Ball`, which certainly contain the value
- ``floats``: float64, for exploration only; data may then be floats

All three read one program, so that they agree where they say anything. What is undefined at the data is an error.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from varproof.arith.balls import Ball, precision
from varproof.arith.exact import Number
from varproof.lang import core
from varproof.lang.core import Parts
from varproof.lang.data import Data, build
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import FALSE, TRUE, Evaluation
from varproof.lang.ground import Ground, at, entry
from varproof.lang.program import Node
from varproof.lang.vector import values

if TYPE_CHECKING:
    from varproof.lang.definitions import Definition
    from varproof.lang.statement import Entry, Variant

ARITHMETICS = ("exact", "balls", "floats")


def run(entry: Entry, name: str | None, arithmetic: str, bits: int, keywords: Mapping[str, Any]) -> Any:
    """See `Entry.run`."""
    if arithmetic not in ARITHMETICS:
        raise StatementError(f"{entry.id}: arithmetic={arithmetic!r} is not one of {', '.join(ARITHMETICS)}")
    variant, definition = _find(entry, name)
    p = statement(variant, definition, keywords)
    what = f"run of {definition.name}"
    data = build(p.core(), what, {key: _plain(value, arithmetic == "floats") for key, value in keywords.items()})
    ground = Ground(p.core(), data.sizes, data.fixed(p))
    program, into = at(ground, data)
    evaluation = Evaluation(program)
    where = f"{entry.id} {variant.name}, {what}"
    for label, assumed in ground.assume.items():
        _require(evaluation, into(assumed), f"{where}: hypothesis {label}")
    indices = definition.params[len(definition.params) - definition.trailing :]
    dims = tuple(data.sizes[sort[1]] for _, sort in indices)
    places = [f"{where}{_place(indices, place)}" for place in product(*map(range, dims))]
    table = ground.table(indices, definition.body, definition.is_formula)
    if definition.is_formula:
        pairs = zip(table, places, strict=True)
        return _nested([_truth(evaluation, into(f), place) for (f, _), place in pairs], dims)
    for (_, conditions), place in zip(table, places, strict=True):
        for condition in conditions:
            _require(evaluation, into(condition), f"{place}: its domain condition")
    nodes = [node for node, _ in table]
    if arithmetic == "floats":
        return _floats(ground, data, nodes).reshape(dims)[()]
    found = (_exact if arithmetic == "exact" else _enclosed)(evaluation, [into(node) for node in nodes], bits)
    for value, place in zip(found, places, strict=True):
        if value is None:
            other = "arithmetic='balls'" if arithmetic == "exact" else "more bits"
            raise StatementError(f"{place}: no value was found in this arithmetic; run it with {other}")
    return _nested(found, dims)


def runnable(entry: Entry) -> dict[str, tuple[Variant, Definition]]:
    """The definitions that can be run, by name: those of well-typed variants, well defined ones first."""
    ready = [v for v in entry.variants.values() if v.ill_typed is None]
    ready.sort(key=lambda v: v.expect != "PROVED")
    return {d.name: (v, d) for v in ready for d in v.view.defines}


def statement(variant: Variant, definition: Definition, named: Container[str] = ()) -> Parts:
    """A statement whose givens are the arguments of the definition, with the hypotheses that are about them.

    A size that only a hypothesis speaks of is taken in when it is named, and so is the hypothesis.
    """
    p = variant.parts
    arguments = definition.params[: len(definition.params) - definition.trailing]
    names = {name for name, _ in arguments}
    own = {size for _, sort in definition.params for size in core.dims(sort)}
    sizes = tuple((size, least) for size, least in p.sizes if size in own or size in named)
    known = {size for size, _ in sizes}
    assume = tuple(
        (label, f)
        for label, f in p.assume
        if core.free(f) <= names and _sizes(f) <= known and (core.free(f) or _sizes(f) & own)
    )
    return p._replace(sizes=sizes, given=arguments, assume=assume, claim=())


def _sizes(formula: core.Core) -> set[str]:
    """The sizes whose numbers of elements a formula speaks of."""
    return {node[1] for node in core.walk(formula) if isinstance(node, tuple) and node[0] == "card"}


def _find(entry: Entry, name: str | None) -> tuple[Variant, Definition]:
    known = runnable(entry)
    if not known:
        raise StatementError(f"{entry.id}: there is no definition to run")
    if name is None:
        return next(iter(known.values()))
    if name not in known:
        raise StatementError(f"{entry.id}: no definition {name!r}; there are {', '.join(known)}")
    return known[name]


def _plain(value: Any, floats: bool) -> Any:
    """NumPy arrays as lists; with floats, these as the rationals that they are."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item, floats) for item in value]
    if floats and isinstance(value, float) and np.isfinite(value):
        return Fraction(value)
    return value


def _place(indices: Sequence[tuple[str, Any]], place: tuple[int, ...]) -> str:
    shown = ", ".join(f"{name}={k}" for (name, _), k in zip(indices, place, strict=True))
    return f" at {shown}" if shown else ""


def _require(evaluation: Evaluation, formula: Node, what: str) -> None:
    decision = evaluation.decide(formula)
    if decision.value is not True:
        raise StatementError(f"{what} is {decision.reason}")


def _truth(evaluation: Evaluation, formula: Node, what: str) -> bool:
    decision = evaluation.decide(formula)
    if decision.outcome not in (TRUE, FALSE):
        raise StatementError(f"{what}: the formula is {decision.reason}")
    return decision.outcome == TRUE


def _exact(evaluation: Evaluation, nodes: Sequence[Node], bits: int) -> list[Any]:
    found = evaluation.values(nodes, Number)
    return [value if value is None or value.rational() is None else value.rational() for value in found]


def _enclosed(evaluation: Evaluation, nodes: Sequence[Node], bits: int) -> list[Any]:
    with precision(bits):
        found = evaluation.values(nodes, Ball)
    return [ball if ball is not None and ball.is_finite() else None for ball in found]


def _floats(ground: Ground, data: Data, nodes: Sequence[Node]) -> Any:
    inputs = list(ground.inputs())
    points = np.array([[float(entry(data.values[name], where))] for name, where in inputs]).reshape(len(inputs), 1)
    compute = values(ground.program, [ground.program.var(name, where) for name, where in inputs], nodes)
    return np.array([float(value[0]) for value in compute(points)])


def _nested(flat: Sequence[Any], dims: tuple[int, ...]) -> Any:
    if not dims:
        return flat[0]
    step = len(flat) // dims[0]
    return [_nested(flat[k * step : (k + 1) * step], dims[1:]) for k in range(dims[0])]
