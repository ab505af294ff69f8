"""The falsifier finds what is false, confirms it, and finds nothing where nothing is."""

import subprocess
import sys
from fractions import Fraction as F

import pytest

from tests.work import calls
from varproof.decide.falsify import search
from varproof.decide.shrink import shrink
from varproof.decide.witness import check
from varproof.lang.data import Data

Y, Z = ("real", "y"), ("real", "z")
I, J, K = ("index", "i"), ("index", "j"), ("index", "k")
A, Bi = ("at", "a", I), ("at", "b", I)
LOG_N = ("log", ("card", "n"))
TOP = ("maxover", "k", "n", ("at", "a", K))
DEFINE = ((
    "boltz", (("v", ("array", "m")),),
    ("/", ("sum", "j", "m", None, ("*", ("at", "v", J), ("exp", ("at", "v", J)))),
     ("sum", "j", "m", None, ("exp", ("at", "v", J)))),
),)  # fmt: skip
BOLTZ = ("call", "boltz", ("array", "a"))
ONE = (("a", ("array", "n")),)
TWO = (*ONE, ("b", ("array", "n")))
WITH_I = (*ONE, ("i", ("index", "n")))
X, R, S = ("real", "x"), ("real", "r"), ("real", "s")


def minus(t, c=1):
    return ("*", F(-1) * c, t)


def total(t, index="i"):
    return ("sum", index, "n", None, t)


def statement(claim, given=ONE, assume=(), sizes=(("n", 1),)):
    return ("statement", "lem:t", "lemma", "stated", ("sizes", *sizes), ("given", *given), ("define", *DEFINE),
            ("assume", *((f"h{k}", f) for k, f in enumerate(assume))), ("claim", ("c", claim)))  # fmt: skip


def reals(claim, *names, assume=()):
    return statement(claim, tuple((name, ("real",)) for name in names), assume, ())


CIRCLE = ("=", ("+", ("^", X, 2), ("^", Y, 2)), F(1))
GAP = ("<", A, ("+", TOP, minus(LOG_N)))
CAUCHY = ("sqrt", ("*", total(("^", A, 2)), total(("^", Bi, 2))))
GIVEN_J = (("a", ("array", "n")), ("b", ("array", "n")), ("j", ("index", "n")))

FALSE = {
    "half of log n": statement(("<=", ("+", TOP, minus(LOG_N, F(1, 2))), BOLTZ)),
    "flipped": statement(("<=", BOLTZ, ("+", TOP, minus(LOG_N)))),
    "strict at a tie": statement(("<", BOLTZ, TOP)),
    "strict at a tie, two entries": statement(("<", BOLTZ, TOP), sizes=(("n", 2),)),
    "close to the sharp constant": statement(
        (
            "<=",
            ("+", TOP, minus(("lambertw", ("/", ("*", F(98, 100), ("+", ("card", "n"), F(-1))), ("exp", F(1)))))),
            BOLTZ,
        )
    ),
    "weakened gap": statement(("<", ("deriv", BOLTZ, A), F(0)), WITH_I, [GAP]),
    "no gap": statement(("<", ("deriv", ("deriv", BOLTZ, A), A), F(0)), WITH_I),
    "undefined": statement(("<=", ("/", F(1), ("+", A, F(-3))), ("/", F(1), ("+", A, F(-3)))), WITH_I),
    "strict Cauchy-Schwarz": statement(("<", total(("*", A, Bi)), CAUCHY), GIVEN_J, [("!=", ("at", "a", J), F(0))]),
    "sum below maximum": statement(("<=", total(A), TOP)),
    "injective": statement(
        ("!=", BOLTZ, ("call", "boltz", ("array", "b"))),
        TWO,
        [("exists", "k", ("index", "n"), ("!=", ("at", "a", K), ("at", "b", K)))],
    ),
    "at most ten": statement(("<=", total(F(1)), F(10))),
    "another n": statement(("<=", ("card", "n"), F(20))),
    "hypothesis boundary": reals(("<", X, R), "x", "r", assume=[("<=", X, R), ("<", F(3), X)]),
    "narrow": reals(("or", ("<", X, F(2)), ("<", F(201, 100), X)), "x"),
    "far": reals(("<", X, ("+", F(10**7), ("exp", minus(X)))), "x", assume=[("<", F(0), X)]),
    "a root": reals(("!=", ("^", X, 2), F(9, 4)), "x"),
    "an equation as hypothesis": reals(("<=", X, R), "x", "r", assume=[("=", ("+", X, R), F(1))]),
    "at a constant of its hypothesis": reals(("<", F(0), ("+", X, F(-658, 100))), "x", assume=[("<=", F(658, 100), X)]),
    "at a long constant": reals(("<", F(271828, 100_000), X), "x", assume=[("<=", F(271828, 100_000), X)]),
    "at a single point": reals(("or", ("<", X, F(6473, 1000)), ("<", F(6473, 1000), X)), "x"),
    "a little beyond a constant": reals(("<=", X, F(977, 31)), "x", assume=[("<", X, ("+", F(977, 31), F(1, 9)))]),
    "a quotient of constants": reals(("!=", ("*", F(37), X), F(41)), "x", assume=[("<", F(1), X)]),
    "a sum of two": reals(("!=", ("+", X, R), F(731, 97)), "x", "r", assume=[("<", X, F(-3))]),
    "on a simplex": reals(("<=", ("*", X, Y, Z), F(1, 28)), "x", "y", "z", assume=[
        ("=", ("+", X, Y, Z), F(1)), *(("<", F(0), v) for v in (X, Y, Z))]),
    "on a circle": reals(("<", ("+", X, Y), F(141, 100)), "x", "y", assume=[CIRCLE]),
    "on a hyperbola": reals(("<", F(0), ("+", ("*", F(-9, 2), X), Y)), "x", "y", assume=[
        ("=", ("*", X, Y), F(2)), ("<", F(2, 3), Y), ("<", Y, F(4))]),
    "coinciding points": reals(("!=", ("*", ("+", X, minus(Y)), ("+", Y, minus(Z))), F(0)), "x", "y", "z", assume=[
        ("<", F(937, 10), X)]),
    "zero weights": reals(("<", F(0), ("+", ("*", X, ("^", R, 2)), ("*", Y, ("^", S, 2)))), "x", "y", "r", "s", assume=[
        ("=", ("+", X, Y), F(1)), ("<=", F(0), X), ("<=", F(0), Y), ("!=", R, F(0))]),
}  # fmt: skip

