"""The graph of `uses` as SVG: what is used on the left, what uses it on the right, each node a link.

How an entry stands is told by colour, by a mark and by the pattern of the stripe at its left; colours are those of the
page's style sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from varproof.show.findings import STANDINGS, Standing
from varproof.show.graph import Node
from varproof.show.report.html import Html
from varproof.show.report.layers import Edge, layout, reduction

Href = Callable[[str], str] | None  # where a node leads; None where nodes are no links

_PAGE, _SMALL = 900, 0.6  # what a narrow page shows; a drawing with a focus is not smaller
_LEAST = 0.85  # of its size, below which the drawing is not shrunk to fit a page
_HEIGHT, _GAP, _THIN, _BETWEEN, _LETTER, _MARK = 26, 36.0, 16.0, 38, 6.65, 27
_MARKS = {
    "unjudged": "",
    "proved": "M8 13.5l3 3.2 6-7.4",
    "corrected": "M8 13.5l3 3.2 6-7.4M8 20.5h9",
    "instances": "M9 10.5h.01M16 10.5h.01M9 16.5h.01M16 16.5h.01",
    "undecided": "M9 10.5a3.5 3 0 1 1 4.6 3l-1.1 1.2v1M12.5 18.4h.01",
    "refuted": "M8.5 9l8 8M16.5 9l-8 8",
    "error": "M12.5 8v6.5M12.5 17.6h.01",
}
_WORDS = {
    "unjudged": "not judged here",
    "proved": "proved as first written",
    "corrected": "proved after correction",
    "instances": "holds on instances",
    "undecided": "undecided",
    "refuted": "refuted",
    "error": "error",
}


def graph(
    entries: Mapping[str, Node], standing: Mapping[str, Standing], href: Href, label: str, focus: str | None = None
) -> Html:
    """The whole graph; edges that a longer path implies are left out, entries without edges stand below."""
    edges = reduction([(u, e.id) for e in entries.values() for u in e.uses if u in entries])
    joined = {n for edge in edges for n in edge}
    alone = [i for i in entries if i not in joined]
    return _drawing([i for i in entries if i in joined], edges, alone, entries, standing, href, label, focus)


def neighbourhood(entries: Mapping[str, Node], standing: Mapping[str, Standing], focus: str, href: Href) -> Html:
    """What an entry uses directly, and what uses it."""
    uses = [u for u in entries[focus].uses if u in entries]
    users = [i for i, e in entries.items() if focus in e.uses]
    edges = [(u, focus) for u in uses] + [(focus, i) for i in users]
    label = f"What {focus} uses, on the left, and what uses it, on the right"
    return _drawing([*uses, focus, *users], edges, [], entries, standing, href, label, focus)


def legend(standing: Mapping[str, Standing]) -> Html:
    """The standings that occur, with the drawing of each."""
    there = [s for s in STANDINGS if any(s == x.own for x in standing.values())]
    items = "".join(
        f'<li><svg width="30" height="26" viewBox="-2 0 30 26" aria-hidden="true">'
        f'<g class="node {s}">{_box(28, s)}</g></svg> {_WORDS[s]}</li>'
        for s in there
    )
    if any(x.own != x.downstream for x in standing.values()):
        items += (
            '<li><svg width="30" height="26" viewBox="-2 0 30 26" aria-hidden="true">'
            f'<g class="node proved weaker">{_box(28, "proved")}</g></svg> '
            "broken border: rests on something that stands less well</li>"
        )
    return Html(f'<ul class="legend-graph">{items}</ul>')


def _view(focus: str | None, left: float, right: float, width: float) -> tuple[str, float]:
    """The classes of a drawing, and how far it may shrink: where it scrolls, it begins at the end that is nearer to the
    focus, which lies between these places, and shows it in a page of a narrow page."""
    if focus is None:
        return "scroll graph", _LEAST
    near = min(right, width - left)
    side = "scroll graph near" if near == right else "scroll graph near right"
    return side, max(min(_LEAST, _PAGE / near), _SMALL)


def _drawing(
    nodes: Sequence[str],
    edges: Sequence[Edge],
    alone: Sequence[str],
    entries: Mapping[str, Node],
    standing: Mapping[str, Standing],
    href: Href,
    label: str,
    focus: str | None,
) -> Html:
    placed = layout(nodes, edges, _GAP, _THIN)
    widths = [max(_width(n) for n in column) for column in placed.columns]
    lefts = [2.0 + sum(widths[:k]) + _BETWEEN * k for k in range(len(widths))]
    column_of = {n: k for k, column in enumerate(placed.columns) for n in column}
    width = lefts[-1] + widths[-1] + 2 if widths else 0.0
    height = max(placed.heights.values(), default=-_GAP) + _HEIGHT + 4
    paths = []
    for (a, b), heights in placed.routes.items():
        k, last = column_of[a], column_of[b]
        x, y = lefts[k] + _width(a), placed.heights[a] + 2 + _HEIGHT / 2
        path = f"M{_n(x)} {_n(y)}"
        for j, h in enumerate([*heights, placed.heights[b]], k + 1):
            to_x, to_y = lefts[j], h + 2 + _HEIGHT / 2
            path += f"H{_n(lefts[j - 1] + widths[j - 1])}C{_n(to_x - _BETWEEN / 2)} {_n(y)} "
            path += f"{_n(to_x - _BETWEEN / 2)} {_n(to_y)} {_n(to_x)} {_n(to_y)}"
            y = to_y
        paths.append(f'<path d="{path}"/>')
        assert last == k + len(heights) + 1
    boxes = [
        _node(n, lefts[k], placed.heights[n] + 2, entries, standing, href, n == focus)
        for k, column in enumerate(placed.columns)
        for n in column
    ]
    if alone:
        boxes, width, height = _below(boxes, alone, entries, standing, href, max(width, 900.0), height + 34)
    edges_ = f'<g class="edges" aria-hidden="true">{"".join(paths)}</g>'
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    left = lefts[column_of[focus]] if focus in column_of else 0.0
    classes, least = _view(focus, left, left + _width(focus or ""), width)
    size += f' style="min-width: {_n(least * width)}px"'
    return Html(
        f'<div class="{classes}" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<svg {size} role="group" aria-label="{escape(label)}">{_patterns()}{edges_}{"".join(boxes)}</svg></div>'
    )


def _below(
    boxes: Iterable[str],
    alone: Sequence[str],
    entries: Mapping[str, Node],
    standing: Mapping[str, Standing],
    href: Href,
    width: float,
    top: float,
) -> tuple[list[str], float, float]:
    """Entries without edges, in rows below a line."""
    pitch = max(map(_width, alone)) + 14.0
    across = max(1, int((width + 10) // pitch))
    found = list(boxes)
    found.append(f'<path class="rule" d="M2 {_n(top - 17)}H{_n(width - 2)}"/>')
    for k, n in enumerate(alone):
        y = top + (k // across) * _GAP
        found.append(_node(n, 2 + (k % across) * pitch, y, entries, standing, href, False))
    return found, width, top + ((len(alone) - 1) // across) * _GAP + _HEIGHT + 2


def _width(name: str) -> float:
    return _MARK + len(name) * _LETTER + 10


def _node(
    name: str,
    x: float,
    y: float,
    entries: Mapping[str, Node],
    standing: Mapping[str, Standing],
    href: Href,
    focus: bool,
) -> str:
    stands = standing.get(name, Standing("unjudged", "unjudged", ()))
    words = _WORDS[stands.own]
    if stands.own != stands.downstream:
        words += f"; with all it rests on: {_WORDS[stands.downstream]}"
    says = f"{name}: {entries[name].title}; {words}"
    kind = f"node {stands.own}{' weaker' if stands.own != stands.downstream else ''}{' focus' if focus else ''}"
    kind += " definition" if entries[name].kind == "definition" else ""
    drawn = f'{_box(_width(name), stands.own)}<text x="{_MARK}" y="17.5">{escape(name)}</text>'
    drawn = f'<g class="{kind}" transform="translate({_n(x)} {_n(y)})"><title>{escape(says)}</title>{drawn}</g>'
    return drawn if href is None else f'<a href="{escape(href(name))}" aria-label="{escape(says)}">{drawn}</a>'


def _box(width: float, standing: str) -> str:
    return (
        f'<rect class="box" width="{_n(width)}" height="{_HEIGHT}" rx="3"/>'
        f'<rect class="stripe" width="5" height="{_HEIGHT}"/>'
        f'<path class="mark" d="{_MARKS[standing]}"/>'
    )


def _patterns() -> str:
    """Stripes: what is proved is plain; the others are hatched, dotted, crossed."""
    made = {
        "corrected": '<path d="M-1 5L5 -1M1 7L7 1"/>',
        "instances": '<path d="M3 1.5v3"/>',
        "undecided": '<path d="M0 3h6"/>',
        "refuted": '<path d="M0 0L6 6M6 0L0 6"/>',
        "error": '<path d="M0 0L6 6M6 0L0 6"/>',
    }
    patterns = "".join(
        f'<pattern id="stripe-{s}" class="pattern {s}" width="6" height="6" patternUnits="userSpaceOnUse">{p}</pattern>'
        for s, p in made.items()
    )
    return f"<defs>{patterns}</defs>"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
