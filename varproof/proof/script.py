"""Proof scripts: a session of the kernel, what is written down of it, and steps of arithmetic.

The methods of a `Script` and of the classes that build on it (`deduction`, `analysis`, `tactics`, `proof`) are derived
rules: each ends in rule applications and can prove nothing that the kernel cannot. What goes through `have`,
`cases` and the like is written down as lines, so that the proof can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from varproof.proof import reading, search
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Session, Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.kernel.text import text
from varproof.proof.notation import Meaning, ReadingError

_NOTHING = re.compile(r"[(]*0 [=≥] 0[)]*( and [(]*0 [=≥] 0[)]*)*")  # what is left of a line that says nothing


class ProofError(ValueError):
    """A proof script asked for something that does not follow; the message says what."""


class Script:
    """A proof in progress."""

    def __init__(self) -> None:
        self.k = Session()
        self.lines: list[tuple[int, str]] = []
        self.concise = False  # only `say`, `show` and `state` write, not each step
        self.names: dict[Node, str] = {}
        self.symbols: dict[str, Meaning] = {}
        self.sources: dict[int, str] = {}  # the entry that a cited theorem comes from
        self._numbers: dict[int, int] = {}
        self._count = 0
        self._depth = 0
        self._silent = 0

    # ---- writing the proof down

    def name(self, symbol: str, term: Meaning) -> None:
        """Print a term as this symbol from here on; in `state` it may also be a set or a function."""
        self.symbols[symbol] = term
        if not isinstance(term, Node) or term.op != "poly":
            return
        pairs = t.terms(term)
        if len(pairs) == 1 and pairs[0][1] == 1 and len(t.factors(pairs[0][0])) == 1:
            ((atom, power),) = t.factors(pairs[0][0])
            if power == 1:
                self.names[atom] = symbol
        self.names[term] = symbol

    def say(self, sentence: str) -> None:
        """Write a sentence into the proof."""
        if not self._silent:
            self.lines.append((self._depth, sentence))

    def show(self, theorem: Theorem, why: str = "", facts: Sequence[Theorem] = ()) -> Theorem:
        """Write a theorem down as a numbered line."""
        return self._write(theorem, None, why, facts)

    def state(self, theorem: Theorem, line: str, why: str = "", facts: Sequence[Theorem] = ()) -> Theorem:
        """Write a theorem down in these words; ProofError unless they say, with the names given so far, just that."""
        return self._write(theorem, line, why, facts)

    def _said(self, formula: Node) -> str:
        return text(formula, self.names)

    def _step(self, theorem: Theorem, why: str = "", facts: Sequence[Theorem] = ()) -> Theorem:
        """Write a theorem down that nobody asked for."""
        return theorem if self.concise else self._write(theorem, None, why, facts)

    def _read(self, theorem: Theorem, line: str) -> str:
        try:
            said = reading.formula(line, self.symbols)
        except (ReadingError, t.TermError) as error:
            raise ProofError(str(error)) from error
        if said is not theorem.concl:
            raise ProofError(f"{line!r} says {text(said)}, the theorem {text(theorem.concl)}")
        return line

    def _write(self, theorem: Theorem, line: str | None, why: str, facts: Sequence[Theorem]) -> Theorem:
        if not self._silent:
            written = self._said(theorem.concl) if line is None else self._read(theorem, line)
            if _NOTHING.fullmatch(written):
                return theorem
            if theorem.step not in self._numbers:
                self._count += 1
                self._numbers[theorem.step] = self._count
            number = self._numbers[theorem.step]
            refs = [f"({self._numbers[f.step]})" for f in facts if f.step in self._numbers]
            cited = [self.sources[f.step] for f in facts if f.step in self.sources]
            reason = ", ".join(x for x in [" ".join(refs), *cited, why] if x)
            self.lines.append(
                (
                    self._depth,
                    f"({number}) {written}" + (f"   [{reason}]" if reason else ""),
                )
            )
        return theorem

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Inside, nothing is written down."""
        self._silent += 1
        try:
            yield
        finally:
            self._silent -= 1

    @contextmanager
    def block(self, sentence: str = "") -> Iterator[None]:
        """Inside, lines are indented below the sentence."""
        if sentence:
            self.say(sentence)
            self._depth += 1
        try:
            yield
        finally:
            self._depth -= bool(sentence)

    # ---- arithmetic

    def have(
        self,
        goal: Node,
        *facts: Theorem,
        why: str = "",
        squares: Sequence[Node] = (),
        products: Sequence[tuple[int, ...]] = (),
    ) -> Theorem:
        """The goal, a relation, from the facts by arithmetic (multipliers found by search)."""
        relations = [f for f in facts if f.concl.op in ("ge", "gt", "eq")]
        if len(relations) != len(facts):
            raise ProofError(
                f"have {text(goal, self.names)}: a fact is no relation: "
                + next(text(f.concl, self.names) for f in facts if f not in relations)
            )
        for f in facts:
            if f.concl is goal:
                return self._step(f, why, [f])
        try:
            products_, equalities = search.multipliers(goal, [f.concl for f in facts], squares, products)
        except search.NotFound as error:
            raise ProofError(str(error)) from error
        return self._step(self.k.arith(facts, goal, products_, equalities), why, facts)

    def identity(self, s: Node, u: Node | int) -> Theorem:
        """s = u, when both have the same normal form."""
        return self.k.arith([], t.eq(s, u), [])

    def positive(self, q: Fraction | int) -> Theorem:
        """q > 0 for a positive rational."""
        return self.k.arith([], t.gt(t.lift(q)), [(Fraction(q), t.ONE, ())])
