"""A page for a built model: what is certified, each step of the proof on this object, its layers, and how it looks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from varproof.arith.decimals import decimal
from varproof.construct import charts
from varproof.construct.converse import missed
from varproof.construct.files import digest, weights
from varproof.construct.layers import Layers
from varproof.construct.model import Model
from varproof.construct.target import Formula
from varproof.recheck import Report
from varproof.show import report
from varproof.show.report.html import Html, element, join, table
from varproof.show.report.site import badge

SHOWN = 8  # formulas of the target


def model_page(model: Model, checked: Report, file: str | None) -> str:
    """The page, whole in itself; `file`: where the model was written."""
    style = (Path(report.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    plain = "\n".join(line for line in style.splitlines() if not line.startswith("@font-face"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title(model)),
        element("link", rel="icon", href="data:,"),
        element("style", Html(f"{plain}\n")),
    )
    body = element("body", element("main", *content(model, checked, file), id="main"))
    return join(Html("<!DOCTYPE html>\n"), element("html", head, "\n", body, lang="en"), "\n")


def title(model: Model) -> str:
    return f"A transformer within {_above(model.error_bound)} of its target"


def content(model: Model, checked: Report, file: str | None) -> list[Html]:
    """What stands on the page of a model; what cannot be drawn, as its target is a function, has no picture."""
    kind = "Word to image" if model.scales else "Image to image"
    named = "thm:var-universal" if model.up == "keys" else "cor:flowar-universal"
    rests = named if model.scales else "lem:one-layer-universal"
    drawn = [element("h2", "How it looks"), _figure(model)] if isinstance(model.target, Formula) else []
    return [
        element("p", f"{kind}, the model of ", element("code", rests), class_="kicker"),
        element("h1", title(model)),
        element("p", badge(checked.verdict), f" {checked.message}.", class_="lead"),
        *drawn,
        element("h2", "The target"),
        _target(model),
        element("h2", "What is known"),
        element("dl", [join(element("dt", name), element("dd", value)) for name, value in _facts(model)],
                class_="facts"),
        *_steps(model),
        element("h2", "The layers"),
        _layers(model.layers),
        element("h2", "Checking it"),
        element("p", *_checking(model, file)),
    ]  # fmt: skip


def _target(model: Model) -> Html:
    """The formulas, the first ones of many."""
    if not isinstance(model.target, Formula):
        return element("p", "The target is a function; of it the stated Lipschitz constant is assumed.")
    texts: list[list[Any]] = [[_name(model, k, j), element("code", text)]
             for k, row in enumerate(model.target.texts) for j, text in enumerate(row)]  # fmt: skip
    more = f", {SHOWN} of {len(texts)}" if len(texts) > SHOWN else ""
    return table(["entry", "formula"], texts[:SHOWN], f"The entries{more}")


def _name(model: Model, k: int, j: int) -> str:
    if not model.scales:
        return f"row {k + 1}, {j + 1}"
    h = model.scales[-1]
    return f"pixel {k // h + 1}, {k % h + 1}" + (f", channel {j + 1}" if model.grid.d > 1 else "")


def _figure(model: Model) -> Html:
    """Target, model and error as a picture in the page."""
    held = io.StringIO()
    charts.model_chart(model).savefig(held, format="svg", metadata={"Date": None})
    drawn = held.getvalue()
    if model.scales:
        says = "Some words: the target, the model, and the distance of each pixel."
    elif model.grid.inputs == 1:
        says = "The target, the model off its ramps, and their distance."
    else:
        says = "Each entry over the first two inputs, all others at 1/2: target, model, and their distance."
    svg = f'<svg role="img" aria-label="{says}"' + drawn[drawn.index("<svg") + 4 :]
    return element("figure", Html(svg), element("figcaption", says, class_="small"),
                   class_="picture", style="margin: 0")  # fmt: skip


def _facts(model: Model) -> Iterator[tuple[str, Any]]:
    g, counts, facts = model.grid, model.counts, model.facts
    where = f"[0, 1]^{g.d}, the words" if model.scales else f"[0, 1]^({g.n} × {g.d})"
    if model.theta:
        mean = ", of an entry in the mean" if model.scales else ""
        yield "error", f"at most {_above(model.error_bound)} in the {model.alpha}-norm over {where}{mean}"
    else:
        yield "error", f"at most {_above(model.error_bound)} at every pixel and every word of [0, 1]"
    if facts is not None and model.theta:
        yield "of an entry", f"at most {_above(facts.sup_bound)} off the ramps, {_above(facts.sup_everywhere)} on them"
        yield "ramps", f"of width {model.theta} below each level"
    yield "Lipschitz constant", f"{model.lipschitz} (Frobenius norms)"
    yield "grid", f"{g.levels} levels a coordinate, {g.cells} cells"
    if facts is not None:
        yield "identifiers", f"at least {_below(facts.separation)} apart, enclosed with {model.bits} bits"
        if facts.beta:
            yield "temperature", f"β = {facts.beta}"
    yield "neurons", f"{counts.first} + {counts.second}; the theorem counts {counts.theorem}, the paper {counts.paper}"
    yield "parameters", f"{model.parameters}, each of them rational"
    if model.scales:
        yield "pyramid", " → ".join(f"{h} × {h}" for h in model.scales)
    beyond = missed(model)
    if beyond:
        yield "without positions", f"every network of any size misses this target by at least {_below(beyond)}"
    yield from (("assumed", text) for text in model.assumed)


def _steps(model: Model) -> list[Html]:
    if model.facts is None:
        return []
    steps = element("ol", [element("li", text) for text in model.facts.steps])
    return [element("h2", "The steps of the proof, on this object"), steps]


def _layers(layers: Layers) -> Html:
    """Every matrix with its shape and its largest entry."""
    n, d = layers.shape
    named: list[tuple[str | Html, str, Any]] = [
        ("positional embedding", f"{n} × {d}", [x for e in layers.embedding for x in e])
    ]
    for name, f in (("first feed-forward layer", layers.first), ("second feed-forward layer", layers.second)):
        if f.neurons:
            named += [(f"{name}, W1", f"{f.neurons} × {d}", [x for w in f.directions for x in w]),
                      (f"{name}, b1", str(f.neurons), f.thresholds),
                      (f"{name}, W2", f"{f.neurons} × {d}", [x for w in f.out for x in w])]  # fmt: skip
        named.append((f"{name}, b2", str(d), f.shift))
    a = layers.attention
    named += [(join("attention, W", element("sub", name)), str(d), w)
              for name, w in (("Q", a.query), ("K", a.key), ("V", a.value), ("O", a.out))]  # fmt: skip
    rows = [[name, shape, _above(max(map(abs, values))), str(max(x.denominator.bit_length() for x in values))]
            for name, shape, values in named]  # fmt: skip
    caption = "Weights: shape, largest absolute value, bits of the largest denominator"
    return table(["matrix", "shape", "largest", "bits"], rows, caption, right=(1, 2, 3))


def _checking(model: Model, file: str | None) -> list[Any]:
    sha = element("code", digest(weights(model.layers)))
    if file is None:
        return ["The weights have the SHA-256 ", sha, ". With ", element("code", "-o FILE.json"), " the command ",
                "writes the model, which is its own certificate."]  # fmt: skip
    return [element("code", f"varproof check {file}"), " replays every cell with Python’s standard library only. The "
            "weights have the SHA-256 ", sha, "; with any of them changed it fails."]  # fmt: skip


def _above(x: Fraction) -> str:
    return decimal(x, 4, up=True)


def _below(x: Fraction) -> str:
    return decimal(x, 4, up=False)
