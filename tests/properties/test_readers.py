"""Generated claims and statements survive being written and read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.properties.generated import RELATIONS, all_terms, fails, holds, printed
from varproof.lang import claims, core
from varproof.recheck.box import claims as claims_again


def claim_survives(relations: list[claims.Relation], parse: Callable[[str], Any] = claims.parse) -> None:
    text = " and ".join(f"{printed(left)} {sign} {printed(right)}" for sign, left, right in relations)
    assert parse(text) == relations, text


def without_brackets(text: str) -> Any:
    try:
        return claims.parse(re.sub(r"(?<![a-z])\(([^()]*)\)", r"\1", text))
    except claims.ClaimError:
        return None


CONJUNCTIONS = (st.lists(st.tuples(RELATIONS, all_terms, all_terms), min_size=1, max_size=3),)


@pytest.mark.parametrize("parse", [claims.parse, claims_again.relations], ids=["claims", "the checker"])
def test_every_claim_survives_the_round_trip(parse: Callable[[str], Any]) -> None:
    holds(lambda relations: claim_survives(relations, parse), *CONJUNCTIONS, examples=150)


@pytest.mark.parametrize("wrong", [without_brackets, lambda text: claims.parse(text.replace("max", "min"))])
def test_a_wrong_reader_is_seen(wrong: Callable[[str], Any]) -> None:
    fails(lambda relations: claim_survives(relations, wrong), *CONJUNCTIONS)


NAMES = st.sampled_from(["a", "b", "x", "y1", "W_O"])
CORE_TERMS = st.recursive(
    st.one_of(
        st.fractions(),
        st.just(("pi",)),
        NAMES.map(lambda x: ("real", x)),
        NAMES.map(lambda n: ("card", n)),
        st.tuples(NAMES, NAMES).map(lambda p: ("at", p[0], ("index", p[1]))),
    ),
    lambda t: st.one_of(
        st.lists(t, min_size=2, max_size=3).map(lambda ts: ("*", *ts)),
        st.tuples(st.sampled_from(["/", "max", "min"]), t, t),
        st.tuples(st.just("^"), t, st.integers(2, 9)),
        st.tuples(st.just("sum"), NAMES, NAMES, st.none() | st.tuples(st.just("<"), t, t), t),
        st.tuples(st.just("integral"), NAMES, st.just(("real",)), st.fractions(), st.fractions(), t),
    ),
    max_leaves=8,
)
FORMULAS = st.recursive(
    st.tuples(st.sampled_from(core.RELATIONS), CORE_TERMS, CORE_TERMS),
    lambda f: st.one_of(
        st.tuples(st.just("implies"), f, f),
        st.lists(f, min_size=2, max_size=3).map(lambda fs: ("and", *fs)),
        st.tuples(st.just("forall"), NAMES, st.just(("array", "n")), f),
    ),
    max_leaves=4,
)
STATEMENTS = st.builds(
    lambda least, sort, f, g: core.Parts(
        "lem:x", "lemma", "stated", (("n", least),), (("a", sort),), (), (("h", f),), (("c", g),)
    ).core(),
    st.integers(1, 9), st.sampled_from([("array", "n"), ("real",), ("index", "n")]), FORMULAS, FORMULAS,
)  # fmt: skip


def text_survives(node: core.Core) -> None:
    text = core.text(node)
    assert core.parse(text) == node and core.text(core.parse(text)) == text
    assert core.parse(re.sub(r"\s+", "\n ", text)) == node and core.digest(core.parse(text)) == core.digest(node)


@pytest.mark.parametrize("nodes", [CORE_TERMS, FORMULAS, STATEMENTS], ids=["terms", "formulas", "statements"])
def test_the_canonical_text_survives_the_round_trip(nodes: st.SearchStrategy[core.Core]) -> None:
    holds(text_survives, nodes)


def test_a_text_that_loses_a_denominator_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "atom", lambda v: "-" if v is None else str(v).partition("/")[0])
    fails(text_survives, STATEMENTS)
