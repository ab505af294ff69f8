"""Induction: over finite sets, taking a member away, and along a key, from what is smaller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall, fresh, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.lines import Fact, Lines
from varproof.proof.notation import Bound, spelled
from varproof.proof.script import ProofError


class Induction(Lines):
    """A script that argues by induction."""

    @contextmanager
    def induct(self, said: str, *base: Fact, smallest: str = "", largest: str = "", take: str = "e") -> Iterator[Block]:
        """Induction. The last line of the block is the step; the claim is then a fact for all S or k.

        "S in sets: P": P for the empty set follows from the facts `base`; the block proves P of a set S that has the
        member e (the name `take`) with the smallest (or largest) value of the key, which speaks of e, from P of
        S - {e}. "k in n: P", smallest="u[k]": the block proves P of k from: P(l) for all l in n with u[l] < u[k].
        """
        bound, condition, rest = self._bound(said)
        if len(bound) != 1 or condition is not None or not rest or bool(smallest) == bool(largest):
            raise ProofError(f"induct {said!r}: one variable, its claim, and a key, smallest or largest, are expected")
        (one,) = bound
        claim = self._with_symbols({**self.symbols, one.name: one.meaning}, lambda: self.read(rest))
        name = take if one.sort == "set" else one.name
        variable = Bound(name, fresh(name), "real", None, one.meaning) if one.sort == "set" else one  # type: ignore[arg-type]
        variable = Bound(name, variable.free, "real", t.var(variable.free), variable.over)
        symbols = {**self.symbols, one.name: one.meaning, name: variable.meaning}
        key = self._with_symbols(symbols, lambda: self.term(smallest or largest)) * (1 if smallest else -1)
        prove = self._over_sets if one.sort == "set" else self._along
        word = f"taking {name} with the {'smallest' if smallest else 'largest'} {spelled(smallest or largest)}"
        with self.opening(f"Induction over {spelled(said)}, {word}.") as block:
            self.called(one)
            self.called(variable)
            finish = prove(one, variable, claim, key, [self.fact(fact) for fact in base])
            block.hypothesis = next(th for th in reversed(self.context) if th.concl.op != "in")
            yield block
            if block.last is None or block.last.concl is not claim:
                raise ProofError(f"induct {said!r}: the last line of the block is not the claim")
            block.closers.insert(0, finish)  # after what was obtained in the block is taken out
        assert block.theorem is not None
        self.ended(block.theorem)

    def _over_sets(self, s: Bound, e: Bound, claim: Node, key: Node, base: list[Theorem]):  # type: ignore[no-untyped-def]
        whole: Node = s.meaning  # type: ignore[assignment]
        none = t.all_body("real", t.neg(t.member(t.bound(0), whole)))
        with self.supposing(none):
            general = [th for th in base if th.concl.op == "all" and th.concl.args[0] == "set"]
            empty = self.proved(claim, [*(self._met(self.k.specialise(th, whole), None) for th in general), *base])
        function = lam(lambda x: t.substitute(key, {("real", e.free): x}))
        at_e = t.var(e.free)
        self.note(self.k.assume(t.member(at_e, whole)))
        self.note(self.k.assume(forall(whole, lambda x: t.ge(t.apply(function, (x,)) - key))))
        smaller = t.substitute(claim, {("set", s.free): where(whole, lambda x: t.neg(t.eq(x, at_e)))})
        self.note(self.k.assume(smaller))

        def finish(step: Theorem) -> Theorem:
            out = self.k.induct(empty, step, s.free, e.free, function, claim)
            return self.k.generalise(out, "set", s.free)

        return finish

    def _along(self, k: Bound, _: Bound, claim: Node, key: Node, base: list[Theorem]):  # type: ignore[no-untyped-def]
        if k.over is None or base:
            raise ProofError("induction along a key runs over the members of a finite set, without a base")
        over, guard = k.over, t.member(t.var(k.free), k.over)

        def at(node: Node, x: Node) -> Node:
            return t.substitute(node, {("real", k.free): x})

        before = forall(over, lambda x: t.imp(t.gt(key - at(key, x)), at(claim, x)))
        self.note(self.k.assume(guard))
        self.note(self.k.assume(before))

        def finish(step: Theorem) -> Theorem:
            every = self.k.discharge(self.k.discharge(step, before), guard)
            every = self.k.generalise(every, "real", k.free)

            def earliest(m: Node, m_bad: Theorem, least: Theorem) -> Theorem:
                def smaller(x: Node, x_in: Theorem) -> Theorem:
                    def worse(no: Theorem) -> Theorem:
                        x_bad = self.in_where(x_in, no, lambda y: t.neg(at(claim, y)))
                        below = self.at_most_max(x_bad, lambda y: -at(key, y))
                        return self.k.arith(
                            [below, h, least], t.FALSE, [(ONE, t.ONE, (0,)), (ONE, t.ONE, (1,))], [(-t.ONE, 2)]
                        )

                    h = self.k.assume(t.gt(at(key, m) - at(key, x)))
                    return self.k.discharge(self.by_contradiction(at(claim, x), worse), h.concl)

                there = self.use(every, m, self.base(m_bad), self.forall(over, smaller))
                return self.false(there, self.holds(m_bad))

            def each(x: Node, x_in: Theorem) -> Theorem:
                def no(h: Theorem) -> Theorem:
                    bad = self.in_where(x_in, h, lambda y: t.neg(at(claim, y)))
                    return self.maximum(bad, lambda y: -at(key, y), earliest)

                return self.by_contradiction(at(claim, x), no)

            return self.forall(over, each)

        return finish


ONE = Fraction(1)
