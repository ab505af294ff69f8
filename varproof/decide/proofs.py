"""Proofs that were found before, which a catalog ships or a run keeps for the next: the record, never a verdict.

The referee takes such a record in place of running the script, and the independent checker replays it against the
statement as it is; everything else about a variant is found out anew. It counts for the lemma files that it was made
from, whatever the version of varproof. An edited record is no proof, and then the script runs. Unchecked are only the
printed lines and which hypotheses they used.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from varproof.decide.result import Result
from varproof.proof.proof import Record
from varproof.store import cache, shipped

_PARTS = ("nodes", "steps", "goals")


class Place(NamedTuple):
    """Where a proof of a variant may be found."""

    catalog: Path  # the folder of the catalog
    stem: str  # of the lemma file
    id: str
    variant: str
    hash: str  # of the statement
    sources: str  # digest of the lemma files that the proof depends on
    store: Path  # the folder of the cache, which a worker process may not know

    @property
    def key(self) -> str:
        """The name in the cache."""
        return cache.proof_key(f"{self.id} {self.variant}", self.hash, self.sources)


def known(place: Place) -> list[Record]:
    """The proofs that were made from the statement and the lemma files as they are now; not checked here."""
    items = [shipped.read(place.catalog, place.stem).get(place.variant), cache.load(place.key, place.store)]
    found = [_record(item, place) for item in items]
    return [record for record in found if record is not None]


def item(place: Place, certificate: Mapping[str, Any], result: Result) -> dict[str, Any]:
    """What is stored: a certificate, the lines of its proof, what they used, what it was made from."""
    lines = [[depth, sentence] for depth, sentence in result.proof]
    return {"certificate": certificate, "proof": lines, "used": list(result.used), "sources": place.sources}


def keep(place: Place, found: dict[str, Any]) -> None:
    """Keep an item for the next run."""
    cache.store(place.key, found)


def _record(stored: Any, place: Place) -> Record | None:
    """The proof in an item; None where it holds none, or one of something else."""
    try:
        certificate, lines = stored["certificate"], stored["proof"]
        part = certificate if certificate["kind"] == "kernel" else certificate.get("consequence")
        if part is None or certificate["hash"] != place.hash or stored["sources"] != place.sources:
            return None
        if not all(type(depth) is int and type(said) is str for depth, said in lines):
            return None
        steps = {name: part[name] for name in _PARTS}
        used = frozenset(map(str, stored["used"]))
        return Record(steps, used, tuple((depth, said) for depth, said in lines), stored=True)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
