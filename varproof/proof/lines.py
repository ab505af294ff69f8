"""Lines of a proof: formulas in the notation of the page, each proved, written down and numbered in one go."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from varproof.proof import reading
from varproof.proof.context import Block, Context, is_conjunction, is_negation
from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.derivative import derivative
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node, TermError
from varproof.proof.kernel.text import text
from varproof.proof.notation import SETS, Bound, Meaning, ReadingError, spelled
from varproof.proof.script import ProofError

Fact = Theorem | Block | str
"""A theorem, a closed block, the label of a hypothesis or line, or a formula that the context shows."""


class Lines(Context):
    """A script that is written in lines."""

    def __init__(self) -> None:
        super().__init__()
        self.labels: dict[str, Theorem] = {}

    # ---- reading

    def read(self, said: str | Node) -> Node:
        """The formula that a line says, with the symbols of this place."""
        if isinstance(said, Node):
            return said
        if not isinstance(said, str):
            raise ProofError(f"a formula is a line of text, not {said!r}")
        try:
            return reading.formula(said, self.symbols)
        except (ReadingError, TermError) as error:
            raise ProofError(str(error)) from error

    def meaning(self, said: str | Meaning) -> Meaning:
        """The term, set or function that a text says."""
        if not isinstance(said, str):
            return said
        try:
            return reading.meaning(said, self.symbols)
        except (ReadingError, TermError) as error:
            raise ProofError(str(error)) from error

    def term(self, said: str | Node) -> Node:
        """The term that a text says."""
        value = self.meaning(said)
        if not isinstance(value, Node):
            raise ProofError(f"{said!r} is a function, not a term")
        return value

    def fact(self, fact: Fact) -> Theorem:
        """The theorem that a fact names; a formula is looked up in the context, or shown by it."""
        if isinstance(fact, Theorem):
            if fact.session is not self.k:
                raise ProofError(f"{text(fact.concl, self.names)} is no theorem of this proof, but of another")
            return fact
        if isinstance(fact, Block):
            if fact.theorem is None:
                raise ProofError("a block is a fact only after it has ended")
            return fact.theorem
        if not isinstance(fact, str):
            raise ProofError(f"{fact!r} is no fact: a theorem, a block, a label or a formula is")
        if fact in self.labels:
            return self.labels[fact]
        if re.fullmatch(r"[a-z0-9]+:[a-z0-9-]+", fact):
            raise ProofError(f"{fact} is an entry: p.cite({fact!r}, ...) gives what it says of yours")
        if re.fullmatch(r"[\w-]+", fact) and (near := difflib.get_close_matches(fact, self.labels, n=2)):
            raise ProofError(f"no hypothesis has the label {fact!r}; did you mean {' or '.join(near)}?")
        return self.proved(self.read(fact))

    # ---- lines

    def have(self, goal: str | Node, *facts: Fact, why: str = "", by: str = "", **hints: object) -> Theorem:
        """A line: what it says follows from the facts and the context. `by="Z, k"` gives what exists, in the order in
        which the line says that something does."""
        if isinstance(goal, Node):
            return super().have(goal, *facts, why=why, **hints)  # type: ignore[arg-type]
        f = self.read(goal)
        theorem = self.shown(f, [self.fact(fact) for fact in facts], by)
        self.written(theorem, spelled(goal), why, facts)
        return self.ended(theorem)

    def shown(self, goal: Node, facts: Sequence[Theorem], by: str = "") -> Theorem:
        """The goal from the facts and the context, with the values of `by` for what exists."""
        values = self._values(by)
        theorem = self._exhibited(goal, values, facts)
        if values:
            raise ProofError(f"by={by!r}: {len(values)} values are left over")
        return theorem

    def _values(self, by: str) -> list[Meaning]:
        try:
            return reading.meanings(by, self.symbols) if by else []
        except (ReadingError, TermError) as error:
            raise ProofError(str(error)) from error

    def _exhibited(self, goal: Node, values: list[Meaning], facts: Sequence[Theorem]) -> Theorem:
        if not values:
            return self.proved(goal, facts)
        if is_conjunction(goal):
            first, second = goal.args[0].args[0], goal.args[0].args[1].args[0]  # type: ignore[attr-defined]
            one = self._exhibited(first, values, facts) if _exists_in(first) else self.proved(first, facts)
            return self.both(one, self._exhibited(second, values, facts))
        if goal.op == "all":
            opened, sort, x = self.open_any(goal)
            return self.k.generalise(self._exhibited(opened, values, facts), sort, x)
        if is_negation(goal) and goal.args[0].op == "all":  # type: ignore[attr-defined]
            none: Node = goal.args[0]  # type: ignore[assignment]
            sort, value = str(none.args[0]), values.pop(0)
            if sort == "set":  # which is read as its size
                sets = (s for s in self.symbols.values() if isinstance(s, Node) and s.op in SETS)
                value = next((s for s in sets if build.card(s) is value), value)
            node = value if isinstance(value, Node) else build.lam(value, int(sort[2:]))
            refuted = self.k.specialise(self.k.assume(none), node)
            if refuted.concl.args[1] is not FALSE:
                refuted = self.k.mp(refuted, self.proved(refuted.concl.args[0]))  # type: ignore[arg-type]
            holds = self._exhibited(refuted.concl.args[0], values, facts)  # type: ignore[arg-type]
            return self.k.discharge(self.k.mp(refuted, holds), none)
        if goal.op == "imp" and not is_negation(goal):
            f, g = goal.args
            with self.supposing(f):  # type: ignore[arg-type]
                theorem = self._exhibited(g, values, facts)  # type: ignore[arg-type]
            return self.k.discharge(theorem, f)  # type: ignore[arg-type]
        raise ProofError(f"{text(goal, self.names)} does not say that something exists")

    def written(self, theorem: Theorem, line: str, why: str, facts: Sequence[Fact]) -> None:
        """Write a line with its number, the numbers and labels of its facts, and why."""
        refs = []
        for fact in facts:
            step = fact.step if isinstance(fact, Theorem) else self.fact(fact).step
            number = self._numbers.get(step)
            if step in self.sources:
                refs.append(self.sources[step])
            elif number is not None:
                refs.append(f"({number})")
            elif isinstance(fact, str):
                refs.append(f"({fact})" if fact in self.labels else spelled(fact))
        self._line(theorem, line, why, refs)

    def _line(self, theorem: Theorem, line: str, why: str, refs: Sequence[str]) -> None:
        if self._silent:
            return
        self._count += 1
        self._numbers[theorem.step] = self._count
        reason = ", ".join([*dict.fromkeys(refs), *([why] if why else [])])
        self.lines.append((self._depth, f"({self._count}) {line}" + (f"   [{reason}]" if reason else "")))

    def let(self, *definitions: str, **meanings: Meaning) -> None:
        """Abbreviations from here to the end of the block: "q = exp(-delta)", "row(u) = sum[a in n] A[u, a]",
        "S = {i in n | a[i] > 0}"; `name=...` gives a term, set or function made in Python, which is not printed."""
        for definition in definitions:
            try:
                name, value = reading.definition(definition, self.symbols)
            except (ReadingError, TermError) as error:
                raise ProofError(str(error)) from error
            self.name(name, value)
        if definitions:
            said = [spelled(d) for d in definitions]
            self.say("Write " + " and ".join([", ".join(said[:-1]), said[-1]] if said[:-1] else said) + ".")
        for name, value in meanings.items():
            self.name(name, value)

    def at(self, fact: Fact, *values: str | Meaning | Theorem) -> Theorem:
        """What a fact for all x, y, ... says at these values, its conditions shown by the context or the theorems."""
        theorem = self.fact(fact)
        for value in values:
            theorem = self._met(theorem, value if isinstance(value, Theorem) else None)
            if isinstance(value, Theorem):
                theorem = self.k.mp(theorem, value)
                continue
            if theorem.concl.op != "all":
                raise ProofError(f"no value can be given to {text(theorem.concl, self.names)}")
            sort = str(theorem.concl.args[0])
            named = sort == "set" and isinstance(value, str) and value in self.symbols  # as a term it is its size
            meaning: Meaning = self.symbols[value] if named else self.meaning(value)  # type: ignore[index]
            if not isinstance(meaning, Node):
                meaning = build.lam(meaning, int(sort[2:]) if sort.startswith("fn") else 1)
            theorem = self.k.specialise(theorem, meaning)
        return self._met(theorem, None)

    def _met(self, theorem: Theorem, until: Theorem | None) -> Theorem:
        """The theorem with the conditions in front of it met, up to one that `until` meets."""
        while theorem.concl.op == "imp" and theorem.concl.args[1] is not FALSE:
            f: Node = theorem.concl.args[0]  # type: ignore[assignment]
            if until is not None and until.concl is f:
                break
            theorem = self.k.mp(theorem, self.proved(f))
        return theorem

    def summed(self, fact: Fact) -> Theorem:
        """f >= 0, > 0 or = 0 for all x in S (and y in T, ...), summed up: sum of f >= 0 or = 0."""
        return self._summed(self.fact(fact))

    def risen(self, f: str, a: str, b: str, *facts: Fact) -> Theorem:
        """f(a) <= f(b), for f = "x -> ...", from a <= b and facts for all x in R with a <= x and x <= b that show the
        slope to be at least 0 and what it asks for (a denominator that is not 0)."""
        name = fresh("x")
        x, low, high, value = t.var(name), self.term(a), self.term(b), self.meaning(f)
        if isinstance(value, Node):
            raise ProofError(f"risen: {f!r} is no function x -> ...")
        inside = self.both(self.k.assume(t.ge(x - low)), self.k.assume(t.ge(high - x)))
        known = [self.k.mp(self.use(self.fact(fact), x), inside) for fact in facts]
        slope, conditions = derivative(value(x), name, x)
        premises = [self.proved(options[0], known) for options in conditions]
        rise = self.k.rise([self.proved(t.ge(slope), known), *premises], name, value(x), low, high)
        return self.k.mp(rise, self.proved(t.ge(high - low)))

    def same_size(self, s: str, u: str, to: Fact, back: Fact) -> Theorem:
        """|S| = |U| for two sets by their names, from facts for all x in S: x in U, and for all x in U: x in S."""
        name, one, other = fresh("x"), self.symbols[s], self.symbols[u]
        x = t.var(name)
        there, here = (self.use(self.fact(f), x, self.k.assume(t.member(x, v))) for f, v in ((to, one), (back, other)))  # type: ignore[arg-type]
        return self.k.sum_ext(there, here, name, one, other, t.ONE)  # type: ignore[arg-type]

    def _summed(self, theorem: Theorem) -> Theorem:
        f = theorem.concl
        if f.op in ("ge", "gt", "eq"):
            return theorem
        if f.op != "all" or f.args[1].op != "imp" or f.args[1].args[0].op != "in":  # type: ignore[attr-defined]
            raise ProofError(f"{text(f, self.names)} cannot be summed: it is no relation for all members of sets")
        s: Node = f.args[1].args[0].args[1]  # type: ignore[attr-defined]
        x = fresh()
        inner = self._summed(self.use(theorem, t.var(x), self.k.assume(t.member(t.var(x), s))))
        if inner.concl.op == "gt":
            value: Node = inner.concl.args[0]  # type: ignore[assignment]
            inner = self.k.arith([inner], t.ge(value), [(Fraction(1), t.ONE, (0,))])
        if inner.concl.op == "ge":
            return self.k.sum_sign(inner, x, s)
        return self.sum_equal(s, lambda y, y_in: self._summed(self.use(theorem, y, y_in)))

    def _bound(self, said: str) -> tuple[list[Bound], Node | None, str]:
        try:
            return reading.binding(said, self.symbols)
        except (ReadingError, TermError) as error:
            raise ProofError(str(error)) from error

    def _with_symbols(self, symbols: dict[str, Meaning], body: Callable[[], Node]) -> Node:
        outer, self.symbols = self.symbols, symbols
        try:
            return body()
        finally:
            self.symbols = outer


def _exists_in(f: Node) -> bool:
    """Whether a formula says, below quantifiers, conjunctions and conditions, that something exists."""
    if is_conjunction(f):
        g: Node = f.args[0]  # type: ignore[assignment]
        return _exists_in(g.args[0]) or _exists_in(g.args[1].args[0])  # type: ignore[arg-type, attr-defined]
    if is_negation(f):
        return bool(f.args[0].op == "all")  # type: ignore[attr-defined]
    return f.op in ("all", "imp") and _exists_in(f.args[1])  # type: ignore[arg-type]
