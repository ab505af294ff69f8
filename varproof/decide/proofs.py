"""Proofs kept from one run to the next: the record of a proof, never a verdict.

The referee takes a kept record in place of running the script, and the independent checker replays it against the
statement as it is; everything else about a variant is found out anew. An edited record is no proof, and then the script
runs. Unchecked are only the printed lines and which hypotheses they used.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from varproof.proof.proof import Record
from varproof.store import cache

_PARTS = {"nodes", "steps", "goals"}


class Kept(NamedTuple):
    """What is known of a variant that was judged before: its proof, or that it had none."""

    record: Record | None


def kept(key: str) -> Kept | None:
    """What is stored under a key; None where nothing is, or nothing that can be read."""
    data = cache.load(key)
    if not isinstance(data, dict) or data.keys() != {"proof"}:
        return None
    try:
        return Kept(None if data["proof"] is None else _read(data["proof"]))
    except (KeyError, TypeError, ValueError):
        return None


def keep(key: str, record: Record | None) -> None:
    """Store the proof of a variant that was judged, or that it has none."""
    if record is None:
        cache.store(key, {"proof": None})
    else:
        cache.store(key, {"proof": {"steps": record.steps, "used": sorted(record.used), "lines": record.lines}})


def _read(data: Any) -> Record:
    steps, lines = data["steps"], tuple((depth, said) for depth, said in data["lines"])
    if set(steps) != _PARTS or not all(type(depth) is int and type(said) is str for depth, said in lines):
        raise ValueError("not a record of a proof")
    return Record(dict(steps), frozenset(map(str, data["used"])), lines)
