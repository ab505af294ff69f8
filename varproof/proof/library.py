"""What a proof may cite: the variants of other entries, found by id among the catalogs that its own can see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from varproof.lang.errors import StatementError
from varproof.lang.statement import Variant
from varproof.proof.kernel.rules import RuleError
from varproof.proof.kernel.terms import Node
from varproof.proof.problem import Problem, problem
from varproof.proof.script import ProofError
from varproof.recheck.kernel.cited import citations


class Cited:
    """A statement that is cited: what the kernel takes from it."""

    def __init__(self, variant: Variant) -> None:
        self.variant, self.name, self.digest = variant, f"{variant.id} {variant.name}", variant.hash

    @cached_property
    def problem(self) -> Problem:
        return problem(self.variant.core)

    @cached_property
    def goals(self) -> list[Node]:
        """Every goal, for all sizes and givens."""
        return [self.problem.closed(goal) for goal in self.problem.goals]


class Library:
    """What the proof of `owner` may cite. `denied` says of variants by name why they are not proved."""

    def __init__(self, owner: Variant, denied: Mapping[str, str] | None = None) -> None:
        self.owner, self.denied = owner, denied or {}
        self._found: dict[str, Cited] = {}

    def find(self, id: str, variant: str = "") -> Cited:
        """The variant of an entry, by default the only one that is expected to be proved. Raises ProofError."""
        try:
            entry = self.owner.entry.among(id)
        except (KeyError, StatementError) as error:
            raise ProofError(f"cite {id}: {error.args[0]}") from None
        fit = [v for v in entry.variants.values() if variant == v.name or (not variant and v.expect == "PROVED")]
        if len(fit) != 1:
            there = ", ".join(f"{v.name} {v.expect}" for v in entry.variants.values())
            raise ProofError(f"cite {id}: say which variant, with variant=...; there are {there}")
        name = f"{id} {fit[0].name}"
        if name in self.denied:
            raise ProofError(f"it cites {name}, which {self.denied[name]}")
        if fit[0] is self.owner or fit[0].ill_typed is not None:
            why = "rests on itself" if fit[0] is self.owner else "does not type-check"
            raise ProofError(f"it cites {name}, which {why}")
        return self._found.setdefault(name, Cited(fit[0]))

    def goals(self, name: str, digest: str) -> Sequence[Node]:
        """The closed goals of a statement by its name and SHA-256, for `Session`."""
        found = self._found[name] if name in self._found else self.find(*name.split(" ", 1))
        if found.digest != digest:
            raise RuleError(f"{name} has another SHA-256")
        return found.goals

    def texts(self, steps: Mapping[str, Any]) -> dict[str, str]:
        """The texts, by SHA-256, of the statements that the steps of a proof cite and that are as they were: for the
        independent checker, on the condition that each is itself proved."""
        found: dict[str, str] = {}
        for name, digest in citations(steps):
            with suppress(ProofError):  # what may not be cited has no text, and the checker rejects the proof
                cited = self.find(*name.split(" ", 1))
                found |= {digest: cited.variant.text} if cited.digest == digest else {}
        return found
