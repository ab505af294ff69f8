"""Image to image: the construction, its layers against the dense model, its certificate against corruption."""

from __future__ import annotations

import copy
import itertools
import json
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import sympy

import varproof as vp
from varproof import recheck
from varproof.construct.errors import InputError, TooLarge
from varproof.construct.grid import Grid, quantiser
from varproof.construct.identifiers import enclosed, head
from varproof.construct.target import BlackBox

Q = Fraction


def product(n: int, d: int) -> sympy.Matrix:
    """Entries x_kj x_1j / 2, so that every token looks at the first."""
    x = vp.image_symbols(n, d)
    return sympy.Matrix(n, d, lambda k, j: x[k, j] * x[0, j] / 2)


def value(n: int, d: int, rows: list[list[Fraction]]) -> list[list[Fraction]]:
    return [[rows[k][j] * rows[0][j] / 2 for j in range(d)] for k in range(n)]


CASES = [(1, 1, Q(1, 8), 1, "softmax"), (2, 1, Q(1, 5), 1, "softmax"), (2, 1, Q(1, 5), 2, "mean"),
         (3, 1, Q(1, 2), Q(3, 2), "softmax"), (3, 1, Q(1, 2), 1, "mean"), (1, 2, Q(1, 4), 3, "softmax"),
         (2, 2, Q(1, 2), 2, "softmax"), (2, 2, Q(1, 2), 2, "mean")]  # fmt: skip


@pytest.mark.parametrize(("n", "d", "eps", "alpha", "attention"), CASES)
def test_built_and_replayed(n: int, d: int, eps: Fraction, alpha: Fraction, attention: str) -> None:
    model = vp.construct_transformer(product(n, d), n, d, eps, alpha, attention=attention)
    assert model.error_bound <= eps
    assert recheck.check(json.loads(json.dumps(model.certificate))).ok


