"""The Python interface: what a notebook asks and gets."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import varproof as vp


@pytest.fixture(scope="module")
def entry() -> vp.Entry:
    return vp.catalog()["lem:boltz-range"]


def test_a_variant_is_judged(entry: vp.Entry, tmp_path: Path) -> None:
    found = entry.verify(variant="stated")
    assert (found.verdict, found.evidence, found.ok, found.counterexample) == ("PROVED", ("kernel",), True, None)
    assert "boltz(a) ≤ M" in repr(found) and "PROVED, resting on kernel" in repr(found)
    bundle = found._repr_mimebundle_()
    assert bundle["text/plain"] == repr(found)
    assert bundle["text/html"].startswith("<pre>") and "<=" not in bundle["text/html"]
    with pytest.raises(TypeError):
        bool(found)

    found.write(tmp_path / "range.json")
    reports = vp.check(tmp_path)
    assert reports.ok and [r.verdict for r in reports] == ["PROVED"]
    assert "PROVED lem:boltz-range stated" in repr(reports)


def test_all_variants_are_judged_by_name(entry: vp.Entry) -> None:
    found = entry.verify()
    assert {name: j.verdict for name, j in found.items()} == {"stated": "PROVED", "sharpened": "PROVED"}
    assert "2 variants: 2 PROVED" in found._repr_mimebundle_()["text/plain"]


def test_unknown_names_are_one_line(entry: vp.Entry) -> None:
    with pytest.raises(KeyError, match="no such entry"):
        vp.catalog()["lem:nothing"]
    with pytest.raises(vp.StatementError, match="no variant 'printed'; there are stated, sharpened"):
        entry.verify(variant="printed")
    with pytest.raises(vp.StatementError, match="say which variant"):
        vp.falsify(entry)


def test_constants_are_certified(entry: vp.Entry) -> None:
    found = entry.constants(n=3)
    assert list(found) == [("stated", "width"), ("sharpened", "width")]
    low, high = found["stated", "width"]
    assert float(low) <= 1.0986122886681098 <= float(high)
    assert "stated: width = " in repr(found)
    assert entry.constants("stated", n="3")["stated", "width"] == (low, high)
    for wrong in ({}, {"n": 0}, {"n": 0.5}, {"n": True}, {"n": "three"}, {"n": Fraction(1, 2)}, {"k": 3, "n": 3}):
        with pytest.raises(vp.StatementError):
            entry.constants(**wrong)


def test_falsify_says_what_it_found(entry: vp.Entry) -> None:
    assert vp.falsify(entry, "stated", budget=50).counterexample is None
    found = vp.falsify("lem:attention-contextual", "printed")
    assert found.fails == "radius" and found.counterexample is not None and found.certificate is not None
    assert "radius fails at N = " in repr(found)


def test_check_rejects_an_edited_certificate(entry: vp.Entry, tmp_path: Path) -> None:
    path = tmp_path / "range.json"
    entry.verify(variant="stated").write(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["steps"] = data["steps"][:-1]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert not vp.check(path).ok
    assert not vp.check(tmp_path / "missing.json").ok


def test_a_refuted_statement_has_its_point() -> None:
    found = vp.catalog()["lem:attention-contextual"].verify(variant="printed")
    assert found.verdict == "REFUTED" and found.counterexample is not None
    assert found.certificate is not None and found.certificate["kind"] == "witness"
