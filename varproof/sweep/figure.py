"""The map of regimes: one cell for each point of a sweep, a colour and a hatch for each verdict.

Nothing is interpolated: a line runs exactly between neighbouring points with different verdicts.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from varproof.sweep.grid import Axis, Grid
from varproof.sweep.point import VERDICTS
from varproof.sweep.table import Table, TableError

FORMATS = (".svg", ".png", ".pdf")
CELLS = 1_000_000
_TICKS = 12

# Colours that stay apart for colour-blind readers, and hatches for print.
_LOOK = {
    "proved": ("#0072b2", ""),
    "holds": ("#56b4e9", ".."),
    "refuted": ("#d55e00", "xx"),
    "outside": ("#f2f2f2", ""),
    "undecided": ("#f0e442", "//"),
    "error": ("#000000", "--"),
}


def axes(grid: Grid, path: Path) -> list[Axis]:
    """The axes of the map that goes to a file; TableError for a format or a grid that has none."""
    if path.suffix.lower() not in FORMATS:
        raise TableError(f"{path}: a map is drawn to {', '.join(FORMATS)}")
    found = [axis for axis in grid.axes if len(axis) > 1]
    if not 1 <= len(found) <= 2 or len(grid) > CELLS:
        names = ", ".join(axis.name for axis in found) or "none"
        raise TableError(f"{path}: a map has one or two axes of several values, at most {CELLS} cells; here {names}")
    return found


def draw(table: Table, title: str, path: Path) -> None:
    """Write the map of a complete table."""
    x, *rest = axes(table.grid, path)
    y = rest[0] if rest else None
    height = 1 if y is None else len(y)
    cells = [[""] * len(x) for _ in range(height)]
    for number, verdict in table.verdicts():
        cells[number % height][number // height] = verdict
    import matplotlib

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix.lower())
    os.close(handle)
    settings = {"svg.hashsalt": "varproof", "svg.fonttype": "none", "hatch.linewidth": 0.5}
    try:
        with matplotlib.rc_context(settings):
            figure = _figure(cells, x, y, title, table.counts())
            figure.savefig(name, dpi=150, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _figure(cells: list[list[str]], x: Axis, y: Axis | None, title: str, counts: dict[str, int]) -> Any:
    from matplotlib.collections import LineCollection, PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    wide, high = len(cells[0]), len(cells)
    figure = Figure(figsize=(7, 1.8 if y is None else 4.6), layout="constrained")
    panel = figure.add_subplot()
    for verdict in VERDICTS:
        boxes = list(_boxes(cells, verdict))
        colour, hatch = _LOOK[verdict]
        if boxes:
            panel.add_collection(
                PolyCollection(boxes, facecolor=colour, hatch=hatch, edgecolor=(1, 1, 1, 0.6), linewidth=0)
            )
    panel.add_collection(LineCollection(list(_frontier(cells)), colors="black", linewidths=1.2))
    panel.set_xlim(-0.5, wide - 0.5)
    panel.set_ylim(-0.5, high - 0.5)
    _label(panel.xaxis, x)
    if y is None:
        panel.set_yticks([])
    else:
        _label(panel.yaxis, y)
    panel.set_title(title, fontsize=10)
    shown = [Patch(facecolor=_LOOK[v][0], hatch=_LOOK[v][1], edgecolor="gray", label=f"{v} ({counts[v]})")
             for v in VERDICTS if counts.get(v)]  # fmt: skip
    figure.legend(handles=shown, loc="outside lower center", ncols=3, fontsize=8, frameon=False)
    return figure


def _boxes(cells: list[list[str]], verdict: str) -> Iterator[list[tuple[float, float]]]:
    """The cells of a verdict, runs along a row as one box."""
    for row, line in enumerate(cells):
        at = 0
        for value, run in groupby(line):
            length = len(list(run))
            if value == verdict:
                left, right, low, high = at - 0.5, at + length - 0.5, row - 0.5, row + 0.5
                yield [(left, low), (right, low), (right, high), (left, high)]
            at += length


def _frontier(cells: list[list[str]]) -> Iterator[list[tuple[float, float]]]:
    """The sides that part cells of different verdicts."""
    for row, line in enumerate(cells):
        for k, value in enumerate(line):
            if k and line[k - 1] != value:
                yield [(k - 0.5, row - 0.5), (k - 0.5, row + 0.5)]
            if row and cells[row - 1][k] != value:
                yield [(k - 0.5, row - 0.5), (k + 0.5, row - 0.5)]


def _label(side: Any, axis: Axis) -> None:
    """The exact values at evenly spread points."""
    step = -(-len(axis) // _TICKS)
    places = list(range(0, len(axis), step))
    labels = [axis[k].text for k in places]
    slanted = side.axis_name == "x" and max(map(len, labels)) > 4
    side.set_ticks(places, labels, fontsize=8, rotation=45 if slanted else 0)
    side.set_label_text(axis.name)
