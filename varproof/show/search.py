"""`search`: entries by their words, and claims by what stands on either side of their relation.

A query is words, or words about a relation: `sum at most max` is `sum <= max`. Words are looked for in the id, the
title, the prose and the note of an entry, and among what its claims are made of. In a query with a relation, those
on each side must be parts of that side of one claim; `a >= b` is `b <= a`, `<=` finds `<` as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.statement import Entry, Variant
from varproof.show import maths
from varproof.show.page import prose

_SPOKEN = (
    (r"\b(is )?at most\b|≤", "<="),
    (r"\b(is )?at least\b|≥", ">="),
    (r"\b(is )?(less|smaller) than\b", "<"),
    (r"\b(is )?(more|larger|greater) than\b", ">"),
    (r"\b(is )?equals?\b|==", "="),
    (r"≠", "!="),
)
_RELATION = re.compile(r"<=|>=|!=|<|>|=")
_CALLED = {"maxover": "max", "minover": "min", "deriv": "derivative", "card": "size", "^": "power", "/": "quotient"}
_FINDS = {"<=": ("<=", "<"), "<": ("<",), "=": ("=",), "!=": ("!=",)}


class Found(NamedTuple):
    """An entry, and those of its claims whose shape was asked for, by variant, as lines of Unicode."""

    entry: Entry
    claims: tuple[str, ...]


def search(entries: Sequence[Entry], query: str) -> list[Found]:
    """The entries that a query means, those with short claims first.

    ValueError for a query without words or with two relations.
    """
    for spoken, sign in _SPOKEN:
        query = re.sub(spoken, f" {sign} ", query, flags=re.IGNORECASE)
    sides = [_words(side) for side in _RELATION.split(query)]
    if not any(sides):
        raise ValueError("a query is words, such as `triangle`, or a relation between words, such as 'sum <= max'")
    if len(sides) > 2:
        raise ValueError("a query has one relation at most, such as 'sum <= max'")
    if len(sides) == 1:
        return [Found(entry, ()) for entry in entries if _about(entry, sides[0])]
    (sign,) = _RELATION.findall(query)
    if sign[0] == ">":
        sign, sides = sign.replace(">", "<"), sides[::-1]
    found = (Found(entry, tuple(_shaped(entry, sign, *sides))) for entry in entries)
    return sorted((one for one in found if one.claims), key=lambda one: min(map(len, one.claims)))


def _words(text: str) -> set[str]:
    text = re.sub(r"\|[^|]*\|", " abs ", text.lower())
    return {_singular(word) for word in re.findall(r"[0-9]+/[0-9]+|[^\W_]+", text)}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _about(entry: Entry, words: set[str]) -> bool:
    """Every word stands in what is said of the entry, or is the name of a part of a claim."""
    said = " ".join((entry.id, entry.title, entry.note or "", *prose(entry.path, entry.title))).lower()
    parts = set().union(*(_parts(v.core) for v in entry.variants.values() if v.ill_typed is None))
    return all(word in said or word in parts for word in words)


def _shaped(entry: Entry, sign: str, left: set[str], right: set[str]) -> Iterator[str]:
    for variant in entry.variants.values():
        for label, claim in _claims(variant):
            if any(_is_shaped(relation, sign, left, right) for relation in _relations(claim)):
                yield f"{variant.name} {label}: {_line(variant, label)}"


def _is_shaped(relation: Core, sign: str, left: set[str], right: set[str]) -> bool:
    if relation[0] not in _FINDS[sign]:
        return False
    a, b = _parts(relation[1]), _parts(relation[2])
    return (left <= a and right <= b) or (sign in ("=", "!=") and left <= b and right <= a)


def _relations(formula: Core) -> Iterator[Core]:
    """The relations that a formula is made of, not those that select the terms of a sum."""
    if formula[0] in core.RELATIONS:
        yield formula
    elif formula[0] in ("and", "or", "not", "implies", "forall", "exists"):
        for part in core.scoped(formula):
            yield from _relations(part)


def _claims(variant: Variant) -> Sequence[tuple[str, Core]]:
    return core.parts(variant.core).claim if variant.ill_typed is None else ()


def _line(variant: Variant, label: str) -> str:
    return next(maths.line(c.sympy) for c in variant.view.claims if c.label == label)


def _parts(node: Core) -> set[str]:
    """What a term or formula is made of: numbers, the heads of its nodes, and the definitions that it calls."""
    found = set()
    for part in core.walk(node):
        if isinstance(part, Fraction):
            found.add(str(part))
        else:
            found.add(_CALLED.get(part[0], part[0]))
            if part[0] == "call":
                found.add(part[1].lower())
            if part[0] == "sqrt" and isinstance(part[1], tuple) and part[1][0] == "sum":
                found.add("norm")
    return found
