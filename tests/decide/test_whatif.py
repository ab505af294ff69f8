"""What becomes of statements when a constant is replaced: nothing is claimed that was not decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from varproof.catalog import catalog
from varproof.decide import whatif
from varproof.lang.errors import StatementError
from varproof.lang.statement import Variant

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("own_cache")


def variant(entry: str, name: str) -> Variant:
    return catalog()[entry].variants[name]


RANGE = ("lem:boltz-range", "stated")
MONOTONE = ("lem:boltz-monotone", "stated")


def effect(text: str, downstream: tuple[str, str] | None = None, **settings: int) -> whatif.Effect:
    """The effect on boltz-range, or on one statement downstream, of another width of boltz-range."""
    v = variant(*RANGE)
    others = [] if downstream is None else [variant(*downstream)]
    at = {name: Fraction(q) for name, q in settings.items()}
    return whatif.effects(v, v.constants["width"], whatif.read(text, v), others, at)[-1]


def test_the_same_constant_changes_nothing() -> None:
    found = effect("log(n)", n=8)
    assert not found.changed and found.hit is None and not found.kept and not found.instances


def test_a_weaker_constant_is_kept_at_the_settings_and_only_there() -> None:
    found = effect("log(n) + 1", n=8)
    assert found.kept and found.hit is None and found.counts["holds"] == 5
    ((name, before, after),) = found.constants
    assert name == "width" and before is not None and after is not None
    assert Fraction(before.high) < Fraction(after.low)
    assert not effect("log(n) + 1").kept  # no settings
    assert not effect("n - 1", n=1).hit


def test_a_stronger_constant_is_refuted_or_unknown_never_kept() -> None:
    found = effect("log(n)/2", n=8)
    assert found.hit is not None and found.hit.fails == "lower"
    assert not found.kept
    found = effect("log(n) - 1/10**30", n=8)
    assert not found.kept and found.changed


def test_a_weaker_constant_here_that_is_stronger_elsewhere() -> None:
    """n/10 is above log n at n = 100; at n = 2 it is too small even for the least width."""
    assert effect("n/10", n=100).kept and not effect("n/10", n=2).kept
    assert effect("n/10", n=100).hit is not None


def test_undefined_constants_are_not_kept() -> None:
    assert not effect("log(n) + 1/(n - 8)", n=8).kept
    assert not effect("log(n) + sqrt(0 - n)", n=8).kept
    assert effect("log(n) + 1/(n - 8)", n=8).hit is not None


def test_downstream_hypotheses_and_claims_move_the_other_way() -> None:
    """The hypothesis a_i < max a - log n - 1 gets stronger as log n is replaced by something larger."""
    assert effect("log(n) + 1", MONOTONE, n=8).kept
    found = effect("log(n) - 3", MONOTONE, n=8)
    assert not found.kept and found.hit is not None


def test_a_statement_without_the_term_is_as_it_was() -> None:
    found = effect("log(n)/2", ("lem:boltz-monotone", "sharpened"), n=8)
    assert not found.changed and found.instances == () and found.hit is None


def test_terms_below_a_binder_of_the_same_name_are_others() -> None:
    old, new = ("real", "x"), Fraction(1)
    below = ("forall", "x", ("real",), ("<=", ("real", "x"), ("real", "y")))
    assert whatif.replaced(below, old, new) == below
    assert whatif.replaced(("and", ("<", old, Fraction(2)), below), old, new) == ("and", ("<", new, Fraction(2)), below)
    captured = ("exists", "y", ("real",), ("<=", old, ("real", "y")))
    assert whatif.replaced(captured, old, ("real", "y")) == captured


@pytest.mark.parametrize(
    ("claim", "signs"),
    [
        (("<=", ("real", "y"), ("real", "x")), {1}),
        (("<", ("real", "x"), ("real", "y")), {-1}),
        (("=", ("real", "x"), ("real", "y")), {0}),
        (("not", ("<=", ("real", "y"), ("real", "x"))), {-1}),
        (("implies", ("<=", ("real", "y"), ("real", "x")), ("<=", ("real", "y"), ("real", "y"))), {-1}),
        (("<=", ("real", "y"), ("*", Fraction(-2), ("real", "x"))), {-1}),
        (("<=", ("real", "y"), ("*", ("real", "y"), ("real", "x"))), {0}),
        (("<=", ("real", "y"), ("exp", ("+", ("real", "x"), ("real", "y")))), {1}),
        (("<=", ("real", "x"), ("real", "x")), {1, -1}),
        (("forall", "x", ("real",), ("<=", ("real", "y"), ("real", "x"))), {0}),
        (("<=", ("real", "y"), ("real", "y")), set()),
    ],
)
def test_which_way_a_statement_weakens(claim: Any, signs: set[int]) -> None:
    v = variant(*RANGE)
    p = v.parts._replace(given=(("x", ("real",)), ("y", ("real",))), assume=(), claim=(("c", claim),))
    assert whatif.weakens(replace(v, core=p.core()), ("real", "x")) == signs


def test_the_sides_of_all_constants_are_the_way_their_statements_weaken() -> None:
    """Printed values are rounded to the side of the constant; this reads off the statements that it is the weak one."""
    known = 0
    for v in catalog().variants():
        for constant in v.constants.values():
            signs = whatif.weakens(v, constant.formula) if v.ill_typed is None else {0}
            if 0 not in signs and signs:
                known += 1
                assert signs == {{"upper": 1, "lower": -1}[str(constant.side)]}, (v.id, v.name, constant.name)
    assert known >= 20


@pytest.mark.parametrize("text", ["", "log(m)", "a", "tanh(n)", "log(n", "__import__('os')", "n**n", "1 <= 2"])
def test_what_is_no_term_over_the_statement(text: str, run: Run) -> None:
    code, _, err = run("constants", "--what-if", f"lem:boltz-range:width={text}", "--variant", "stated")
    assert code == 2 and err.count("\n") == 1


def test_bad_names(run: Run) -> None:
    for asked in ("width=1", "lem:boltz-range:width", "lem:boltz-range:depth=1", "lem:nothing:width=1"):
        assert run("constants", "--what-if", asked)[0] == 2
    code, _, err = run("constants", "--what-if", "lem:boltz-range:width=1")
    assert code == 2 and "--variant" in err
    code, _, err = run("constants", "def:softmax", "--what-if", "lem:boltz-range:width=1", "--variant", "stated")
    assert code == 2 and "does not rest on" in err
    assert run("constants")[0] == 2


def test_a_plain_number_cannot_be_told_apart() -> None:
    v = variant(*RANGE)
    one = replace(v.constants["width"], formula=Fraction(2))
    with pytest.raises(StatementError, match="number"):
        whatif.effects(v, one, Fraction(3), [], {})


def test_the_command_tells_of_one_entry_and_of_what_is_unknown(run: Run) -> None:
    asked = ("constants", "lem:boltz-range", "--variant", "stated", "--set", "n=8", "--what-if")
    code, out, _ = run(*asked, "lem:boltz-range:width=log(n) + 1")
    assert code == 0
    assert "still holds at n = 8: it follows from the statement as it stands, which is PROVED" in out
    assert "otherwise unknown: the proof was not redone" in out and "lem:boltz-monotone" not in out
    code, out, _ = run(*asked, "lem:boltz-range:width=log(n)/2", "--json")
    (row,) = json.loads(out)["effects"]
    assert code == 1 and row["verdict"] == "REFUTED" and row["fails"] == "lower" and not row["holds_at_settings"]


def test_several_constants_each_with_the_settings_it_knows(run: Run) -> None:
    code, out, _ = run("constants", "lem:boltz-separation", "--set", "n=8", "--set", "r=5")
    assert code == 0 and "stated: separation = (log n)² exp(−2 r) = [0.00019631" in out
    assert "sharpened: separation of pairs = β(exp(−δ)) δ exp(δ − 2 r); holds for n = 2 only, and n = 8" in out
    assert "needs delta; add --set delta=..." in out
    assert run("constants", "lem:boltz-separation", "--set", "zeta=1")[0] == 2
    assert run("constants", "lem:boltz-separation", "--set", "delta=5")[0] == 2
