"""Statements that a certificate cites: those whose own certificates were accepted before."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from varproof.recheck.kernel.statement import Reader
from varproof.recheck.kernel.terms import Node, Terms, nothing
from varproof.recheck.kernel.translate import Translate
from varproof.recheck.reading import need

Citation = tuple[str, str]  # "id variant", and the SHA-256 of the statement


def digest_of(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Library:
    """Gives goals of proved statements as closed formulas; `proved` has the texts by SHA-256, `used` what was asked."""

    def __init__(self, k: Terms, proved: Mapping[str, str]) -> None:
        self.k, self.proved = k, proved
        self.goals: dict[str, list[Node]] = {}
        self.used: dict[Citation, None] = {}
        k.cited = self.goal

    def goal(self, name: str, digest: str, number: int) -> Node:
        if digest not in self.proved:
            nothing(name, digest, number)
        if digest not in self.goals:
            text = self.proved[digest]
            need(digest_of(text) == digest, "a cited statement does not have its SHA-256")
            st = Reader().statement(text)
            need(f"{st.id} {st.variant}" == name, f"what is cited as {name[:100]} is {st.id} {st.variant}")
            translated = Translate(self.k, st)
            self.goals[digest] = [translated.closed(g) for g in translated.goals]
        need(number < len(self.goals[digest]), f"{name} has {len(self.goals[digest])} goals, and no number {number}")
        self.used[name, digest] = None
        return self.goals[digest][number]


def citations(cert: Any) -> dict[Citation, None]:
    """What a certificate says it cites, whatever else it may be."""
    proof = cert.get("consequence", cert) if isinstance(cert, dict) else None
    steps = proof.get("steps") if isinstance(proof, dict) else None
    found: dict[Citation, None] = {}
    for step in steps if isinstance(steps, list) else ():
        if isinstance(step, list) and len(step) == 3 and step[0] == "cite":
            match step[2]:
                case [str(name), str(digest), _]:
                    found[name, digest] = None
    return found
