"""How a goal is attacked: each step turns a state into smaller ones and a node of the certificate's tree.

In turn: branch and bound with a small budget; an identity (factors, linear programming, squares), with cuts for
factors whose sign is a goal of its own; cases at the kinks of abs, max and min and at factors of both signs; monotone
variables, the sign of the slope being a goal of its own; new variables for differences and roots; branch and bound
with what is left of the budget, where small boxes are attacked in the same way. Nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise

import numpy as np

from varproof.decide import identities
from varproof.decide.boxes import Outcome, Place, Search
from varproof.decide.forms import ONE, TooLarge, plus
from varproof.decide.state import State
from varproof.lang.expressions import Graph

_QUICK, _NESTED, _LOCAL, _DEPTH = 400, 4000, 40, 5
_KINKS = ("abs", "max", "min")


class Planner:
    """Proofs of states of one graph. look: what is done with points at which a goal seems to fail; it raises when
    one of them settles the claim. left: how many boxes may still be tried."""

    def __init__(self, look: Callable[[Iterable[Place]], None], budget: int) -> None:
        self.look, self.left, self.spent = look, budget, 0
        self.reason, self.attempts = "", 0

    def prove(self, s: State, depth: int = 0) -> list[str] | None:
        """The nodes of a proof, in preorder, or None."""
        front, cut = self.clipped(s)
        if cut is None:
            return [*front, "v"]
        s = cut
        if s.kind == "ne":
            signs = s.sample([s.node])[s.node]
            signs = signs[np.isfinite(signs)]
            if len(signs) and (all(signs > 0) or all(signs < 0)):
                mark, node = ("+", s.node) if signs[0] > 0 else ("-", s.graph.op("neg", s.node))
                found = self.prove(s._replace(goal=("gt", node)), depth)
                return None if found is None else [*front, mark, *found]
        steps = [self.shallow, self.quick, self.identity, self.at_kinks]
        if depth < _DEPTH:
            steps += [self.rooted, self.symmetric, self.monotone, self.renamed]
        if depth < 2:
            steps.append(self.search)
        for step in steps:
            found = step(s, depth)
            if found is not None:
                return [*front, *found]
        return None

    # ---- branch and bound

    def boxes(self, s: State, budget: int, local: bool = False) -> Outcome:
        """By branch and bound, first without moving variables of hypotheses to faces, then freely."""
        spoken = s.variables(*(h for _, h in s.given))
        outcome = Outcome(None, 0, [], "the budget is spent")
        for keep in [spoken, set()] if spoken else [set()]:
            share = min(budget, self.left)
            if share <= 0:
                return outcome
            outcome = Search(s.graph, s.goal, s.given, s.sides, share, keep, self.local(s) if local else None).run()
            self.left -= outcome.boxes
            self.spent += outcome.boxes
            if outcome.tokens is not None:
                return outcome
            self.look(outcome.candidates)
        return outcome

    def quick(self, s: State, depth: int) -> list[str] | None:
        return self.boxes(s, _QUICK if depth < 2 else _QUICK // 4).tokens

    def search(self, s: State, depth: int) -> list[str] | None:
        outcome = self.boxes(s, self.left if depth == 0 else min(_NESTED, self.left // 4), local=True)
        self.reason = outcome.reason
        return outcome.tokens

    def local(self, s: State) -> Callable[[list[tuple[Fraction, Fraction]], bool], list[str] | None]:
        """What is tried on single small boxes of a search."""

        def attempt(sides: list[tuple[Fraction, Fraction]], faced: bool) -> list[str] | None:
            self.attempts += 1
            if self.attempts > _LOCAL:
                return None
            here = s._replace(sides=sides, given=[] if faced else s.given)
            for step in (self.identity, self.monotone, self.at_kinks):
                found = step(here, _DEPTH - 2)
                if found is not None:
                    return found
            return None

        return attempt

    # ---- hypotheses on one variable

    def clipped(self, s: State) -> tuple[list[str], State | None]:
        """Sides cut to the hypotheses on single variables; no state when nothing is left."""
        front: list[str] = []
        for number, (kind, h) in enumerate(s.given):
            try:
                over, under = s.forms.of(h)
            except TooLarge:
                continue
            atoms = [m for m in over if m]
            if kind == "ne" or under != ONE or len(atoms) != 1 or len(atoms[0]) != 1 or atoms[0][0][1] != 1:
                continue
            head, *a = s.graph.ops[atoms[0][0][0]]
            if head != "var":
                continue
            slope, (low, high) = over[atoms[0]], s.sides[a[0]]
            end = -over.get((), Fraction(0)) / slope
            cut = (max(low, end), high) if slope > 0 else (low, min(high, end))
            if cut[0] > cut[1]:
                return front, None
            if cut != (low, high):
                front.append(f"x{number}")
                s = s._replace(sides=[cut if k == a[0] else side for k, side in enumerate(s.sides)])
        return front, s

    # ---- identities, cuts and cases

    def shallow(self, s: State, depth: int) -> list[str] | None:
        leaf = None if s.kind == "ne" else identities.find(s, deep=False).leaf
        return None if leaf is None else [leaf]

    def identity(self, s: State, depth: int) -> list[str] | None:
        if s.kind == "ne":
            return None
        found = identities.find(s)
        if found.leaf is not None:
            return [found.leaf]
        if depth >= _DEPTH:
            return None
        for node, sign in found.open:
            if sign == 0:
                return self.cases(s, node, depth + 1) if len(found.open) > 1 else None
        if len(found.open) < 2 and not self.smaller(s, found.open):
            return None
        front: list[str] = []
        for node, sign in found.open:
            node = node if sign > 0 else s.graph.op("neg", node)
            for kind in ("gt", "ge") if s.kind == "gt" else ("ge",):
                inner = self.prove(s._replace(goal=(kind, node)), depth + 1)
                if inner is not None:
                    break
            if inner is None:
                return None
            front += [f"c{kind}:{s.text(node)}", *inner]
            s = s._replace(given=[*s.given, (kind, node)])
        leaf = identities.find(s).leaf
        return None if leaf is None else [*front, leaf]

    def smaller(self, s: State, found: list[tuple[int, int]]) -> bool:
        """One factor is open: is it less than the goal itself?"""
        return bool(found) and len(s.graph.order(found[0][0])) < len(s.graph.order(s.node)) - 1

    def at_kinks(self, s: State, depth: int) -> list[str] | None:
        """Cases for one kink, an inner one first, those of the goal before those of the hypotheses."""
        for nodes in ([s.node], [h for _, h in s.given]):
            for n in s.graph.order(*nodes):
                head, *a = s.graph.ops[n]
                if head in _KINKS:
                    u = a[0] if head == "abs" else s.graph.op("-", a[0], a[1])
                    return self.cases(s, u, depth + 1) if s.graph.rational(u) is None else None
        return None

    def cases(self, s: State, u: int, depth: int) -> list[str] | None:
        front = [f"k:{s.text(u)}"]
        for turn in (1, -1):
            side = u if turn == 1 else s.graph.op("neg", u)
            try:
                given = [(kind, resolved(s, h, u, turn)) for kind, h in s.given]
                goal = s.kind, resolved(s, s.node, u, turn)
            except TooLarge:
                return None
            inner = self.prove(s._replace(goal=goal, given=[*given, ("ge", side)]), depth)
            if inner is None:
                return None
            front += inner
        return front

    def rooted(self, s: State, depth: int) -> list[str] | None:
        """t = a - b sqrt(u) with a >= 0, b > 0: from the negation b sqrt(u) > a and a^2 >= b^2 u."""
        forms, g = s.forms, s.graph
        try:
            over, under = forms.of(s.node)
            roots = {k for m in over for k, _ in m if g.ops[k][0] == "sqrt"}
            if s.kind != "ge" or under != ONE or len(roots) != 1:
                return None
            (k,) = roots
            a = {m: c for m, c in over.items() if k not in dict(m)}
            b = {tuple(x for x in m if x[0] != k): -c for m, c in over.items() if k in dict(m)}
            gap = forms.node(plus(forms.times(a, a), forms.times(forms.times(b, b), forms.of(g.ops[k][1])[0]), -1))
            front, s = ["~"], s._replace(given=[*s.given, ("gt", g.op("neg", s.node))])
            base = len(s.given)
            for node in (forms.node(a), gap):
                inner = self.prove(s._replace(goal=("ge", node)), depth + 1)
                if inner is None:
                    return None
                front += [f"cge:{s.text(node)}", *inner]
                s = s._replace(given=[*s.given, ("ge", node)])
        except TooLarge:
            return None
        return [*front, f"i:1~#{base - 1};2~#{base}=1~#{base + 1}"]

    def symmetric(self, s: State, depth: int) -> list[str] | None:
        """Two variables in order where the goal and the hypotheses do not tell them apart."""
        used = sorted(s.variables(s.node))
        if depth or len(used) < 2:
            return None
        x = {k: s.graph.of(("var", s.names[k])) for k in used}
        nodes = [s.node, *(h for _, h in s.given)]
        alike = [used[0]]
        for k in used[1:]:
            i = alike[-1]
            swap = {i: x[k], k: x[i]}
            try:
                images = [substituted(s.graph, n, swap) for n in nodes]
                known = all(any(_same(s, m, n) for n in nodes) for m in images) and _same(s, images[0], s.node)
            except TooLarge:
                return None
            if known and s.sides[k] == s.sides[i]:
                alike.append(k)
        if len(alike) < 2:
            return None
        ordered = [("ge", s.graph.op("-", x[i], x[k])) for i, k in pairwise(alike)]
        found = self.prove(s._replace(given=[*s.given, *ordered]), 1)
        return None if found is None else ["o" + ",".join(map(str, alike)), *found]

    # ---- monotone variables

    def monotone(self, s: State, depth: int) -> list[str] | None:
        """A face, or the bound that a hypothesis gives, where a slope has one sign; that sign is proved first."""
        if s.kind == "ne" or depth >= _DEPTH or s.heads(s.node) & {*_KINKS, "slope", "kink"}:
            return None
        free = [k for k in sorted(s.variables(s.node)) if s.sides[k][0] < s.sides[k][1]]
        slopes = {k: s.graph.derivative(s.node, k) for k in free}
        if not free or len(s.graph.order(*slopes.values())) > 400:
            return None
        if any(not all(map(np.isfinite, s.enclosure(n))) for n in (s.node, *slopes.values())):
            return None
        whole = s._replace(given=[])
        values = whole.sample(list(slopes.values()))
        for k in free:
            v = values[slopes[k]]
            small = 1e-9 * float(np.abs(v).max())
            for mark, sign in (("-", 1), ("+", -1)):
                if not (sign * v >= -small).all():
                    continue
                slope = slopes[k] if sign == 1 else s.graph.op("neg", slopes[k])
                for bound, state in self.faces(s, k, sign):
                    rest = self.prove(state, depth + 1)
                    if rest is None:
                        continue
                    low, _ = s.enclosure(slope)
                    inner = [] if low >= 0 else self.prove(whole._replace(goal=("ge", slope)), depth + 1)
                    if inner is None:
                        break
                    return [f"{'f' if low >= 0 else 'd'}{k}{mark}{bound}", *inner, *rest]
        return None

    def faces(self, s: State, k: int, sign: int) -> Iterable[tuple[str, State]]:
        x = s.graph.of(("var", s.names[k]))
        for kind, h in s.given:
            try:
                over, under = s.forms.of(h)
            except TooLarge:
                continue
            c = over.get(((x, Fraction(1)),), Fraction(0))
            if kind == "ne" or under != ONE or c * sign <= 0:
                continue
            rest = {m: -a / c for m, a in over.items() if m != ((x, Fraction(1)),)}
            bound = s.forms.node(rest)
            low, high = s.enclosure(bound)
            if k not in s.variables(bound) and s.sides[k][0] <= low and high <= s.sides[k][1]:
                goal = s.kind, substituted(s.graph, s.node, {k: bound})
                yield f":{s.text(bound)}", s._replace(goal=goal, given=[])
        low_, high_ = s.sides[k]
        end = (low_, low_) if sign == 1 else (high_, high_)
        yield "", s._replace(given=[], sides=[end if j == k else side for j, side in enumerate(s.sides)])

    # ---- new variables

    def renamed(self, s: State, depth: int) -> list[str] | None:
        if depth >= _DEPTH - 1:
            return None
        return self.root(s, depth) or self.translated(s, depth)

    def root(self, s: State, depth: int) -> list[str] | None:
        """A new variable for the root of a variable."""
        for n in s.graph.order(s.node):
            head, *a = s.graph.ops[n]
            if head == "sqrt" and s.graph.ops[a[0]][0] == "var":
                k = int(s.graph.ops[a[0]][1])
                state, w = self.with_variable(s, n)
                there = {n: w, a[0]: s.graph.power(w, 2)}
                given = [(kind, replaced(s.graph, h, there)) for kind, h in s.given if k in s.variables(h)]
                goal = s.kind, replaced(s.graph, s.node, there)
                return self.rename(s, state, n, goal, given, depth)
        return None

    def translated(self, s: State, depth: int) -> list[str] | None:
        """Differences to one variable, where the goal does not change when all variables grow alike."""
        used = sorted(s.variables(s.node))
        if len(used) < 2:
            return None
        g, base = s.graph, used[0]
        shift = {k: g.op("-", g.of(("var", s.names[k])), g.of(("var", s.names[base]))) for k in used[1:]}
        try:
            moved = substituted(g, s.node, {**shift, base: g.const(0)})
            if not _same(s, moved, s.node):
                return None
        except TooLarge:
            return None
        first, front = s, []
        for k in used[1:]:
            x, y = g.of(("var", s.names[base])), g.of(("var", s.names[k]))
            state, w = self.with_variable(s, shift[k])
            last = k == used[-1]
            there = {k: w, base: g.const(0)} if last else {k: g.op("+", w, x)}
            goal = s.kind, substituted(g, s.node, there)
            given = []
            for kind, h in s.given:
                if k in s.variables(h):
                    new = substituted(g, h, there)
                    if _same(s, substituted(g, new, {len(s.sides): g.op("-", y, x)}), h):
                        given.append((kind, new))
            front.append(self.rename_node(s, state, shift[k], goal, given))
            s = state._replace(goal=goal, given=[*s.given, *given])
        if len(s.sides) > len(first.sides) + 3:
            return None
        found = self.prove(s, depth + 1)
        return None if found is None else [*front, *found]

    def with_variable(self, s: State, node: int) -> tuple[State, int]:
        """A state with one more variable, which stands for a node, and its node."""
        count = len(s.sides)
        name = next(w for w in ("w", "u", "v", *(f"w{j}" for j in range(1, 99))) if w not in s.names[:count])
        names = [*s.names[:count], name]
        low, high = s.enclosure(node)
        if not (np.isfinite(low) and np.isfinite(high)):
            raise TooLarge("a new variable without bounds")
        graph = s.graph
        w = graph.variable(name, count)
        return s._replace(names=names, sides=[*s.sides, (Fraction(low), Fraction(high))]), w

    def rename_node(
        self, s: State, state: State, node: int, goal: tuple[str, int], given: list[tuple[str, int]]
    ) -> str:
        texts = [state.text(n) for n in (goal[1], *(h for _, h in given))]
        return f"l{state.names[-1]}={s.text(node)}:" + ":".join(texts)

    def rename(
        self, s: State, state: State, node: int, goal: tuple[str, int], given: list[tuple[str, int]], depth: int
    ) -> list[str] | None:
        found = self.prove(state._replace(goal=goal, given=[*s.given, *given]), depth + 1)
        return None if found is None else [self.rename_node(s, state, node, goal, given), *found]


# ---- nodes with parts replaced


def replaced(graph: Graph, node: int, parts: dict[int, int]) -> int:
    """The node with parts replaced by other nodes."""
    made: dict[int, int] = {}
    for n in graph.order(node):
        head, *a = graph.ops[n]
        if n in parts:
            made[n] = parts[n]
        elif head in ("const", "var"):
            made[n] = n
        elif head == "^":
            made[n] = graph.power(made[a[0]], a[1])
        else:
            made[n] = graph.op(head, *(made[p] for p in a))
    return made[node]


def substituted(graph: Graph, node: int, values: dict[int, int]) -> int:
    """The node with variables, by number, replaced by nodes."""
    variables = {n: graph.ops[n][1] for n in graph.order(node) if graph.ops[n][0] == "var"}
    return replaced(graph, node, {n: values[k] for n, k in variables.items() if k in values})


def resolved(s: State, node: int, u: int, turn: int) -> int:
    """The node where turn u >= 0: |v|, max and min are one of their arguments if v, or the difference, is c u."""
    g = s.graph
    made: dict[int, int] = {}
    for n in g.order(node):
        head, *a = g.ops[n]
        if head in ("const", "var"):
            made[n] = n
        elif head == "^":
            made[n] = g.power(made[a[0]], a[1])
        else:
            p = [made[q] for q in a]
            made[n] = g.op(head, *p)
            if head in _KINKS:
                c = s.forms.ratio(p[0] if head == "abs" else g.op("-", *p), u)
                if c is not None and head == "abs":
                    made[n] = p[0] if c * turn > 0 else g.op("neg", p[0])
                elif c is not None:
                    made[n] = p[0] if (c * turn > 0) == (head == "max") else p[1]
    return made[node]


def _same(s: State, one: int, two: int) -> bool:
    return one == two or s.forms.ratio(one, two) == 1 or (not s.forms.of(one)[0] and not s.forms.of(two)[0])
