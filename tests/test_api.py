"""The Python interface: what a notebook asks and gets."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import varproof as vp
from varproof.show.report import svg


@pytest.fixture(scope="module")
def entry() -> vp.Entry:
    return vp.catalog()["lem:boltz-range"]


def test_a_variant_is_judged(entry: vp.Entry, tmp_path: Path) -> None:
    found = entry.verify(variant="stated")
    assert (found.verdict, found.evidence, found.ok, found.counterexample) == ("PROVED", ("kernel",), True, None)
    assert "boltz(a) ≤ maxᵢ aᵢ" in repr(found) and "PROVED, resting on kernel" in repr(found)
    bundle = found._repr_mimebundle_()
    assert bundle["text/plain"] == repr(found)
    assert "<math" in bundle["text/html"] and "resting on kernel" in bundle["text/html"]
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
    assert dict(entry.constants()) == {} and "sharpened: width = " in repr(entry.constants())
    for wrong in ({"n": 0}, {"n": 0.5}, {"n": True}, {"n": "three"}, {"n": Fraction(1, 2)}, {"k": 3, "n": 3}):
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


def test_answers_show_in_notebooks(entry: vp.Entry, tmp_path: Path) -> None:
    judged = entry.verify()
    found = judged["sharpened"]
    found.write(tmp_path / "one.json")
    shown = {
        "statement": entry,
        "verdict": found,
        "verdicts": judged,
        "certificate": found.certificate,
        "reports": vp.check(tmp_path),
        "graph": vp.graph(entry, [judged]),
        "search": vp.falsify(entry, "stated", budget=50),
        "constants": entry.constants(n=3),
    }
    bundles = {name: what._repr_mimebundle_() for name, what in shown.items()}
    for name, bundle in bundles.items():
        assert {"text/plain", "text/html"} <= set(bundle) and bundle["text/plain"].strip(), name
        ET.fromstring(f"<all>{bundle['text/html'].replace('&#x2061;', '')}</all>")
    plain = {name: bundle["text/plain"] for name, bundle in bundles.items()}
    html = {name: bundle["text/html"] for name, bundle in bundles.items()}
    assert "boltz(a) ≤ maxᵢ aᵢ" in plain["statement"] and "PROVED" not in plain["statement"] + html["statement"]
    assert html["statement"].count("<math") > 4 and "<math" in html["verdict"]
    assert 'class="badge proved"' in html["verdict"] and 'class="badge proved"' in html["verdicts"]
    assert all(f">({k})<" in html["verdict"] for k in range(1, 12))  # the steps of the proof
    assert "kernel" in plain["certificate"] and found.result.hash in html["certificate"]
    assert "def:softmax" in plain["graph"] and "<svg" in html["graph"]


def test_a_graph_that_scrolls_begins_where_its_focus_is() -> None:
    assert svg._view(None, 0, 0, 4000) == ("scroll graph", 0.85)
    assert svg._view("lem:x", 100, 200, 4000) == ("scroll graph near", 0.85)
    assert svg._view("lem:x", 3700, 3800, 4000) == ("scroll graph near right", 0.85)
    assert svg._view("lem:x", 1000, 1200, 2400) == ("scroll graph near", 0.75)  # 1200 are shown as 900
    assert svg._view("lem:x", 1900, 2100, 4000) == ("scroll graph near", 0.6)


def test_a_graph_colours_what_was_judged_and_nothing_else(entry: vp.Entry) -> None:
    html = vp.graph(entry, [entry.verify()]).html()
    assert html.count('class="node proved focus"') == 1 and 'class="node proved"' not in html.split("legend-graph")[0]
    assert 'class="node unjudged' in html and "not judged here" in html
    half = vp.graph("lem:boltz-range", [entry.verify("stated")]).html()
    assert 'class="node proved' not in half  # the other variant may stand otherwise
    with pytest.raises(vp.StatementError, match="no entry 'lem:nothing'"):
        vp.graph("lem:nothing")
    assert len(vp.graph().entries) == len(vp.catalog())


def test_what_is_public_is_what_dir_shows() -> None:
    assert dir(vp) == sorted(vp.__all__)
    assert {"catalog", "prove", "ClaimError", "StatementError", "UnknownEntry"} <= set(dir(vp))
    assert all(getattr(vp, name) is not None for name in dir(vp))


def test_what_a_user_can_cause_is_typed_and_one_line() -> None:
    causes: list[tuple[type[Exception], Callable[[], object]]] = [
        (vp.UnknownEntry, lambda: vp.catalog()["lem:boltz-rang"]),
        (KeyError, lambda: vp.catalog()["lem:boltz-rang"]),
        (vp.UnknownEntry, lambda: vp.graph("lem:nothing")),
        (vp.UnknownVariant, lambda: vp.catalog()["lem:boltz-range"].variants["sated"]),
        (KeyError, lambda: vp.catalog()["lem:boltz-range"].variants["sated"]),
        (vp.ClaimError, lambda: vp.prove("x >", {"x": (0, 1)})),
        (vp.ClaimError, lambda: vp.prove("x > 0", {"x": 8})),
        (vp.ClaimError, lambda: vp.prove("x > 0", {"x": (0.5, float("nan"))})),
        (vp.StatementError, lambda: vp.check(".", lock="there-is-no-such.lock")),
        (vp.CatalogError, lambda: vp.catalog("no-such-catalog")),
        (vp.Outside, lambda: vp.catalog()["lem:boltz-separation"].constants("stated", n=4, delta=3, r=16)),
    ]
    for kind, cause in causes:
        with pytest.raises(kind) as error:
            cause()
        assert "\n" not in str(error.value) and len(str(error.value)) < 400
    with pytest.raises(vp.UnknownVariant, match=r"no variant 'sated'; did you mean stated\?"):
        vp.catalog()["lem:boltz-range"].variants["sated"]
    with pytest.raises(vp.UnknownEntry, match=r"did you mean lem:boltz-range or"):
        vp.catalog()["lem:boltz-rang"]


def test_results_print_as_they_are_written_down() -> None:
    softmax = vp.catalog()["def:softmax"]
    assert repr(softmax.run(z=[0, 1])) == "[1/(1 + exp(1)), exp(1)/(1 + exp(1))]"
    assert repr(vp.prove("x^2 ≥ 1/2", "x in [0, 1]")) == (
        "REFUTED (witness) at x = 0: x² ≥ 1/2 is false there; the sides are 0 and 1/2 (0 boxes)\n"
        "x² ≥ 1/2, for x ∈ [0, 1]"
    )
    assert vp.prove("x^2 ≥ 1/2", "x in [0, 1]").counterexample == {"x": Fraction(0)}


def test_a_counterexample_is_exact() -> None:
    point = vp.catalog()["lem:one-layer-different"].verify("printed").counterexample
    assert point["z"] == [Fraction(11, 10)] and point["K"] == 1
    assert "z = (11/10)" in repr(point)
