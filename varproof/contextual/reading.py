"""Exact numbers and nested arrays of them, from Python objects and files. Nothing is rounded.

JSON: whole numbers, decimals (as written, not as floats) and strings such as "1/3" or "1e-300". CSV: one row of
numbers a line. NumPy files: floats are dyadic rationals and are taken as such.
"""

from __future__ import annotations

import json
import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from varproof.contextual.errors import InputError

LARGEST_EXPONENT = 4_000
_NUMBER = re.compile(r"[+-]?(\d+/\d+|(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?)")
_LONGEST = 4_000


def number(value: Any, where: str) -> Fraction:
    """An exact number from an int, a Fraction, a finite float (its dyadic value), or text."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or value is None:
        raise InputError(f"{where}: {value!r} is not a number")
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InputError(f"{where}: {value} is not a number; write finite numbers only")
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(value.strip(), where)
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return number(value.item(), where)
    raise InputError(f"{where}: {type(value).__name__} {str(value)[:40]!r} is not a number")


def _from_text(text: str, where: str) -> Fraction:
    if len(text) > _LONGEST or not text.isascii() or not _NUMBER.fullmatch(text):
        raise InputError(f"{where}: {text[:40]!r} is not an exact number such as 3, -0.25, 1e-9 or 1/3")
    exponent = re.search(r"[eE]([+-]?\d+)$", text)
    if exponent and abs(int(exponent[1])) > LARGEST_EXPONENT:
        raise InputError(f"{where}: {text[:40]!r} has an exponent beyond {LARGEST_EXPONENT}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise InputError(f"{where}: {text[:40]!r} divides by zero") from None


def array(value: Any, depth: int, where: str) -> Any:
    """Nested tuples of exact numbers, `depth` deep, not ragged and not empty."""
    if depth == 0:
        return number(value, where)
    if isinstance(value, str | dict) or not hasattr(value, "__len__") or not hasattr(value, "__iter__"):
        raise InputError(f"{where}: expected a list nested {depth} deep, got {str(value)[:40]!r}")
    rows = tuple(array(item, depth - 1, f"{where}[{k}]") for k, item in enumerate(value))
    if not rows:
        raise InputError(f"{where}: empty")
    if depth > 1:
        for k, row in enumerate(rows):
            if len(row) != len(rows[0]):
                raise InputError(f"{where}: ragged: [0] has {len(rows[0])} entries and [{k}] has {len(row)}")
    return rows


def load(path: Path) -> Any:
    """What a file .json, .csv, .npy or .npz holds: nested lists or a dictionary; numbers may still be text."""
    kind = path.suffix.lower()
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if kind == ".json":
        return _json(path)
    if kind == ".csv":
        return _csv(path)
    if kind in (".npy", ".npz"):
        return _numpy(path)
    raise InputError(f"{path}: expected a file named .json, .csv, .npy or .npz")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not a text file in UTF-8") from None


def _json(path: Path) -> Any:
    def no(text: str) -> NoReturn:
        raise InputError(f"{path}: {text} is not a number; write finite numbers only")

    try:
        return json.loads(_text(path), parse_float=str, parse_int=str, parse_constant=no)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{path}: nested too deeply") from None


def _csv(path: Path) -> list[list[list[str]]]:
    """Blocks of rows, parted by empty lines; what follows a # is a comment."""
    blocks: list[list[list[str]]] = [[]]
    for line in _text(path).splitlines():
        plain = line.split("#")[0].strip()
        if plain:
            blocks[-1].append([cell.strip() for cell in plain.split(",")])
        elif not line.strip() and blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _numpy(path: Path) -> Any:
    import numpy as np

    try:
        loaded = np.load(path, allow_pickle=False)
        found = dict(loaded) if path.suffix.lower() == ".npz" else loaded
    except (ValueError, EOFError, OSError, KeyError) as error:
        raise InputError(f"{path}: not a NumPy file of numbers: {str(error).splitlines()[0]}") from None
    for a in found.values() if isinstance(found, dict) else [found]:
        if a.dtype.kind not in "iuf":
            raise InputError(f"{path}: holds {a.dtype}, not numbers")
        if a.dtype.itemsize > 8:
            raise InputError(f"{path}: holds {a.dtype}; save 64-bit floats or rationals in JSON")
    return {k: a.tolist() for k, a in found.items()} if isinstance(found, dict) else found.tolist()
