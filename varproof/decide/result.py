"""What the referee found out about one variant, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from varproof.catalog import Broken
    from varproof.decide.sides import Sides


@dataclass(frozen=True)
class Result:
    """One row of `verify`. `problems` are (kind, sentence) pairs; without any, the variant is as expected."""

    id: str
    kind: str
    variant: str
    verdict: str
    expected: str
    hash: str
    evidence: tuple[str, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    problems: tuple[tuple[str, str], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)  # name: certified slack, a decimal rounded down
    hypotheses: Mapping[str, str] = field(default_factory=dict)  # label: needed, used, not used, undecided
    instances: int = 0
    refuted: tuple[str, ...] = ()  # the false neighbours that were refuted
    counterexample: Mapping[str, Any] | None = None
    fails: str = ""  # the claim that fails at the counterexample
    sides: Sides | None = None  # the values of what is false there
    used: tuple[str, ...] = ()  # the hypotheses, also those of sizes and indices, that the kernel's proof used
    replayed: bool = False  # a stored proof was replayed by the checker, its script not run
    rules: Mapping[str, int] = field(default_factory=dict)  # how often the proof uses each kernel rule
    proof: tuple[tuple[int, str], ...] = ()  # (depth, sentence)
    cites: tuple[tuple[str, str], ...] = ()  # ("id variant", SHA-256) of the statements that the proof rests on
    coq: tuple[str, ...] = ()  # the claims as theorems of Coq, where Coq has accepted the certificate

    @property
    def ok(self) -> bool:
        """Everything as pinned in the catalog."""
        return self.verdict == self.expected and not self.problems

    @property
    def slack(self) -> str | None:
        """The smallest slack among the constants."""
        return min(self.constants.values(), key=float, default=None)

    @property
    def code(self) -> int:
        """The exit code of this result alone: 0 as expected, 4 undecided, 1 anything else."""
        if self.ok:
            return 0
        return 4 if self.verdict == "UNDECIDED" and not self.problems else 1

    def with_problem(self, kind: str, sentence: str) -> Result:
        """The result with one more problem."""
        return replace(self, problems=(*self.problems, (kind, sentence)))

    def with_theorems(self, theorems: tuple[str, ...] | None) -> Result:
        """The result, which is also a theorem of Coq with these claims; or, where it is None, is not known as one."""
        rest = tuple(one for one in self.evidence if one != "coq")
        if theorems is None:
            return replace(self, evidence=rest, coq=())
        return replace(self, evidence=(*rest, "coq"), coq=theorems)

    @property
    def why(self) -> str:
        """The reason and the problems on one line."""
        return "; ".join([*([self.reason] if self.reason else []), *(sentence for _, sentence in self.problems)])


def ill_formed(broken: Broken) -> Result:
    """The row of an entry that cannot be loaded: an error, whatever was expected."""
    problem = ("ill-formed", "the other entries are judged without it")
    return Result(broken.id, broken.kind, "", "ERROR", "ERROR", "", reason=str(broken.error), problems=(problem,))


def exit_code(results: list[Result]) -> int:
    """The exit code of several results: 1 before 4 before 0."""
    codes = {r.code for r in results}
    return next((code for code in (1, 4) if code in codes), 0)
