"""Charts as SVG, PNG or PDF: slack of perturbation bounds, size and precision against accuracy."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

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
    Errors are of the middles of the balls, and scaled to the bound of each model."""
    import numpy as np

    first = models[0]
    h, d = first.scales[-1], first.grid.d
    figure, axes = _figure(1.25 * words + 1.2, 1.3 * (2 * len(models) + 1), (2 * len(models) + 1, words))
    places = [Fraction(2 * k + 1, 2 * words) for k in range(words)]
    inputs = [[(x, 1 - x, Fraction(1, 2))[min(j, 2)] for j in range(d)] for x in places]
    wanted = [_target_image(first, word) for word in inputs]
    for shown, x, image in zip(axes[0], places, wanted, strict=True):
        _image(shown, image, h, d)
        shown.set_title(f"{float(x):.2f}", fontsize=8)
    for row, model in enumerate(models):
        limit = float(model.facts.sup_bound if model.facts else model.error_bound)
        outputs = sampled(model, [[word] for word in inputs]).mid
        for column, (got, image) in enumerate(zip(outputs, wanted, strict=True)):
            _image(axes[2 * row + 1][column], got, h, d)
            off = np.abs(got - image).max(axis=1).reshape(h, h)
            shown = axes[2 * row + 2][column]
            shown.imshow(off, cmap="magma", vmin=0, vmax=limit)
            shown.set(xticks=[], yticks=[])
    axes[0][0].set_ylabel("target", fontsize=8)
    for row, model in enumerate(models):
        axes[2 * row + 1][0].set_ylabel(f"bound {float(model.error_bound):.2g}", fontsize=8)
        axes[2 * row + 2][0].set_ylabel("error", fontsize=8)
    return figure


def _target_image(model: Model, word: Sequence[Fraction]) -> Any:
    import numpy as np

    assert isinstance(model.target, Formula)
    low, high = model.target.ranges([(np.array([float(x)]), np.array([float(x)])) for x in word])
    return ((low + high) / 2).reshape(-1, model.grid.d)


def _image(axes: Any, values: Any, h: int, d: int) -> None:
    picture = values.clip(0, 1).reshape(h, h, d) if d == 3 else values[:, 0].reshape(h, h)
    axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
    axes.set(xticks=[], yticks=[])


def frontier_chart(rows: Sequence[Size]) -> Any:
    """Neurons and bits against 1 / eps, one line a construction, with the precisions of common formats."""
    figure, (left, right) = _figure(8.4, 3.6, (1, 2))
    places = sorted({1 / float(r.eps) for r in rows})
    styles = zip(dict.fromkeys(r.construction for r in rows), ("o-", "s--", "^:"), strict=True)
    for kind, style in styles:
        mine = [r for r in rows if r.construction == kind]
        left.plot(places, [r.neurons for r in mine], style, label=kind)
        right.plot(places, [r.bits for r in mine], style, label=kind)
    for name, bits in FORMATS.items():
        right.axhline(bits, color="grey", linewidth=0.6)
        right.annotate(name, (1, bits), xycoords=("axes fraction", "data"), fontsize=7, ha="right", va="bottom")
    for axes, what in ((left, "neurons"), (right, "bits")):
        axes.set_xscale("log", base=2)
        axes.set_xticks(places, [f"{x:g}" for x in places], minor=False)
        axes.set_xlabel("1 / eps")
        axes.set_ylabel(what)
        axes.legend(fontsize=7)
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
