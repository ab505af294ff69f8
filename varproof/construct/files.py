"""Models as files: JSON with exact weights, which is the certificate itself, and npz with floats for other tools and
the certificate beside them.

A matrix is {"over": q, "values": [whole numbers]}, row by row; all neurons of one direction have W1 = {"row": vector}.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from varproof import recheck
from varproof.construct.errors import InputError
from varproof.construct.grid import Grid
from varproof.construct.layers import Attention, FeedForward, Layers
from varproof.construct.model import Model
from varproof.construct.target import BlackBox, Formula
from varproof.recheck.model import npz
from varproof.store import cache


def array(numbers: Iterable[Fraction]) -> dict[str, Any]:
    """Exact numbers as whole numbers over the least common denominator."""
    found = list(numbers)
    over = math.lcm(*(x.denominator for x in found)) if found else 1
    return {"over": over, "values": [x.numerator * (over // x.denominator) for x in found]}


def _matrix(rows: Iterable[Iterable[Fraction]]) -> dict[str, Any]:
    return array(a for row in rows for a in row)


def _feed_forward(layer: FeedForward) -> dict[str, Any]:
    w = layer.directions
    one = len(set(w)) == 1 and len(w) > 1
    return {
        "W1": {"row": array(w[0])} if one else _matrix(w),
        "b1": array(layer.thresholds),
        "W2": _matrix(layer.out),
        "b2": array(layer.shift),
    }


def weights(layers: Layers) -> dict[str, Any]:
    """All weights, exactly."""
    a = layers.attention
    return {
        "embedding": _matrix(layers.embedding),
        "first": _feed_forward(layers.first),
        "attention": {"W_Q": array(a.query), "W_K": array(a.key), "W_V": array(a.value), "W_O": array(a.out)},
        "second": _feed_forward(layers.second),
    }


def _target(model: Model) -> dict[str, Any]:
    """The target as text; of a function its values at the middles of the cells and its stated constant."""
    target = model.target
    if isinstance(target, Formula):
        return {"variables": list(target.variables), "rows": [list(row) for row in target.texts]}
    return {"lipschitz": str(model.lipschitz), "values": _matrix(target.table(model.grid))}


def certificate(model: Model) -> dict[str, Any]:
    """What `varproof check` replays: shapes, target, bound and all weights with their SHA-256."""
    data = weights(model.layers)
    return {
        "schema": 1,
        "kind": "model",
        "target": _target(model),
        "n": model.grid.n,
        "d": model.grid.d,
        "levels": model.grid.levels,
        "scales": list(model.scales),
        "up": model.up,
        "alpha": str(model.alpha),
        "theta": str(model.theta),
        "bound": str(model.error_bound),
        "digits": max(40, math.ceil((model.bits + 64) * math.log10(2)) + 10),
        "sha256": digest(data),
        "weights": data,
    }


def digest(data: Any) -> str:
    """SHA-256 of canonical JSON."""
    return sha256(cache.canonical(data).encode()).hexdigest()


def save(model: Model, path: Path) -> None:
    """Write the certificate to .json, or the weights rounded to float64 to .npz; whole or not at all."""
    if path.suffix == ".json":
        cache.write(path, cache.canonical(model.certificate) + "\n")
    elif path.suffix == ".npz":
        store_npz(model, path)
    else:
        raise InputError(f"{path}: a model is written to a file named .json (exact) or .npz (rounded)")


def store_npz(model: Model, path: Path) -> None:
    """W1 (c, d), b1 (c), W2 (c, d), b2 (d) of both feed-forward layers, W_Q, W_K, W_V, W_O (d), embedding (n, d), all
    float64, and the certificate as bytes: `varproof check` replays it and compares every weight."""
    import numpy as np

    from varproof.construct import export

    content = io.BytesIO()
    exact = np.frombuffer(cache.canonical(model.certificate).encode(), np.uint8)
    named: Any = {**export.weights(model.layers), "certificate": exact}
    np.savez(content, **named)
    cache.write_bytes(path, content.getvalue())


def load_transformer(path: str | Path) -> Model:
    """A model that was saved, exact also from .npz; InputError where the file is none, or a weight is another than was
    saved."""
    place = Path(path)
    try:
        data = npz.certificate(place) if place.suffix == ".npz" else json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, recheck.BadInput, recheck.Rejected) as error:
        raise InputError(f"{place}: cannot be read as a model: {error}") from None
    if not isinstance(data, dict) or data.get("kind") != "model":
        raise InputError(f"{place}: this file is no model; `varproof construct -o FILE.json` writes one")
    if digest(data.get("weights")) != data.get("sha256"):
        raise InputError(f"{place}: the weights are not those that were saved (their SHA-256 is another)")
    try:
        return _restored(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{place}: malformed model: {type(error).__name__}: {error}") from None


def _restored(data: dict[str, Any]) -> Model:
    n, d, word = data["n"], data["d"], bool(data["scales"])
    w, a = data["weights"], data["weights"]["attention"]
    layers = Layers(
        _rows(w["embedding"], d),
        _layer(w["first"], d),
        Attention(*(_numbers(a[name]) for name in ("W_Q", "W_K", "W_V", "W_O"))),
        _layer(w["second"], d),
    )
    bits = math.floor((data["digits"] - 10) / math.log10(2)) - 64
    grid = Grid(n, d, data["levels"], word)
    target, constant, assumed = _aim(data["target"], grid)
    return Model(target, constant, Fraction(data["alpha"]), grid, layers, Fraction(data["theta"]), max(64, bits),
                 Fraction(data["bound"]), tuple(data["scales"]), data["up"], assumed)  # fmt: skip


def _aim(data: dict[str, Any], grid: Grid) -> tuple[Formula | BlackBox, Fraction, tuple[str, ...]]:
    if "rows" in data:
        formula = Formula(tuple(data["variables"]), tuple(map(tuple, data["rows"])))
        return formula, formula.lipschitz(), ()
    constant, n, d = Fraction(data["lipschitz"]), grid.n, grid.d
    values = list(map(list, _rows(data["values"], d)))
    target = BlackBox(_forgotten, (1 if grid.word else n, d), (n, d), {grid.levels: values})
    return target, constant, (f"the target is {constant}-Lipschitz (Frobenius norms)",)


def _forgotten(rows: Any) -> Any:
    raise InputError("a saved model keeps of a function only its values at the middles of the cells")


def _numbers(x: dict[str, Any]) -> tuple[Fraction, ...]:
    return tuple(Fraction(v, x["over"]) for v in x["values"])


def _rows(x: dict[str, Any], d: int) -> tuple[tuple[Fraction, ...], ...]:
    flat = _numbers(x)
    return tuple(flat[k : k + d] for k in range(0, len(flat), d))


def _layer(x: dict[str, Any], d: int) -> FeedForward:
    thresholds = _numbers(x["b1"])
    directions = (_numbers(x["W1"]["row"]),) * len(thresholds) if "row" in x["W1"] else _rows(x["W1"], d)
    return FeedForward(directions, thresholds, _rows(x["W2"], d), _numbers(x["b2"]))
