"""Perturbation bounds on networks: the measured change, the bound of the statement, the slack between them.

A catalog says in a module of its own which statements these are and how the data of each come from a network
(`Case`). For each case and network, candidates are drawn, and that is kept at which the bound is most nearly
attained; at the best the hypotheses and the claim of the statement are decided by the referee's evaluation, and both
sides enclosed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.arith.balls import Ball
from varproof.construct.network import Network
from varproof.lang import data as statement_data
from varproof.lang.evaluate import Point
from varproof.lang.statement import Entry, Variant

BITS = 256
Keywords = dict[str, Any]
Draw = Callable[[Network, random.Random], Keywords]


@dataclass(frozen=True)
class Case:
    """A statement by id, variant, the label of its claim and the name of the constant that is the bound; how its
    data come from a network; the measured quantity where the constant does not say what it bounds, and the bound
    where the statement has no constant."""

    id: str
    variant: str
    claim: str
    constant: str
    draw: Draw
    measured: Callable[[Keywords], Ball] | None = None
    bound: Callable[[Keywords], Ball] | None = None


@dataclass(frozen=True)
class Row:
    """What was found: lower and upper bounds of the measured quantity and of the bound, and whether the claim and all
    hypotheses are true at the data."""

    id: str
    variant: str
    claim: str
    network: str
    measured: tuple[Fraction, Fraction]
    bound: tuple[Fraction, Fraction]
    holds: bool
    data: Mapping[str, Any]

    @property
    def slack(self) -> Fraction | None:
        """A lower bound of bound / measured; None where nothing was measured."""
        return self.bound[0] / self.measured[1] if self.measured[1] > 0 else None


def rows(
    entries: Mapping[str, Entry], cases: Iterable[Case], networks: Iterable[Network], tries: int = 40
) -> Iterator[Row]:
    """One row for every case and network."""
    for case in cases:
        for network in networks:
            yield _row(entries[case.id].variants[case.variant], case, network, tries)


def _row(variant: Variant, case: Case, network: Network, tries: int) -> Row:
    source = random.Random(f"{case.id} {network.name}")
    best: tuple[float, Keywords] | None = None
    for _ in range(tries):
        keywords = case.draw(network, source)
        ratio = _ratio(variant, case, keywords)
        if best is None or ratio > best[0]:
            best = ratio, keywords
    assert best is not None
    point = Point(variant.core, statement_data.build(variant.core, "data of a network", best[1]))
    measured, bound = _sides(point, variant, case, best[1], BITS)
    holds = point.hypotheses().value is True and point.claimed(case.claim).value is True
    return Row(variant.id, variant.name, case.claim, network.name, measured.bounds(), bound.bounds(), holds, best[1])


def _ratio(variant: Variant, case: Case, keywords: Keywords) -> float:
    point = Point(variant.core, statement_data.build(variant.core, "data of a network", keywords))
    measured, bound = _sides(point, variant, case, keywords, 64)
    over, under = measured.bounds()[1], bound.bounds()[0]
    return float(over / under) if under > 0 else 0.0


def _sides(point: Point, variant: Variant, case: Case, keywords: Keywords, bits: int) -> tuple[Ball, Ball]:
    if case.bound is not None and case.measured is not None:
        return case.measured(keywords), case.bound(keywords)
    constant = variant.constants[case.constant]
    bound = point.enclosure(constant.formula, bits)
    measured = case.measured(keywords) if case.measured else point.enclosure(constant.bounds, bits)
    if bound is None or measured is None:
        raise ArithmeticError(f"{case.id} {case.variant}: not defined at the data of a network")
    return measured, bound
