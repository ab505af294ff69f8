"""`or`, `not` and `implies` of typed claims, in the claim language, which has conjunctions of relations alone.

A statement is a relation ``("is", left, sign, right)`` of texts, ``("and", f, ...)``, ``("or", f, ...)``,
``("not", f)`` or ``("implies", f, n, g)``, n being the number of conditions of powers up to the end of f. A claim that
implies: what it is implied by is a further hypothesis, and so it is judged where that is defined and true. Any other
alternative is defined where all its parts are, and becomes one relation: u >= 0 or v >= 0 is max(u, v) >= 0, also with
> for >=; where both occur, u >= 0 is sign(u) + 1/2 > 0 and v > 0 is sign(v) - 1/2 > 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Formula: TypeAlias = tuple[Any, ...]

_NOT = {"<=": ">", ">": "<=", ">=": "<", "<": ">=", "==": "!=", "!=": "=="}


def positive(f: Formula, turn: bool = False) -> Formula:
    """f, or not f, by relations, and, or."""
    head, *parts = f
    if head == "is":
        return ("is", parts[0], _NOT[parts[1]], parts[2]) if turn else f
    if head == "not":
        return positive(parts[0], not turn)
    if head == "implies":
        return positive(("or", ("not", parts[0]), parts[2]), turn)
    other = {"and": "or", "or": "and"}[head] if turn else head
    inner = [positive(part, turn) for part in parts]
    flat = [q for p in inner for q in (p[1:] if p[0] == other else [p])]
    return flat[0] if len(flat) == 1 else (other, *flat)


def parts(f: Formula, conditions: int) -> Iterator[tuple[Formula, int]]:
    """What implies a claim, and what is claimed, each with the number of conditions up to its end."""
    while f[0] == "implies":
        _, given, met, f = f
        yield given, met
    yield f, conditions


def written(f: Formula) -> str:
    """A conjunction of relations."""
    f = positive(f)
    return " and ".join(_relation(part) for part in (f[1:] if f[0] == "and" else [f]))


def _relation(f: Formula) -> str:
    if f[0] == "is":
        return f"{f[1]} {f[2]} {f[3]}"
    kinds = {_kind(leaf) for leaf in _leaves(f)}
    if len(kinds) == 1:
        (kind,) = kinds
        return f"{_term(f, False)} {kind} 0"
    return f"{_term(f, True)} > 0"


def _leaves(f: Formula) -> list[Formula]:
    return [f] if f[0] == "is" else [leaf for part in f[1:] for leaf in _leaves(part)]


def _kind(f: Formula) -> str:
    return ">" if f[2] in ("<", ">", "!=") else ">="


def _term(f: Formula, signs: bool) -> str:
    if f[0] == "is":
        _, a, relation, b = f
        gap = {"<": f"{b}-({a})", ">": f"{a}-({b})", "!": f"abs({a}-({b}))", "=": f"-abs({a}-({b}))"}[relation[0]]
        return f"sign({gap}){'+' if _kind(f) == '>=' else '-'}1/2" if signs else gap
    return f"{'max' if f[0] == 'or' else 'min'}({', '.join(_term(part, signs) for part in f[1:])})"
