"""Maps in statements: shapes, values at data, and the agreement of language, proof and checker."""

from __future__ import annotations

from typing import Any

import pytest

from varproof import recheck
from varproof.decide import witness
from varproof.lang import Abs, Array, Entry, Exists, ForAll, Index, Lam, Map, Max, Q, Real, Sum, core, exp, log
from varproof.lang.data import build as read_data
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import UNDEFINED, Point
from varproof.lang.statement import Variant
from varproof.proof.kernel.log import record
from varproof.proof.kernel.rules import Session
from varproof.proof.problem import problem
from varproof.recheck.kernel.replay import Replay
from varproof.recheck.kernel.statement import Reader
from varproof.recheck.kernel.terms import Terms
from varproof.recheck.kernel.translate import Translate
from varproof.show import maths
from varproof.show.latex import formulas
from varproof.show.mathml import formula as mathml

x, y = Real("x"), Real("y")


def one(build: Any, **data: Any) -> Variant:
    """A statement about two maps of arrays F, G, a real function f and a matrix X."""
    entry = Entry("lem:map", "A lemma on maps")
    with entry.variant("stated", expect="UNDECIDED") as s:
        n, d = s.size("n"), s.size("d")
        given = dict(
            n=n, d=d, f=s.function("f"), F=s.map("F", (n, d), to=(n, d)), G=s.map("G", (n, d), to=n),
            X=s.mat("X", n, d), i=Index("i", n), k=Index("k", d),
        )  # fmt: skip
        s.claim("c", build(**given))
        if data:
            s.instance("given", **data)
    return entry.variants["stated"]


def claim(build: Any) -> Any:
    return one(build).parts.claim[0][1]


def test_values_have_arguments_and_indices() -> None:
    found = claim(lambda F, X, i, k, **_: ForAll(i, k, F(F(X))[i, k] >= 0))
    inner = ("apply", "F", ("array", "X"), ("index", "at1_0"), ("index", "at1_1"))
    value = ("apply", "F", ("lam", ("at1_0", "at1_1"), ("n", "d"), inner), ("index", "i"), ("index", "k"))
    assert found[3][3][2] == value
    assert core.free(found) == {"F", "X"}


def test_the_canonical_text_of_maps_is_read_back() -> None:
    statement = one(lambda i, f, n, **_: ForAll(i, Map("H", (), n), Map("H", (), n)(f(0), i) >= 0))
    assert core.parse(statement.text) == statement.core


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda f, **_: f(0, 1) >= 0, "f takes 1 arguments, got 2"),
        (lambda F, X, **_: F(X) >= 0, "not supported between|give it 2 indices"),
        (lambda f, X, **_: f(X) >= 0, r"argument 1 is a real, got an array of shape \(n, d\)"),
        (lambda G, X, k, **_: ForAll(k, G(X)[k] >= 0), "argument 2 is an index over n, got an index over d"),
        (lambda F, G, X, i, k, **_: ForAll(i, k, F(G(X))[i, k] >= 0), r"argument 1 is an array of shape \(n, d\), got"),
        (lambda f, **_: Max(f, 0) >= 0, "f is used as a term; only its values are numbers"),
        (lambda n, **_: ForAll(Map("H", (n,), to=x), x >= 0), "shapes are tuples of sizes"),
        (lambda X, **_: Map("H")(X) >= 0, r"say what it takes"),
    ],
)
def test_misfits_are_refused_in_one_line(build: Any, said: str) -> None:
    with pytest.raises((StatementError, TypeError), match=said) as error:
        one(build)
    assert "\n" not in str(error.value)


def rows(value: Any) -> Any:
    """The map U -> value(U, i, k, d) of n x d matrices, once the sizes are known."""

    def of(n: Any, d: Any) -> Any:
        U, i, k = Array("U", n, d), Index("r", n), Index("c", d)
        return Lam(U, value(U, i, k))

    return of


DATA = dict(
    X=[[1, 2], [0, -1]],
    f=Lam(x, Max(x, 0)),
    F=rows(lambda U, i, k: Lam((i, k), 2 * U[i, k])),
    G=rows(lambda U, i, k: Lam(i, Sum(U[i, k], k))),
)


def decided(build: Any, **changed: Any) -> Any:
    """The claim at data: here, and by the independent checker if it is false."""
    statement = one(build)
    n, d = statement.view.sizes
    values = {k: v(n, d) if callable(v) else v for k, v in {**DATA, **changed}.items()}
    data = read_data(statement.core, "data", values)
    decision = Point(statement.core, data).claimed("c")
    report = recheck.check(witness.certificate(statement.core, data, "c"))
    assert report.ok == (decision.value is False), report.message
    return decision


def test_values_at_data() -> None:
    assert decided(lambda f, **_: f(-3) >= 0).value is True
    assert decided(lambda f, **_: f(3) <= 2).value is False
    assert decided(lambda F, G, X, i, **_: ForAll(i, G(F(X))[i] <= 6)).value is True
    assert decided(lambda F, G, X, i, **_: ForAll(i, G(F(X))[i] < 6)).value is False


