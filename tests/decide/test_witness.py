"""A witness refutes only where every assumption is certainly true and a claim certainly is not."""

import json
from fractions import Fraction as F

import pytest

from varproof import recheck
from varproof.decide.witness import certificate, check, plain
from varproof.lang import core
from varproof.lang.data import Data
from varproof.lang.errors import StatementError
from varproof.lang.verdict import NAMES, Verdict

X = ("real", "x")
OPEN = ("exists", "z", ("real",), ("<", ("real", "z"), X))


def statement(claims, assume=(), given=(("x", ("real",)),), sizes=()):
    return ("statement", "lem:t", "lemma", "stated", ("sizes", *sizes), ("given", *given), ("define",),
            ("assume", *assume), ("claim", *claims))  # fmt: skip


def data(x):
    return Data({}, {"x": F(x)})


SMALL = ("small", ("<", X, F(1)))
POSITIVE = ("positive", ("<", F(0), X))


@pytest.mark.parametrize(
    ("claims", "assume", "x", "refutes", "label"),
    [
        ([SMALL], [POSITIVE], 1, True, "small"),
        ([SMALL], [POSITIVE], F(1, 2), False, None),
        ([SMALL], [POSITIVE], 0, False, None),
        ([SMALL], [("h", ("<", ("/", F(1), X), F(9)))], 0, False, None),
        ([SMALL], [("h", OPEN)], 5, None, None),
        ([("c", OPEN)], [], 5, None, None),
        ([("c", OPEN), SMALL], [], 5, True, "small"),
        ([("c", OPEN), SMALL], [], 0, None, None),
        ([("c", ("<", ("log", X), F(9)))], [], 0, True, "c"),
        ([("c", ("=", ("/", X, X), F(1)))], [], 0, True, "c"),
        ([("c", ("<=", ("exp", X), ("exp", F(1))))], [], 1, False, None),
        ([("c", ("<", ("exp", X), ("exp", F(1))))], [], 1, True, "c"),
        ([], [], 1, False, None),
    ],
)
def test_check(claims, assume, x, refutes, label):
    outcome = check(statement(claims, assume), data(x))
    assert outcome.refutes is refutes
    assert outcome.label == label
    assert outcome.reason
    with pytest.raises(TypeError):
        bool(outcome)


def test_the_named_claim_must_fail():
    s = statement([SMALL, ("large", ("<", F(1), X))])
    assert check(s, data(2), "large").refutes is False
    assert check(s, data(2), "small").refutes is True
    with pytest.raises(ValueError, match="no claim"):
        check(s, data(2), "other")


def test_a_consequence_that_is_false():
    s = statement([("c", OPEN)])
    assert check(s, data(2), "c", ("<", X, F(1))).refutes is True
    assert check(s, data(0), "c", ("<", X, F(1))).refutes is False
    assert check(s, data(2), "c", OPEN).refutes is None


def test_data_must_fit():
    s = statement([SMALL], given=(("x", ("array", "n")),), sizes=(("n", 2),))
    for bad in (Data({"n": 2}, {"x": (F(1),)}), Data({"n": 1}, {"x": (F(1),)}), Data({"n": 2}, {"x": (0.5, 0.5)})):
        with pytest.raises(StatementError):
            check(s, bad)


def test_certificates_are_accepted_by_the_checker():
    s = statement(
        [("c", ("<=", ("sum", "j", "n", None, ("exp", ("at", "a", ("index", "j")))), ("exp", X)))],
        [POSITIVE, ("inside", ("<", ("at", "a", ("index", "i")), X))],
        (("x", ("real",)), ("a", ("array", "n")), ("i", ("index", "n"))),
        (("n", 1),),
    )
    point = Data({"n": 3}, {"x": F(1, 3), "a": (F(1), F(0), F(-2, 7)), "i": 2})
    assert check(s, point, "c").refutes is True
    made = certificate(s, point, "c")
    assert made["data"] == {"x": "1/3", "a": ["1", "0", "-2/7"], "i": 2} and made["sizes"] == {"n": 3}
    assert made["hash"] == core.digest(s) and core.parse(made["statement"]) == s
    assert json.loads(json.dumps(made)) == made
    report = recheck.check(made, None)
    assert report.ok, report.message
    wrong = certificate(s, Data(point.sizes, {**point.values, "i": 0}), "c")
    assert not recheck.check(wrong, None).ok


def test_values_as_json():
    assert plain(F(-1, 3)) == "-1/3" and plain(F(4)) == "4" and plain(2) == 2
    assert plain(((F(1), F(1, 2)), (F(0), F(3)))) == [["1", "1/2"], ["0", "3"]]
    large = plain(F(1, 10**5000))
    assert large.startswith("1/0x") and int(large[2:], 16) == 10**5000
    assert plain(F(-(10**5000))).startswith("-0x")


def test_verdicts():
    for name in NAMES[:3]:
        assert Verdict(name, ("kernel",)).name == name
        for evidence in ((), [], ["kernel"], ("",), "kernel"):
            with pytest.raises(ValueError, match="evidence"):
                Verdict(name, evidence)
    for name in NAMES[3:]:
        assert str(Verdict(name, (), "the budget")) == name
        with pytest.raises(ValueError, match="evidence"):
            Verdict(name, ("kernel",), "the budget")
        with pytest.raises(ValueError, match="reason"):
            Verdict(name)
    with pytest.raises(ValueError, match="expected one of"):
        Verdict("TRUE", ("kernel",))
    with pytest.raises(TypeError):
        bool(Verdict("PROVED", ("kernel",)))
    assert str(Verdict("REFUTED", ("witness",))) == "REFUTED (witness)"
