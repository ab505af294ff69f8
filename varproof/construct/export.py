"""Models in float64: a NumPy forward pass, a PyTorch module, and how far they are from the exact model.

Rounding may mix up identifiers: `faithful` says whether 53 bits are enough, in the rounding model of
`varproof.construct.frontier`. Where they are not, outputs may be those of other cells, and nothing is promised.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.construct.frontier import FORMATS, bits_needed
from varproof.construct.layers import Layers
from varproof.construct.model import Model
from varproof.construct.sampled import sampled


def faithful(model: Model) -> str:
    """Empty where float64 keeps the identifiers apart; else one line that says what is needed."""
    if model.facts is None:
        return "a model read from a file does not say how far its identifiers are apart"
    bits, has = bits_needed(model), FORMATS["float64"]
    return "" if bits <= has else f"float64 has {has} bits, and this construction needs {bits}"


def weights(layers: Layers) -> dict[str, Any]:
    """All weights rounded to float64, by the names of the npz file."""
    found: dict[str, Any] = {"embedding": _array(layers.embedding)}
    for name, f in (("first", layers.first), ("second", layers.second)):
        d = layers.shape[1]
        found[f"{name}_W1"] = _array(f.directions).reshape(f.neurons, d)
        found[f"{name}_W2"] = _array(f.out).reshape(f.neurons, d)
        found[f"{name}_b1"], found[f"{name}_b2"] = _array(f.thresholds), _array(f.shift)
    a = layers.attention
    return {**found, "W_Q": _array(a.query), "W_K": _array(a.key), "W_V": _array(a.value), "W_O": _array(a.out)}


def _array(values: Any) -> Any:
    return np.array(values, dtype=float)


def forward(w: dict[str, Any], rows: Any) -> Any:
    """The layers in float64 at an array (n, d): what any implementation in floats computes."""
    x = _ffn(w, "first", rows + w["embedding"])
    scores = np.outer(x @ w["W_Q"], x @ w["W_K"])
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    mean = (shares @ (x @ w["W_V"])) / shares.sum(axis=1)
    return _ffn(w, "second", x + np.outer(mean, w["W_O"]))


def _ffn(w: dict[str, Any], name: str, x: Any) -> Any:
    active = np.maximum(x @ w[f"{name}_W1"].T - w[f"{name}_b1"], 0.0)
    return x + active @ w[f"{name}_W2"] + w[f"{name}_b2"]


def deviation(model: Model, inputs: Sequence[Sequence[Sequence[Fraction]]], run: Any = None) -> float:
    """An upper bound of the distance of every entry in floats (of `run`, by default `forward`) from the exact one at
    these inputs; nan where an entry is no number."""
    w, exact = weights(model.layers), sampled(model, inputs)
    worst = np.float64(0)
    for rows, mid, rad in zip(inputs, *exact, strict=True):
        array = np.array([[float(x) for x in row] for row in rows])
        array = np.repeat(array, model.grid.n, axis=0) if model.grid.word else array
        got = forward(w, array) if run is None else run(array)
        worst = np.maximum(worst, (np.abs(got - mid) * (1 + 2.0**-50) + rad).max())  # which keeps a nan
    return float(np.nextafter(worst, np.inf))


def to_torch(model: Model) -> Any:
    """A PyTorch module in float64 that maps an array (n, d) as the model does, but for rounding; its weights are
    parameters under the names of the npz file. Of a word it takes the n equal tokens after the last
    up-interpolation. A warning says where float64 may mix up identifiers (`faithful`)."""
    from varproof.construct.module import Transformer

    doubt = faithful(model)
    if doubt:
        warnings.warn(doubt, stacklevel=2)
    return Transformer(weights(model.layers))
