"""The language of proofs: lines, blocks, and what is said when a script is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from varproof.decide.referee import judge
from varproof.lang import Abs, Entry, ForAll, Index, MaxOver, Source, Sum, exp
from varproof.proof.kernel.rules import RuleError
from varproof.proof.proof import Proof, by_default, run
from varproof.proof.script import ProofError


def statement():
    entry = Entry("lem:try", "A try", source=Source(text="ours"))
    with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
        n = s.size("n")
        a, b = s.vec("a", n), s.vec("b", n)
        x, delta = s.real("x"), s.real("delta")
        i = Index("i", n)
        s.assume("below", ForAll(i, a[i] <= b[i]))
        s.assume("positive", delta > 0)
        s.assume("bounded", ForAll(i, Abs(a[i]) <= x))
        s.claim("sums", Sum(a[i], i) <= Sum(b[i], i))
        s.claim("largest", MaxOver(a[i], i) <= MaxOver(b[i], i))
        s.claim("grows", exp(delta) > 1)
    return entry.variants["stated"].core


CORE = statement()


def written(script: Callable[[Proof], None]) -> list[tuple[int, str]]:
    """The lines of a script that proves something, whether or not it settles all claims."""
    seen: list[tuple[int, str]] = []

    def whole(p: Proof) -> None:
        script(p)
        seen.extend(p.lines)

    run(CORE, whole)
    return seen


def test_what_is_written_is_what_is_printed() -> None:
    def script(p: Proof) -> None:
        p.let("q = exp(-delta)")
        p.have("q > 0")
        p.have("0 < q < 1", "q > 0", "positive", why="δ > 0")
        with p.fix("i in n"):
            p.have("b[i] - a[i] >= 0", "below")

    assert written(script) == [
        (0, "Write q = exp(−δ)."),
        (0, "(1) q > 0"),
        (0, "(2) 0 < q < 1   [(1), (positive), δ > 0]"),
        (0, "Let i ∈ n."),
        (1, "(3) b[i] − a[i] ≥ 0   [(below)]"),
    ]


def test_blocks_take_out_what_they_introduce() -> None:
    def script(p: Proof) -> None:
        with p.fix("i in n") as each:
            p.have("a[i] <= b[i]")
        assert each.theorem is not None and each.theorem.hyps <= set(p.problem.hypotheses.values())
        assert each.theorem.concl is p.read("for all i in n: a[i] <= b[i]")
        with p.suppose("delta >= 2") as more:
            p.have("delta^2 >= 4")
        assert more.theorem is not None and more.theorem.concl is p.read("delta >= 2 => delta^2 >= 4")
        with p.suppose("delta <= 0"):
            p.have("false", "positive")
        p.have("not delta <= 0")
        with p.fix("y in R"):
            with p.case("y >= 0"):
                p.have("y^2 + |y| >= 0")
            with p.otherwise("y < 0"):
                p.have("y^2 + |y| >= 0")
        with p.fix("z in R^n"):
            top = p.largest("k in n: z[k]")
            assert top.concl is p.read("max[k in n] z[k] = z[k]")
            p.have("for all j in n: z[j] <= z[k]")
            p.have("for all j in n: z[j] <= max[k in n] z[k]")

    written(script)


def test_what_exists_is_taken_and_given() -> None:
    def script(p: Proof) -> None:
        with p.suppose("some i in n: a[i] > 1"):
            p.get("k in n: a[k] > 1")
            p.have("b[k] > 1", "below")
            p.have("some i in n: b[i] > 1", by="k")
        with p.suppose("not for all i in n: b[i] <= 1"):
            p.get("k in n: b[k] > 1")
            p.have("some i in n: b[i] > 1", by="k")
        with p.suppose("some z in R^n: for all i in n: z[i] > a[i]"):
            p.get("z in R^n: for all i in n: z[i] > a[i]")
            given = p.get("w in R^n: for all i in n: w[i] > a[i] + 1", by="i -> z[i] + 1")
            assert given.concl is p.read("for all i in n: w[i] > a[i] + 1")
            p.have("some w in R^n: for all i in n: w[i] > a[i] + 1", by="w")
        with p.suppose("some z in R^n: some i in n: z[i] > a[i]") as there:
            assert there.hypothesis is not None
            p.get("y in R^n, j in n", there.hypothesis)
            p.have("some w in R^n: some i in n: w[i] > a[i] - 1", by="y, j")

    written(script)


def test_induction_over_sets_and_along_a_key() -> None:
    def script(p: Proof) -> None:
        with p.induct("S in sets: sum[i in S] (2 i + 2) = 2 sum[i in S] (i + 1)", largest="e") as step:
            p.have("sum[i in S] (2 i + 2) = 2 sum[i in S] (i + 1)", step.hypothesis)
        with p.induct("k in n: a[k] <= b[k]", smallest="k"):
            p.have("a[k] <= b[k]", "below")

    written(script)


def test_what_was_chosen_in_a_block_stays_there() -> None:
    def script(p: Proof) -> None:
        with p.suppose("delta > 1"):
            p.largest("k in n: a[k]")
            p.have("a[k] <= b[k]", "below")

    with pytest.raises(ProofError, match=r"test_language.py:\d+: the result speaks of what was chosen in the block"):
        run(CORE, script)


WRONG: dict[str, tuple[Callable[[Proof], object], str]] = {
    "a false line": (lambda p: p.have("delta > 1", "positive"), r"cannot prove delta > 1\n(.|\n)*delta > 0"),
    "what holds for all": (lambda p: p.have("delta > 1", p.given("below")), r"(.|\n)*facts in play:\n(.|\n)*  ∀"),
    "a term that is missing": (lambda p: p.have("delta >= "), "delta >= : a term is missing at the end"),
    "a map for a line": (lambda p: p.get(lambda i: 0), r"test_language.py:\d+: get: TypeError"),
    "a part of a formula": (lambda p: p.goal("sums").concl, r"test_language.py:\d+: a formula stands where"),
    "an unknown name": (lambda p: p.have("epsilon > 0"), "'ε' is not known here"),
    "a wrong arity": (lambda p: p.have("a[x, x] > 0"), "1 argument expected, 2 given"),
    "an index that is missing": (lambda p: p.have("a > 0"), "a is a function"),
    "an entry for a fact": (lambda p: p.have("delta > 0", "thy:rank"), "thy:rank is an entry: p.cite"),
    "a label that is mistyped": (lambda p: p.have("delta > 0", "postive"), "label 'postive'; did you mean positive"),
    "None for a fact": (lambda p: p.have("delta > 0", None), "None is no fact"),
    "a number for a line": (lambda p: p.have(3), "a formula is a line of text, not 3"),
    "a term for a line": (lambda p: p.have("delta + 1"), "a relation expected"),
    "a claim that is not there": (lambda p: p.claim("total"), "no goals have the label 'total'; the labels are"),
    "a block that is open": (lambda p: p.have("delta > 0", p.fix("i in n").__enter__()), "only after it has ended"),
    "nothing is said to exist": (lambda p: p.get("k in n", "positive"), "does not say that there is such k"),
    "nothing of the kind": (lambda p: p.get("z in R: z > delta", by="delta"), r"cannot prove"),
    "no case before": (lambda p: p.otherwise().__enter__(), "no case stands before it"),
    "a value too many": (lambda p: p.have("delta > 0", by="x"), "does not say that something exists"),
    "another function": (lambda p: p.nothing("delta > 0"), "a proof has no nothing; did you mean obtain"),
    "a theorem of another proof": (
        lambda p: p.have("x >= 0", Proof(p.problem).given("positive")),
        "no theorem of this",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_reported_with_its_place_in_one_screen(name: str) -> None:
    script, message = WRONG[name]
    with pytest.raises(ProofError, match=message) as caught:
        run(CORE, script)
    said = str(caught.value)
    assert said.startswith("test_language.py:")
    assert len(said.splitlines()) <= 40


def test_cases_must_end_alike() -> None:
    def script(p: Proof) -> None:
        with p.case("x >= 1"):
            p.have("x >= 0")
        with p.otherwise("x < 1"):
            p.have("x < 2")

    with pytest.raises(ProofError, match="the cases end differently"):
        run(CORE, script)


def test_a_variable_of_a_block_is_unknown_after_it() -> None:
    def script(p: Proof) -> None:
        with p.fix("i in n"):
            p.have("a[i] <= b[i]")
        p.have("a[i] <= b[i]")

    with pytest.raises(ProofError, match="'i' is not known here"):
        run(CORE, script)


def test_what_a_case_supposes_does_not_leave_it() -> None:
    def script(p: Proof) -> None:
        with p.case("x >= 5"):
            p.have("x >= 4")
        p.have("x >= 4")

    with pytest.raises(ProofError, match="cannot prove x ≥ 4"):
        run(CORE, script)


def test_a_statement_without_a_script_is_tried_and_says_how_far_it_came() -> None:
    entry = Entry("lem:none", "None", source=Source(text="ours"))
    for name, least in (("stated", 0), ("printed", 1)):
        with entry.variant(name, expect="UNDECIDED") as s:
            x = s.real("x")
            s.assume("positive", x > 0)
            s.claim("square", x**2 > least)
            s.claim("cube", x**3 > 0)
            s.instance("two", x=2)
    assert judge(entry.variants["stated"])[0].verdict == "PROVED"
    with pytest.raises(ProofError, match=r"1 of 2 goals are proved; not proved: \[square\]"):
        run(entry.variants["printed"].core, by_default)


def test_a_statement_may_need_no_script() -> None:
    assert run(CORE, lambda p: None).used == {"below", "positive", "n>=1"}


def test_one_of_two_is_enough_and_the_other_follows_where_it_is_false() -> None:
    one, other = "(for all i in n: a[i] > 1)", "(for all i in n: b[i] < 1)"

    def enough(p: Proof) -> None:
        with p.suppose(one):
            p.have(f"{one} or {other}")

    def other_one(p: Proof) -> None:
        with p.suppose(f"{one} or {other}"), p.suppose(f"not {one}"):
            p.have(other)

    def neither(p: Proof) -> None:
        with p.suppose(f"{one} or {other}"):
            p.have(other)

    written(enough)
    written(other_one)
    with pytest.raises(ProofError, match="cannot prove"):
        written(neither)


def test_a_set_is_given_by_its_name_to_a_fact_for_all_sets() -> None:
    def script(p: Proof) -> None:
        with p.fix("S in sets") as every:
            p.have("|S| >= 0")
        with p.fix("T in sets"):
            assert p.at(every, "T").concl is p.read("|T| >= 0")
            p.have("|T| >= 0")

    written(script)


def test_a_set_exists_by_its_name() -> None:
    def script(p: Proof) -> None:
        with p.fix("S in sets"):
            p.have("some C in sets: for all k in C: k in S", by="S")
        p.claim("grows")

    written(script)


def test_a_function_with_a_slope_rises() -> None:
    def script(p: Proof) -> None:
        with p.fix("y in R with 0 <= y and y <= delta") as slope:
            p.have("2 y >= 0")
        rise = p.risen("y -> y^2", "0", "delta", slope)
        assert rise.concl is p.read("0^2 <= delta^2")
        with pytest.raises(ProofError, match="cannot prove"):
            p.risen("y -> -exp(y)", "0", "delta", slope)
        with pytest.raises(ProofError, match="is no function"):
            p.risen("delta", "0", "delta", slope)
        p.claim("grows")

    written(script)


def test_sets_with_the_same_members_have_the_same_size() -> None:
    def script(p: Proof) -> None:
        p.let("S = {i in n | a[i] > 0}", "U = {i in n | 2 a[i] > 0}")
        with p.fix("i in S") as to:
            p.have("i in U")
        with p.fix("i in U") as back:
            p.have("i in S")
        assert p.same_size("S", "U", to, back).concl is p.read("|S| = |U|")
        with pytest.raises(RuleError, match="modus ponens"):
            p.same_size("S", "U", back, to)
        p.claim("grows")

    written(script)
