"""What the pages share: the judged catalog, addresses of pages, and the frame around each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from varproof.decide.result import Result
from varproof.lang.statement import Entry
from varproof.show import findings, graph
from varproof.show.findings import Standing
from varproof.show.report.html import Html, element, join, link

GENERATOR = "varproof report"  # how a report of ours is known again
GUIDE = "writing-proofs.html"
PAGES = [
    ("index.html", "Summary"),
    ("statements.html", "Statements"),
    ("findings.html", "Findings"),
    ("graph.html", "Graph"),
    ("slack.html", "Slack"),
    ("trust.html", "Trust"),
]

# How an entry stands, in words; the keys are those of `findings.STANDINGS`.
WORDS = {
    "proved": "proved",
    "corrected": "proved after correction",
    "instances": "holds on instances",
    "undecided": "undecided",
    "refuted": "refuted",
    "error": "error",
}


@dataclass(frozen=True)
class Site:
    """A catalog with what the referee says about it; certificates are canonical JSON by id and variant. `models` are
    built ones by the names of their pages, each with its verdict and what is certified."""

    title: str
    entries: Mapping[str, Entry]
    results: Mapping[str, Mapping[str, Result]]
    certificates: Mapping[tuple[str, str], str]
    models: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        return findings.standings(self.entries, self.results)

    @cached_property
    def used_by(self) -> dict[str, list[str]]:
        return graph.used_by(self.entries)

    def dependants(self, entry_id: str) -> list[str]:
        """All that rests on an entry, directly or not, in catalog order."""
        above = graph.closure(entry_id, self.used_by) - {entry_id}
        return [i for i in self.entries if i in above]

    @cached_property
    def all_results(self) -> list[Result]:
        return [r for by_variant in self.results.values() for r in by_variant.values()]


def page_of(entry_id: str) -> str:
    """The file of a statement's page."""
    return f"statements/{entry_id.replace(':', '-')}.html"


def page_of_model(name: str) -> str:
    """The file of a built model's page."""
    return f"models/{name}.html"


def to(entry_id: str, root: str, *content: Any) -> Html:
    """A link to a statement, from a page from which the site's folder is `root`."""
    return link(root + page_of(entry_id), *(content or (entry_id,)), class_="id" if not content else None)


def ids(site: Site, names: Sequence[str], root: str) -> Html:
    """Links to statements, one after the other; those of another catalog have no page."""
    shown = [to(i, root) if i in site.entries else element("code", i) for i in names]
    return join(*[join(", " if k else "", one) for k, one in enumerate(shown)])


def badge(verdict: str, text: str | None = None) -> Html:
    """A verdict or a standing as a word with a mark that does not need colour."""
    return element("span", text or verdict.replace("_", " "), class_=f"badge {verdict.lower().replace('_', '-')}")


def frame(site: Site, path: str, title: str, *main: Any, wide: bool = False) -> Html:
    """A whole page."""
    root = "../" * path.count("/")
    nav = [
        element("li", link(root + target, name, aria_current="page" if target == path else None))
        for target, name in PAGES
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=GENERATOR),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title if title == site.title else f"{title} – {site.title}"),
        element("link", rel="icon", href="data:,"),
        element("link", rel="stylesheet", href=f"{root}static/style.css"),
    )
    body = element(
        "body",
        link("#main", "Skip to the text", class_="skip"),
        element(
            "header",
            link(f"{root}index.html", site.title, class_="site"),
            element("nav", element("ul", nav), aria_label="Pages"),
            class_="top",
        ),
        element("main", *main, id="main", class_="wide" if wide else None),
        element(
            "footer",
            element(
                "p",
                "Every verdict here is computed. Certificates are replayed with ",
                element("code", "varproof check certificates"),
                ", which needs Python’s standard library only. How proofs are written: ",
                link(f"{root}{GUIDE}", "Writing proofs"),
                ".",
            ),
        ),
    )
    return join(Html("<!DOCTYPE html>\n"), element("html", head, "\n", body, lang="en"), "\n")