@pytest.mark.parametrize(("n", "d", "eps", "alpha", "attention"), CASES)
def test_dense_model_has_the_prescribed_values(n: int, d: int, eps: Fraction, alpha: Fraction, attention: str) -> None:
    """In the middle of each cell the dense layers are within sup_bound of the target, which the structure promised."""
    model = vp.construct_transformer(product(n, d), n, d, eps, alpha, attention=attention)
    assert model.facts is not None
    cells = list(itertools.product(range(model.grid.levels), repeat=n * d))
    for cell in cells[:: max(1, len(cells) // 25)]:
        rows = model.grid.centre(cell)
        for got, wanted in zip(chain(*model(rows)), chain(*value(n, d, rows)), strict=True):
            low, high = got.bounds()
            assert high - low < Q(1, 2**30)
            assert max(abs(high - wanted), abs(low - wanted)) <= model.facts.sup_bound + (high - low)


def test_quantiser() -> None:
    grid = Grid(2, 1, 3)
    theta = Q(1, 100)
    values = [Q(3 + m, 3) for m in range(6)]
    layer = quantiser(grid, theta, [values])
    from varproof.arith.balls import Ball

    for m in range(6):
        start = 1 + Q(m, 3)
        for u in (start, start + Q(1, 6), start + Q(1, 3) - theta):
            assert layer([Ball.of(u)])[0].contains(values[m])
            low, high = layer([Ball.of(u)])[0].bounds()
            assert high - low < Q(1, 2**19)
    inside = layer([Ball.of(1 + Q(1, 3) - theta / 2)])[0]  # on a ramp: between the levels
    assert (inside - values[0]).sign() == 1 and (Ball.of(values[1]) - inside).sign() == 1


@pytest.mark.parametrize("kind", ["softmax", "mean"])
@pytest.mark.parametrize(("n", "d", "levels"), [(2, 1, 5), (3, 1, 4), (2, 2, 2), (4, 1, 2)])
def test_identifiers_differ(kind: str, n: int, d: int, levels: int) -> None:
    whole, off = enclosed(head(kind, Grid(n, d, levels)), 128)
    line = sorted(whole)
    assert len(line) == n * levels ** (n * d)
    assert min(b - a for a, b in itertools.pairwise(line)) > 2 * off


def test_plain_mean_does_not_tell_three_tokens_apart() -> None:
    """With constant scores and levels alone two sequences with one sum have one mean."""
    from dataclasses import replace

    flat = replace(head("softmax", Grid(3, 1, 3)), beta=Q(0))
    whole, off = enclosed(flat, 64)
    line = sorted(whole)
    assert min(b - a for a, b in itertools.pairwise(line)) <= 2 * off


def corrupted(certificate: dict[str, Any], path: tuple[Any, ...], change: int) -> dict[str, Any]:
    made = copy.deepcopy(certificate)
    place = made["weights"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] += change
    return made


def test_every_changed_weight_is_refused() -> None:
    """By its hash; and where the hash is made anew, by the output, which leaves the bound."""
    from varproof.recheck.model.weights import digest

    model = vp.construct_transformer(product(2, 1), 2, 1, Q(1, 5))
    certificate = model.certificate
    weights = certificate["weights"]
    places = [("embedding", "values", 0), ("first", "b1", "values", 3), ("first", "W2", "values", 3),
              ("first", "b2", "values", 0), ("attention", "W_V", "values", 0), ("attention", "W_O", "values", 0),
              ("second", "W1", "row", "values", 0), ("second", "b1", "values", 5), ("second", "W2", "values", 5),
              ("second", "b2", "values", 0)]  # fmt: skip
    for path in places:
        over = weights[path[0]][path[1]] if "row" not in path else weights["second"]["W1"]["row"]
        step = 3 * over["over"] if isinstance(over, dict) and "over" in over else 3 * weights["embedding"]["over"]
        bad = corrupted(certificate, path, step)
        assert "not those" in recheck.check(bad).message
        bad["sha256"] = digest(bad["weights"])
        assert not recheck.check(bad).ok, path


@pytest.mark.parametrize("field", ["bound", "theta", "alpha", "levels", "n", "target"])
def test_another_claim_is_refused(field: str) -> None:
    certificate = vp.construct_transformer(product(2, 1), 2, 1, Q(1, 5)).certificate
    other = {"bound": str(Q(certificate["bound"]) / 2), "theta": "1/100", "alpha": "1/2",
             "levels": certificate["levels"] + 1, "n": 3,
             "target": {"variables": ["x_1_1", "x_2_1"], "rows": [["x_1_1**2/2"], ["x_2_1"]]}}  # fmt: skip
    assert recheck.check(certificate).ok
    assert not recheck.check({**certificate, field: other[field]}).ok


def test_saved_and_loaded(tmp_path: Path) -> None:
    import numpy as np

    model = vp.construct_transformer(product(2, 1), 2, 1, Q(1, 5))
    model.save(tmp_path / "m.json")
    again = vp.load_transformer(tmp_path / "m.json")
    assert again.layers == model.layers and again.error_bound == model.error_bound
    assert recheck.check_file(tmp_path / "m.json").verdict == "PROVED"
    data = json.loads((tmp_path / "m.json").read_text())
    data["weights"]["second"]["b2"]["values"][0] += 1
    (tmp_path / "bad.json").write_text(json.dumps(data))
    with pytest.raises(InputError, match=r"bad\.json: the weights are not those that were saved"):
        vp.load_transformer(tmp_path / "bad.json")
    model.save(tmp_path / "m.npz")
    with np.load(tmp_path / "m.npz") as rounded:
        assert rounded["second_W2"].shape == (model.layers.second.neurons, 1)
        assert json.loads(bytes(rounded["certificate"])) == model.certificate
    with pytest.raises(InputError, match=r"\.json"):
        model.save(tmp_path / "m.txt")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.json", "m.json", "m.npz"]


def test_every_changed_float_of_an_export_is_refused(tmp_path: Path) -> None:
    """One bit anywhere, an array that is missing, of another shape or type; and what is no export."""
    import numpy as np

    vp.construct_transformer(product(2, 1), 2, 1, Q(1, 2)).save(tmp_path / "m.npz")
    assert recheck.check_file(tmp_path / "m.npz").verdict == "PROVED"
    assert vp.load_transformer(tmp_path / "m.npz").grid.n == 2
    with np.load(tmp_path / "m.npz") as file:
        arrays = dict(file)
    bad = tmp_path / "bad.npz"
    for name in [name for name in arrays if name != "certificate"]:
        for k in range(arrays[name].size):
            moved = arrays[name].copy()
            moved.reshape(-1)[k] = np.nextafter(moved.reshape(-1)[k], np.inf)
            np.savez(bad, **{**arrays, name: moved})
            assert "not the certified weights" in recheck.check_file(bad).message
    with pytest.raises(InputError, match="not the certified weights"):
        vp.load_transformer(bad)
    wrong: list[dict[str, Any]] = [{**arrays, "W_Q": arrays["W_Q"].astype("f4")}, {**arrays, "more": arrays["W_Q"]},
                                   {**arrays, "W_Q": arrays["W_Q"][None]}]  # fmt: skip
    wrong += [{k: v for k, v in arrays.items() if k != name} for name in ("W_O", "certificate")]
    for change in wrong:
        np.savez(bad, **change)
        assert not recheck.check_file(bad).ok
    bad.write_bytes(b"PK\x03\x04 no archive")
    assert recheck.check_file(bad).verdict == "BAD INPUT"
    np.savez_compressed(bad, **arrays)
    assert recheck.check_file(bad).verdict == "PROVED"
    content = bytearray(bad.read_bytes())
    content[45:65] = bytes(20)  # no stream of zlib's
    bad.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read as a model"):
        vp.load_transformer(bad)


def test_function_with_a_stated_constant(tmp_path: Path) -> None:
    model = vp.construct_transformer(lambda rows: value(2, 1, rows), 2, 1, Q(1, 3), lipschitz=1)
    assert isinstance(model.target, BlackBox) and "1-Lipschitz" in model.assumed[0]
    report = recheck.check(json.loads(json.dumps(model.certificate)))
    assert report.ok and "every 1-Lipschitz map with the listed values" in report.message
    model.save(tmp_path / "m.json")
    again = vp.load_transformer(tmp_path / "m.json")
    assert again.certificate == model.certificate and again.assumed == model.assumed
    assert isinstance(again.target, BlackBox)
    with pytest.raises(InputError, match="only its values at the middles"):
        again.target.value([[Q(0)], [Q(0)]])
    false = {**model.certificate, "target": {**model.certificate["target"], "lipschitz": "2"}}
    assert not recheck.check(false).ok


def bad_inputs() -> list[tuple[object, dict[str, object], type[Exception], str]]:
    x = vp.image_symbols(1, 1)[0]
    one = sympy.Matrix([[3 * x]])
    return [
        (one, {"lipschitz": 2}, InputError, "further apart"),
        (one, {"eps": 0}, InputError, "eps: 0"),
        (one, {"eps": float("nan")}, InputError, "no exact number"),
        (one, {"alpha": Q(1, 2)}, InputError, "alpha: 1/2"),
        (one, {"budget": 3, "eps": Q(1, 100)}, TooLarge, "bits; the budget is 3"),
        (one, {"eps": "1e-350", "budget": 100}, TooLarge, "e350 neurons"),
        (one, {"alpha": 33}, InputError, "at most 32"),
        (one, {"L": 2}, InputError, "2 x 1 is expected"),
        (one, {"attention": "hardmax"}, InputError, "softmax and mean"),
        (sympy.Matrix([[0.5 * x]]), {}, InputError, "float"),
        (sympy.Matrix([[sympy.Symbol("y")]]), {}, InputError, "no entry of the input"),
        ([["x_1_1 +"]], {}, InputError, "target: expected a number"),
        (sympy.Matrix([[1 / x]]), {}, InputError, "defined"),
        (lambda rows: [[0.5]], {"lipschitz": 1}, InputError, "float is not"),
        (lambda rows: [[0, 1]], {"lipschitz": 1}, InputError, "another shape"),
        (lambda rows: [[0]], {}, InputError, "stated Lipschitz constant"),
        (lambda rows: [[3 * rows[0][0]]], {"lipschitz": 2}, InputError, r"at \(1/10\) and \(3/10\) are further apart"),
    ]


@pytest.mark.parametrize("case", range(17))
def test_bad_input(case: int) -> None:
    target, changes, error, words = bad_inputs()[case]
    arguments: dict[str, Any] = {"L": 1, "d": 1, "eps": Q(1, 4), **changes}
    with pytest.raises(error, match=words):
        vp.construct_transformer(target, **arguments)


def test_points_outside_are_refused() -> None:
    model = vp.construct_transformer(product(1, 1), 1, 1, Q(1, 8))
    cases: list[tuple[Any, str]] = [([[2]], "outside"), ([[0.5]], "exact"), ([[0, 0]], "1 rows of 1")]
    for rows, words in cases:
        with pytest.raises(InputError, match=words):
            model(rows)
