"""The blind list, read."""

from __future__ import annotations

from pathlib import Path

from varproof.claims.prove import BUDGET, Proof, judge
from varproof.lang import typed

WANTED = {"T": "PROVED", "F": "REFUTED"}
OPEN = {"(sin(x)/x)**3 > cos(x)", "log(x)/(x-1) <= 1/sqrt(x)"}


def _rows(name: str) -> list[tuple[str, ...]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if not line.startswith("#")]


CLAIMS = _rows("blind.tsv")
UNREAD = {row[1] for row in CLAIMS if row[1].startswith("integral")}
FIRST = _rows("blind-first-run.tsv")


def judged(claim: str, box: str, assume: str, budget: int = BUDGET) -> Proof:
    parts = ([part.strip() for part in text.split(";") if part.strip()] for text in (box, assume))
    said = typed.problem(claim, *parts)
    return judge(said.claim, said.sides, said.given, budget)
