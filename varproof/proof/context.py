"""What a proof knows at a place: facts, symbols and open blocks, and how blocks are closed.

A block takes out what it introduced, in reverse order: a supposition becomes a condition, a variable is generalised,
and what was obtained from an existence disappears (the result must not speak of it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from varproof.proof import automation
from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node
from varproof.proof.kernel.text import text
from varproof.proof.notation import Bound
from varproof.proof.script import ProofError
from varproof.proof.tactics import Tactics

NAMED, ALL = 500, 1000  # attempts of arithmetic with the facts that a line names or its block has, and with all


@dataclass
class Block:
    """A block: how to close it, what it supposes, its last line, and its cases; once closed, what it proves."""

    start: int = 0  # where its facts begin in the context
    closers: list[Callable[[Theorem], Theorem]] = field(default_factory=list)
    hypothesis: Theorem | None = None
    last: Theorem | None = None
    cases: list[Theorem] = field(default_factory=list)  # f -> what follows in the case f
    theorem: Theorem | None = None


class Context(Tactics):
    """A script whose blocks hold facts and symbols; `context` lists the facts, the latest last."""

    def __init__(self) -> None:
        super().__init__()
        self.context: list[Theorem] = []
        self.open = [Block()]

    # ---- facts

    def note(self, theorem: Theorem) -> Theorem:
        """Put a theorem into the context, a conjunction part by part as well."""
        self._keep(theorem)
        f = theorem.concl
        if is_conjunction(f):
            for part in (self.left(theorem), self.right(theorem)):
                if theorem.step in self._numbers:
                    self._numbers[part.step] = self._numbers[theorem.step]
                self.note(part)
        elif f.op == "in" and _filtered(f):
            self.note(self.k.filter_out(theorem, 0))
            self.note(self.k.filter_out(theorem, 1))
        elif is_negation(f) and f.args[0].op in ("ge", "gt"):  # type: ignore[attr-defined]
            self._keep(self.k.order(theorem))
        return theorem

    def _keep(self, theorem: Theorem) -> None:
        self.context.append(theorem)
        f = theorem.concl
        if f.op in ("ge", "gt") and (f.op == "gt" or f.args[0] not in self.signs):
            self.signs[f.args[0]] = theorem  # type: ignore[index]

    @contextmanager
    def supposing(self, f: Node) -> Iterator[list[Theorem]]:
        """Inside, f is in the context; gives what that adds to it."""
        mark, signs = len(self.context), dict(self.signs)
        self.note(self.k.assume(f))
        try:
            yield self.context[mark:]
        finally:
            del self.context[mark:]
            self.signs = signs

    def supposed(self, f: Node) -> Theorem:
        """f, to be discharged where the block closes."""
        theorem = self.k.assume(f)
        self.open[-1].closers.append(lambda out: self.k.discharge(out, f))
        return self.note(theorem)

    def introduced(self, one: Bound) -> None:
        """An arbitrary member of a set, real, function or set, to be generalised where the block closes."""
        guard = one.guard
        if guard is not None:
            self.note(self.k.assume(guard))

        def close(out: Theorem) -> Theorem:
            inner = out if guard is None else self.k.discharge(out, guard)
            return self.k.generalise(inner, one.sort, one.free)

        self.open[-1].closers.append(close)
        self.called(one)

    def called(self, one: Bound) -> None:
        """From here on the symbol means this variable."""
        self.symbols[one.name] = one.meaning
        if one.sort == "real":
            self.name(one.name, one.meaning)

    def opened_existence(self, there: Theorem, sort: str, x: str) -> Theorem:
        """f(x), where `there` says that some x has f, or that not all have not f; x in S goes into the context.

        Both disappear where the block closes: if f(x) -> result for a new x, the result follows.
        """
        every: Node = there.concl.args[0]  # type: ignore[assignment]
        inner = t.instantiate(every.args[1], (_value(sort, x),))  # type: ignore[arg-type]
        guard: Node | None = None
        if inner.op == "imp" and inner.args[0].op == "in" and sort == "real":  # type: ignore[attr-defined]
            guard, inner = inner.args  # type: ignore[assignment]
            self.note(self.k.assume(guard))  # type: ignore[arg-type]
        doubled = is_negation(inner)
        f: Node = inner.args[0] if doubled else t.neg(inner)  # type: ignore[assignment]

        def close(out: Theorem) -> Theorem:
            if f not in out.hyps and guard not in out.hyps:
                return out
            if (sort, x) in out.concl.free:
                raise ProofError(f"the result speaks of what was chosen in the block: {text(out.concl, self.names)}")
            absurd = self.k.mp(self.k.assume(t.neg(out.concl)), out)
            none = self.k.discharge(absurd, f) if doubled else self.k.contradiction(absurd, inner)
            none = none if guard is None else self.k.discharge(none, guard)
            return self.k.contradiction(self.k.mp(there, self.k.generalise(none, sort, x)), out.concl)

        self.open[-1].closers.append(close)
        return self.note(self.k.assume(f))

    # ---- blocks

    @contextmanager
    def opening(self, sentence: str) -> Iterator[Block]:
        """A block below the sentence; on leaving it, `theorem` is its last line with what it introduced taken out."""
        mark, symbols, signs, block = len(self.context), dict(self.symbols), dict(self.signs), Block(len(self.context))
        self.say(sentence)
        self._depth += 1
        self.open.append(block)
        try:
            yield block
        finally:
            self._depth -= 1
            self.open.pop()
            del self.context[mark:]
            self.symbols, self.signs = symbols, signs
        if block.last is None:
            raise ProofError(f"the block {sentence!r} has no line")
        block.theorem = self.closed(block, block.last)
        if block.last.step in self._numbers:
            self._numbers[block.theorem.step] = self._numbers[block.last.step]

    def closed(self, block: Block, theorem: Theorem) -> Theorem:
        """The theorem with what the block introduced taken out."""
        for close in reversed(block.closers):
            theorem = close(theorem)
        return theorem

    def ended(self, theorem: Theorem) -> Theorem:
        """A fact that stands as the last line of the block around it."""
        self.note(theorem)
        self.open[-1].last = theorem
        return theorem

    def proved(self, goal: Node, facts: Sequence[Theorem] = ()) -> Theorem:
        """The goal by its shape; its parts from the facts, also from the innermost block, also from the context."""
        known = self._at_hand(goal, facts)
        if known is not None:
            return known
        if is_conjunction(goal):
            first = self.proved(goal.args[0].args[0], facts)  # type: ignore[attr-defined]
            return self.both(first, self.proved(goal.args[0].args[1].args[0], [*facts, first]))  # type: ignore[attr-defined]
        if goal.op == "all":
            opened, sort, x = self.open_any(goal)
            return self.k.generalise(self.proved(opened, facts), sort, x)
        if goal.op == "imp" and not is_negation(goal):
            f, g = goal.args
            one = self._at_hand(f.args[0], facts) if is_negation(f) else None  # type: ignore[arg-type, attr-defined]
            if one is not None:  # the goal is one or g
                return self.k.discharge(self.k.contradiction(self.k.mp(self.k.assume(f), one), g), f)  # type: ignore[arg-type]
            with self.supposing(f) as new:  # type: ignore[arg-type]
                more = [*facts, *(th for th in new if th.concl.op != "in")]
                return self.k.discharge(self.proved(g, more), f)  # type: ignore[arg-type]
        same = self._renamed(goal, facts)
        if same is not None:
            return same
        near = [*facts, *reversed(self.context[self.open[-1].start :])]
        for some in (facts, near) if facts and len(near) > len(facts) else (near,):
            try:
                return automation.prove(self, goal, some, NAMED)
            except ProofError:
                continue
        return automation.prove(self, goal, [*facts, *reversed(self.context)], ALL)

    def _at_hand(self, goal: Node, facts: Sequence[Theorem]) -> Theorem | None:
        """A fact that says the goal, or that it follows from another fact: as one of two, or by a contradiction."""
        known = {th.concl: th for th in (*self.context, *reversed(facts))}
        if goal in known:
            return known[goal]
        follows = (f for f in known if f.op == "imp" and f.args[1] is goal and f.args[0] in known)
        return next((self.k.mp(known[f], known[f.args[0]]) for f in follows), None)  # type: ignore[index]

    def _renamed(self, goal: Node, facts: Sequence[Theorem]) -> Theorem | None:
        """The goal with i in the place of e, where a fact that is named says i = e of two variables."""
        for th in facts:
            pair = _two_variables(th.concl)
            if pair is None or goal.free.isdisjoint(pair):
                continue
            if pair[0] not in goal.free:
                pair = pair[::-1]
            old, new = (t.var(name) for _, name in pair)
            moved = [self._at_other(th, f.concl, pair[0], old, new, f) for f in facts if f is not th]
            inner = self.proved(t.substitute(goal, {pair[0]: new}), moved)
            return self._at_other(th, goal, pair[0], new, old, inner)
        return None

    def _at_other(self, same: Theorem, f: Node, hole: tuple[str, str], x: Node, y: Node, holds: Theorem) -> Theorem:
        """f(y) from x = y, of which `same` is one direction, and f(x)."""

        def at(z: Node) -> Node:
            return t.substitute(f, {hole: z})

        if same.concl.args[0] is x - y:
            return self.equal(same, x, y, at, holds)
        no = t.neg(at(y))
        absurd = self.k.mp(self.equal(same, y, x, lambda z: t.neg(at(z)), self.k.assume(no)), holds)
        return self.k.contradiction(absurd, at(y))

    # ---- members of sets

    def member(self, x: Node, s: Node) -> Theorem | None:
        """x in s by the context, where s may be picked out of a set; None where the context does not show it."""
        goal = t.member(x, s)
        for th in reversed(self.context):
            while th.concl is not goal and th.concl.op == "in" and th.concl.args[0] is x and _filtered(th.concl):
                th = self.k.filter_out(th, 0)
            if th.concl is goal:
                return th
        return None

    def some_member(self, s: Node) -> Theorem:
        """e in s for some e: one that the context has, or a new one if s is known not to be empty."""
        for th in reversed(self.context):
            if th.concl.op == "in":
                x: Node = th.concl.args[0]  # type: ignore[assignment]
                inside = self.member(x, s)
                if inside is not None:
                    return inside
        denied = t.neg(t.all_body("real", t.neg(t.member(t.bound(0), s))))
        said = next((h for h in self.context if h.concl is denied), None)
        if said is not None:
            return self._opened_member(said, s)
        positive = self.nonempty.get(s) or next((h for h in self.context if h.concl is t.gt(build.card(s))), None)
        if positive is None:
            raise ProofError(f"nothing shows a member of {text(s, self.names)}")
        none = build.forall(s, lambda _: FALSE)
        h = self.k.assume(none)
        minus = t.ge(t.lift(-1))
        empty = self.sum_at_least(s, lambda x, x_in: self.k.contradiction(self.use(h, x, x_in), minus))
        with self.silent():
            there = self.k.discharge(self.have(FALSE, empty, positive), none)
        return self._opened_member(there, s)

    def _opened_member(self, there: Theorem, s: Node) -> Theorem:
        """e in s for a new e, where `there` says that s has a member."""
        e = fresh("e")
        self.opened_existence(there, "real", e)
        goal = t.member(t.var(e), s)
        return next(h for h in reversed(self.context) if h.concl is goal)


def _two_variables(f: Node) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """x and y, where f says x = y of two variables."""
    found = sorted(f.free) if f.op == "eq" else []
    if len(found) != 2 or any(kind != "real" for kind, _ in found):
        return None
    x, y = (t.var(name) for _, name in found)
    return (found[0], found[1]) if f in (t.eq(x - y), t.eq(y - x)) else None


def is_negation(f: Node) -> bool:
    """Whether f is not g."""
    return f.op == "imp" and f.args[1] is FALSE


def is_conjunction(f: Node) -> bool:
    """Whether f is g and h."""
    return is_negation(f) and f.args[0].op == "imp" and is_negation(f.args[0].args[1])  # type: ignore[attr-defined]


def _value(sort: str, x: str) -> Node:
    if sort == "real":
        return t.var(x)
    if sort == "set":
        return t.setvar(x)
    return build.lam(build.func(x), int(sort[2:]))


def _filtered(f: Node) -> bool:
    s: Node = f.args[1]  # type: ignore[assignment]
    return s.op == "filter"
