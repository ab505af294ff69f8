"""Positions of indices: proved facts, false neighbours, the same reading by prover, checker and numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from varproof import recheck
from varproof.decide.referee import judge
from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Pos, Q, Source, Sum
from varproof.lang.errors import ShapeError, StatementError
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, position, sum_over, where
from varproof.proof.order import one, subject
from varproof.proof.positions import Positions
from varproof.proof.problem import problem
from varproof.proof.proof import Proof, run
from varproof.proof.script import ProofError
from varproof.show import maths

entry = Entry("lem:t", "Counting", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m = s.size("n"), s.size("m")
    a = s.vec("a", n)
    i, j, k = Index("i", n), Index("j", n), Index("k", m)
    s.assume("smaller", n <= m)
    s.claim("range", ForAll(i, And(1 <= Pos(i), Pos(i) <= n)))
    s.claim("injective", ForAll(i, j, Implies(Eq(Pos(i), Pos(j)), Eq(i, j))))
    s.claim("whole", ForAll(i, j, Implies(Pos(i) < Pos(j), Pos(i) + 1 <= Pos(j))))
    s.claim("first", Exists(i, Eq(Pos(i), 1)))
    s.claim("last", Exists(i, Eq(Pos(i), n)))
    s.claim("next", ForAll(i, Implies(Pos(i) < n, Exists(j, Eq(Pos(j), Pos(i) + 1)))))
    s.claim("previous", ForAll(i, Implies(1 < Pos(i), Exists(j, Eq(Pos(j), Pos(i) - 1)))))
    s.claim("counterpart", ForAll(i, Exists(k, Eq(Pos(k), Pos(i)))))
    s.claim("sizes", Implies(n < m, n + 1 <= m))
    s.claim("triangle", Eq(Sum(Pos(i), i), n * (n + 1) / 2))
    s.claim("choice", ForAll(j, Eq(Sum(a[i], i, where=Eq(Pos(i), Pos(j))), a[j])))

    s.instance("three in five", n=3, m=5, a=[1, -2, Q(1, 3)])
    s.instance("one", n=1, m=1, a=[7])
    shape = dict(n=2, m=3, a=[1, 2])
    s.false("too few", claims={"range": ForAll(i, Pos(i) < n)}, at=shape)
    s.false("from zero", claims={"first": Exists(i, Eq(Pos(i), 0))}, at=shape)
    s.false("gap of two", claims={"whole": ForAll(i, j, Implies(Pos(i) < Pos(j), Pos(i) + 2 <= Pos(j)))}, at=shape)
    s.false("next of the last", claims={"next": ForAll(i, Exists(j, Eq(Pos(j), Pos(i) + 1)))}, at=shape)
    s.false("triangle without 1", claims={"triangle": Eq(Sum(Pos(i), i), n * n / 2)}, at=shape)
    s.false("larger", drop=["smaller"], at=dict(n=3, m=2, a=[0, 0, 0]))
    s.false("neighbour", claims={"choice": ForAll(j, Eq(Sum(a[i], i, where=Pos(i) <= Pos(j)), a[j]))}, at=shape)


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, m, a = p["n"], p["m"], p["a"]
    here, there = Positions(p, n), Positions(p, m)
    for goal, prove in {
        "range": lambda x, x_in: p.both(here.at_least_one(x, x_in), here.most(x)),
        "next": lambda x, x_in: p.implies(t.gt(card(n) - here.pos(x)), lambda less: here.next(x, x_in, less)),
        "previous": lambda x, x_in: p.implies(t.gt(here.pos(x) - 1), lambda more: here.previous(x, x_in, more)),
    }.items():
        theorem = p.forall(n, prove)
        assert theorem.concl is p.goal(goal)
        p.prove(theorem)

    def pairs(premise, prove):
        return p.forall(
            n,
            lambda x, x_in: p.forall(n, lambda y, y_in: p.implies(premise(x, y), lambda h: prove(x, x_in, y, y_in, h))),
        )

    p.prove(pairs(lambda x, y: t.eq(here.pos(x), here.pos(y)), here.injective))
    p.prove(pairs(lambda x, y: t.gt(here.pos(y) - here.pos(x)), here.gap))
    p.prove(here.first(p.nonempty[n]))
    p.prove(here.last(p.nonempty[n]))
    p.prove(p.implies(t.gt(card(m) - card(n)), lambda less: there.whole_gap(here, p.nonempty[m], p.nonempty[n], less)))

    every = here.counterpart(there, p.nonempty[m])

    def counterpart(x, x_in):
        def beyond(far):
            return p.ex_falso(p.have(t.FALSE, far, here.most(x), p.given("smaller")), there.exists(here.pos(x)))

        return p.either(p.use(every, x, x_in), lambda some: some, beyond)

    p.prove(p.forall(n, counterpart))

    def half(k):
        return t.eq(2 * sum_over(here.upto(k), here.pos) - here.pos(k) * (here.pos(k) + 1))

    def start(k, k_in, is_first):
        at = p.have(t.eq(here.pos(k), 1), here.first_sum(one, k, k_in, is_first))
        total = here.first_sum(here.pos, k, k_in, is_first)
        return p.k.arith([at, total], half(k), [], [(-here.pos(k), 0), (t.lift(2), 1)])

    def step(i, i_in, k, k_in, less, between, good):
        at = p.have(t.eq(here.pos(k), here.pos(i) + 1), here.next_sum(one, i, k, k_in, less, between))
        total = here.next_sum(here.pos, i, k, k_in, less, between)
        return p.k.arith([at, total, good], half(k), [], [(-here.pos(k) - here.pos(i), 0), (t.lift(2), 1), (t.ONE, 2)])

    sums = here.everywhere(half, start, step)

    def end(x, x_in, at):
        total = here.whole(here.pos, x, here.all_before(x, at))
        facts = [p.use(sums, x, x_in), total, at]
        whole = card(n)
        goal = p.goal("triangle")
        return p.k.arith(
            facts, goal, [], [(t.lift(Fraction(1, 2)), 0), (-t.ONE, 1), ((here.pos(x) + whole + 1) * Fraction(1, 2), 2)]
        )

    p.prove(p.obtain(here.last(p.nonempty[n]), end))

    def choice(y, y_in):
        same = where(n, lambda x: t.eq(here.pos(x), here.pos(y)))
        only = where(n, lambda x: t.eq(x, y))

        def to(inside):
            x = subject(inside)
            return p.in_where(
                p.base(inside), here.injective(x, p.base(inside), y, y_in, p.holds(inside)), lambda z: t.eq(z, y)
            )

        def back(inside):
            x = subject(inside)
            equal = p.congruence(p.holds(inside), x, y, here.pos)
            return p.in_where(p.base(inside), equal, lambda z: t.eq(here.pos(z), here.pos(y)))

        one_term = p.k.sum_one(y_in, t.app("a", (t.bound(0),)), y, n)
        return p.have(t.eq(sum_over(same, a), a(y)), here.same_sum(a, same, only, to, back), one_term)

    p.prove(p.forall(n, choice))


def test_facts_are_proved_and_their_neighbours_refuted() -> None:
    result, certificate = judge(entry.variants["stated"])
    assert (result.verdict, result.evidence, result.problems) == ("PROVED", ("kernel",), ())
    assert certificate is not None and recheck.check(certificate).ok
    assert len(result.refuted) == 7 and result.instances == 2


@pytest.mark.parametrize("false", entry.variants["stated"].falses, ids=lambda false: false.name)
def test_the_script_does_not_prove_the_neighbours(false) -> None:
    with pytest.raises(ProofError):
        run(false.core, proof)


def test_a_fact_needs_its_premise() -> None:
    """The tactics refuse premises that are not what they ask for."""
    p = Proof(problem(entry.variants["stated"].core))
    here = Positions(p, p["n"])
    x, y = t.var("x"), t.var("y")
    x_in, y_in = (p.k.assume(t.member(z, here.n)) for z in (x, y))
    assert here.at_least_one(x, x_in).concl is t.ge(position(here.n, x) - 1)
    unordered = p.k.assume(t.ge(y - x))
    with pytest.raises(ProofError):
        here.increasing(x, y, y_in, unordered)
    with pytest.raises(ProofError):
        here.next(x, x_in, p.k.assume(t.ge(card(here.n) - here.pos(x))))
    with pytest.raises((ProofError, ValueError)):
        here.at_least_one(x, y_in)


def test_a_position_is_printed_as_mathematics_does() -> None:
    claims = {clause.label: clause.sympy for clause in entry.variants["stated"].view.claims}
    next_ = claims["next"]
    assert maths.line(next_).replace("\N{NO-BREAK SPACE}", " ") == "∀ i ∈ [n]: i < n ⟹ (∃ j ∈ [n]: j = i + 1)"
    assert str(next_) == "for all i in [n]: (Pos(i) < n implies (there are j in [n]: Eq(Pos(j), Pos(i) + 1)))"
    assert sympy.latex(claims["triangle"].lhs) == r"\sum_{i \in [n]} i"


def test_positions_are_those_of_indices() -> None:
    with pytest.raises(StatementError, match="entry a is not an index"):
        Pos(a)
    with pytest.raises(StatementError, match=r"write Pos\(i\) for its position"):
        Sum(i, i)
    free = Entry("lem:t", "Free", source=Source(text="ours"))
    with pytest.raises(ShapeError, match="j is not declared"), free.variant("stated", expect="PROVED") as s:
        s.size("n")
        s.claim("c", Pos(j) >= 1)
