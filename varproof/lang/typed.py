r"""What people type for a claim, a hypothesis or a box, as texts of the claim language.

A text of the language is left as it is. Anything else is read here: `x^2`, `2x`, `|x|`, `ln`, `e^x`, `≤ ≥ ≠ ² √ π · −`,
chains, brackets of any shape, names of any letters (λ is called lambda, x₁ x_1), and LaTeX as papers have it
(`\frac`, `\sqrt`, `\exp`, `\le`, `\left|`, subscripts). Nothing is guessed: what is not understood is named by its
place, with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from varproof.lang import claims, ends
from varproof.lang.claims import ClaimError, Sides
from varproof.lang.powers import Powers, integers, opened
from varproof.lang.reader import Reader
from varproof.lang.tokens import tokens as _tokens


def looks_like_claim(word: str) -> bool:
    """Whether a word of the command line is a claim and no id."""
    return any(sign in word for sign in "<>=!≤⩽≦≥⩾≧≠\\")


class Problem(NamedTuple):
    """A claim, its sides and its hypotheses in the claim language; `stands`: what a variable that was typed is, by the
    variable that has its place in these texts; `infinite`: the ends of its side; `irrational`: those of other sides."""

    claim: str
    sides: Sides
    given: list[str]
    stands: dict[str, str]
    infinite: dict[str, tuple[str, str]]
    irrational: dict[str, tuple[str, str]]


def problem(said: str, boxes: Iterable[str], assume: Iterable[str]) -> Problem:
    """What was typed: the claim and its own premises, sides with infinite and irrational ends too; ClaimError."""
    found, assume = ends.read(box(boxes)), list(assume)
    stands = found.stands
    powers = Powers(opened(found.sides, [*found.given, *assume]), integers(assume))
    given = [claim(h.strip(), found.sides, "assumption", stands, powers) for h in assume]
    more, text = statement(said.strip(), found.sides, "claim", stands, powers)
    return Problem(text, found.sides, [*found.given, *given, *more], stands, found.infinite, found.irrational)


def claim(
    text: str,
    sides: Collection[str],
    what: str = "claim",
    stands: Mapping[str, str] | None = None,
    powers: Powers | None = None,
) -> str:
    """A claim or hypothesis without premises as a text of the claim language; ClaimError."""
    more, found = statement(text, sides, what, stands, powers)
    if more:
        raise ClaimError(f"{what}: `implies` is for claims; write the premise as a hypothesis of its own")
    return found


def statement(
    text: str,
    sides: Collection[str],
    what: str = "claim",
    stands: Mapping[str, str] | None = None,
    powers: Powers | None = None,
) -> tuple[list[str], str]:
    """The premises of a claim, and the claim, as texts of the claim language; ClaimError."""
    try:
        relations = claims.parse(text, what)
        if all(name in sides for name in claims.names(relations)):
            return [], text
        reading: ClaimError | None = None
    except ClaimError as error:
        reading = error
    reader = Reader(text, what, sides, None, stands, powers)
    found = [*reader.claim()]
    for part in found if found != [text] else []:
        try:
            claims.parse(part, what)
        except ClaimError as error:
            raise ClaimError(f"{error} (the claim is read as {part[:200]})") from reading
    return found[:-1], found[-1]


def box(given: Iterable[str]) -> list[str]:
    """Sides such as `x in [0, 1]`, `0 <= x <= 1`, `x=0..1` or several at once, as x=0:1 each; ClaimError."""
    return [side for text in given for side in _sides(text)]


def _sides(text: str) -> list[str]:
    found, names = [], list[str]()
    for part in _apart(text.strip().strip("$")):
        said = part.strip()
        chain = re.fullmatch(r"(.+?)(?:<=|≤|\\leq?\b)\s*([^<≤\\]+?|\\[A-Za-z]+)\s*(?:<=|≤|\\leq?\b)(.+)", said)
        inside = re.fullmatch(r"(.+?)(?:\s+in\s+|\s*∈\s*|\s*\\in\b\s*|\s*=\s*)([\[(\]])(.+)([\])\[])", said)
        dots = re.fullmatch(r"(.+?)\s*(?:=|:(?!.*:))\s*(.+?)(?:\.\.\.?|…)(.+)", said)
        plain = re.fullmatch(r"([^=:]+)=(.+):(.+)", said)
        if chain is not None:
            low, name, high = chain[1], chain[2], chain[3]
        elif inside is not None and len(ends := _apart(inside[3])) == 2:
            if (inside[2], inside[4]) != ("[", "]"):
                raise ClaimError(
                    f"box {said[:30]}: a side holds its ends; write {inside[1].strip()}={ends[0].strip()}:"
                    f"{ends[1].strip()}, and exclude an end with --assume"
                )
            name, low, high = inside[1], *ends
        elif plain is not None:
            name, low, high = plain.groups()
        elif dots is not None:
            name, low, high = dots.groups()
        else:
            names.append(said)  # as x is in x, y in [0, 1]
            continue
        found += [f"{_name(n, said)}={_end(low, said)}:{_end(high, said)}" for n in (*names, name)]
        names = []
    if names:
        raise ClaimError(f"box {names[0][:30]}: write a name and two ends, such as x=-8:8 or 'x in [-8, 8]'")
    return found


def _apart(text: str) -> list[str]:
    """The parts between commas that are in no bracket."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _name(text: str, side: str) -> str:
    tokens = _tokens(text.strip(), f"box {side[:30]}")
    reader = Reader(text.strip(), f"box {side[:30]}", (), tokens)
    name = reader.name() if reader.now.kind == "name" else ""
    if not name or reader.now.kind != "end":
        raise ClaimError(f"box {side[:30]}: {text.strip()[:20]!r} is no name")
    return name


def _end(text: str, side: str) -> str:
    said = text.strip()
    if re.fullmatch(r"[-+]?(?:oo|inf|infinity|∞|\\infty)", said):
        return ("-" if said[0] == "-" else "") + "oo"
    try:
        claims.number(said, "")
        return said
    except ClaimError:
        return Reader(said, f"box {side[:30]}", ()).term()
