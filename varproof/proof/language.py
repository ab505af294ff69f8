"""The language of proofs: what is written is what is printed and what is proved.

A line is a formula in the notation of the page (`reading`). It is proved from the facts named with it and from the
context, written down and numbered in one go. Blocks introduce variables and suppositions, which are in the context
until the block ends; its last line, with what the block introduced taken out again, is then a fact outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from varproof.proof.context import Block, is_negation
from varproof.proof.induction import Induction
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node
from varproof.proof.kernel.text import text
from varproof.proof.lines import Fact
from varproof.proof.notation import Bound, spelled
from varproof.proof.script import ProofError


class Language(Induction):
    """The verbs of a proof."""

    # ---- blocks

    @contextmanager
    def fix(self, said: str) -> Iterator[Block]:
        """Let i in n, x in R, v in R^(n), S in sets (with a condition): the last line then holds for all of them."""
        bound, condition, rest = self._bound(said)
        if rest:
            raise ProofError(f"fix {said!r}: a condition is written with 'with'")
        with self.opening(f"Let {spelled(said)}.") as block:
            for one in bound:
                self.introduced(one)
            if condition is not None:
                self.supposed(condition)
            yield block
        self._after(block)

    @contextmanager
    def suppose(self, said: str) -> Iterator[Block]:
        """Suppose f: what the last line says then holds if f does; after the line `false`, f does not hold."""
        f = self.read(said)
        with self.opening(f"Suppose {spelled(said)}.") as block:
            block.hypothesis = self.supposed(f)
            yield block
        self._after(block)

    @contextmanager
    def case(self, said: str) -> Iterator[Block]:
        """One case; the others follow, the last one as `otherwise`."""
        f = self.read(said)
        with self.opening(f"Case {spelled(said)}:") as block:
            block.hypothesis = self.supposed(f)
            yield block
        assert block.theorem is not None
        self.open[-1].cases.append(block.theorem)

    @contextmanager
    def otherwise(self, said: str = "") -> Iterator[Block]:
        """The case that none of the cases before it is; `said` is printed, and shown by that. What all cases end in
        holds after it; a case may end in `false`."""
        cases, self.open[-1].cases = self.open[-1].cases, []
        if not cases:
            raise ProofError("otherwise: no case stands before it")
        with self.opening(f"Case {spelled(said)}:" if said else "Otherwise:") as block:
            for case in cases:
                self.note(self.k.assume(t.neg(case.concl.args[0])))  # type: ignore[arg-type]
            if said:
                block.hypothesis = self.note(self.proved(self.read(said)))
            yield block
        assert block.theorem is not None
        ends = [*(c.concl.args[1] for c in cases), block.theorem.concl]
        goal = next((f for f in ends if f is not FALSE), FALSE)
        if any(f not in (goal, FALSE) for f in ends):
            raise ProofError("the cases end differently: " + "; ".join(text(f, self.names) for f in ends))  # type: ignore[arg-type]
        out = self._weakened(block.theorem, goal)  # type: ignore[arg-type]
        for case in reversed(cases):
            f: Node = case.concl.args[0]  # type: ignore[assignment]
            yes = self._weakened(self.k.mp(case, self.k.assume(f)), goal)  # type: ignore[arg-type]
            no_goal = self.k.assume(t.neg(goal))  # type: ignore[arg-type]
            not_f = self.k.discharge(self.k.mp(no_goal, yes), f)
            out = self.k.mp(self.k.discharge(out, t.neg(f)), not_f)
            out = self.k.contradiction(self.k.mp(no_goal, out), goal)  # type: ignore[arg-type]
        if block.last is not None:
            self._numbers[out.step] = self._numbers.get(block.last.step, self._count)
        block.theorem = out
        self.ended(out)

    def _weakened(self, theorem: Theorem, goal: Node) -> Theorem:
        return self.k.contradiction(theorem, goal) if theorem.concl is FALSE and goal is not FALSE else theorem

    def _after(self, block: Block) -> None:
        """A closed block is a fact; one that ended in a contradiction denies what it supposed."""
        assert block.theorem is not None
        self.ended(block.theorem)

    # ---- what there is

    def get(self, said: str, *facts: Fact, why: str = "", by: str = "") -> Theorem:
        """Take i in n with f(i), as the facts or the context say that there is one: "i in n: f(i)"; `by` as in `have`.
        Without a formula, what a fact says that there is ("u in R^(d)", fact), or some member. The symbols last until
        the block closes; its last line must not speak of them. Gives f(i)."""
        bound, condition, rest = self._bound(said)
        if not rest and condition is None and facts:
            return self._given(said, bound, self.fact(facts[0]), why, facts)
        if not rest and condition is None:
            for one in bound:
                if one.over is None:
                    raise ProofError(f"get {said!r}: a member of a set, or a formula")
                self.symbols[one.name] = self.some_member(one.over).concl.args[0]  # type: ignore[assignment]
            self.say(f"Take {spelled(said)}.")
            return self.context[-1]
        symbols = {**self.symbols, **{one.name: one.meaning for one in bound}}
        f = self._with_symbols(symbols, lambda: self.read(rest)) if rest else None
        f = condition if f is None else f if condition is None else t.conj(condition, f)
        assert f is not None
        formulas = [f]
        for one in reversed(bound):
            formulas.insert(0, one.some(formulas[0]))
        known = [self.fact(fact) for fact in facts]
        there = (None if by else self._denied(formulas[0], known)) or self.shown(formulas[0], known, by)
        for one in bound:
            there = self.opened_existence(there, one.sort, one.free)
            self.called(one)
        sentence = f"Take {spelled(said.replace(':', ' with', 1) if rest else said)}."
        self._sentence(sentence, why, facts)
        return self.context[-1] if is_negation(there.concl) and self.context[-1].concl.op in ("ge", "gt") else there

    def _given(self, said: str, bound: Sequence[Bound], there: Theorem, why: str, facts: Sequence[Fact]) -> Theorem:
        """The symbols for what `there` says that there is, in its order."""
        for one in bound:
            f = there.concl
            if not is_negation(f) or f.args[0].op != "all" or f.args[0].args[0] != one.sort:  # type: ignore[attr-defined]
                raise ProofError(f"get {said!r}: {text(f, self.names)} does not say that there is such {one.name}")
            there = self.opened_existence(there, one.sort, one.free)
            self.called(one)
        self._sentence(f"Take {spelled(said)} as it says.", why, facts)
        return there

    def _sentence(self, sentence: str, why: str, facts: Sequence[Fact]) -> None:
        refs = [f"({n})" for n in (self._numbers.get(self.fact(f).step) for f in facts) if n is not None]
        reason = ", ".join(x for x in [" ".join(refs), why] if x)
        self.say(sentence + (f"   [{reason}]" if reason else ""))

    def _denied(self, exists: Node, known: Sequence[Theorem]) -> Theorem | None:
        """A fact that is the existence, or that not for all x the opposite holds."""
        wanted = _opposite(exists.args[0])  # type: ignore[arg-type]
        for th in [*known, *reversed(self.context)]:
            if th.concl is exists or (is_negation(th.concl) and th.concl.args[0] is wanted):
                return th
        return None

    def largest(self, said: str, why: str = "") -> Theorem:
        """k in S (and l in T, ...) where f is largest: "k in S: f(k)". Gives max[k in S] f(k) = f(k); that
        f(x) <= f(k) for all x in S is in the context. S must have a member that the context knows."""
        return self._extreme(said, 1, why)

    def smallest(self, said: str, why: str = "") -> Theorem:
        """k in S (and l in T, ...) where f is smallest."""
        return self._extreme(said, -1, why)

    def _extreme(self, said: str, sign: int, why: str) -> Theorem:
        bound, condition, rest = self._bound(said)
        if not rest or condition is not None or any(one.over is None for one in bound):
            raise ProofError(f"{said!r}: 'k in S: f(k)' is expected")
        symbols = {**self.symbols, **{one.name: one.meaning for one in bound}}
        value = self._with_symbols(symbols, lambda: self.term(rest)) * sign
        tops = [value]  # max over the sets from j on
        for one in reversed(bound):
            tops.insert(0, t.max_body(one.over, one.body(tops[0])))  # type: ignore[arg-type]
        equal = self.identity(tops[0], tops[0])
        for j, one in enumerate(bound):
            assert one.over is not None
            inside = self.some_member(one.over)
            there = self.k.max_attained(inside, one.over, inside.concl.args[0], one.body(tops[j + 1]))  # type: ignore[arg-type]
            at = self.opened_existence(there, "real", one.free)
            self.called(one)
            equal = self.k.arith([equal, at], t.eq(tops[0], tops[j + 1]), [], [(t.ONE, 0), (t.ONE, 1)])
        self.note(equal)
        self.say(
            f"Let {spelled(said.split(':', 1)[0].strip())} have the {'largest' if sign > 0 else 'smallest'} "
            f"{spelled(rest)}." + (f"   [{why}]" if why else "")
        )
        self.note(self._below_all(bound, value, equal))
        return equal

    def _below_all(self, bound: Sequence[Bound], value: Node, equal: Theorem) -> Theorem:
        """f(x, y, ...) <= max f = f(k, l, ...) for all x in S, y in T, ..."""
        variables = [fresh(one.name) for one in bound]

        def moved(node: Node, j: int) -> Node:
            return t.substitute(node, {("real", bound[i].free): t.var(variables[i]) for i in range(j)})

        level = value
        tops = [value]
        for one in reversed(bound):
            assert one.over is not None
            level = t.max_body(one.over, one.body(level))
            tops.insert(0, level)
        guards = [t.member(t.var(variables[j]), moved(one.over, j)) for j, one in enumerate(bound)]  # type: ignore[arg-type]
        steps = [equal]
        for j, one in enumerate(bound):
            body = moved(one.body(tops[j + 1]), j)
            steps.append(self.k.max_bound(self.k.assume(guards[j]), moved(one.over, j), t.var(variables[j]), body))  # type: ignore[arg-type]
        goal = t.ge(value - moved(value, len(bound)))
        products = [(Fraction(1), t.ONE, (j,)) for j in range(1, len(steps))]
        out = self.k.arith(steps, goal, products, [(-t.ONE, 0)])
        for variable, guard in zip(reversed(variables), reversed(guards), strict=True):
            out = self.k.generalise(self.k.discharge(out, guard), "real", variable)
        return out


def _opposite(every: Node) -> Node:
    """for all x in S: f, of: for all x in S: not not f, not the opposite relation, ..."""
    sort, body = every.args
    assert isinstance(body, Node)
    guard: Node | None = None
    f = body
    if body.op == "imp" and body.args[0].op == "in":  # type: ignore[attr-defined]
        guard, f = body.args  # type: ignore[assignment]
    if is_negation(f):
        g: Node = f.args[0]  # type: ignore[assignment]
        if is_negation(g):
            f = g.args[0]  # type: ignore[assignment]
        elif g.op in ("ge", "gt"):
            x: Node = g.args[0]  # type: ignore[assignment]
            f = t.gt(-x) if g.op == "ge" else t.ge(-x)
    inner = f if guard is None else t.imp(guard, f)
    return t.all_body(str(sort), inner)
