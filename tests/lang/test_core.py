"""The canonical text: a round trip, one hash in every process, and refusal of what is not core."""

import os
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import varproof
from varproof.lang import core

VARIANTS = list(varproof.catalog().variants())

NAMES = st.sampled_from(["a", "b", "x", "y1", "W_O"])
TERMS = st.recursive(
    st.one_of(
        st.fractions(),
        st.just(("pi",)),
        NAMES.map(lambda x: ("real", x)),
        st.tuples(NAMES, NAMES).map(lambda x: ("at", x[0], ("index", x[1]))),
    ),
    lambda t: st.one_of(
        st.lists(t, min_size=2, max_size=4).map(lambda ts: ("+", *ts)),
        st.tuples(t, t).map(lambda p: ("/", *p)),
        st.tuples(t, st.integers(2, 9)).map(lambda p: ("^", *p)),
        st.tuples(NAMES, NAMES, st.none() | st.just(("same", ("index", "i"), ("index", "j"))), t).map(
            lambda p: ("sum", *p)
        ),
        st.tuples(NAMES, t).map(lambda p: ("call", p[0], ("lam", ("i",), ("n",), p[1]), ("index", "k"))),
    ),
    max_leaves=20,
)


@given(TERMS)
def test_every_term_survives_the_round_trip(term):
    assert core.parse(core.text(term)) == term


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_every_statement_survives_the_round_trip(variant):
    assert core.parse(variant.text) == variant.core
    assert core.parse(" ".join(variant.text.split())) == variant.core
    assert core.parts(variant.core).core() == variant.core
    assert core.text(core.parse(variant.text)) == variant.text


def test_rationals_are_fractions_and_powers_are_ints():
    assert core.parse("(^ (+ 1 -2/3) 2)") == ("^", ("+", Fraction(1), Fraction(-2, 3)), 2)
    assert type(core.parse("(^ 3 2)")[2]) is int
    assert type(core.parse("3")) is Fraction


def test_text_puts_one_clause_on_a_line():
    statement = core.Parts("lem:x", "lemma", "stated", (("n", 2),), (("a", ("array", "n")),), (), (),
                           (("c", ("<", Fraction(0), Fraction(1))),)).core()  # fmt: skip
    assert core.text(statement).splitlines() == [
        "(statement lem:x lemma stated",
        " (sizes",
        "  (n 2))",
        " (given",
        "  (a (array n)))",
        " (define)",
        " (assume)",
        " (claim",
        "  (c (< 0 1))))",
    ]


@pytest.mark.parametrize("bad", ["", "(", ")", "(a", "a b", "(^ x y)", "(^ x)", "(statement lem:x)"])
def test_what_is_not_core_is_refused(bad):
    with pytest.raises(core.CoreError):
        core.parse(bad)


@pytest.mark.parametrize("bad", [True, 0.5, ("x", 1.5), object()])
def test_only_exact_leaves_have_a_text(bad):
    with pytest.raises(core.CoreError):
        core.text(bad)


def test_free_names():
    inner = ("sum", "i", "n", ("same", ("index", "i"), ("index", "k")), ("at", "a", ("index", "i")))
    assert core.free(inner) == {"a", "k"}
    assert core.free(("forall", "a", ("array", "n"), ("<", inner, ("real", "x")))) == {"k", "x"}
    assert core.free(("call", "f", ("array", "a"), ("lam", ("i",), ("n",), ("at", "b", ("index", "i"))))) == {"a", "b"}


def test_calls_in_order_of_first_use():
    assert core.calls(("+", ("call", "g", ("call", "f")), ("call", "f"))) == ["g", "f"]


def test_hashes_do_not_depend_on_the_process():
    code = "import varproof; print([v.hash for v in varproof.catalog().variants()])"
    outputs = set()
    for seed in ("0", "1", "12345"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        outputs.add(run.stdout.strip())
    assert outputs == {str([v.hash for v in VARIANTS])}


def test_core_needs_no_sympy():
    code = "import sys, varproof.lang.core, varproof.lang.shapes, varproof.lang.lock, varproof.lang.data\n" \
           "assert 'sympy' not in sys.modules"  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True)