def test_a_given_map_has_values_everywhere() -> None:
    """Off the domain of its formula the value is not known, and certainly not undefined."""
    assert decided(lambda f, **_: f(1) >= 0, f=Lam(x, log(x))).value is True
    decision = decided(lambda f, **_: f(-1) >= 0, f=Lam(x, log(x)))
    assert decision.value is None


def test_a_value_is_undefined_where_an_argument_is() -> None:
    """Also where the map does not use it."""
    zero = Lam(x, Q(0))
    assert decided(lambda f, **_: f(log(Q(-1))) >= 0, f=zero).outcome == UNDEFINED
    ones = rows(lambda U, i, k: Lam((i, k), Q(1)))
    assert decided(lambda F, X, i, k, **_: ForAll(i, k, F(X)[i, k] >= 0), F=ones).value is True
    assert (
        decided(lambda F, X, i, k, **_: ForAll(i, k, F(entries(i, k, log(X[R(i), C(k)])))[i, k] >= 0), F=ones).value
        is False
    )


def R(i: Index) -> Index:
    return Index("r", i.size)


def C(k: Index) -> Index:
    return Index("c", k.size)


def entries(i: Index, k: Index, term: Any) -> Any:
    """The array of a term in R(i) and C(k)."""
    return Lam((R(i), C(k)), term)


def test_quantified_maps_are_left_open() -> None:
    H = Map("H", ())
    assert decided(lambda **_: ForAll(H, H(0) >= H(1))).value is None


def test_values_for_maps_are_checked() -> None:
    fails = [
        (Lam((x, y), x + y), "expected a map of (a real) to reals: got a map of (a real, a real) to reals"),
        (3, "write Lam(x, formula)"),
        (Lam(x, 0.5 * x), "the float 0.5 is not exact"),
        (Lam(x, y), "y is not declared"),
    ]
    for value, said in fails:
        with pytest.raises(StatementError) as error:
            decided(lambda f, **_: f(0) >= 0, f=value)
        assert said in str(error.value)


STATEMENTS = [
    lambda f, **_: ForAll(x, y, Abs(f(x) - f(y)) <= Abs(x - y)),
    lambda F, X, i, k, **_: ForAll(i, k, F(F(X))[i, k] >= 0),
    lambda F, X, i, k, f, **_: ForAll(i, k, F(entries(i, k, f(1 / X[R(i), C(k)])))[i, k] >= 0),
    lambda F, n, d, i, k, **_: Exists(Array("U", n, d), ForAll(i, k, F(Array("U", n, d))[i, k] >= 0)),
    lambda n, d, X, **_: Exists(Map("H", (n, d)), Map("H", (n, d))(X) > 0),
    lambda n, d, X, i, **_: ForAll(i, Map("H", n, (), (n, d), (n,), to=(d, n)), Map("M", ()), Map("M", ())(1) >= 0),
    lambda f, G, X, i, **_: ForAll(i, exp(f(G(X)[i])) > 0),
]


@pytest.mark.parametrize("build", STATEMENTS)
def test_proof_and_checker_translate_alike(build: Any) -> None:
    statement = one(build)
    mine = problem(statement.core)
    k = Terms()
    theirs = Translate(k, Reader().statement(statement.text))
    assert [repr(g.formula) for g in mine.goals] and len(mine.goals) == len(theirs.goals)
    session = Session()
    made = [session.assume(f) for f in (*mine.hypotheses.values(), *(g.formula for g in mine.goals))]
    steps = record(session, made)
    replay = Replay(k, steps["nodes"], steps["steps"])
    found = [replay.thms[s].concl for s in steps["goals"]]
    assert tuple(found[: len(mine.hypotheses)]) == theirs.hyps
    assert found[len(mine.hypotheses) :] == [g.formula for g in theirs.goals]


def test_maps_are_printed() -> None:
    view = one(lambda F, X, i, k, f, **_: ForAll(i, k, F(F(X))[i, k] >= f(X[i, k]))).view
    assert maths.line(view.claims[0].sympy) == "∀ i ∈ [n], k ∈ [d]: F(F(X))[i, k] ≥ f(X[i, k])"
    assert [part.replace("\u00a0", " ") for part in maths.scopes(view.givens)][:2] == [
        "f : ℝ → ℝ",
        "F : ℝ^(n×d) → ℝ^(n×d)",
    ]
    assert formulas.formula(view.claims[0].sympy).endswith(r"F\bigl( F(X) \bigr)_{i,k} \ge f(X_{i,k})")
    assert formulas.scopes(view.givens)[0] == r"f : \mathbb{R} \to \mathbb{R}"
    assert "<mi>F</mi>" in mathml(view.claims[0].sympy)
    assert maths.line(Lam(x, x**2)) == "x ↦ x²"
