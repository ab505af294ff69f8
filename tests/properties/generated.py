"""Properties on generated input: the terms and claims, and a plain walk over them.

Each property is a function of what it is about, so that a wrong variant of that can be put in its place: a test beside
it shows that the property fails there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from varproof.lang.claims import Term

VARIABLES = ("x", "y")
ELEMENTARY = ("exp", "log", "sqrt", "tanh", "sin", "cos")


def run(check: Callable[..., None], inputs: tuple[st.SearchStrategy[Any], ...], examples: int, **options: Any) -> None:
    options |= {"max_examples": examples, "deadline": None, "derandomize": True, "database": None}
    settings(**options)(given(st.tuples(*inputs))(lambda values: check(*values)))()


def holds(check: Callable[..., None], *inputs: st.SearchStrategy[Any], examples: int = 60) -> None:
    run(check, inputs, examples)


def fails(check: Callable[..., None], *inputs: st.SearchStrategy[Any]) -> None:
    """The property is violated by some input; the first will do."""
    with pytest.raises(AssertionError):
        run(check, inputs, 2000, report_multiple_bugs=False, phases=(Phase.generate,))


# ---- terms, and a plain walk over them

decimals = st.builds(lambda n, k: Fraction(n, 10**k), st.integers(0, 300), st.integers(0, 2))
coordinates = st.builds(Fraction, st.integers(-12, 12), st.sampled_from([1, 2, 3, 8]))
floats = st.floats(-3, 3).map(lambda x: round(x, 2)) | st.floats(-3, 3)


def terms(functions: tuple[str, ...], size: int = 8) -> st.SearchStrategy[Term]:
    leaves = decimals.map(lambda q: ("const", q)) | st.sampled_from(VARIABLES).map(lambda x: ("var", x))

    def more(t: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        return st.one_of(
            st.tuples(st.sampled_from(["+", "-", "*", "/", "max", "min"]), t, t),
            st.tuples(st.sampled_from(["neg", "abs", *functions]), t),
            st.tuples(st.just("^"), t, st.integers(0, 3)),
        )

    return st.recursive(leaves, more, max_leaves=size)


rational_terms, all_terms = terms(()), terms(ELEMENTARY)


def walk(t: Term, at: dict[str, Fraction]) -> Fraction:
    """The value, from the definition; ZeroDivisionError where there is none."""
    if t[0] == "const":
        return t[1]
    if t[0] == "var":
        return at[t[1]]
    a = walk(t[1], at)
    if t[0] in ("neg", "abs", "^"):
        return -a if t[0] == "neg" else abs(a) if t[0] == "abs" else a ** t[2]
    b = walk(t[2], at)
    if t[0] == "/":
        return a / b
    return {"+": a + b, "-": a - b, "*": a * b, "max": max(a, b), "min": min(a, b)}[t[0]]


def value(t: Term, at: dict[str, Fraction]) -> Fraction | None:
    try:
        return walk(t, at)
    except ZeroDivisionError:
        return None


def place(x: Any, y: Any) -> dict[str, Fraction]:
    return {"x": Fraction(x), "y": Fraction(y)}


def printed(t: Term, level: int = 0) -> str:
    """A term in the claim language, with no more brackets than its grammar needs."""
    head = t[0]
    if head == "const":
        q: Fraction = t[1]
        return str(q.numerator) if q.denominator == 1 else f"{q.numerator * 100 // q.denominator}e-2"
    if head == "var":
        return str(t[1])
    if head in ("+", "-"):
        own, text = 0, f"{printed(t[1], 0)} {head} {printed(t[2], 1)}"
    elif head in ("*", "/"):
        own, text = 1, f"{printed(t[1], 1)}{head}{printed(t[2], 2)}"
    elif head == "neg":
        own, text = 2, f"-{printed(t[1], 2)}"
    elif head == "^":
        own, text = 2, f"{printed(t[1], 3)}**{t[2]}"
    else:
        own, text = 3, f"{head}({', '.join(printed(s) for s in t[1:])})"
    return text if own >= level else f"({text})"


RELATIONS = st.sampled_from(["<=", ">=", "<", ">", "==", "!="])
