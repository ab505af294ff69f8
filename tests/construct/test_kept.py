"""What an interrupted construction had found out is used by the next run, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import varproof as vp
from varproof.construct.model import Model
from varproof.construct.pictures import picture
from varproof.store import cache

Q = Fraction
TARGET = [["x_1_1*x_2_1"], ["x_2_1*x_3_1/2"], ["x_3_1**2/2"]]


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def halved(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    return [[x / 2] for (x,) in rows]


def image(target: object) -> Callable[[Callable[[str], None]], Model]:
    return lambda tell: vp.construct_transformer(target, 3, 1, Q(1, 4), lipschitz=2, progress=tell)


def words(target: object, d: int) -> Callable[[Callable[[str], None]], Model]:
    return lambda tell: vp.construct_var(target, (1, 2), Q(1, 20), d=d, lipschitz=4, progress=tell)


def built(until: str | None = None, make: Callable[[Callable[[str], None]], Model] | None = None
          ) -> tuple[list[str], Model | None]:  # fmt: skip
    """The steps of a construction, which is interrupted at the first that begins with `until`."""
    said: list[str] = []

    def tell(text: str) -> None:
        said.append(text)
        if until is not None and text.startswith(until):
            raise KeyboardInterrupt

    try:
        return said, (make or image(TARGET))(tell)
    except KeyboardInterrupt:
        return said, None


def grids(said: list[str]) -> int:
    return sum("levels" in text or "pieces" in text for text in said)


FUNCTION, DISC, GRADIENT = image(halved), words(picture("disc", 2), 1), words(picture("gradient", 2), 3)
SHADES = words(lambda rows: [[rows[0][0] ** 2 / 4 * k] for k in range(4)], 1)


@pytest.mark.parametrize(("until", "make"), [
    *((until, image(TARGET)) for until in ("a grid of 3", "a temperature", "identifiers", "values")),
    *((until, FUNCTION) for until in ("a grid of 4", "a temperature", "identifiers", "values")),
    ("8 pieces", DISC), ("a grid of 3", GRADIENT), ("values", GRADIENT), ("a grid of 2", SHADES), ("values", SHADES),
])  # fmt: skip
def test_the_next_run_goes_on(until: str, make: Callable[[Callable[[str], None]], Model],
                              monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # fmt: skip
    first, nothing = built(until, make)
    assert nothing is None
    again, model = built(None, make)
    assert model is not None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    calm, whole = built(None, make)
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


def test_values_of_a_function_are_asked_anew() -> None:
    """Two functions of one constant share grid and temperature, and nothing else; each is asked once at a cell."""
    _, first = built(None, FUNCTION)
    asked = []

    def other(rows: list[list[Fraction]]) -> list[list[Fraction]]:
        asked.append(rows)
        return [[1 - x / 2] for (x,) in rows]

    _, second = built(None, image(other))
    assert first is not None and second is not None and len(asked) == second.grid.cells == first.grid.cells
    assert second.certificate["target"] != first.certificate["target"] and len(asked) == second.grid.cells
