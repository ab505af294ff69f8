"""Citing: an instance of a proved statement, its hypotheses shown by what is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.formulas import function_kinds
from varproof.proof.kernel.rules import Theorem, nothing
from varproof.proof.kernel.terms import Node
from varproof.proof.kernel.text import text
from varproof.proof.language import Language
from varproof.proof.library import Cited, Library
from varproof.proof.lines import Fact
from varproof.proof.script import ProofError


class Citing(Language):
    """A script that may cite what its library has."""

    def __init__(self, library: Library | None = None) -> None:
        super().__init__()
        self.library = library
        self.k.cited = nothing if library is None else library.goals

    def cite(self, id: str, *facts: Fact, variant: str = "", claim: str = "", **values: Any) -> Theorem:
        """What another entry claims, which is proved there, for these sizes and givens.

        A size is given by a finite set, a real or an index by a term, an array or a map by a function: as text, or made
        in Python. Its hypotheses are shown by the facts and the context; that a set has a member, by a member of it.
        Several claims come as a conjunction; `claim` chooses one by its label ("LABEL is defined" for its domain
        conditions), `variant` another than the one that is expected to be proved. ProofError where a hypothesis is not
        shown. A line that is proved by it names the entry.

            p.have("|x + y| <= 2", p.cite("thy:triangle-inequality", n="n", x="x", y="y"), "short-x", "short-y")
        """
        if self.library is None:
            raise ProofError(f"cite {id}: nothing may be cited here")
        cited = self.library.find(id, variant)
        goals = cited.problem.goals
        wanted = [k for k, g in enumerate(goals) if g.label == (claim or g.label.removesuffix(" is defined"))]
        if not wanted:
            labels = ", ".join(dict.fromkeys(repr(g.label) for g in goals))
            raise ProofError(f"cite {cited.name}: no claim {claim!r}; there are {labels or 'none'}")
        given, known = self._values_for(cited, values), [self.fact(fact) for fact in facts]
        with self.silent():
            *first, last = [self._instance_of(cited, k, given, known) for k in wanted]
            for theorem in reversed(first):
                last = self.both(theorem, last)
        self.sources[last.step] = id
        return last

    def _instance_of(self, cited: Cited, number: int, values: Sequence[Node], facts: Sequence[Theorem]) -> Theorem:
        theorem = self.use(self.k.cite(cited.name, cited.digest, number), *values)
        labels = {f: label for label, f in cited.problem.hypotheses.items()}
        for general in cited.problem.goals[number].allowed:
            hypothesis: Node = theorem.concl.args[0]  # type: ignore[assignment]
            try:
                granted = next((fact for fact in (*facts, *self.context) if fact.concl is hypothesis), None)
                granted = granted or self.proved(hypothesis, [*facts, *self._counts(hypothesis, facts)])
            except ProofError as error:
                raise ProofError(f"cite {cited.name}: nothing at hand says ({labels[general]}): {error}") from None
            theorem = self.k.mp(theorem, granted)
        return theorem

    def _counts(self, formula: Node, facts: Sequence[Theorem]) -> list[Theorem]:
        """|s| >= 1 for the sets that a relation counts and that are known to have a member."""
        if formula.op not in ("ge", "gt", "eq"):
            return []
        atoms = [a for mono, _ in t.terms(formula.args[0]) for a, _ in t.factors(mono)]  # type: ignore[arg-type]
        sets: list[Any] = [a.args[0] for a in atoms if a.op == "sum" and a.args[1] is t.ONE]
        return [th for th in (self._nonempty(s, facts) for s in sets) if th is not None]

    def _nonempty(self, s: Node, facts: Sequence[Theorem]) -> Theorem | None:
        for fact in (*facts, *self.context):
            if fact.concl.op == "in" and fact.concl.args[1] is s:
                return self._with_member(fact)
        if s not in self.nonempty:
            return None
        return self.member_of(self.nonempty[s], s, lambda _, inside: self._with_member(inside))

    def _with_member(self, inside: Theorem) -> Theorem:
        e, s = inside.concl.args
        assert isinstance(s, Node)
        others = build.where(s, lambda x: t.neg(t.eq(x, e)))  # type: ignore[arg-type]
        rest = self.sum_at_least(others, lambda *_: self.have(t.ge(t.ONE)))
        return self.have(t.ge(build.card(s) - 1), self.take(inside, lambda _: t.ONE), rest)

    def _values_for(self, cited: Cited, values: dict[str, Any]) -> list[Node]:
        """The values in the order of the statement's variables, each a node of its sort."""
        variables = cited.problem.variables
        wrong = [*(f"{x} is missing" for x in variables if x not in values)]
        wrong += [f"there is no {x}" for x in values if x not in variables]
        if wrong:
            raise ProofError(f"cite {cited.name}: {', '.join(wrong)}; it has {', '.join(variables)}")
        return [self._value(cited, x, sort, values[x]) for x, sort in variables.items()]

    def _value(self, cited: Cited, name: str, sort: str, value: Any) -> Node:
        kinds = function_kinds(sort) if sort.startswith("fn") else ()
        wanted = {"set": "a finite set", "real": "a real"}.get(sort, f"a function of {len(kinds)} arguments")
        named = sort == "set" and isinstance(value, str) and value in self.symbols  # as a term it is its size
        meaning: Any = self.symbols[value] if named else self.meaning(value)
        try:
            if kinds and callable(meaning):
                meaning = build.lam(meaning, kinds)
            node: Node = t.lift(meaning) if sort == "real" else meaning
            t.check_sort(node, sort, name)
        except (TypeError, AttributeError, t.TermError) as error:
            said = text(meaning, self.names) if isinstance(meaning, Node) else repr(meaning)
            raise ProofError(f"cite {cited.name}: {name} is {wanted}, which {said} is not: {error}") from None
        return node
