"""What an interrupted construction had found out is used by the next run, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import varproof as vp
from varproof.construct.model import Model
from varproof.store import cache

Q = Fraction
TARGET = [["x_1_1*x_2_1"], ["x_2_1*x_3_1/2"], ["x_3_1**2/2"]]


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def built(until: str | None = None, target: object = TARGET) -> tuple[list[str], Model | None]:
    """The steps of a construction, which is interrupted at the first that begins with `until`."""
    said: list[str] = []

    def tell(text: str) -> None:
        said.append(text)
        if until is not None and text.startswith(until):
            raise KeyboardInterrupt

    try:
        return said, vp.construct_transformer(target, 3, 1, Q(1, 4), lipschitz=2, progress=tell)
    except KeyboardInterrupt:
        return said, None


def grids(said: list[str]) -> int:
    return sum("levels" in text for text in said)


@pytest.mark.parametrize("until", ["a grid of 3", "a temperature", "identifiers", "values"])
def test_the_next_run_goes_on(until: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, nothing = built(until)
    assert nothing is None
    again, model = built()
    assert model is not None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    calm, whole = built()
    assert whole is not None and whole.certificate == model.certificate and whole.facts == model.facts
    assert grids(again) < grids(calm) <= grids(first) + grids(again)


Damage = Callable[[dict[str, object]], object]


DAMAGES: list[Damage] = [lambda d: "no", lambda d: {**d, "fine": 10**9}, lambda d: {**d, "coarse": "1"},
                         lambda d: {**d, "coarse": 0, "fine": 1}, lambda d: {**d, "beta": "hot"},
                         lambda d: {**d, "beta": "0"}, lambda d: {**d, "beta": "1e300"},
                         lambda d: {**d, "beta": float("inf")}]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_counts_as_absent(damage: Damage, tmp_path: Path) -> None:
    _, whole = built()
    assert whole is not None
    (path,) = (tmp_path / "cache").rglob("*.json")
    kept = cache.load(path.stem)
    assert set(kept) == {"coarse", "fine", "beta"}
    cache.store(path.stem, damage(kept))
    _, model = built()
    assert model is not None and model.certificate == whole.certificate


def test_of_a_function_nothing_is_kept(tmp_path: Path) -> None:
    _, model = built(target=lambda rows: [[x / 2] for (x,) in rows])
    assert model is not None and not list(tmp_path.rglob("*.json"))
