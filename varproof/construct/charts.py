"""Charts as SVG, PNG or PDF: slack of perturbation bounds, size and precision against accuracy."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np

from varproof.arith.decimals import decimal
from varproof.construct.errors import InputError
from varproof.construct.frontier import FORMATS, Size
from varproof.construct.model import Model
from varproof.construct.perturb import Row
from varproof.construct.sampled import sampled
from varproof.construct.target import Formula
from varproof.store import cache

SUFFIXES = (".svg", ".png", ".pdf")


def slack_chart(rows: Sequence[Row]) -> Any:
    """Bound / measured for each row, on a logarithmic axis from 1."""
    figure, axes = _figure(7.2, 0.32 * len(rows) + 1)
    names = [f"{r.id}  {r.claim}, {r.network}" for r in rows]
    values = [float(r.slack or 1) for r in rows]
    axes.barh(range(len(rows)), [v - 1 for v in values], left=1, color=["#4477aa", "#cc8844"] * len(rows))
    for k, value in enumerate(values):
        axes.annotate(f"{value:.4g}", (value, k), xytext=(3, 0), textcoords="offset points", fontsize=6, va="center")
    axes.set_yticks(range(len(rows)), names, fontsize=7)
    axes.set_xscale("log")
    axes.set_xlim(0.95, 2.5 * max(values))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel("bound / measured")
    axes.axvline(1, color="black", linewidth=0.8)
    return figure


def picture_chart(models: Sequence[Model], words: int = 6) -> Any:
    """Target, approximations and errors, one column for each of some words (x, 1 - x, 1/2, ...); two rows a model.
    Errors are of middles, and scaled to the largest at these words, which are no multiples of 1/N for small N."""
    first = models[0]
    h, d = first.scales[-1], first.grid.d
    figure, axes = _figure(1.25 * words + 1.2, 1.3 * (2 * len(models) + 1), (2 * len(models) + 1, words))
    places = [Fraction(55 * k + 34, 55 * words) for k in range(words)]
    inputs = [[(x, 1 - x, Fraction(1, 2))[min(j, 2)] for j in range(d)] for x in places]
    wanted = _target(first, inputs).reshape(words, -1, d)
    for shown, x, image in zip(axes[0], places, wanted, strict=True):
        _image(shown, image, h, d)
        shown.set_title(f"{float(x):.2f}", fontsize=8)
    axes[0][0].set_ylabel("target", fontsize=8)
    for row, model in enumerate(models):
        outputs = sampled(model, [[word] for word in inputs]).mid
        off = np.abs(outputs - wanted).max(axis=2)
        for column, got in enumerate(outputs):
            _image(axes[2 * row + 1][column], got, h, d)
            shown = axes[2 * row + 2][column]
            shown.imshow(off[column].reshape(h, h), cmap="magma", vmin=0, vmax=off.max() or 1)
            shown.set(xticks=[], yticks=[])
        what = "mean error" if model.theta else "error"
        axes[2 * row + 1][0].set_ylabel(f"model,\n{what} ≤ {decimal(model.error_bound, 2, up=True)}", fontsize=8)
        axes[2 * row + 2][0].set_ylabel(f"error here,\n0 to {off.max():.2g}", fontsize=8)
    return figure


def model_chart(model: Model) -> Any:
    """Target, model and error: a row of words for a pyramid, a curve for one input, else a slice for each entry."""
    if model.scales:
        return picture_chart([model])
    return _curves(model) if model.grid.inputs == 1 else _slices(model)


def _curves(model: Model, points: int = 600) -> Any:
    """The target and the model over [0, 1], cell by cell off the ramps, and below them the error and its bound."""
    figure, (above, below) = _figure(6.4, 4.2, (2, 1))
    step, each = Fraction(1, model.grid.levels), max(2, points // model.grid.levels)
    cells = [[g * step + (step - model.theta) * Fraction(k, each - 1) for k in range(each)]
             for g in range(model.grid.levels)]  # fmt: skip
    for cell in cells:
        x, first = [float(p) for p in cell], cell is cells[0]
        wanted = _target(model, [[p] for p in cell])[:, 0]
        got = sampled(model, [[[p]] for p in cell]).mid[:, 0, 0]
        above.plot(x, wanted, color="#222222", linewidth=1, label="target" if first else None)
        above.plot(x, got, color="#cc6633", linewidth=1.6, label="model" if first else None)
        below.plot(x, np.abs(got - wanted), color="#4477aa", linewidth=1, label="error" if first else None)
    below.axhline(_limit(model), color="grey", linewidth=0.8, linestyle="--", label="its bound off the ramps")
    below.set_ylim(0, 1.35 * _limit(model))
    below.legend(fontsize=8, loc="upper left", ncols=2, frameon=False)
    above.legend(fontsize=8, frameon=False)
    below.set_xlabel("$x_{11}$")
    return figure


def _slices(model: Model, side: int = 48) -> Any:
    """Each entry over the first two inputs, the others at 1/2: target and model on one scale, and the error, up to its
    bound off the ramps."""
    g = model.grid
    figure, axes = _figure(7.6, 2.1 * g.n * g.d + 0.5, (g.n * g.d, 3))
    ticks = [Fraction(2 * k + 1, 2 * side) for k in range(side)]
    flat = [[x, y, *[Fraction(1, 2)] * (g.inputs - 2)] for y in ticks for x in ticks]
    wanted = _target(model, flat)
    inputs = [[x[k : k + g.d] for k in range(0, g.inputs, g.d)] for x in flat]
    got = sampled(model, inputs).mid.reshape(len(flat), -1)
    scale = {"cmap": "viridis", "vmin": min(wanted.min(), got.min()), "vmax": max(wanted.max(), got.max())}
    kinds = (("target", wanted, scale), ("model", got, scale),
             ("error", np.abs(got - wanted), {"cmap": "magma", "vmin": 0, "vmax": _limit(model)}))  # fmt: skip
    names = [f"$x_{{{k + 1}{j + 1}}}$" for k in range(g.n) for j in range(g.d)]
    for column, (title, values, colours) in enumerate(kinds):
        for row, shown in enumerate(axes[:, column]):
            drawn = shown.imshow(values[:, row].reshape(side, side), origin="lower", extent=(0, 1, 0, 1), **colours)
            shown.set(xticks=[0, 1], yticks=[0, 1])
        axes[0, column].set_title(title, fontsize=9)
        axes[-1, column].set_xlabel(names[0], fontsize=9)
        if column:
            below = axes[-1, :2] if column == 1 else axes[-1, 2]
            figure.colorbar(drawn, ax=below, location="bottom", fraction=0.06, aspect=30)
    for row in range(g.n * g.d):
        axes[row, 0].set_ylabel(f"token {row // g.d + 1}, entry {row % g.d + 1}\n\n{names[1]}", fontsize=9)
    return figure


def _limit(model: Model) -> float:
    return float(model.facts.sup_bound if model.facts else model.error_bound)


def _target(model: Model, inputs: Sequence[Sequence[Fraction]]) -> Any:
    """The middles of the target's ranges at points, an array (points, entries)."""
    assert isinstance(model.target, Formula)
    sides = [np.array([float(x[k]) for x in inputs]) for k in range(len(inputs[0]))]
    low, high = model.target.ranges([(side, side) for side in sides])
    return ((low + high) / 2).T


