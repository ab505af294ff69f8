"""The five verdicts. None of them is a bool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

NAMES = ("PROVED", "HOLDS_ON_INSTANCES", "REFUTED", "UNDECIDED", "ERROR")


@dataclass(frozen=True)
class Verdict:
    """A verdict, what it rests on, and why.

    PROVED: for every value of every size and given under the hypotheses. HOLDS_ON_INSTANCES: rigorously, on the
    listed ones only. REFUTED: a rigorous concrete counterexample. UNDECIDED: the reason says what ran out. ERROR:
    the reason says what went wrong. Positive verdicts and refutations need evidence; the others have none.
    """

    name: str
    evidence: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"verdict {self.name!r}: expected one of {', '.join(NAMES)}")
        if type(self.evidence) is not tuple or not all(type(e) is str and e for e in self.evidence):
            raise ValueError(f"{self.name}: evidence is a tuple of names, got {self.evidence!r}")
        decided = self.name in NAMES[:3]
        if decided != bool(self.evidence):
            raise ValueError(f"{self.name} {'needs' if decided else 'has no'} evidence, got {self.evidence!r}")
        if not decided and not self.reason:
            raise ValueError(f"{self.name} needs a reason")

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a verdict is not a bool; compare its name, which is {self.name!r}")

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.evidence)})" if self.evidence else self.name
