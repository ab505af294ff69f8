"""A proof of more than 100 000 boxes: below 10 MB, and replayed."""

from __future__ import annotations

import hashlib

from varproof import recheck
from varproof.claims.boxes import Search
from varproof.claims.prove import canonical
from varproof.lang import claims
from varproof.lang.expressions import Graph, goals

CLAIM = "x*x + y*y + z*z + 2*x*y - 2*x*z - 2*y*z >= -0.002"


def test_a_hundred_thousand_boxes() -> None:
    sides = claims.box([f"{name}=0:3" for name in "xyz"])
    graph = Graph(list(sides))
    (goal,) = goals(graph, claims.parse(CLAIM))
    found = Search(graph, goal, [], list(sides.values()), 3_000_000, set()).run()
    assert found.tokens is not None and found.boxes >= 100_000
    problem = {"claim": CLAIM, "box": {n: [str(a), str(b)] for n, (a, b) in sides.items()}, "assume": []}
    digest = hashlib.sha256(canonical(problem).encode()).hexdigest()
    head = {"schema": 1, "kind": "box", **problem, "hash": digest, "verdict": "PROVED"}
    certificate = {**head, "proofs": [" ".join(found.tokens)]}
    assert len(canonical(certificate)) < 10_000_000
    assert recheck.check(certificate).ok
