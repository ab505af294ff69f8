"""Proofs, statements and certificates made by hand, for the independent checker."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from varproof.recheck import Rejected
from varproof.recheck.kernel.replay import Replay
from varproof.recheck.kernel.terms import Terms


class Proof:
    """Hand-made nodes and steps; `n` interns nothing, the checker must not care."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.steps: list[Any] = []

    def n(self, *row: Any) -> int:
        self.nodes.append(list(row))
        return len(self.nodes) - 1

    def poly(self, *terms: tuple[Any, ...]) -> int:
        """poly((c, a, b), ..) is the sum of c a b."""
        return self.n("poly", [[c, [[a, 1] for a in atoms]] for c, *atoms in terms])

    def c(self, q: Any) -> int:
        return self.n("poly", [[q, []]])

    def v(self, x: str) -> int:
        return self.n("var", x)

    def b(self, k: int = 0) -> int:
        return self.n("bound", k)

    def neg(self, f: int) -> int:
        return self.n("imp", f, self.n("gt", self.c(0)))

    def s(self, rule: str, premises: list[int], *args: Any) -> int:
        self.steps.append([rule, premises, list(args)])
        return len(self.steps) - 1

    def assume(self, f: int) -> int:
        return self.s("assume", [], f)

    def run(self) -> Replay:
        return Replay(Terms(), json.loads(json.dumps(self.nodes)), json.loads(json.dumps(self.steps)))

    def last(self, formula: int, hyps: int | None = None) -> Replay:
        """Replay; the last theorem must be the formula, from that number of hypotheses."""
        r = self.run()
        assert r.thms[-1].concl is r.nodes[formula]
        assert hyps is None or len(r.thms[-1].hyps) == hyps
        return r

    def refused(self, message: str) -> None:
        with pytest.raises(Rejected, match=message):
            self.run()


def statement(claim: str, sizes: str = "", given: str = "(r (real))", define: str = "", assume: str = "") -> str:
    return (
        f"(statement lem:t lemma stated\n (sizes {sizes})\n (given {given})\n (define {define})\n"
        f" (assume {assume})\n (claim {claim}))"
    )


def wrap(text: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "kind": kind,
        "id": "lem:t",
        "variant": "stated",
        "statement": text,
        "hash": hashlib.sha256(text.encode()).hexdigest(),
        **fields,
    }


def lock_of(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"schema": 1, "statements": {"lem:t stated": {"sha256": digest, "text": text}}}


QUOTIENT = statement("(one (= (/ (real r) (real r)) 1))", assume="(positive (< 0 (real r)))")


def quotient_certificate(text: str = QUOTIENT) -> dict[str, Any]:
    """r > 0 gives r / r = 1, with its domain condition r != 0."""
    p = Proof()
    r, one = p.v("r"), p.c(1)
    positive, zero = p.n("gt", r), p.n("eq", r)
    a, b = p.assume(positive), p.assume(zero)
    absurd = p.s("arith", [a, b], p.n("gt", p.c(0)), [[1, one, [0]]], [[p.c(-1), 1]])
    condition = p.s("discharge", [absurd], zero)
    claim = p.s("inv", [a], r)
    return wrap(text, "kernel", nodes=p.nodes, steps=p.steps, goals=[condition, claim])
