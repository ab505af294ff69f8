"""A third of the catalog as theorems of Coq: what cites nothing and has few steps. All of it is in tests/slow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from varproof.catalog import catalog, located
from varproof.coq import build
from varproof.coq.project import AXIOMS, File, theorem_file
from varproof.decide.processes import Watch
from varproof.store import shipped

FEW = 200  # steps


def cheap() -> dict[str, File]:
    """The shipped certificates of the kernel that cite nothing and have few steps."""
    found = {}
    for id, entry in catalog().items():
        for stored in shipped.read(located(entry.catalog)[1], id.replace(":", "-")).values():
            made = stored["certificate"]
            if made["kind"] == "kernel" and len(made["steps"]) < FEW and '"cite"' not in json.dumps(made["steps"]):
                file = theorem_file(made)
                found[file.name] = file
    return found


@pytest.mark.usefixtures("own_cache")
def test_a_third_of_the_catalog_is_accepted(folder: Path) -> None:
    files = cheap()
    assert len(files) > 45
    outcomes = build.run(folder, files, 2, Watch())
    assert not {name: o.message for name, o in outcomes.items() if not o.ok}
    assert all(set(o.axioms) <= set(AXIOMS) for o in outcomes.values())
