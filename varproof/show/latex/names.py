r"""Names and words as LaTeX: Greek letters, indices below, and text with its special characters escaped.

A paper may have its own symbols for names: `with symbols({"gamma_min": r"\underline\gamma"})`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from varproof.lang import letters
from varproof.show import names

GREEK = {
    sign: "\\" + {"lam": "lambda"}.get(word, word) for word, sign in letters.GREEK.items()
}  # the Unicode letter to its command
_COMMANDS = {word: GREEK[sign] for word, sign in letters.GREEK.items()}
_LIMITS = {"min": r"\min", "max": r"\max"}
_ESCAPES = {
    **{c: "\\" + c for c in "&%$#_{}"},
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"},
    **{"–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "…": r"\dots{}"},
    **{"\u00a0": "~", "|": r"\textbar{}", "<": r"\textless{}", ">": r"\textgreater{}", '"': "''"},
}


class Unprintable(ValueError):
    """Something that has no LaTeX form; the message names it."""


class Symbols:
    """What names are printed as, where the reader of a paper knows them otherwise; and which names were printed."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        self.chosen = {names.name(name): tex for name, tex in chosen.items()}
        self.printed: set[str] = set()  # as Unicode


_symbols: ContextVar[Symbols | None] = ContextVar("symbols", default=None)


@contextmanager
def symbols(chosen: Mapping[str, str]) -> Iterator[Symbols]:
    """Within, these names stand as the LaTeX that is given for them, also below others and with indices below."""
    found = Symbols(chosen)
    token = _symbols.set(found)
    try:
        yield found
    finally:
        _symbols.reset(token)


def symbol(shown: str) -> str | None:
    """The symbol that was chosen for a name, which is given as Unicode."""
    known = _symbols.get()
    if known is None:
        return None
    known.printed.add(shown)
    return None if shown not in known.chosen else f"{{{known.chosen[shown]}}}"


def name(text: str) -> str:
    """A name with Greek letters, and what follows the first underscore or digit below: gamma_min, x1."""
    chosen = symbol(names.name(text))
    if chosen is not None:
        return chosen
    head, tail = names.parts(text)
    if not tail:
        return _COMMANDS.get(head, head) if len(head) == 1 or head in _COMMANDS else word(head)
    return f"{name(head)}_{{{below(tail)}}}"


def below(text: str) -> str:
    """What stands below a name: a number, a letter, or a word in roman."""
    if text in _COMMANDS or text in _LIMITS:
        return _COMMANDS.get(text) or _LIMITS[text]
    return text if text.isdigit() or len(text) == 1 else rf"\mathrm{{{escaped(text)}}}"


def word(text: str) -> str:
    """A name of several letters, such as that of a function."""
    return rf"\operatorname{{{text.replace('_', '-')}}}"


def escaped(text: str) -> str:
    """Text that contains no mathematics; Unprintable names a character that has no place in it."""
    for c in text:
        if c not in _ESCAPES and not (c.isascii() and (c.isprintable() or c == "\n")) and not _latin(c):
            raise Unprintable(f"the character {c!r} in {text!r} has no LaTeX form")
    return "".join(_ESCAPES.get(c, c) for c in text)


def identifier(text: str) -> str:
    """An id in the type of programs; a line may break behind its signs."""
    shown = re.sub("[:-]", r"\g<0>\\allowbreak ", escaped(text))
    return rf"\texttt{{{shown}}}"


def _latin(c: str) -> bool:
    return c.isalpha() and ord(c) < 0x180
