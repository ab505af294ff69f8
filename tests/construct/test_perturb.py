"""Perturbation bounds on networks, and sizes against accuracy."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import varproof as vp
from varproof.cli import main
from varproof.commands.perturb import _line
from varproof.construct.frontier import bits_needed, frontier, slope_of_bumps
from varproof.construct.network import Network, built, trained
from varproof.construct.perturb import Row, rows
from varproof.lang import core

Q = Fraction


@pytest.fixture(scope="module")
def there() -> Any:
    from varproof_lemmas.universality import perturbed

    return perturbed


def test_every_bound_holds_on_every_network(there: Any) -> None:
    found = list(rows(vp.catalog(), there.CASES, there.networks(), tries=2))
    assert len(found) == 2 * len(there.CASES)
    assert all(r.holds and r.measured[0] <= r.bound[1] for r in found)


NO_PERTURBATION = {
    "lem:linear-at-zero", "lem:weighted-sum", "fact:matrix-norms",  # of one vector, no change of anything
    "c1:grid-separation", "lem:piecewise-constant", "asm:target-class", "lem:up-row-sums",  # of grids, targets, rows
}  # fmt: skip


def bounds_a_norm(claim: tuple[Any, ...]) -> bool:
    """Whether a claim ends in "norm <= bound": a root or sum of squares, a sum or a maximum of absolute values."""
    while claim[0] in ("forall", "implies", "and"):
        claim = claim[-1]
    left = inner = claim[1]
    while type(inner) is tuple and inner[0] in ("sqrt", "sum", "maxover"):
        inner = inner[-1]
    square = type(inner) is tuple and (inner[0] == "abs" or (inner[0] == "^" and inner[2] == 2))
    return claim[0] == "<=" and inner is not left and square


def test_every_corrected_perturbation_statement_is_measured(there: Any) -> None:
    """All that is proved and bounds a norm; a new statement of this kind has to be measured, or named above."""
    proved = [v for e in vp.catalog().values() for v in e.variants.values() if v.expect == "PROVED" and not v.ill_typed]
    found = {v.id for v in proved for _, claim in core.parts(v.core).claim if bounds_a_norm(claim)}
    measured = {c.id for c in there.CASES}
    assert found == measured - {"lem:sup-from-alpha"} | NO_PERTURBATION
    assert not measured & NO_PERTURBATION
    assert {(c.id, c.variant) for c in there.CASES} <= {(v.id, v.name) for v in proved}


def test_a_constant_that_is_too_small_is_seen(there: Any) -> None:
    (case,) = (c for c in there.CASES if c.id == "lem:two-layer-perturbation")

    def halved(network: Network, source: random.Random) -> dict[str, Any]:
        data = case.draw(network, source)
        return {**data, "e2": data["e2"] / 2}

    (row,) = rows(vp.catalog(), [replace(case, draw=halved)], [trained()], tries=2)
    assert not row.holds


def test_a_bound_that_is_attained_is_printed_as_large_as_what_was_measured() -> None:
    """Rounded up and down, what holds would read as if it did not."""
    third = (Fraction(1, 3), Fraction(1, 3))
    row = Row("lem:x", "stated", "c", "built", third, third, True, {})
    assert _line(row)[3:] == ("0.333334", "0.333334", "1", "holds")


def test_weights_move_by_known_amounts() -> None:
    network = trained()
    for f, g in ((network.layers.first, network.moved.first), (network.layers.second, network.moved.second)):
        size = max(abs(a) for v in f.out for a in v)
        assert all(
            abs(a - b) <= size / 2**10 for v, w in zip(f.out, g.out, strict=True) for a, b in zip(v, w, strict=True)
        )
    assert network.layers.second != network.moved.second
    assert trained().layers == network.layers  # the same on every run


def test_trained_network_has_learned() -> None:
    """Its mean square error on the map X -> X_1 X is below half that of the best constants: for uniform entries the
    first token, a square, has variance 1/5 - 1/9, the second, a product, 1/9 - 1/16."""
    from varproof.construct.network import through

    network, source = trained(), random.Random(3)
    total, count = Q(0), 0
    for _ in range(40):
        X = network.tokens(source)
        for k, row in enumerate(through(network.layers, X)):
            for j, y in enumerate(row):
                total, count = total + (y - X[k][j] * X[0][j]) ** 2, count + 1
    assert total / count < (Q(4, 45) + Q(7, 144)) / 2 / 2


def test_more_bits_for_finer_grids() -> None:
    target = [["x_1_1*x_2_1"], ["x_1_1**2"]]
    found = list(frontier(target, 2, 1, [Q(1, 2), Q(1, 8)]))
    by = {(r.construction, r.eps): r for r in found}
    for kind in ("softmax", "mean"):
        assert by[kind, Q(1, 8)].bits > by[kind, Q(1, 2)].bits
        assert by[kind, Q(1, 8)].neurons < by["paper's bumps", Q(1, 8)].neurons


def test_bits_of_the_rounding_model_keep_identifiers_apart() -> None:
    """At that precision, what the model says is lost is below half the distance; at two bits less it is not."""
    model = vp.construct_transformer([["x_1_1*x_2_1"], ["x_1_1**2"]], 2, 1, Q(1, 8))
    assert model.facts is not None
    lost = (3 * 2 + 12) * max(model.layers.second.thresholds)
    bits = bits_needed(model)
    assert lost / 2**bits <= model.facts.separation / 2
    (line,) = model.layers.second.lines.values()
    steep = max(abs(s) for _, slopes in line.columns for s in slopes)
    assert lost / 2 ** (bits - 2) > min(model.facts.separation / 2, model.error_bound / 8 / steep)


def test_bumps_are_at_least_as_steep() -> None:
    """A bump falls from its value to 0 before the next identifier, where ours goes on to the next value."""
    model = vp.construct_transformer([["x_1_1*x_2_1"], ["x_1_1**2"]], 2, 1, Q(1, 8))
    (line,) = model.layers.second.lines.values()
    ((values, _),), shift = line.columns, model.layers.second.shift[0]
    slope = slope_of_bumps(model)
    gap = min(b - a for a, b in pairwise(line.kinks))
    assert max(abs(v + shift) for v in values) / max(b - a for a, b in pairwise(line.kinks)) <= slope
    assert slope <= max(abs(v + shift) for v in values) / gap
    assert bits_needed(model) <= bits_needed(model, slope) < bits_needed(model, 4 * slope)


def test_built_network_is_the_model() -> None:
    model = vp.construct_transformer([["x_1_1*x_2_1"], ["x_1_1**2"]], 2, 1, Q(1, 2))
    assert built(model).layers is model.layers


def test_the_input_where_the_bound_is_nearly_attained(capsys: pytest.CaptureFixture[str],
                                                      monkeypatch: pytest.MonkeyPatch, there: Any) -> None:  # fmt: skip
    """The data of a row give its numbers again; more tries do not lose it."""
    case = next(c for c in there.CASES if c.id == "lem:hofar-step")
    monkeypatch.setattr(there, "CASES", [case])
    slack = []
    for tries in ("1", "9"):
        assert main(["--json", "perturb", "--tries", tries]) == 0
        row = json.loads(capsys.readouterr().out)["rows"][1]
        at = {name: [Q(y) for y in x] if isinstance(x, list) else Q(x) for name, x in row["at"].items()}
        moved = [(a - b) * at["D"] + (c - d) * at["D"] ** 2 / 2
                 for a, b, c, d in zip(*(at[name] for name in ("u1", "v1", "u2", "v2")), strict=True)]  # fmt: skip
        low, high = map(Q, row["measured"])
        assert low**2 <= sum(x**2 for x in moved) <= high**2
        slack.append(row["slack"])
    assert slack[1] <= slack[0]


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib")
    figure, chart = tmp_path / "f.svg", tmp_path / "p.png"
    assert main(["construct", "x_1_1**2", "--eps", "1/8", "-o", str(tmp_path / "m.json")]) == 0
    assert main(["check", str(tmp_path / "m.json")]) == 0
    assert main(["construct", "x_1_1**2", "--frontier", "1/2,1/4", "--figure", str(figure)]) == 0
    assert main(["perturb", "--tries", "1", "--figure", str(chart)]) == 0
    assert "all hold" in capsys.readouterr().out
    assert figure.read_text(encoding="utf-8").lstrip().startswith("<?xml") and chart.read_bytes()[1:4] == b"PNG"
    for bad in (["construct", "x_1_1", "--eps", "0"], ["construct", "1/x_1_1"], ["construct", "x_1_1", "--tokens", "2"],
                ["construct", "--scales", "1,2", "--picture", "moon"], ["construct", "--scales", "a"],
                ["construct", "--scales", "1,2", "--picture", "disc", "--channels", "3"],
                ["construct", "x_1_1**2", "--frontier", "1/2", "--figure", "f.gif"],
                ["construct", "x_1_1**2", "--frontier", "1/2", "--flowar"]):  # fmt: skip
        assert main(bad) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
