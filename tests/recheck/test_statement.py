"""Statements as the checker reads them: what is ill-formed is refused."""

from __future__ import annotations

import pytest

from tests.recheck.by_hand import statement, wrap
from varproof.recheck import Rejected, check
from varproof.recheck.kernel.statement import Reader, parse


@pytest.mark.parametrize(
    "text, message",
    [
        ("(a", "not one"),
        ("a)", "unbalanced"),
        ("", "not one"),
        ("(a) (b)", "not one"),
        ('("a)', "unreadable"),
    ],
)
def test_broken_brackets(text: str, message: str) -> None:
    with pytest.raises(Rejected, match=message):
        parse(text)


def test_labels_may_be_quoted() -> None:
    st = Reader().statement(statement('("a \\"b\\" \\u00e9" (<= 0 (real r)))'))
    assert st.claim[0][0] == 'a "b" \u00e9'


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(claim="(c (<= 0 (real s)))"), "unknown real"),
        (dict(claim="(c (<= 0 1.5))"), "not an integer"),
        (dict(claim='(c (<= 0 "1"))'), "term is expected"),
        (dict(claim="(c (<= 0))"), "malformed formula"),
        (dict(claim="(c (= 0 (^ (real r) 1)))"), "between 2"),
        (dict(claim="(c (= 0 (^ (real r) -1)))"), "between 2"),
        (dict(claim=""), "claims nothing"),
        (dict(claim="(c (<= 0 1)) (c (<= 0 1))"), "repeated"),
        (dict(claim="(c (<= 0 1))", sizes="(n 0)"), "at least 1"),
        (dict(claim="(c (<= 0 1))", sizes="(r 1)"), "used twice"),
        (dict(claim="(c (<= 0 1))", given="(a (array n))"), "unknown size"),
        (dict(claim="(c (<= 0 1))", given="(a (array))"), "malformed sort"),
        (dict(claim="(c (<= 0 (sum n n - 1)))", sizes="(n 1)"), "used twice"),
        (dict(claim="(c (<= 0 (call f 1)))"), "unknown definition"),
        (dict(claim="(c (<= 0 (call f 1)))", define="(f ((x (real))) (call f (real x)))"), "unknown definition"),
        (dict(claim="(c (<= 0 (call f 1)))", define="(f ((x (real))) (real r))"), "unknown real"),
        (dict(claim="(c (<= 0 (call f)))", define="(f ((x (real))) (real x))"), "has 1 parameters"),
        (dict(claim="(c (call f 1))", define="(f ((x (real))) (real x))"), "wrong kind"),
        (
            dict(claim="(c (<= 0 (sum i m - (at a (index i)))))", sizes="(n 1) (m 1)", given="(a (array n))"),
            "wrong shape",
        ),
        (
            dict(claim="(c (forall i (index n) (forall j (index m) (same (index i) (index j)))))", sizes="(n 1) (m 1)"),
            "different sizes",
        ),
        (
            dict(
                claim="(c (<= 0 (call f (array a) (array b))))",
                sizes="(n 1) (m 1)",
                given="(a (array n)) (b (array m))",
                define="(f ((x (array k)) (y (array k))) 0)",
            ),
            "do not agree",
        ),
        (dict(claim="(c (and))"), "malformed formula"),
        (dict(claim="(c (< 0 (pi 1)))"), "malformed term"),
        (dict(claim="(c (< 0 (pos (real r))))"), "an index is expected"),
        (dict(claim="(c (< 0 (pos (index i))))"), "unknown index"),
        (dict(claim="(c (< 0 (pos i)))", sizes="(n 1)", given="(i (index n))"), "an index is expected"),
        (dict(claim="(c (< 0 (pos (index i) (index i))))", sizes="(n 1)", given="(i (index n))"), "malformed term"),
        (dict(claim="(c (< 0 pi))"), "not an integer"),
        (dict(claim="(c (not (defined 1)))"), "malformed formula"),
    ],
)
def test_ill_formed_statements(change: dict[str, str], message: str) -> None:
    report = check(wrap(statement(**change), "kernel", nodes=[], steps=[], goals=[]))
    assert not report.ok and message in report.message, report
