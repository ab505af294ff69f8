"""HTML elements as strings; plain strings are escaped, what is made here is not escaped again."""

from __future__ import annotations

from html import escape
from typing import Any

_VOID = {"meta", "link", "br", "hr", "wbr", "col"}


class Html(str):
    """Text that is HTML already."""


def element(tag: str, /, *content: Any, **attributes: Any) -> Html:
    """An element; `class_` is the attribute class, `aria_label` is aria-label, None leaves an attribute out."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if tag in _VOID:
        return Html(f"<{tag}{shown}/>")
    return Html(f"<{tag}{shown}>{join(*content)}</{tag}>")


def join(*content: Any) -> Html:
    """Content one after the other; lists are joined likewise, None is nothing."""
    out: list[str] = []
    for part in content:
        if isinstance(part, Html):
            out.append(part)
        elif isinstance(part, str):
            out.append(escape(part, quote=False))
        elif part is not None:
            out.append(join(*part))
    return Html("".join(out))


def link(href: str, *content: Any, **attributes: Any) -> Html:
    return element("a", *content, href=href, **attributes)


def listed(parts: list[Any], last: str = "and") -> Html:
    """a, b and c."""
    out: list[Any] = []
    for k, part in enumerate(parts):
        out += [f" {last} " if 0 < k == len(parts) - 1 else ", " if k else "", part]
    return join(*out)


def table(head: list[Any], rows: list[list[Any]], caption: str, right: tuple[int, ...] = ()) -> Html:
    """A table whose first column names its rows; columns in `right` are numbers."""

    def cell(k: int, content: Any) -> Html:
        kind = "number" if k in right else None
        if k == 0:
            return element("th", content, scope="row", class_=kind)
        return element("td", content, class_=kind, data_label=head[k] if isinstance(head[k], str) else None)

    top = [element("th", h, scope="col", class_="number" if k in right else None) for k, h in enumerate(head)]
    body = [element("tr", [cell(k, c) for k, c in enumerate(row)]) for row in rows]
    return element(
        "div",
        element("table", element("caption", caption), element("thead", element("tr", top)), element("tbody", body)),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
    )
