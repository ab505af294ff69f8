"""Certificates as files: one, or for a very large proof a list of parts beside it, each with its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from varproof.store import cache

SIZE = 8_000_000  # characters of one file


def write(path: Path, certificate: Mapping[str, Any]) -> None:
    """Write a certificate of kind box, its parts first; each file whole or not at all."""
    text = cache.canonical(certificate) + "\n"
    if len(text) > SIZE and "proofs" in certificate:
        proofs = [_parts(path, k, proof) for k, proof in enumerate(certificate["proofs"])]
        text = cache.canonical({**certificate, "proofs": proofs}) + "\n"
    cache.write(path, text)


def _parts(path: Path, number: int, proof: str) -> list[dict[str, str]]:
    found = []
    for start in range(0, len(proof), SIZE):
        name, piece = f"{path.name}.{number}-{start // SIZE}.part", proof[start : start + SIZE]
        cache.write(path.parent / name, piece)
        found.append({"file": name, "sha256": sha256(piece.encode()).hexdigest()})
    return found
