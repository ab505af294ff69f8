"""Neighbours i + 1, first and last indices, products and powers in statements, proved, refuted and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from varproof.decide.referee import judge
from varproof.lang import And, Entry, Eq, Exists, First, ForAll, Index, Last, MaxOver, Or, Pos, Prod, Q, Sum, mean
from varproof.lang.errors import StatementError
from varproof.lang.statement import Variant
from varproof.proof.proof import Proof
from varproof.show import maths
from varproof.show.latex import formulas
from varproof.show.mathml import formula as mathml


def one(build: Callable[..., Any], expect: str = "UNDECIDED", assume: Any = None, **instance: Any) -> Variant:
    entry = Entry("lem:time", "A lemma over time")
    with entry.variant("stated", expect=expect) as s:
        T = s.size("T")
        given = dict(
            T=T, v=s.vec("v", T), b=s.vec("b", T), x=s.real("x"), i=Index("i", T), j=Index("j", T), k=s.index("k", T)
        )
        for label, f in (assume(**given) if assume is not None else {}).items():
            s.assume(label, f)
        s.claim("c", build(**given))
        if instance:
            s.instance("given", **{"b": [0] * len(instance["v"]), "x": 1, "k": 0, **instance})
    return entry.variants["stated"]


def claim(build: Callable[..., Any]) -> Any:
    return one(build).parts.claim[0][1]


I, NEXT = ("index", "i"), ("index", "i_plus1")
BESIDE = ("=", ("pos", NEXT), ("+", ("pos", I), 1))


def test_what_binds_an_index_binds_its_neighbours() -> None:
    found = claim(lambda v, i, **_: ForAll(i, v[i + 1] >= v[i]))
    inner = ("<=", ("at", "v", I), ("at", "v", NEXT))
    assert found == ("forall", "i", ("index", "T"), ("forall", "i_plus1", ("index", "T"), ("implies", BESIDE, inner)))
    found = claim(lambda v, i, **_: Exists(i, v[i + 1] >= v[i]))
    assert found[3] == ("exists", "i_plus1", ("index", "T"), ("and", BESIDE, inner))
    found = claim(lambda v, i, **_: Sum(v[i + 1], i, where=Pos(i) > 1) >= 0)
    assert found[2][4][3] == ("and", BESIDE, ("<", 1, ("pos", I)))


def test_the_ends_are_bound_outside_the_formula() -> None:
    found = claim(lambda v, T, **_: v[Last(T)] >= v[First(T)])
    assert [found[1], found[3][2][1]] == ["T_last", "T_first"] or [found[1], found[3][2][1]] == ["T_first", "T_last"]


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda v, k, **_: v[k + 1] >= 0, r"k \+ 1: bind k by ForAll, Exists or Sum"),
        (lambda v, i, **_: MaxOver(v[i + 1], i) >= 0, r"i \+ 1: bind i by ForAll, Exists or Sum"),
        (lambda v, i, **_: ForAll(i, v[i + 1 + 1] >= 0), "an index plus or minus a whole number, once"),
        (lambda v, i, **_: ForAll(i, v[i + Q(1, 2)] >= 0), "an index plus or minus a whole number, once"),
        (lambda x, **_: 0 <= x <= 1, r"write And\(0 <= s, s <= 1\)"),
        (lambda x, **_: x >= 0 and x <= 1, r"write And\(0 <= s, s <= 1\)"),
        (lambda x, **_: And(x >= 0, x <= 1) and x >= 0, r"write And\(f, g\)"),
        (lambda x, **_: not Or(x >= 0, x <= 1), r"write And\(f, g\), Or\(f, g\), Not\(f\)"),
    ],
)
def test_refused_in_one_line(build: Callable[..., Any], said: str) -> None:
    with pytest.raises(StatementError, match=said) as error:
        one(build)
    assert "\n" not in str(error.value)


def growing(v: Any, b: Any, i: Any, T: Any, **_: Any) -> dict[str, Any]:
    """v starts at 1 and grows by the factors 1 + b."""
    return {
        "start": Eq(v[First(T)], 1),
        "step": ForAll(i, Eq(v[i + 1], v[i] * (1 + b[i]))),
        "rates": ForAll(i, And(b[i] >= 0, b[i] <= 1)),
    }


def test_recurrences_are_run_forward() -> None:
    """Four steps are needed: a point that satisfies the equations is not found by chance."""
    result, certificate = judge(one(lambda v, i, **_: ForAll(i, v[i] <= 8), "REFUTED", growing, v=[1, 1]))
    assert (result.verdict, result.ok) == ("REFUTED", True)
    assert certificate is not None
    assert certificate["sizes"]["T"] >= 5


def test_values_that_are_not_rational_are_no_points() -> None:
    def roots(v: Any, i: Any, T: Any, **_: Any) -> dict[str, Any]:
        return {"start": Eq(v[First(T)], 2), "step": ForAll(i, Eq(v[i + 1], v[i] ** Q(1, 2)))}

    result, _ = judge(one(lambda v, i, **_: ForAll(i, v[i] >= Q(3, 2)), "REFUTED", roots, v=[2]))
    assert result.verdict == "UNDECIDED"


def test_a_step_is_proved() -> None:
    variant = one(lambda v, i, **_: ForAll(i, v[i + 1] - v[i] >= 0), "PROVED", lambda v, i, **_: {
        "step": ForAll(i, Eq(v[i + 1], v[i] + v[i] ** 2)),
    }, v=[1, 2])  # fmt: skip

    @variant.entry.proof("stated")
    def proof(p: Proof) -> None:
        T, v = p["T"], p["v"]

        def following(i: Any, i_in: Any) -> Any:
            return p.forall(T, lambda j, j_in: p.implies(
                p.opened_all(p.goal("c"), i, j).args[0],
                lambda at: p.have(v(j) - v(i) >= 0, p.use(p.given("step"), i, i_in, j, j_in, at), squares=[v(i)]),
            ))  # fmt: skip

        p.prove(p.forall(T, following))

    assert judge(variant)[0].verdict == "PROVED"


def test_products_and_powers() -> None:
    def positive(b: Any, i: Any, x: Any, **_: Any) -> dict[str, Any]:
        return {"b": ForAll(i, b[i] > 0), "x": x > 1}

    false, _ = judge(one(lambda b, i, x, **_: Prod(b[i], i) <= x ** Pos(First(b.dims[0])), "REFUTED", positive, v=[1]))
    assert false.verdict == "REFUTED"
    undefined, _ = judge(one(lambda b, i, **_: Prod(b[i], i) >= 0, "REFUTED"))
    assert undefined.verdict == "REFUTED"
    variant = one(lambda b, i, **_: Prod(b[i], i) > 0, "PROVED", positive, v=[1], b=[1], x=2)

    @variant.entry.proof("stated")
    def proof(p: Proof) -> None:
        p.settle(p.positive_term(p.goal("c").args[0]))
        p.settle(p.given("b"))

    assert judge(variant)[0].verdict == "PROVED"


def test_they_are_printed() -> None:
    view = one(lambda v, i, j, T, b, x, **_: ForAll(i, v[i + 1] * v[Last(T)] <= Prod(b[j], j) + x ** Pos(i))).view
    shown = view.claims[0].sympy
    assert maths.line(shown) == "∀ i ∈ [T]: v[i + 1] v_T ≤ ∏ⱼ bⱼ + x^(i)"
    assert formulas.formula(shown).endswith(r"v_{i + 1} \, v_{T} \le \prod_{j=1}^{T} b_{j} + x^{i}")
    assert "<mo>∏</mo>" in mathml(shown)
    i = shown.args[0][0]
    assert maths.line(mean(view.givens[0][i], i)) == "∑ᵢ vᵢ / T"
