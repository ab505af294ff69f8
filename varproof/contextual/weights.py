"""Exact weights of one attention head: W_O in Q^{d x s}, W_V, W_K, W_Q in Q^{s x d}."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from varproof.contextual.errors import InputError
from varproof.contextual.reading import array, load

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]
NAMES = ("W_O", "W_V", "W_K", "W_Q")


def multiply(a: Matrix, b: Matrix) -> Matrix:
    """The product of two matrices; zeros cost nothing."""
    columns = list(zip(*b, strict=True))
    return tuple(tuple(dot(row, column) for column in columns) for row in a)


def dot(x: Vector, y: Vector) -> Fraction:
    """The inner product."""
    return sum((s * t for s, t in zip(x, y, strict=True) if s and t), Fraction(0))


def apply(a: Matrix, x: Vector) -> Vector:
    """a x."""
    return tuple(dot(row, x) for row in a)


def rank(a: Matrix) -> int:
    """The rank, exactly."""
    rows, found = [list(row) for row in a], 0
    for column in range(len(a[0])):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for row in rows[found + 1 :]:
            if row[column]:
                factor = row[column] / rows[found][column]
                for k in range(column, len(row)):
                    row[k] -= factor * rows[found][k]
        found += 1
    return found


@dataclass(frozen=True)
class Weights:
    """The four matrices; s is the hidden size."""

    W_O: Matrix
    W_V: Matrix
    W_K: Matrix
    W_Q: Matrix

    def __post_init__(self) -> None:
        d, s = len(self.W_O), len(self.W_O[0])
        for name in NAMES:
            found = getattr(self, name)
            shape, wanted = (len(found), len(found[0])), (d, s) if name == "W_O" else (s, d)
            if shape != wanted:
                raise InputError(f"weights {name}: the shape is {shape}, with W_O {(d, s)} it must be {wanted}")

    @property
    def dimension(self) -> int:
        return len(self.W_O)

    @property
    def ranks(self) -> tuple[int, ...]:
        """The ranks of W_O, W_V, W_K, W_Q."""
        return tuple(rank(getattr(self, name)) for name in NAMES)

    def data(self) -> dict[str, Any]:
        """For JSON: rationals as text."""
        return {name: [[str(x) for x in row] for row in getattr(self, name)] for name in NAMES}


def weights(source: Any) -> Weights:
    """Weights from a file (.json or .npz) or a mapping with W_O, W_V, W_K, W_Q; InputError on anything else."""
    where = "weights"
    if isinstance(source, Weights):
        return source
    if isinstance(source, str | Path):
        where, source = str(source), load(Path(source))
    if not isinstance(source, Mapping):
        raise InputError(f"{where}: expected the four matrices {', '.join(NAMES)}")
    missing = [name for name in NAMES if name not in source]
    if missing:
        raise InputError(f"{where}: {', '.join(missing)} missing; expected the four matrices {', '.join(NAMES)}")
    return Weights(*(array(source[name], 2, f"{where} {name}") for name in NAMES))


def write(path: Path, found: Weights, claims: Mapping[str, Any]) -> None:
    """A file that `weights` and `read_claims` read."""
    text = json.dumps({"schema": 1, **found.data(), "certified": dict(claims)}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_claims(path: Path) -> dict[str, Any]:
    """What a file of weights says that it certifies; empty when it says nothing."""
    found = load(path)
    claims = found.get("certified", {}) if isinstance(found, dict) else {}
    return claims if isinstance(claims, dict) else {}