TRUE = {
    "range": statement(("and", ("<=", ("+", TOP, minus(LOG_N)), BOLTZ), ("<=", BOLTZ, TOP))),
    "Cauchy-Schwarz": statement(("<=", total(("*", A, Bi)), CAUCHY), TWO),
    "gradient sum": statement(("=", ("sum", "j", "n", None, ("deriv", BOLTZ, ("at", "a", J))), F(1))),
    "exp": reals(("<=", ("+", F(1), X), ("exp", X)), "x"),
    "square": reals(("<=", ("*", F(2), X, R), ("+", ("^", X, 2), ("^", R, 2))), "x", "r"),
    "nothing satisfies the hypotheses": reals(("<", X, X), "x", assume=[("<", X, F(0)), ("<", F(0), X)]),
    "an open claim": reals(("exists", "z", ("real",), ("<", ("real", "z"), X)), "x"),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refuted_from_nothing(name):
    found = search(FALSE[name])
    assert found is not None
    assert check(FALSE[name], found.data, found.label).refutes is True
    assert found.reason.startswith("claim c is ")


@pytest.mark.parametrize("name", TRUE)
def test_true_statements_are_not_refuted(name):
    assert search(TRUE[name]) is None


def test_true_statements_are_not_refuted_at_their_constants():
    beyond = reals(("<=", F(0), ("+", X, F(-658, 100))), "x", assume=[("<=", F(658, 100), X)])
    inside = reals(("<", ("+", X, Y), F(142, 100)), "x", "y", assume=[CIRCLE])
    assert search(beyond, budget=1000) is None and search(inside, budget=1000) is None


def test_counterexamples_are_short():
    found = search(FALSE["half of log n"])
    assert found is not None and 16 <= found.data.sizes["n"] <= 21
    entries = found.data.values["a"]
    assert len(set(entries)) == 2 and all(q.denominator <= 4 and abs(q) <= 4 for q in entries)
    found = search(FALSE["sum below maximum"])
    assert found is not None and found.data == Data({"n": 2}, {"a": (F(1), F(1))})


def test_units_matter():
    """False only below 10^-217: found from a seed by rescaling all inputs."""
    claim = ("<=", ("exp", ("*", F(-1000), ("/", R, S))), S)
    s = reals(claim, "r", "s", assume=[("<", F(0), R), ("<", R, S)])
    found = search(s, [Data({}, {"r": F(1), "s": F(2)})])
    assert found is not None and 0 < found.data.values["s"] < F(1, 10**200)


def test_a_seed_that_refutes_is_enough():
    """Seven values that no search would guess."""
    seed = Data({"n": 7}, {"a": tuple(F(k * k, 11) for k in range(7))})
    claim = ("or", *(("!=", ("sum", "i", "n", ("<=", A, F(k * k, 11)), F(1)), F(k + 1)) for k in range(7)))
    s = statement(claim)
    assert check(s, seed, "c").refutes is True
    assert search(s, [seed], budget=2000) is not None


def test_the_result_depends_on_the_seed_only():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import tests.decide.test_falsify as t\n"
        "print(t.search(t.FALSE['half of log n'], rng_seed=7), t.search(t.FALSE['narrow'], rng_seed=7))"
    )
    root = __file__.rsplit("tests", 1)[0]
    rows = {
        subprocess.run([sys.executable, "-c", code, root], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True,
                       check=True, cwd=root).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(rows) == 1 and "Counterexample" in rows.pop()


def test_the_budget_bounds_the_work():
    work = []
    for budget in (0, 500, 4000):
        count, found = calls(lambda budget=budget: search(TRUE["range"], budget=budget))
        assert found is None
        work.append(count)
    assert work[0] < 1_000 < work[1] < 300_000 and work[1] < work[2] / 2 < 1_000_000


def test_shrinking_keeps_what_is_needed():
    s = statement(("<=", total(("^", A, 2)), F(50)), assume=[("<=", F(3), ("card", "n"))])
    data = Data({"n": 6}, {"a": tuple(F(12345, 1009) + k for k in range(6))})
    outcome = check(s, data)
    small, after = shrink(s, data, outcome)
    assert after.refutes is True and small.sizes == {"n": 3}
    assert check(s, small, "c").refutes is True
    assert all(q.denominator == 1 for q in small.values["a"])


def test_indices_and_several_sizes():
    x = ("at", "x", ("index", "p"), K)
    row = ("sum", "k", "d", None, x)
    s = statement(("<=", row, F(5)), (("x", ("array", "n", "d")), ("p", ("index", "n"))), sizes=(("n", 2), ("d", 1)))
    found = search(s)
    assert found is not None and found.data.sizes == {"n": 2, "d": 1}
    assert check(s, found.data, "c").refutes is True
