"""The number pi, from a statement to an accepted certificate."""

import pytest
import sympy

from varproof import recheck
from varproof.decide import falsify, referee
from varproof.lang import Entry, Eq, Q, Source, core, pi
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.text import text
from varproof.show import maths


@pytest.fixture(scope="module")
def entry():
    entry = Entry("lem:pi", "The number pi", source=Source(text="ours"))
    with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
        r = s.real("r")
        s.assume("positive", r > 0)
        s.claim("hexagon", 2 * pi > 6)
        s.claim("length", 2 * pi * r > 6 * r)
        s.claim("inverse", 1 / pi > Q(7, 22))
        s.instance("one", r=1)
        s.false("more", claims={"length": 7 * pi * r > 22 * r}, at=dict(r=1))
    with entry.variant("printed", expect="REFUTED", evidence=["witness"]) as s:
        r = s.real("r")
        s.claim("rational", Eq(7 * pi * r, 22 * r))
        s.instance("zero", r=0)
        s.counterexample("one", r=1)

    @entry.proof("stated")
    def proof(p):
        low, high = p.pi_bounds()
        p.prove(p.have(p.goal("hexagon"), low))
        p.prove(p.have(p.goal("length"), low, p.given("positive"), products=[(0, 1)]))
        positive = p.have(t.gt(t.PI), low)
        p.prove(p.implies(t.eq(t.PI), lambda zero: p.have(t.FALSE, zero, positive)))
        unit, above = p.inverse(positive, t.PI)
        p.prove(p.have(p.goal("inverse"), high, above, unit, products=[(0, 1)]))

    return entry


def test_a_statement_about_pi_is_proved_and_rechecked(entry):
    result, certificate = referee.judge(entry.variants["stated"])
    assert (result.verdict, result.problems) == ("PROVED", ())
    assert result.refuted == ("more",)
    assert recheck.check(certificate).ok
    assert any("π" in sentence for _, sentence in result.proof)


def test_a_certificate_does_not_prove_another_statement_about_pi(entry):
    _, certificate = referee.judge(entry.variants["stated"])
    other = certificate["statement"].replace("(< 6 (* (pi) 2))", "(< 7 (* (pi) 2))")
    assert other != certificate["statement"]
    digest = core.digest(core.parse(other))
    assert not recheck.check({**certificate, "statement": other, "hash": digest}).ok


def test_a_false_equation_with_pi_is_refuted(entry):
    variant = entry.variants["printed"]
    result, certificate = referee.judge(variant)
    assert (result.verdict, result.problems) == ("REFUTED", ())
    assert recheck.check(certificate).ok
    assert falsify.search(variant.core, [], 200) is not None


def test_pi_is_printed_as_a_letter(entry):
    claim = core.parts(entry.variants["stated"].core).claim[1][1]
    assert core.line(claim) == "(< (* (real r) 6) (* (pi) (real r) 2))"
    with sympy.evaluate(False):
        assert maths.line(2 * pi**2) == "2 π²"
        assert sympy.latex(2 * pi) == r"2 \pi"
    assert text(t.gt(t.PI * t.PI - 9)) == "π^2 > 9"
