"""Text in lines of a width. Words that belong together are joined by no-break spaces."""

from __future__ import annotations

import textwrap

JOIN = "\u00a0"  # a no-break space


def wrap(text: str, width: int, lead: str = "", hang: str | None = None) -> list[str]:
    """Text broken at blanks, at no-break spaces only where a line has no other; the first line begins with `lead`, the
    others with `hang`, by default blanks as wide."""
    hang = " " * len(lead) if hang is None else hang
    wide = max(width, len(hang) + 20)

    def broken(part: str, first: str) -> list[str]:
        return textwrap.wrap(
            part,
            wide,
            initial_indent=first,
            subsequent_indent=hang,
            break_long_words=False,
            break_on_hyphens=False,
        )

    found = []
    for part in broken(text, lead) or [lead.rstrip()]:
        said = part.replace(JOIN, " ")
        found += [said] if len(said) <= wide else broken(said, "")
    return found
