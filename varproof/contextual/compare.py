"""How separate the identifiers of datasets are, next to bounds that a theory promises: one row for each dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from varproof.arith.balls import Ball, precision
from varproof.contextual.check import bits_needed
from varproof.contextual.construct import Construction, contextual_weights
from varproof.contextual.dataset import Dataset
from varproof.contextual.layer import Layer

Bound = Callable[[Dataset], Ball]  # the logarithm of a separation
_BITS = 256
_PICTURE = 2_000


@dataclass(frozen=True)
class Row:
    """One dataset. `bounds` and `achieved` are logarithms to base 10, enclosed; `achieved` is None when no two outputs
    have to differ. `above` says of each bound whether the certified separation is above it."""

    name: str
    about: Mapping[str, int]
    bounds: Mapping[str, tuple[Fraction, Fraction]]
    achieved: tuple[Fraction, Fraction] | None
    above: Mapping[str, bool]
    bits: int
    found: Construction = field(repr=False)
    data: Dataset = field(repr=False)

    def picture(self) -> list[dict[str, Any]]:
        """The identifiers for a picture: token, context and place along the axis, in units of epsilon, as decimals.

        The first 2 000 only; rounded to 17 digits beyond what tells neighbours apart.
        """
        return list(_picture(self))


def rows(datasets: Mapping[str, Callable[[], Dataset]], bounds: Mapping[str, Bound]) -> Iterator[Row]:
    """A row for each dataset, with certified weights of rank one."""
    for name, make in datasets.items():
        data = make()
        yield row(name, data, bounds, contextual_weights(data))


def row(name: str, data: Dataset, bounds: Mapping[str, Bound], found: Construction) -> Row:
    """The row of one dataset and its weights."""
    with precision(_BITS):
        ten = Ball.of(10).log()
        logs = {key: bound(data) for key, bound in bounds.items()}
        m = found.measured
        low, high = (None if x is None else Ball.of(x).log() for x in (found.delta, m.upper))
        above = {key: low is None or (low - log).sign() == 1 for key, log in logs.items()}
        shown = {key: (log / ten).bounds() for key, log in logs.items()}
        achieved = None if low is None or high is None else ((low / ten).bounds()[0], (high / ten).bounds()[1])
    about = {
        "token_sets": data.count() // data.length,  # sequences that are equal as sets count once
        "length": data.length,
        "dimension": data.dimension,
        "vocabulary": len(data.vocabulary),
        "identifiers": data.count(),
    }
    bits = 0 if found.delta is None else bits_needed(found.weights, data, m.bits)
    return Row(name, about, shown, achieved, above, bits, found, data)


def _picture(shown: Row) -> Iterator[dict[str, Any]]:
    layer = Layer(shown.found.weights, shown.data)
    bits = max(shown.bits, 16) + 16
    unit = layer.size / shown.found.parameters.epsilon / (1 << bits)
    digits = bits * 30103 // 100000 + 1
    left = _PICTURE
    for c in range(len(shown.data.vocabulary)):
        contexts = list(shown.data.contexts(c))
        if not contexts or not left:
            continue
        for context, x in zip(contexts[:left], layer.enclose(c, bits).values, strict=False):
            place = decimal(int(x) * unit, digits)
            yield {"token": c, "context": list(context), "place": place}
        left -= min(left, len(contexts))


def decimal(x: Fraction, digits: int) -> str:
    """x rounded to so many digits after the point."""
    scaled = round(x * Fraction(10) ** digits)
    whole, part = divmod(abs(scaled), 10**digits)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{digits}d}"


def power(log10: tuple[Fraction, Fraction]) -> str:
    """A power of ten rounded down: 10^-12.3, and without decimals when it is far from 1."""
    low = log10[0]
    if abs(low) >= 1000:
        return f"10^{floor(low)}"
    tenths = floor(low * 10)
    sign, (whole, tenth) = "-" if tenths < 0 else "", divmod(abs(tenths), 10)
    return f"10^{sign}{whole}.{tenth}"
