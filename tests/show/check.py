"""What is wrong with a site: broken links, bad structure, formulas that are not rendered."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

_VOID = {"meta", "link", "br", "hr", "wbr", "col"}
_APART = {"math", "code", "svg", "title", "style"}  # where signs of mathematics are at home
_RAW = re.compile(
    r"[≤≥∑∏∀∃∈√‖⟹⇒≠₀-₉ᵢⱼₖₗₘₙₐᵤᵥ²³α-ωΓΔΘΛΞΠΣΦΨΩ]|<=|>=|!=|\\[a-zA-Z]|\$[^$]+\$|\w\^|\b\w_\w"
    r"|\b(exp|log|sqrt|Sum|MaxOver|MinOver|ForAll|Exists|At|Holds|Implies)\("
)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.stack: list[str] = []
        self.wrong: list[str] = []
        self.prose: list[str] = []
        self.headings: list[int] = []
        self.tags: dict[str, int] = {}
        self.lang = ""
        self.title = ""
        self.feed(text)
        if self.stack:
            self.wrong.append(f"<{self.stack[-1]}> is not closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.links += [value for key, value in attrs if key in ("href", "src") and value is not None]
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "svg" and not (given.get("aria-label") or given.get("aria-hidden") == "true"):
            self.wrong.append("an <svg> has no label")
        if tag == "th" and given.get("scope") not in ("row", "col"):
            self.wrong.append("a <th> has no scope")
        if tag == "img" and "alt" not in given:
            self.wrong.append("an <img> has no alt")
        if tag == "script" or any(key.startswith("on") for key, _ in attrs):
            self.wrong.append("there is a script")
        if tag not in _VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] == "title" and "svg" not in self.stack:
            self.title += data
        if not _APART.intersection(self.stack):
            self.prose.append(data)


def problems(files: Mapping[str, bytes]) -> list[str]:
    """One sentence for everything that is wrong; none for a good site."""
    texts = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
    pages = {name: _Page(text) for name, text in texts.items()}
    found = [f"{name}: {what}" for name, page in pages.items() for what in page.wrong]
    for name, page in pages.items():
        found += [f"{name}: {what}" for what in _structure(page)]
        found += [f"{name}: {what}" for what in _links(name, page, pages, files)]
        found += [f"{name}: {what}" for what in _formulas(texts[name], page)]
    return found


def _structure(page: _Page) -> Iterator[str]:
    if not page.lang or not page.title.strip():
        yield "no language or no title"
    if page.tags.get("h1") != 1 or page.tags.get("main") != 1 or page.tags.get("nav") != 1:
        yield "not one h1, one main and one nav"
    if any(b > a + 1 for a, b in zip(page.headings, page.headings[1:], strict=False)):
        yield f"headings jump: {page.headings}"
    for twice in {i for i in page.ids if page.ids.count(i) > 1}:
        yield f"the id {twice} is there twice"


def _links(name: str, page: _Page, pages: Mapping[str, _Page], files: Mapping[str, bytes]) -> Iterator[str]:
    for href in page.links:
        parts = urlsplit(href)
        if parts.scheme == "data":
            continue
        if parts.scheme or parts.netloc:
            yield f"{href} leaves the site"
            continue
        path, fragment = urldefrag(href)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        if target not in files:
            yield f"{href} leads nowhere"
        elif fragment and fragment not in pages[target].ids:
            yield f"{href}: there is no such place on the page"


def _formulas(text: str, page: _Page) -> Iterator[str]:
    for said in page.prose:
        raw = _RAW.search(said)
        if raw:
            yield f"{raw[0]!r} is not rendered in: {said.strip()[:80]}"
    for formula in re.findall(r"<math\b.*?</math>", text, re.DOTALL):
        try:
            tree = ET.fromstring(formula)
        except ET.ParseError as error:
            yield f"MathML is not well-formed: {error}: {formula[:60]}"
            continue
        if not "".join(tree.itertext()).strip():
            yield "an empty formula"
        for node in tree.iter():
            wanted = {"msub": 2, "msup": 2, "mfrac": 2, "munder": 2, "msubsup": 3, "mover": 2}.get(node.tag)
            if wanted is not None and len(node) != wanted:
                yield f"<{node.tag}> has {len(node)} parts: {formula[:60]}"
            if not len(node) and node.tag in ("mi", "mn", "mo") and not (node.text or "").strip():
                yield f"an empty <{node.tag}>"
