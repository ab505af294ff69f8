"""A changed weight makes a certificate fail: any number and any byte of the weights in JSON, any byte of an archive."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import varproof as vp
from varproof import recheck
from varproof.construct.model import Model
from varproof.recheck.model import replay

Q = Fraction


@pytest.fixture(scope="module")
def models() -> list[Model]:
    pair = vp.construct_transformer([["x_1_1*x_2_1"], ["x_1_1**2"]], 2, 1, Q(1, 2))
    return [pair, vp.construct_var([["x_1"]] * 3 + [["x_1**2"]], (1, 2), Q(1, 4))]


def numbers(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a whole number below, as container and key."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, int):
            yield data, key
        else:
            yield from numbers(value)


def test_every_number(models: list[Model]) -> None:
    """One more or less, the sign, a float that equals it, a number that is missing."""
    for model in models:
        certificate = copy.deepcopy(model.certificate)
        assert recheck.check(certificate).ok
        for place, key in numbers(certificate["weights"]):
            kept = place[key]
            for wrong in {kept + 1, kept - 1, -kept} - {kept} | {str(kept)}:
                place[key] = wrong
                assert "not those" in recheck.check(certificate).message
            place[key] = kept
        certificate["weights"]["second"]["W2"]["values"].pop()
        assert not recheck.check(certificate).ok


def test_any_byte_of_the_weights(models: list[Model], tmp_path: Path) -> None:
    """In JSON: another byte in its place, one that is left out, one that is doubled."""
    chance, path = random.Random(1), tmp_path / "m.json"
    models[0].save(path)
    text = path.read_bytes()
    start = text.index(b'"weights"')
    weights = json.loads(text)["weights"]
    for _ in range(300):
        k = chance.randrange(start, len(text) - 1)
        made = (bytes([chance.randrange(256)]), b"", text[k : k + 1] * 2)[chance.randrange(3)]
        path.write_bytes(text[:k] + made + text[k + 1 :])
        if recheck.check_file(path).ok:
            assert json.loads(path.read_bytes())["weights"] == weights


def test_any_byte_of_an_archive(models: list[Model], tmp_path: Path) -> None:
    """What is still accepted (a date, say) has the same weights for NumPy too."""
    chance, path = random.Random(2), tmp_path / "m.npz"
    models[0].save(path)
    content = path.read_bytes()
    with np.load(path) as file:
        arrays = {name: file[name].tobytes() for name in file.files}
    refused = 0
    for _ in range(150):
        made = bytearray(content)
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
        path.write_bytes(made)
        if not recheck.check_file(path).ok:
            refused += 1
            continue
        with np.load(path) as file:
            assert {name: file[name].tobytes() for name in file.files} == arrays
    assert refused > 75


def test_what_is_not_replayed_whole_is_not_proved(models: list[Model], monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no replay of a sample: every cell, or no verdict."""
    certificate = models[0].certificate
    report = recheck.check(certificate)
    assert report.verdict == "PROVED" and f"{models[0].grid.cells} cells replayed" in report.message
    monkeypatch.setattr(replay, "TOKENS", 2 * models[0].grid.cells - 1)
    report = recheck.check(certificate)
    assert report.verdict != "PROVED" and not report.ok and "too many cells to replay" in report.message
