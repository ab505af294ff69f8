"""Constructions as the points of a sweep: one model for each accuracy, size and target, built and replayed.

Axes are eps, L (tokens), d (channels), alpha and head (1: softmax, 2: mean); `target` numbers the formulas of --target.
A formula stands for all entries: in x_k_j, x_1_j, x_k_1 the letters are the token and the channel of the entry.
A point is ``proved`` when the checker accepts the model's certificate, ``outside`` where the input is refused,
``undecided`` beyond the budget. The slack is eps over the bound that is certified.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from varproof import recheck
from varproof.arith.decimals import Bracket, decimal
from varproof.commands.ids import CONSTRUCT
from varproof.construct.errors import InputError, TooLarge
from varproof.construct.frontier import Size, bits_needed
from varproof.construct.identifiers import HEADS
from varproof.construct.image import construct_transformer
from varproof.construct.model import Model
from varproof.lang.claims import ClaimError
from varproof.store import cache
from varproof.sweep.grid import Grid
from varproof.sweep.point import Row

if TYPE_CHECKING:
    from varproof.sweep.table import Table

NUMBERS = ("bound", "levels", "neurons", "parameters", "bits")
AXES = {
    "eps": None,
    "L": Fraction(1),
    "d": Fraction(1),
    "alpha": Fraction(1),
    "head": Fraction(1),
    "target": Fraction(1),
}
_NAME = re.compile(r"\bx_(k|[0-9]+)_(j|[0-9]+)\b")


class Models:
    """The models of a grid."""

    constants = NUMBERS

    def __init__(self, targets: tuple[str, ...], grid: Grid) -> None:
        self.targets, self.grid = targets, grid
        for axis in grid.axes:
            if axis.name not in AXES:
                raise ClaimError(f"--grid {axis.name}: constructions have the axes {', '.join(AXES)}")
        if all(axis.name != "eps" for axis in grid.axes):
            raise ClaimError("a sweep of constructions needs accuracies; add --grid eps=1/2,1/4")

    def row(self, number: int) -> Row:
        """Build and replay one model."""
        begun = time.process_time()
        verdict, reason, slack, values = self._judge(number)
        return Row(number, verdict, " ".join(reason.split()), slack, values, round(time.process_time() - begun, 6))

    def _judge(self, number: int) -> tuple[str, str, str | None, tuple[Bracket | None, ...]]:
        nothing = (None,) * len(NUMBERS)
        try:
            eps, model = self._model(number)
            report = recheck.check(model.certificate)
        except TooLarge as error:
            return "undecided", str(error), None, nothing
        except (InputError, ClaimError) as error:
            return "outside", str(error), None, nothing
        except Exception as error:  # whatever goes wrong at a point becomes its row
            return "error", f"{type(error).__name__}: {error}", None, nothing
        if not report.ok:
            return "error", f"the checker does not accept the model: {report.message}", None, nothing
        bound, counts = model.error_bound, model.counts
        whole = (model.grid.levels, counts.first + counts.second, model.parameters, bits_needed(model))
        ends = Bracket(decimal(bound, 10, up=False), decimal(bound, 10, up=True))
        slack = decimal(eps / bound, 10, up=False) if bound else None
        return "proved", "", slack, (ends, *(Bracket(str(n), str(n)) for n in whole))

    def _model(self, number: int) -> tuple[Fraction, Model]:
        at = {**AXES, **{name: value.number for name, value in self.grid.point(number).items()}}
        eps = at["eps"]
        if not isinstance(eps, Fraction):
            raise InputError("eps: a rational number is expected")
        n, d, head, target = (_whole(at[name], name) for name in ("L", "d", "head", "target"))
        if not 1 <= head <= len(HEADS) or not 1 <= target <= len(self.targets):
            raise InputError(f"there are heads 1 to {len(HEADS)} and targets 1 to {len(self.targets)}")
        return eps, construct_transformer(entries(self.targets[target - 1], n, d), n, d, eps, at["alpha"],
                                          attention=HEADS[head - 1])  # fmt: skip


def entries(formula: str, n: int, d: int) -> list[list[str]]:
    """The formula at every token and channel."""

    def at(k: int, j: int) -> Callable[[re.Match[str]], str]:
        return lambda m: f"x_{k if m[1] == 'k' else m[1]}_{j if m[2] == 'j' else m[2]}"

    return [[_NAME.sub(at(k, j), formula) for j in range(1, d + 1)] for k in range(1, n + 1)]


def _whole(value: object, name: str) -> int:
    if not isinstance(value, Fraction) or value.denominator != 1 or value < 1:
        raise InputError(f"{name}: a whole number, at least 1, is expected")
    return int(value)


def draw(table: Table, title: str, path: Path) -> None:
    """Neurons and bits of all models that were built, against the levels of their grids."""
    from varproof.construct.charts import frontier_chart, save

    found = []
    for row in table.rows():
        if row.verdict == "proved":
            at = {name: value.text for name, value in table.grid.point(row.number).items()}
            levels, neurons, parameters, bits = (int(b.low) for b in row.constants[1:] if b is not None)
            kind = ", ".join(f"{name} = {text}" for name, text in at.items() if name != "eps")
            bound = Fraction(row.constants[0].high) if row.constants[0] is not None else Fraction(0)
            found.append(Size(kind or title, Fraction(at["eps"]), levels, neurons, parameters, bits, bound))
    save(frontier_chart(found, "levels"), path)


def judges(targets: tuple[str, ...]) -> tuple[Callable[[Grid], Models], str]:
    """What builds the models of a grid, and the key of all that its results depend on."""
    return lambda grid: Models(targets, grid), cache.key(CONSTRUCT, cache.canonical(targets), "")
