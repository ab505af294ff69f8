"""The search for a proof: a fact, the shape of the goal, arithmetic, laws, products, then strategies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from weakref import WeakKeyDictionary

from varproof.proof import search
from varproof.proof.automation import relations, report
from varproof.proof.automation.facts import RELATIONS, Facts, atoms_of, conjunction, negation
from varproof.proof.automation.instances import instances, usable
from varproof.proof.automation.report import Spent
from varproof.proof.automation.signs import nonnegative, positive, sign, weaker
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node
from varproof.proof.script import ProofError
from varproof.proof.tactics import Tactics

BUDGET = 600  # attempts of arithmetic, each a small linear programme at most
NEAR = 48  # facts that one attempt looks at
LARGE = 500  # terms of products that count as one attempt
MULTIPLES = 600  # of equations, in one attempt
NESTED = 8  # conditions of facts that are looked for within one another
_lemmas: WeakKeyDictionary[Tactics, dict[object, Theorem]] = WeakKeyDictionary()


def prove(script: Tactics, goal: Node, facts: Sequence[Theorem] = (), budget: int = BUDGET) -> Theorem:
    """The goal from the facts, the ones that were named first; ProofError says what is left."""
    p = Prover(script, budget)
    with script.silent():
        known = Facts(script, facts)
        try:
            found = p.show(goal, known, 3)
            spent = False
        except Spent:
            found, spent = None, True
    if found is None:
        raise ProofError(report.failure(p, goal, known, spent))
    return found


class Prover:
    """A search for one proof: a script to work in, and what is left of its budget."""

    def __init__(self, script: Tactics, budget: int) -> None:
        self.script, self.k, self.left = script, script.k, budget
        self.lemmas = _lemmas.setdefault(script, {})
        self.open: set[tuple[Node, int]] = set()
        self.residue: list[Node] = []
        self.meeting: set[Node] = set()  # conditions of facts that are being shown
        self.attained: set[Node] = set()  # maxima and alternatives that the path of the search has used
        self.different: set[tuple[Node, Node]] = set()  # sets whose members were not seen to be the same
        self.slopes = 0
        self.deep = True  # whether signs are looked for by arithmetic, not only by the shape of terms

    # ---- formulas

    def show(self, goal: Node, facts: Facts, depth: int) -> Theorem | None:
        """The goal by its shape; None when nothing is found within the depth."""
        known = facts.all.get(goal)
        if known is not None:
            return known
        key = (goal, len(facts.all))
        if key in self.open:
            return None
        self.open.add(key)
        try:
            return self._show(goal, facts, depth)
        finally:
            self.open.discard(key)

    def _show(self, goal: Node, facts: Facts, depth: int) -> Theorem | None:
        if goal is FALSE and (absurd := self.denied(facts, depth >= 3)) is not None:
            return absurd
        if goal.op in RELATIONS:
            return relations.relation(self, goal, facts, depth)
        if goal.op == "in":
            return self.membership(goal, facts, depth)
        if goal.op == "all":
            body, sort, name = self.script.open_any(goal)
            inner = self.show(body, facts, depth)
            return inner and self.k.generalise(inner, sort, name)
        both = conjunction(goal)
        if both is not None:
            first = self.show(both[0], facts, depth)
            second = first and self.show(both[1], facts.with_(first), depth)
            return second and self.script.both(first, second)  # type: ignore[arg-type]
        denied = negation(goal)
        if denied is not None:
            found = self.refuted(denied, facts, depth)
            if found is not None:
                return found
        f, g = goal.args
        assert isinstance(f, Node) and isinstance(g, Node)
        if denied is None and (left := negation(f)) is not None:  # left or g
            yes = facts.all.get(left)
            if yes is not None:
                return self.k.discharge(self.k.contradiction(self.k.mp(self.k.assume(f), yes), g), f)
            one = self.show(g, facts, depth - 1) if depth > 0 else None
            if one is not None:
                return self.k.discharge(one, f)
        found = self.show(g, facts.with_(self.k.assume(f)), depth)
        return found and self.k.discharge(found, f)

    def denied(self, facts: Facts, equations: bool) -> Theorem | None:
        """A contradiction: a fact that another denies, or (of `equations`) an equation that is denied and follows."""
        for f, no in list(facts.all.items()):
            g = negation(f)
            if g is None:
                continue
            yes = facts.all.get(g)
            if yes is None and g.op == "eq" and equations:
                yes = self.linear(g, facts)
            if yes is not None:
                return self.k.mp(no, yes)
        return None

    def refuted(self, f: Node, facts: Facts, depth: int) -> Theorem | None:
        """not f, where its shape shows it: a term that is not zero, a witness against `for all`."""
        if f.op == "eq":
            x: Node = f.args[0]  # type: ignore[assignment]
            turned = facts.all.get(t.neg(t.eq(-x)))
            if turned is not None:
                other = self.k.arith([self.k.assume(f)], t.eq(-x), [], [(-t.ONE, 0)])
                return self.k.discharge(self.k.mp(turned, other), f)
            for y in (x, -x):
                above = positive(self, y, facts)
                if above is not None:
                    h = self.k.assume(f)
                    r = -t.ONE if y is x else t.ONE
                    return self.k.discharge(self.k.arith([above, h], FALSE, [(Fraction(1), t.ONE, (0,))], [(r, 1)]), f)
        if f.op == "all" and depth > 0:
            return self.witnessed(f, facts, depth)
        return None

    def witnessed(self, every: Node, facts: Facts, depth: int) -> Theorem | None:
        """Not for all x: f(x), by a member that the facts name."""
        if every.args[0] != "real":
            return None
        guard = every.args[1]
        inside = guard.args[0] if guard.op == "imp" and guard.args[0].op == "in" else None  # type: ignore[attr-defined]
        base = inside.args[1] if inside is not None else None
        while base is not None and base.op == "filter":
            base = base.args[0]
        for member in [m for m in facts.members if base is None or m.concl.args[1] is base]:
            x: Node = member.concl.args[0]  # type: ignore[assignment]
            refuted = self.k.specialise(self.k.assume(every), x)
            while refuted is not None and refuted.concl is not FALSE:
                holds = refuted.concl.op == "imp" and self.show(refuted.concl.args[0], facts, depth - 1)  # type: ignore[arg-type]
                refuted = self.k.mp(refuted, holds) if holds else None  # type: ignore[assignment]
            if refuted is not None:
                return self.k.discharge(refuted, every)
        return None

    def condition(self, f: Node, facts: Facts) -> Theorem | None:
        """A condition of a fact, if it is easily met."""
        known = facts.all.get(f)
        if known is not None or f.op == "in":
            return known or self.membership(f, facts, 0)
        if f.op in ("ge", "gt"):
            return self.linear(f, facts) or self.of_sign(f, facts)
        if f in self.meeting or len(self.meeting) == NESTED:
            return None
        self.meeting.add(f)
        try:
            return self.show(f, facts, 0)
        finally:
            self.meeting.discard(f)

    def membership(self, goal: Node, facts: Facts, depth: int) -> Theorem | None:
        """e in S, where S may be picked out of a set by a formula."""
        e, s = goal.args
        assert isinstance(e, Node) and isinstance(s, Node)
        known = facts.all.get(goal) or self.included(goal, facts)
        if known is not None or s.op != "filter":
            return known
        base = self.membership(t.member(e, s.args[0]), facts, depth)  # type: ignore[arg-type]
        holds = base and self.show(t.instantiate(s.args[1], (e,)), facts, depth)  # type: ignore[arg-type]
        return holds and self.k.filter_in(base, holds, s, e)  # type: ignore[arg-type]

    def included(self, goal: Node, facts: Facts) -> Theorem | None:
        """e in T from e in S, where a fact says that all x in S are in T."""
        e, s = goal.args
        assert isinstance(e, Node) and isinstance(s, Node)
        for fact in facts.rules:
            f = fact.concl
            inner = f.args[1] if f.op == "all" and f.args[0] == "real" else None
            if isinstance(inner, Node) and inner.op == "imp" and inner.args[1] is t.member(t.bound(0), s):
                at = self.k.specialise(fact, e)
                condition = at.concl.args[0]
                inside = facts.all.get(condition) if isinstance(condition, Node) else None
                if inside is not None:
                    return self.k.mp(at, inside)
        return None

    # ---- arithmetic

    def charge(self, steps: int = 1) -> None:
        """Take from the budget; Spent when nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise Spent

    def linear(self, goal: Node, facts: Facts, extra: Sequence[Theorem] = (), rounds: int = 0) -> Theorem | None:
        """The relation by adding up facts, each with a nonnegative weight, and multiples of equations."""
        premises = self.near(goal, [*extra, *facts.relations])
        return self.arith(goal, premises, [(t.ONE, (i,)) for i in range(len(premises))], rounds)

    def near(self, goal: Node, known: Sequence[Theorem]) -> list[Theorem]:
        """The relations that are connected with the goal by shared atoms, at most `NEAR`."""
        if goal is FALSE:
            return list(known[:NEAR])
        reached = set(atoms_of(goal))
        chosen: dict[int, Theorem] = {}
        for _ in range(3):
            new = [
                (j, f)
                for j, f in enumerate(known)
                if j not in chosen and (not (found := atoms_of(f.concl)) or not reached.isdisjoint(found))
            ]
            chosen.update(new)
            reached.update(a for _, f in new for a in atoms_of(f.concl))
            if not new or len(chosen) > NEAR:
                break
        return [chosen[j] for j in sorted(chosen)][:NEAR]

    def arith(
        self, goal: Node, premises: Sequence[Theorem], chosen: Sequence[tuple[Node, tuple[int, ...]]], rounds: int = 1
    ) -> Theorem | None:
        """The relation by the rule `arith`, as a combination of the chosen products, (s, (i, j)) for s^2 p_i p_j."""
        self.charge(1 + sum(self.size(premises, c) for _, c in chosen) // LARGE)
        usable_ = [(t.ONE, ()), *(c for c in chosen if all(premises[i].concl.op != "eq" for i in c[1]))]
        found = search.combination(goal, [f.concl for f in premises], usable_, rounds, MULTIPLES)
        if found is None:
            return None
        products, equalities = found
        used = sorted({i for _, _, c in products for i in c} | {i for _, i in equalities})
        place = {i: j for j, i in enumerate(used)}
        return self.k.arith(
            [premises[i] for i in used],
            goal,
            [(w, s, tuple(place[i] for i in c)) for w, s, c in products],
            [(r, place[i]) for r, i in equalities],
        )

    def size(self, premises: Sequence[Theorem], factors: tuple[int, ...]) -> int:
        """The terms of a product before it is collected."""
        counts = [len(t.terms(premises[i].concl.args[0])) for i in factors]  # type: ignore[arg-type]
        return prod(counts)

    def total(self, goal: Node, parts: Sequence[Theorem]) -> Theorem:
        """The sum of the parts, with weight 1."""
        return self.k.arith(parts, goal, [(Fraction(1), t.ONE, (i,)) for i in range(len(parts))])

    def ge(self, x: Node, facts: Facts) -> Theorem | None:
        """x >= 0 for the general member of a sum: by signs, then with what the facts say about its atoms."""
        found = nonnegative(self, x, facts)
        if found is None and len(t.terms(x)) > 1:
            found = self.show(t.ge(x), facts, 1)
        return found

    def of_sign(self, goal: Node, facts: Facts) -> Theorem | None:
        """x > 0 or x >= 0 by the sign of x."""
        found = sign(self, goal.args[0], facts)  # type: ignore[arg-type]
        if found is None or (goal.op == "gt" and found.concl.op == "ge"):
            return None
        return weaker(self, found) if goal.op == "ge" else found

    def at_atoms(self, atoms: Sequence[Node], facts: Facts) -> list[Theorem]:
        """The relations that quantified facts give at these atoms."""
        return self.relations(instances(self, atoms, facts))

    def relations(self, found: Sequence[Theorem]) -> list[Theorem]:
        """The relations among the parts of theorems."""
        return Facts(self.script, [f for f in found if usable(f)]).relations

    # ---- members

    def some_member(self, s: Node, facts: Facts) -> Theorem | None:
        """A fact e in s, or None."""
        return next(iter(facts.members_of(s)), None)

    def member(self, s: Node, facts: Facts) -> Callable[[Callable[[Theorem], Theorem]], Theorem] | None:
        """How to argue with a member of s: with a known one, or with any, if s is known to have one; else None."""
        inside = self.some_member(s, facts)
        if inside is not None:
            return lambda body: body(inside)
        there = self.script.nonempty.get(s) or self.linear(t.gt(card(s)), facts)
        if there is None:
            return None
        return lambda body: self.script.member_of(there, s, lambda _, e_in: body(e_in))

    # ---- lemmas, once for each script

    def lemma(self, name: str, x: Node, make: Callable[[], Theorem], *from_: object) -> Theorem:
        """A theorem made once for each name, term and premises."""
        key = (name, x, *(f.step if isinstance(f, Theorem) else f for f in from_))
        if key not in self.lemmas:
            self.lemmas[key] = make()
        return self.lemmas[key]

    def exp_positive(self, x: Node) -> Theorem:
        """exp x > 0."""
        return self.lemma("exp>0", x, lambda: self.script.exp_positive(x))

    def inverse(self, above: Theorem, x: Node) -> tuple[Theorem, Theorem]:
        """x (1/x) = 1 and 1/x > 0, from x > 0."""
        unit = self.lemma("unit", x, lambda: self.k.inv(above, x), above)
        return unit, self.lemma("1/x>0", x, lambda: self.script.inverse(above, x)[1], above)

    def unit(self, x: Node, facts: Facts) -> Theorem | None:
        """x (1/x) = 1 where x is known not to be zero."""
        for f in (t.neg(t.eq(x)), t.gt(x), t.gt(-x)):
            known = facts.all.get(f)
            if known is not None:
                return self.lemma("unit", x, lambda known=known: self.k.inv(known, x), known)  # type: ignore[misc]
        above = positive(self, x, facts) or positive(self, -x, facts)
        return above and self.lemma("unit", x, lambda: self.k.inv(above, x), above)

    def at_most(self, x: Node, y: Node, squares: Theorem, low: Theorem) -> Theorem:
        """x <= y from x^2 <= y^2 and y >= 0."""
        h = self.k.assume(t.neg(t.ge(y - x)))
        no = self.k.order(h)
        # 0 = (x - y)^2 + 2 y (x - y) + (y^2 - x^2)
        products = [(Fraction(1), t.ONE, (0, 0)), (Fraction(2), t.ONE, (0, 1)), (Fraction(1), t.ONE, (2,))]
        return self.k.contradiction(self.k.arith([no, low, squares], FALSE, products), t.ge(y - x))

    def root_positive(self, inside: Theorem, low: Theorem, x: Node) -> Theorem:
        """sqrt x > 0 from x > 0."""
        root = t.fn("sqrt", x)
        square = self.k.special(weaker(self, inside), "sqrt", 0, x)
        no = self.k.order(self.k.assume(t.neg(t.gt(root))))
        absurd = self.k.arith(
            [no, low, inside, square], FALSE, [(Fraction(1), t.ONE, (0, 1)), (Fraction(1), t.ONE, (2,))], [(t.ONE, 3)]
        )
        return self.k.contradiction(absurd, t.gt(root))

    def log_sign(self, above: Theorem, x: Node) -> Theorem:
        """log x >= 0 (or > 0) from x >= 1 (or > 1): log x = (e - 1 + log x) + e (x - 1), e = exp(-log x) = 1/x."""
        log = t.log(x)
        low = self.k.arith([above], t.gt(x), [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, ())])
        facts = [self.k.exp(-log), self.exp_positive(-log), above, self.script.log_exp(low, x)]
        goal = t.gt(log) if above.concl.op == "gt" else t.ge(log)
        return self.k.arith(facts, goal, [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, (1, 2))], [(t.exp(-log), 3)])

    def log_monotone(self, le: Theorem, low: Theorem, x: Node, y: Node) -> Theorem:
        """log x <= log y (or <) from 0 < x <= y (or <)."""
        u, v = t.log(x), t.log(y)
        above = self.k.arith([low, le], t.gt(y), [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, (1,))])
        values = [self.script.log_exp(low, x), self.script.log_exp(above, y)]
        facts = [self.k.exp(u - v), self.exp_positive(-v), le, *values]
        goal = (t.gt if le.concl.op == "gt" else t.ge)(v - u)
        # v - u = [exp(u - v) - 1 - (u - v)] + exp(-v) (y - x) + exp(-v) ((exp v - y) - (exp u - x))
        e = t.exp(-v)
        return self.k.arith(facts, goal, [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, (1, 2))], [(-e, 3), (e, 4)])

    def sqrt_monotone(self, le: Theorem, low: Theorem, x: Node, y: Node) -> Theorem:
        """sqrt x <= sqrt y from 0 <= x <= y."""
        above = self.total(t.ge(y), [weaker(self, low), weaker(self, le)])
        squares = [self.k.special(f, "sqrt", 0, z) for f, z in ((weaker(self, low), x), (above, y))]
        u, v = t.fn("sqrt", x), t.fn("sqrt", y)
        goal = t.ge(v * v - u * u)
        wide = self.k.arith([le, *squares], goal, [(Fraction(1), t.ONE, (0,))], [(-t.ONE, 1), (t.ONE, 2)])
        return self.at_most(u, v, wide, self.k.special(above, "sqrt", 1, y))

    def at_least_term(self, inside: Theorem, body: Node, each: Callable[[Theorem], Theorem | None]) -> Theorem | None:
        """The sum over s of f is at least f(e), from e in s and f >= 0 on s, if `each` shows that."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)

        def f(x: Node) -> Node:
            return t.instantiate(body, (x,))

        others = t.filter_body(s, t.neg(t.eq(t.bound(0), e)))
        x = fresh()
        inner = self.k.assume(t.member(t.var(x), s))
        low = each(inner)
        if low is None:
            return None
        kept = self.k.filter_out(self.k.assume(t.member(t.var(x), others)), 0)
        rest = self.k.sum_sign(self.k.mp(self.k.discharge(low, inner.concl), kept), x, others)
        goal = t.ge(t.sum_body(s, body) - f(e))
        return self.k.arith([rest, self.script.take(inside, f)], goal, [(Fraction(1), t.ONE, (0,))], [(t.ONE, 1)])
