"""Answers as HTML for notebooks: statements, verdicts with their proofs, tables and the graph.

The pieces are those of the report, with a small style sheet of their own and without links to other pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from varproof.decide.result import Result
from varproof.lang.statement import Entry, Variant
from varproof.show.findings import Standing
from varproof.show.report import svg
from varproof.show.report.html import Html, element
from varproof.show.report.prose import prose
from varproof.show.report.site import badge
from varproof.show.report.statement import evidence, legend, panel, proof, where

_STYLE = """
.varproof { max-width: 62rem; line-height: 1.5; --good: #2c6a3f; --mend: #8a5a00; --some: #2f5f8f; --open: #6d6580;
  --bad: #a3262a; --soft: color-mix(in srgb, currentColor 65%, transparent); }
.varproof h3, .varproof h4 { font-weight: 600; margin: .8em 0 .2em; font-size: 1em; }
.varproof p { margin: .3em 0; }
.varproof ul, .varproof ol { list-style: none !important; padding: 0 !important; margin: .2em 0 !important; }
.varproof li { margin: .15em 0 !important; }
.varproof .clauses li { display: grid; grid-template-columns: 8em minmax(0, 1fr) auto; gap: 0 .8em; }
.varproof li { align-items: baseline; }
.varproof .clauses li > .formula:first-child { grid-column: 1 / 3; }
.varproof .label, .varproof .tag, .varproof .because, .varproof .small, .varproof .n { color: var(--soft); }
.varproof .label, .varproof .tag { font-style: italic; font-size: .92em; }
.varproof .formula { overflow-x: auto; overflow-y: hidden; padding-left: 1.4em; text-indent: -1.4em; }
.varproof math { font-size: 1.1em; text-indent: 0; }
.varproof mfrac > * { math-depth: inherit; }
.varproof .keep { white-space: nowrap; }
.varproof mtd { padding: .15em .3em; }
.varproof .step { display: grid; grid-template-columns: 2.4em minmax(0, max-content) minmax(8em, 1fr); gap: 0 .5em; }
.varproof .because { font-size: .9em; padding-left: 1em; }
.varproof .d1 { margin-left: 1.2em; } .varproof .d2 { margin-left: 2.4em; } .varproof .d3 { margin-left: 3.6em; }
.varproof .badge { color: var(--c, inherit); font-variant-caps: all-small-caps; letter-spacing: .04em; }
.varproof .proved { --c: var(--good); } .varproof .corrected { --c: var(--mend); }
.varproof .refuted, .varproof .error, .varproof .rejected { --c: var(--bad); }
.varproof .holds-on-instances, .varproof .instances { --c: var(--some); } .varproof .undecided { --c: var(--open); }
.varproof .unjudged { --c: var(--soft); }
.varproof .legend { font-size: .9em; color: var(--soft); }
.varproof .legend dt, .varproof .legend dd { display: inline; margin: 0 .6em 0 0; }
.varproof .finding { border-left: 2px solid var(--bad); padding-left: .8em; }
.varproof table { border-collapse: collapse; margin: .4em 0; }
.varproof td, .varproof th { text-align: left; padding: .2em 1.2em .2em 0; font-weight: 400; }
.varproof thead th { font-style: italic; border-bottom: 1px solid currentColor; }
.varproof .graph { overflow-x: auto; } .varproof .right { direction: rtl; }
.varproof .graph svg { max-width: 100%; height: auto; direction: ltr; }
.varproof svg { font: 11px ui-monospace, Menlo, Consolas, monospace; }
.varproof .edges path, .varproof .rule { fill: none; stroke: var(--soft); }
.varproof .box { fill: none; stroke: var(--c); } .varproof .focus .box { stroke-width: 2.2; }
.varproof .weaker .box { stroke-dasharray: 4 3; }
.varproof .stripe { fill: var(--c); } .varproof .mark { fill: none; stroke: var(--c); stroke-width: 1.8; }
.varproof .pattern path { stroke: var(--c); stroke-width: 1.6; fill: none; }
.varproof .corrected .stripe { fill: url(#stripe-corrected); }
.varproof .refuted .stripe { fill: url(#stripe-refuted); }
.varproof .instances .stripe { fill: url(#stripe-instances); } .varproof .error .stripe { fill: url(#stripe-error); }
.varproof .undecided .stripe { fill: url(#stripe-undecided); } .varproof .unjudged .stripe { fill: none; }
.varproof .node text { fill: currentColor; }
"""


def framed(*content: Any) -> Html:
    """Content with the style that it needs."""
    return element("div", element("style", Html(_STYLE)), *content, class_="varproof")


def entry(shown: Entry) -> Html:
    """A result as it is stated, in all its variants, without verdicts."""
    variants = list(shown.variants.values())
    head = element("h3", f"{shown.kind.capitalize()} ", element("code", shown.id), ". ", prose(shown.title), ".")
    source = element("p", f"Source: {shown.source}.", class_="small")
    return framed(head, source, [panel(v, None) for v in variants], where(variants, lambda d: None))


def judgement(variant: Variant, result: Result) -> Html:
    """A variant, what the referee says about it, and the proof."""
    head = element("h3", f"{variant.entry.kind.capitalize()} ", element("code", variant.id))
    said = [panel(variant, result), where([variant], lambda d: None), legend([result]), *evidence(variant, result)]
    place = f"{variant.id}-{variant.name}".replace(":", "-")
    return framed(head, said, proof(variant, result, place) if result.rules else None)


def verdicts(results: Iterable[Result]) -> Html:
    """A row for each result."""
    rows = [
        [f"{r.id} {r.variant}", badge(r.verdict), ", ".join(r.evidence) or "–", r.slack or "–", "ok" if r.ok else r.why]
        for r in results
    ]
    return framed(_table(["Form", "Verdict", "Rests on", "Slack", ""], rows))


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Html:
    top = [element("th", h, scope="col") for h in head]
    body = [element("tr", [element("td", cell) for cell in row]) for row in rows]
    return element("table", element("thead", element("tr", top)), element("tbody", body))


def graph(entries: Mapping[str, Entry], standing: Mapping[str, Standing], focus: str | None) -> Html:
    """The graph of `uses` for these entries; those without a standing have not been judged."""
    label = "What rests on what" if focus is None else f"What {focus} rests on, and what rests on it"
    return framed(svg.graph(entries, standing, None, label, focus), svg.legend(standing) if standing else None)


def certificate(facts: Mapping[str, str]) -> Html:
    """What a certificate says of itself."""
    return framed(_table(["Certificate", ""], [[name, element("code", said)] for name, said in facts.items()]))


def reports(rows: Iterable[tuple[str, str, str]]) -> Html:
    """What the checker says: the certificate's claim, its verdict or its rejection, and why."""
    return framed(
        _table(["Claim", "The checker says", ""], [[name, badge(verdict), why] for name, verdict, why in rows])
    )
