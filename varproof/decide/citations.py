"""Which results stand, given what their proofs cite: a proof counts when all that it cites has a proof that counts."""

from __future__ import annotations

from collections.abc import Mapping

from varproof.decide.result import Result

Results = Mapping[str, Result]  # by name, "id variant"


def sure(found: Results) -> set[str]:
    """What is not PROVED, or rests on nothing but proofs that count; in a circle none does."""
    out = {name for name, r in found.items() if r.verdict != "PROVED"}
    firm: set[str] = set()
    while True:
        left = {name: r for name, r in found.items() if name not in out and name not in firm}
        more = {name for name, r in left.items() if all(_stands(c, found, firm) for c in r.cites)}
        if not more:
            return out | firm
        firm |= more


def denied(found: Results) -> dict[str, dict[str, str]]:
    """For all else: why what it cites is not proved. All that is cited must be among the results."""
    settled = sure(found)
    firm = {name for name in settled if found[name].verdict == "PROVED"}
    left = {name: r for name, r in found.items() if name not in settled}

    def why(by: str, cited: str) -> str:
        if cited not in left:
            return f"is {found[cited].verdict}"
        return "rests on it" if by in _closure(cited, left) else "rests on what is not proved"

    return {
        name: {cited: why(name, cited) for cited, sha in r.cites if not _stands((cited, sha), found, firm)}
        for name, r in left.items()
    }


def _stands(citation: tuple[str, str], found: Results, firm: set[str]) -> bool:
    name, sha = citation
    return name in firm and found[name].hash == sha


def _closure(start: str, left: Results) -> set[str]:
    """All that a proof rests on and that does not stand, itself included."""
    seen, todo = {start}, [start]
    while todo:
        new = {name for name, _ in left[todo.pop()].cites if name in left} - seen
        seen |= new
        todo += new
    return seen
