"""The guide to proofs as a page; of Markdown it uses headings, paragraphs, lists, code, tables, `code` and **bold**."""

from __future__ import annotations

import re
from typing import Any

from varproof.show.report.html import Html, element, join, table

_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")
_CELL = re.compile(r"(?<!\\)\|")


def guide(said: str) -> Html:
    """The blocks of a text in Markdown, but for its first heading."""
    blocks = re.split(r"^```\w*\n(.*?)^```$", said.partition("\n")[2], flags=re.DOTALL | re.MULTILINE)
    out: list[Html] = []
    for k, block in enumerate(blocks):
        if k % 2:
            out.append(element("pre", element("code", block.rstrip("\n"))))
        else:
            out += [_block(part) for part in re.split(r"\n\s*\n", block.strip("\n")) if part.strip()]
    return join(out)


def _block(part: str) -> Html:
    if part.startswith("#"):
        marks, _, words = part.partition(" ")
        return element(f"h{len(marks)}", _inline(words))
    if part.startswith("|"):
        head, _, *rows = (_cells(line) for line in part.splitlines())
        shown = [[_inline(cell) for cell in row] for row in rows]
        return table([_inline(cell) for cell in head], shown, " and ".join(head))
    if part.startswith("* "):
        items = re.split(r"^\* ", part, flags=re.MULTILINE)[1:]
        return element("ul", [element("li", _inline(_one_line(item))) for item in items], class_="plain")
    return element("p", _inline(_one_line(part)))


def _one_line(said: str) -> str:
    return " ".join(line.strip() for line in said.splitlines())


def _cells(line: str) -> list[str]:
    return [cell.strip().replace(r"\|", "|") for cell in _CELL.split(line.strip())[1:-1]]


def _inline(text: str) -> Html:
    out: list[Any] = []
    at = 0
    for found in _INLINE.finditer(text):
        out.append(text[at : found.start()])
        out.append(element("code", found[1]) if found[1] is not None else element("b", _inline(found[2])))
        at = found.end()
    return join(out, text[at:])
