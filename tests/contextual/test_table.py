"""The table of examples: every separation is certified, and at least the one that is promised."""

from __future__ import annotations

import json

import pytest
from varproof_lemmas.contextual import table

from varproof.cli import main
from varproof.contextual import compare


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contextual", "table", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["missed"] == 0
    assert [row["dataset"] for row in data["datasets"]] == list(table.DATASETS)
    for row in data["datasets"]:
        assert row["above"]["sharpened"] is True
        assert row["log10_achieved"][0] > row["log10_bounds"]["sharpened"][1]
        assert row["bits"] > 0
        assert len(row["identifiers_along_axis"]) == min(2000, row["identifiers"])
        same = [p["place"] for p in row["identifiers_along_axis"] if p["token"] == 0]
        assert len(set(same)) == len(same), "the picture tells the identifiers of one token apart"
    tiny = data["datasets"][-1]
    assert tiny["above"] == {"printed": False, "corrected": True, "sharpened": True}


def test_a_catalog_without_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contextual", "table", "--catalog", "json"]) == 2
    assert "contextual.table" in capsys.readouterr().err


def test_powers_of_ten_are_rounded_down() -> None:
    from fractions import Fraction as F

    assert compare.power((F(-1234, 100), F(0))) == "10^-12.4"
    assert compare.power((F(26, 10), F(0))) == "10^2.6"
    assert compare.power((F(-1234567), F(0))) == "10^-1234567"
    assert compare.decimal(F(-1, 3), 4) == "-0.3333"
