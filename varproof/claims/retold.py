"""What was found out about a claim over a side with an infinite or irrational end, as it was typed.

The certificate is about x = a + t/(1 - t) with t in [0, 1), and about a side that is a little longer with an end that
is a hypothesis; people ask about x up to pi, and are answered about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from varproof.claims import notation
from varproof.claims.prove import Proof
from varproof.lang import claims, ends
from varproof.lang.typed import Problem


def retold(found: Proof, said: Problem) -> Proof:
    """The same in the variables and with the ends that were typed; in other variables without its certificate."""
    ends_of = {x: list(both) for x, both in said.irrational.items()}
    ends_said = {
        f"{x} {sign} {end}" for x, both in ends_of.items() for sign, end in zip((">=", "<="), both, strict=True)
    }
    found = found._replace(
        box={x: ends_of.get(x, side) for x, side in found.box.items()},
        assume=[h for h in found.assume if h not in ends_said],
    )
    if not said.infinite:
        return found
    places = {ends.place(x): x for x in said.infinite}
    own = {sentence for t in places for sentence in (f"{t} < 1", f"{t} > -1 and {t} < 1")}
    return found._replace(
        claim=_typed(found.claim, said.stands),
        box={places.get(t, t): _side(places.get(t), side, said.infinite) for t, side in found.box.items()},
        assume=[_typed(h, said.stands) for h in found.assume if h not in own],
        texts=None
        if found.texts is None
        else {
            places.get(t, t): _value(said.infinite.get(places.get(t, "")), value) for t, value in found.texts.items()
        },
        certificate=None,
    )


def substitution(said: Problem) -> str:
    """What the certificate has in place of the variables that were typed."""
    return ", ".join(f"{notation.name(x)} = {notation.term(claims.term(term, x))}" for x, term in said.stands.items())


def _typed(text: str, stands: Mapping[str, str]) -> str:
    for x, term in stands.items():
        text = text.replace(f"({term})", x)
    return text


def _side(x: str | None, side: list[str], infinite: Mapping[str, tuple[str, str]]) -> list[str]:
    return side if x is None else list(infinite[x])


def _value(side: tuple[str, str] | None, t: str) -> str:
    """The value of a variable on an infinite side; what is irrational stays a term."""
    if side is None:
        return t
    low, high = side
    try:
        q = Fraction(t)
        moved = str(q / (1 - abs(q)))
    except ValueError:
        moved = f"({t})/(1-abs({t}))"
    if "oo" in low and "oo" in high:
        return moved
    return _sum(high, "-", moved) if "oo" in low else _sum(low, "+", moved)


def _sum(end: str, sign: str, moved: str) -> str:
    try:
        return str(Fraction(end) + Fraction(f"{sign}{moved}"))
    except ValueError:
        return f"{end}{sign}{moved}"
