"""Models exported as .npz: float64 arrays that must be the exact weights of the certificate beside them, rounded to
nearest; read with the standard library alone."""

from __future__ import annotations

import ast
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from varproof.recheck.model.weights import FeedForward, read, size
from varproof.recheck.reading import BadInput, Rejected, need, read_json

LARGEST = 2**30  # bytes of all arrays
MAGIC = b"\x93NUMPY\x01\x00"


def certificate(path: Path) -> Any:
    """The certificate in the file, whose arrays are its weights; BadInput, Rejected."""
    try:
        with zipfile.ZipFile(path) as file:
            arrays = file.infolist()
            need(len(arrays) < 16 and sum(info.file_size for info in arrays) <= LARGEST, "too large to check")
            found = {info.filename: file.read(info) for info in arrays}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError) as error:
        raise BadInput(f"cannot be read: {error}") from None
    if "certificate.npy" not in found:
        raise BadInput("an .npz file without a certificate; `varproof construct -o FILE.npz` writes one with it")
    kind, _, content = array(found.pop("certificate.npy"))
    need(kind == "|u1", "certificate: bytes are expected")
    cert = read_json(content.decode("utf-8", "replace"))
    need(isinstance(cert, dict) and "weights" in cert, "malformed certificate")
    n, d = size(cert.get("n"), "n", 4096), size(cert.get("d"), "d", 64)
    wanted = dict(rounded(cert["weights"], n, d))
    need(found.keys() == {f"{name}.npy" for name in wanted}, "the arrays are not those of a model")
    for name, (shape, values) in wanted.items():
        kind, has, content = array(found[f"{name}.npy"])
        need(kind == "<f8" and has == shape, f"{name}: float64 of shape {shape} is expected")
        need(content == struct.pack(f"<{len(values)}d", *values), f"{name}: not the certified weights, rounded")
    return cert


def array(content: bytes) -> tuple[str, tuple[int, ...], bytes]:
    """Type, shape and numbers of an array in NumPy's format 1.0, row by row; Rejected."""
    try:
        need(content.startswith(MAGIC), "an array is not in NumPy's format 1.0")
        (length,) = struct.unpack_from("<H", content, 8)
        head = ast.literal_eval(content[10 : 10 + length].decode("latin-1").strip())
        kind, shape, turned = head["descr"], head["shape"], head["fortran_order"]
    except (SyntaxError, ValueError, KeyError, TypeError, struct.error, RecursionError, MemoryError):
        raise Rejected("an array's header is malformed") from None
    proper = type(kind) is str and type(shape) is tuple and all(type(k) is int for k in shape) and turned is False
    need(proper, "an array's header is malformed")
    return kind, shape, content[10 + length :]


def rounded(data: Any, n: int, d: int) -> Iterator[tuple[str, tuple[tuple[int, ...], list[float]]]]:
    """The arrays of an export by name: shape and numbers."""
    w = read(data, n, d)
    yield "embedding", ((n, d), nearest(x for row in w.embedding for x in row))
    layers: tuple[tuple[str, FeedForward], ...] = (("first", w.first), ("second", w.second))
    for name, layer in layers:
        c = len(layer.thresholds)
        yield f"{name}_W1", ((c, d), nearest(x for row in layer.directions for x in row))
        yield f"{name}_W2", ((c, d), nearest(x for row in layer.out for x in row))
        yield f"{name}_b1", ((c,), nearest(layer.thresholds))
        yield f"{name}_b2", ((d,), nearest(layer.shift))
    for name, row in w.attention.items():
        yield name, ((d,), nearest(row))


def nearest(numbers: Any) -> list[float]:
    """Rounded to nearest; Rejected beyond the largest float."""
    try:
        return [float(Fraction(x)) for x in numbers]
    except OverflowError:
        raise Rejected("a weight is no float64") from None
