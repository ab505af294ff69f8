"""How a goal is attacked: each step turns a state into smaller ones and a node of the certificate's tree.

Where something jumps, cases for its values come first. In turn: differences as variables, where that spares the third
one; branch and bound with a small budget, before all else for what seems strict; an identity (factors, linear
programming, squares), with cuts for factors whose sign is a goal of its own; cases at the kinks of abs, max and min and
at factors of both signs; symmetric variables in order; the numerator of a rational function; the outer parts of the box
for what is homogeneous; monotone variables, the sign of the slope being a goal of its own; ends of the box at which a
goal vanishes, or that are infinite; new variables for differences and roots; branch and bound with what is left of the
budget, where small boxes are attacked in the same way. Nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial

import numpy as np

from varproof.claims import (
    comparing,
    domains,
    endings,
    facts,
    homogeneous,
    identities,
    journal,
    means,
    points,
    renaming,
    roots_and_logs,
    scaling,
    seek,
    slopes,
    symmetry,
)
from varproof.claims import steps as stairs
from varproof.claims.boxes import Outcome, Search
from varproof.claims.critical import Place
from varproof.claims.forms import ONE, TooLarge
from varproof.claims.journal import Journal
from varproof.claims.state import State
from varproof.lang.claims import Term
from varproof.lang.functions import JUMPS

_RATIONAL = {"const", "var", "neg", "+", "-", "*", "/", "^"}
_SCALED, _QUICK, _STRICT, _NESTED, _LOCAL, _DEPTH = 100, 400, 6000, 4000, 40, 8
_SEARCHES = 24  # for squares that take long
_SURE = 3  # how deep it is asked where parts are defined
_STATES = 300  # after which no more are taken apart


class Planner:
    """Proofs of states of one graph. look: what is done with points at which a goal seems to fail; it raises when
    one of them settles the claim. left: how many boxes may still be tried; sums: whether logarithms of
    sums are taken."""

    def __init__(self, look: Callable[[Iterable[Place]], None], budget: int, sums: bool) -> None:
        self.look, self.left, self.spent, self.sums = look, budget, 0, sums
        self.reason, self.attempts = "", 0
        self.journals: list[Journal] = []
        self.states = self.searches = 0
        self.open: set[tuple[object, ...]] = set()  # what is being proved
        self.unsure: set[tuple[object, ...]] = set()  # what was not shown all over a box
        self.failed: dict[tuple[object, ...], int] = {}  # at the least depth

    def prove(self, s: State, depth: int = 0) -> list[str] | None:
        """The nodes of a proof, in preorder, or None."""
        place = (s.kind, s.node, tuple(s.given), tuple(s.sides))
        if place in self.open or self.failed.get(place, _DEPTH + 1) <= depth:
            return None
        self.states += 1
        if self.states > _STATES and depth > 1:
            return None
        self.open.add(place)
        try:
            front, back = list[str](), list[str]()
            if depth == 0:
                front, s = comparing.cleared(s)
            more, cut = comparing.clipped(s)
            front += more
            if cut is None:
                return [*front, "v"]
            s = cut
            if depth < 2 and s.given and not endings.fixed(s):
                more, back, s = comparing.shaved(s)
                front += more
            if depth < _SURE:
                more, s = domains.assured(s, self.unsure, lambda part: self.boxes(part, _QUICK, _SCALED).tokens)
                front += more
            found = self.attacked(s, depth)
        finally:
            self.open.discard(place)
        if found is None:
            self.failed[place] = depth
            return None
        return [*front, *found, *back]

    def attacked(self, s: State, depth: int) -> list[str] | None:
        """The steps in turn."""
        if comparing.excluded(s):
            return ["v"]
        if endings.fixed(s) and (found := self.solved(s, depth)) is not None:
            return found
        low, high = s.enclosure(s.node)
        if low > 0 or (s.kind == "ne" and high < 0):
            return ["n"]
        if s.kind == "ne":
            signs = s.sample([s.node])[s.node]
            signs = signs[np.isfinite(signs)]
            if len(signs) and (all(signs > 0) or all(signs < 0)):
                mark, node = ("+", s.node) if signs[0] > 0 else ("-", s.graph.op("neg", s.node))
                return _after(mark, self.prove(s._replace(goal=("gt", node)), depth))
        first = [self.shallow, self.means, self.quick]
        first = [self.quick, self.shallow, self.means] if s.seems_strict() else first
        rational = s.heads(s.node) <= _RATIONAL
        steps = [*first, self.sought, self.series, self.ended, self.identity, self.of_one_degree, self.solved]
        steps += [self.at_kinks, self.outward]
        jumps = bool(s.heads(s.node, *(h for _, h in s.given)) & {*JUMPS})
        if jumps:
            steps = [*([self.sought] if depth == 0 else []), self.stepped]
        if depth < 2 and len(s.variables(s.node)) > 2:
            steps.insert(0, self.translated)  # one variable less is worth more than what follows
        along = [self.monotone, self.level]
        early = depth < _DEPTH - 2 and slopes.touches(s)
        if early:
            steps[3:3] = along
        if depth == 0 and not jumps:
            steps[3:3] = [self.outward, self.within]
        if depth < _DEPTH:
            steps += [] if rational else [self.crossed, self.bounded]
            steps += [self.rooted, self.negated, self.termwise, self.symmetric, self.cleared, self.scaled]
            steps += [*([self.quotient] if depth < 2 else []), self.unwrapped, self.powers]
            steps += [*([] if early else along), self.composed, self.renamed, self.parted]
        if depth < 2 and s.kind != "ne":
            steps.insert(steps.index(self.at_kinks) if rational and not jumps else len(steps), self.squares)
        if depth < 2:
            steps.append(self.search)
        for step in steps:
            try:
                found = step(s, depth)
            except TooLarge:  # this step is not for forms such as these; in its cases the others were tried
                continue
            if found is not None:
                return found
        return None

    def sought(self, s: State, depth: int) -> None:
        """Points where the goal is least are looked at; nothing is proved."""
        if depth == 0 and s.kind != "ne":
            self.look(seek.candidates(s))

    def boxes(self, s: State, budget: int, patience: int | None = None) -> Outcome:
        """By branch and bound, first without moving variables of hypotheses to faces, then freely, with the other ways
        for single boxes; with patience, once and without these."""
        spoken = s.variables(*(h for _, h in s.given))
        outcome = Outcome(None, 0, [], "the budget is spent")
        for keep in [spoken, set()] if spoken and patience is None else [spoken]:
            share = min(budget, self.left)
            if share <= 0:
                return outcome
            local = self.local(s) if patience is None else None
            search = Search(s.graph, s.goal, s.given, s.sides, share, keep, patience, local)
            outcome = search.run(self.journal(s, share, keep) if share > journal.EVERY else None)
            self.left -= outcome.boxes
            self.spent += outcome.boxes
            if outcome.tokens is not None:
                return outcome
            self.look(outcome.candidates)
        return outcome

    def journal(self, s: State, share: int, keep: set[int]) -> Journal:
        """Where a large search is written down."""
        given = [(kind, s.text(h)) for kind, h in s.given]
        what = (s.kind, s.text(s.node), given, s.names, s.sides, share, sorted(keep), len(self.journals))
        self.journals.append(Journal(what, self))
        return self.journals[-1]

    def quick(self, s: State, depth: int) -> list[str] | None:
        share = 1 if depth == 0 else 4
        if next(scaling.weights(s), None) is not None:  # the outer parts are smaller, and may be without a zero
            return self.boxes(s, _SCALED // share, _SCALED // share).tokens
        return self.boxes(s, _STRICT // share, _QUICK // share).tokens

    def search(self, s: State, depth: int) -> list[str] | None:
        outcome = self.boxes(s, self.left if depth == 0 else min(_NESTED, self.left // 4))
        self.reason = outcome.reason
        return outcome.tokens

    def local(self, s: State) -> Callable[[list[tuple[Fraction, Fraction]], bool], list[str] | None]:
        """What is tried on single small boxes of a search."""

        def attempt(sides: list[tuple[Fraction, Fraction]], faced: bool) -> list[str] | None:
            self.attempts += 1
            if self.attempts > _LOCAL:
                return None
            here = s._replace(sides=sides, given=[] if faced else s.given)
            for step in (self.series, self.identity, self.monotone, self.at_kinks):
                found = step(here, 3)
                if found is not None:
                    return found
            return None

        return attempt

    def shallow(self, s: State, depth: int) -> list[str] | None:
        leaf = None if s.kind == "ne" else identities.find(s, effort=0).leaf
        return None if leaf is None else [leaf]

    def identity(self, s: State, depth: int) -> list[str] | None:
        if s.kind == "ne":
            return None
        found = identities.find(s)
        if found.leaf is not None:
            return [found.leaf]
        return self.factors(s, found.open, depth) if len(found.open) > 1 or self.smaller(s, found.open) else None

    def squares(self, s: State, depth: int) -> list[str] | None:
        """An identity with sums of squares that take long, also with the negation of the goal; in between, cases."""
        for effort in (identities.MORE, identities.MUCH):
            for front, state in (([], s), (["~"], s._replace(given=[*s.given, roots_and_logs.negation(s)]))):
                leaf = self.costly(state, effort)
                if leaf is not None:
                    return [*front, leaf]
            found = self.signs(s, depth) if effort == identities.MORE else None
            if found is not None:
                return found
        return None

    def costly(self, s: State, effort: float) -> str | None:
        self.searches += 1
        return identities.find(s, effort).leaf if self.searches <= _SEARCHES else None

    def signs(self, s: State, depth: int) -> list[str] | None:
        """Where a variable is not 0, squares with it as a factor of the goal."""
        decide = partial(self.costly, effort=identities.MORE)
        return stairs.signs(s, decide, self.deeper(depth)) if s.given else None

    def cleared(self, s: State, depth: int) -> list[str] | None:
        """The numerator, where the goal is a quotient of polynomials in the variables."""
        heads = s.heads(s.node)
        if s.kind == "ne" or "/" not in heads or not heads <= _RATIONAL:
            return None
        return self.numerator(s, depth)

    def quotient(self, s: State, depth: int) -> list[str] | None:
        """The numerator of other quotients; what this costs in vain is not counted."""
        if s.kind == "ne" or "/" not in s.heads(s.node) or s.heads(s.node) <= _RATIONAL:
            return None
        before = self.states, self.searches, self.attempts
        found = None if s.forms.of(s.node)[1] == ONE else self.numerator(s, depth)
        if found is None:
            self.states, self.searches, self.attempts = before
        return found

    def numerator(self, s: State, depth: int) -> list[str] | None:
        found = identities.find(s, effort=0).open
        return self.factors(s, found, depth) if len(found) == 1 else None

    def factors(self, s: State, found: list[tuple[int, int, str]], depth: int) -> list[str] | None:
        """The sign of each factor, which is a goal of its own, and then an identity."""
        cases = partial(self.cases, depth=depth + 1)
        return identities.by_factors(s, found, self.deeper(depth), cases) if depth < _DEPTH else None

    def smaller(self, s: State, found: list[tuple[int, int, str]]) -> bool:
        """One factor is open: is it less than the goal itself?"""
        return bool(found) and len(s.graph.order(found[0][0])) < len(s.graph.order(s.node))

    def means(self, s: State, depth: int) -> list[str] | None:
        return means.means(s)

    def of_one_degree(self, s: State, depth: int) -> list[str] | None:
        """An equation used up by making the goal homogeneous, roots of variables as variables, and rational
        coefficients in the place of roots."""
        return None if depth > 2 else homogeneous.of_one_degree(s, self.deeper(depth))

    def solved(self, s: State, depth: int) -> list[str] | None:
        """What an equation says put in for a variable."""
        front, s = stairs.vanishing(s)
        if front:
            found = self.prove(s, depth)
            return None if found is None else [*front, *found]
        made = slopes.equation(s)
        if made is None:
            return None
        k, u, state = made
        found = self.told(k, s.graph.term(u), lambda: self.prove(state, depth))
        return None if found is None else [f"q{k}:{s.text(u)}", *found]

    def told(self, k: int, term: Term, prove: Callable[[], list[str] | None]) -> list[str] | None:
        """A proof, while at places that are looked at a term gives the k-th coordinate."""
        look, self.look = self.look, partial(_look_with, self.look, k, term)
        found = prove()
        self.look = look
        return found

    def parted(self, s: State, depth: int) -> list[str] | None:
        return stairs.parted(s, self.deeper(depth)) if depth < _DEPTH - 2 else None

    def stepped(self, s: State, depth: int) -> list[str] | None:
        """Cases for floor and sign; nothing else knows these. What one costs is not counted for the next."""
        spent = self.states, self.searches, self.attempts

        def prove(state: State) -> list[str] | None:
            self.states, self.searches, self.attempts = spent
            front, state = comparing.cleared(state)
            found = self.prove(state, depth + 1)
            return None if found is None else [*front, *found]

        return stairs.stepped(s, prove) if depth < _DEPTH else None

    def at_kinks(self, s: State, depth: int) -> list[str] | None:
        u = stairs.kink(s)
        return None if u is None else self.cases(s, u, depth + 1)

    def cases(self, s: State, u: int, depth: int) -> list[str] | None:
        def prove(state: State) -> list[str] | None:
            front, state = comparing.cleared(state, len(s.given))
            found = self.prove(state, depth)
            return None if found is None else [*front, *found]

        return stairs.cases(s, u, prove)

    def rooted(self, s: State, depth: int) -> list[str] | None:
        return roots_and_logs.rooted(s, self.deeper(depth))

    def powers(self, s: State, depth: int) -> list[str] | None:
        return roots_and_logs.powers(s, self.deeper(depth))

    def negated(self, s: State, depth: int) -> list[str] | None:
        return roots_and_logs.negated(s)

    def symmetric(self, s: State, depth: int) -> list[str] | None:
        """Variables in order, or one the largest, where the goal and the hypotheses do not tell them apart."""
        if depth:
            return None
        return symmetry.symmetric(s, lambda state: self.prove(state, 1))

    def scaled(self, s: State, depth: int) -> list[str] | None:
        return scaling.scaled(s, lambda state: self.prove(state, depth))

    def unwrapped(self, s: State, depth: int) -> list[str] | None:
        return comparing.unwrapped(s, self.deeper(depth), self.sums)

    def bounded(self, s: State, depth: int) -> list[str] | None:
        return facts.bounded(s, self.deeper(depth)) if depth <= _SURE else None

    def termwise(self, s: State, depth: int) -> list[str] | None:
        return None if depth >= _DEPTH - 1 else comparing.termwise(s, self.deeper(depth))

    def ended(self, s: State, depth: int) -> list[str] | None:
        near = partial(self.prove, depth=_DEPTH - 1)
        return None if depth > 3 else endings.ended(s, near, self.deeper(depth))

    def crossed(self, s: State, depth: int) -> list[str] | None:
        """Cases for the sign of a variable where the goal vanishes with it."""
        u = endings.crossing(s) if depth < _SURE else None
        return None if u is None else self.cases(s, u, depth + 1)

    def series(self, s: State, depth: int) -> list[str] | None:
        decide = partial(self.shallow, depth=depth)
        return None if depth >= _DEPTH else endings.series(s, self.deeper(depth), decide)

    def monotone(self, s: State, depth: int) -> list[str] | None:
        """A face, or the bound that a hypothesis gives, where a slope has one sign."""
        return None if depth >= _DEPTH else slopes.monotone(s, self.deeper(depth))

    def level(self, s: State, depth: int) -> list[str] | None:
        """Cases for a term where the goal vanishes with it, for a goal that may be monotone on either side."""
        u = slopes.level(s) if depth < _DEPTH - 2 else None
        return None if u is None else self.cases(s, u, depth + 1)

    def renamed(self, s: State, depth: int) -> list[str] | None:
        """A root or differences as new variables."""
        if depth >= _DEPTH - 1:
            return None
        return renaming.atom(s, self.deeper(depth)) or self.translated(s, depth)

    def composed(self, s: State, depth: int) -> list[str] | None:
        return None if depth >= _DEPTH - 1 else renaming.composed(s, self.deeper(depth))

    def within(self, s: State, depth: int) -> list[str] | None:
        return endings.within(s, lambda state: self.prove(state, depth), self.told)

    def outward(self, s: State, depth: int) -> list[str] | None:
        cases = partial(self.cases, depth=depth + 1)
        return endings.outward(s, self.deeper(depth), cases) if depth < _DEPTH else None

    def translated(self, s: State, depth: int) -> list[str] | None:
        return renaming.translated(s, self.deeper(depth))

    def deeper(self, depth: int) -> Callable[[State], list[str] | None]:
        return lambda state: self.prove(state, depth + 1)


def _after(mark: str, found: list[str] | None) -> list[str] | None:
    return None if found is None else [mark, *found]


def _look_with(look: Callable[[Iterable[Place]], None], k: int, term: Term, places: Iterable[Place]) -> None:
    """At places of which the k-th coordinate is given by a term."""
    look([points.put_in(place, k, term) for place in places])