def _image(axes: Any, values: Any, h: int, d: int) -> None:
    picture = values.clip(0, 1).reshape(h, h, d) if d == 3 else values[:, 0].reshape(h, h)
    axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
    axes.set(xticks=[], yticks=[])


def frontier_chart(rows: Sequence[Size], against: str = "1 / eps") -> Any:
    """Neurons and bits against 1 / eps, or against "levels", one line a construction, with the precisions of common
    formats."""
    figure, (left, right) = _figure(8.4, 3.6, (1, 2))
    at = {r: r.levels if against == "levels" else float(1 / r.eps) for r in rows}
    places = sorted(set(at.values()))
    for kind, style in zip(dict.fromkeys(r.construction for r in rows), cycle(("o-", "s--", "^:", "d-."))):
        mine = [r for r in rows if r.construction == kind]
        left.plot([at[r] for r in mine], [r.neurons for r in mine], style, label=kind, markersize=5)
        right.plot([at[r] for r in mine], [r.bits for r in mine], style, label=kind, markersize=5)
    for name, bits in FORMATS.items():
        right.axhline(bits, color="grey", linewidth=0.6)
        right.annotate(name, (1.01, bits), xycoords=("axes fraction", "data"), fontsize=7, va="center")
    for axes, what in ((left, "neurons"), (right, "bits")):
        axes.set_xscale("log", base=2)
        axes.set_xticks(places if len(places) < 10 else places[:: len(places) // 5], minor=False)
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
        axes.set_xlabel(against)
        axes.set_ylabel(what)
    left.legend(fontsize=7)
    left.set_yscale("log")
    return figure


def _figure(width: float, height: float, shape: tuple[int, int] = (1, 1)) -> tuple[Any, Any]:
    """A figure that belongs to no window, and its axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(*shape)


def save(figure: Any, path: Path) -> None:
    """Write a chart, whole or not at all; InputError for another suffix."""
    if path.suffix not in SUFFIXES:
        raise InputError(f"{path}: a chart is written to a file named {', '.join(SUFFIXES)}")
    content = io.BytesIO()
    figure.savefig(content, format=path.suffix[1:], dpi=150)
    cache.write_bytes(path, content.getvalue())
