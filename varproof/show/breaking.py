"""Text in lines of a width. Words that belong together are joined by no-break spaces; lines end outside brackets."""

from __future__ import annotations

import re

JOIN = "\u00a0"  # a no-break space


_INSIDE = 12  # so many columns earlier a line ends, if that is one bracket less deep


def wrap(text: str, width: int, lead: str = "", hang: str | None = None) -> list[str]:
    """Text broken at blanks, at no-break spaces only where a line has no other; the first line begins with `lead`, the
    others with `hang`, by default blanks as wide."""
    hang = " " * len(lead) if hang is None else hang
    wide = max(width, len(hang) + 20)
    rest = re.sub(r"[\n\t]", " ", text).strip(" ")
    depth = _depths(rest)
    out = []
    while len(lead) + len(rest) > wide and (ends := _ends(rest, wide - len(lead))):
        end = max(ends, key=lambda k: k - _INSIDE * depth[k])
        out.append(lead + rest[:end])
        skipped = len(rest) - len(rest[end:].lstrip(" " + JOIN))
        lead, rest, depth = hang, rest[skipped:], depth[skipped:]
    return [line.replace(JOIN, " ").rstrip() for line in [*out, lead + rest]]


def _ends(text: str, room: int) -> list[int]:
    """Where a line of the text may end: as late as there is room for, or as soon as it can where there is none."""
    for blank in (" ", JOIN):
        fit = [m.start() for m in re.finditer(rf"(?<![ {JOIN}]){blank}", text[: room + 1])]
        if fit := [k for k in fit if k]:
            return fit
    return [m.start() for m in re.finditer(rf"(?<=\S)[ {JOIN}]", text)][:1]


def _depths(text: str) -> list[int]:
    """How many brackets, and bars of absolute values and norms, are open before each sign and at the end."""
    found, step = [0], 0
    for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if sign not in "|‖":
            step = (sign in "([{⟨") - (sign in ")]}⟩")
        elif before not in "|‖":  # else as the bar before it
            step = -1 if before not in "([{⟨ " + JOIN else int(after not in " " + JOIN)
        found.append(found[-1] + step)
    return found
