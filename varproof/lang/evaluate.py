"""The outcome of a closed formula of a program: by its form, by balls, exactly, then by finer balls.

An outcome is the set of what is still possible, as bits: `TRUE`, `FALSE`, `UNDEFINED`. Nothing is ever guessed: a
value that is not finite, not known or not decided leaves its relation open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from varproof.arith.balls import LADDER, Ball, precision, working_precision
from varproof.arith.exact import Inexact, Number
from varproof.lang import core, integral
from varproof.lang.core import Core
from varproof.lang.data import Data
from varproof.lang.ground import Ground, at
from varproof.lang.program import Node, Op, Program
from varproof.lang.scope import Scope

TRUE, FALSE, UNDEFINED = 1, 2, 4
_EITHER = TRUE | FALSE
_EXACT_BUDGET = 200_000  # terms written in one exact evaluation

_RELATIONS: dict[str, frozenset[int]] = {"ge": frozenset((0, 1)), "gt": frozenset((1,)), "eq": frozenset((0,))}
_CONSTANT = {"true": TRUE, "false": FALSE, "undef": UNDEFINED, "open": TRUE | FALSE | UNDEFINED}

Value: TypeAlias = Any  # Ball | Number | None


@dataclass(frozen=True)
class Decision:
    """What is certain about a formula: true, not true (false or undefined), or None."""

    value: bool | None
    outcome: int
    how: str

    def __bool__(self) -> bool:
        raise TypeError("a decision may be open; compare its value with `is True` or `is False`")

    @property
    def reason(self) -> str:
        """For people."""
        if self.value is True:
            return f"true ({self.how})"
        if self.value is False:
            found = {FALSE: "false", UNDEFINED: "undefined"}.get(self.outcome, "false or undefined")
            return f"{found} ({self.how})"
        return f"not decided ({self.how})"


class Evaluation:
    """Outcomes of the formulas of one closed program, refined level by level."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.outcomes: dict[Node, int] = {}  # of relations, where known

    def decide(self, root: Node, ladder: Sequence[int] = LADDER) -> Decision:
        """The outcome of a formula, at the first level that settles whether it is true."""
        outcome = self._outcome(root)
        how = "by its form"
        for bits, exact in _levels(ladder):
            if _settled(outcome) is not None:
                break
            how = "exactly" if exact else f"by balls of {bits} bits"
            if exact:
                self.values([root], Number, _EXACT_BUDGET)
            else:
                with precision(bits):
                    self.values([root], Ball)
            outcome = self._outcome(root)
        value = _settled(outcome)
        if value is None:
            how = f"open after exact arithmetic and balls of {max(ladder, default=0)} bits"
        return Decision(value, outcome, how)

    def enclosure(self, root: Node, bits: int = 64) -> Ball | None:
        """An enclosure of a term, None where it has no value."""
        with precision(bits):
            (found,) = self.values([root], Ball)
            return found if found is not None and found.is_finite() else None

    def values(self, roots: Sequence[Node], kind: type[Ball] | type[Number], budget: int | None = None) -> list[Value]:
        """The terms in this arithmetic at the precision in force, None where one has no value or none is known.

        A `budget` bounds the work of exact arithmetic; when it is spent, nothing more is known.
        """
        values: dict[Node, Value] = {}
        spent = 0
        for node in self._needed(*roots):
            value = self._step(node, values, kind)
            if budget is not None and kind is Number and value is not None:
                spent += 20 + len(value.over) + len(value.under)
                if spent > budget:
                    break
        return [values.get(root) for root in roots]

    # ---- outcomes

    def _outcome(self, root: Node) -> int:
        """The set of possible outcomes, from what is known of the relations."""
        memo: dict[Node, int] = {}
        for node in self._formulas(root):
            memo[node] = self._combine(self.program.ops[node], node, memo)
        return memo[root]

    def _formulas(self, root: Node) -> list[Node]:
        seen, todo = set(), [root]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(_parts(self.program.ops[node]))
        return sorted(seen)

    def _combine(self, op: Op, node: Node, known: Mapping[Node, int]) -> int:
        head = op[0]
        if head in _RELATIONS:
            return self.outcomes.get(node, _EITHER)
        if head in _CONSTANT:
            return _CONSTANT[head]
        if head == "every":
            return _EITHER
        first = known[op[1]]
        if head == "not":
            return _swap(first)
        if head == "isdef":
            return (TRUE if first & _EITHER else 0) | (FALSE if first & UNDEFINED else 0)
        rest = [known[part] for part in op[2:]]
        if head == "def":
            may_hold = all(c & TRUE for c in rest)
            may_fail = any(c & ~TRUE for c in rest)
            return (first if may_hold else 0) | (UNDEFINED if may_fail else 0)
        if head == "and":
            return _in_order(TRUE, [first, *rest])
        if head == "or":
            return _in_order(FALSE, [first, *rest])
        if head == "all":
            return _together([first, *rest])
        return _swap(_together([_swap(part) for part in (first, *rest)]))

    # ---- one level

    def _needed(self, *roots: Node) -> list[Node]:
        """What the roots still depend on: nothing below a formula whose outcome is known."""
        seen: set[Node] = set()
        memo: dict[Node, int] = {}
        todo = list(roots)
        ops = self.program.ops
        while todo:
            node = todo.pop()
            if node in seen:
                continue
            seen.add(node)
            head = ops[node][0]
            if head == "every" or (head in _RELATIONS and _single(self.outcomes.get(node, _EITHER))):
                continue
            if head in _LOGIC:
                if node not in memo:
                    for part in self._formulas(node):
                        memo[part] = self._combine(ops[part], part, memo)
                if _single(memo[node]):
                    continue
            todo.extend(self.program.children(node))
        return sorted(seen)

    def _step(self, node: Node, values: dict[Node, Value], kind: Any) -> Value:
        op = self.program.ops[node]
        head = op[0]
        if head in _RELATIONS:
            self._relation(node, head, values.get(op[1]))
            return None
        if head in _LOGIC or head in _CONSTANT or head == "every":
            return None
        try:
            value = self._value(op, values, kind)
        except Inexact:
            value = None
        values[node] = value
        return value

    def _relation(self, node: Node, head: str, value: Value) -> None:
        if value is None or _single(self.outcomes.get(node, _EITHER)):
            return
        sign = value.sign()
        if sign is not None:
            self.outcomes[node] = TRUE if sign in _RELATIONS[head] else FALSE
        elif head == "eq" and type(value) is Number and value.is_zero() is False:
            self.outcomes[node] = FALSE

    def _value(self, op: Op, values: Mapping[Node, Value], kind: Any) -> Value:
        head = op[0]
        if head == "const":
            return kind.of(op[1])
        if head == "pi":
            return kind.pi()
        if head == "var":
            return None
        if head == "lin":
            pairs = [(c, values[t]) for c, t in op[2]]
            return None if any(v is None for _, v in pairs) else kind.combine(op[1], pairs)
        if head == "mul":
            result = None
            for t, k in op[1]:
                factor = values[t]
                if factor is None:
                    return None
                factor = factor if k == 1 else factor.power(k)
                result = factor if result is None else result * factor
            return result
        if head == "pick":
            return _picked([values[t] for t in op[1]], [values[t] for t in op[2]])
        if head in ("sel", "when"):
            outcome = self._outcome(op[1])
            if outcome == TRUE:
                return values[op[2]]
            return kind.of(Fraction(0)) if head == "sel" and outcome == FALSE else None
        if head == "integral":
            if kind is not Ball:
                return None
            truth = lambda f: _settled(self._outcome(f))  # noqa: E731
            return integral.enclosure(self.program, op, values, truth, working_precision())
        operands = [values[t] for t in op[1:]]
        if any(v is None for v in operands):
            return None
        if head == "div":
            return operands[0] / operands[1]
        if head in ("max", "min"):
            best = operands[0]
            for other in operands[1:]:
                best = getattr(best, head)(other)
            return best
        return getattr(operands[0], head)()


def decide(statement: Core, data: Data, formula: Core, *, ladder: Sequence[int] = LADDER) -> Decision:
    """Decide one formula over a statement's sizes, givens and definitions at exact data."""
    return Point(statement, data).decide(formula, ladder)


class Point:
    """A statement at exact data: its assumptions and claims, each decided when asked."""

    def __init__(self, statement: Core, data: Data, ground: Ground | None = None) -> None:
        self.data = data
        if ground is None:
            ground = ground_at(statement, data)
        self.ground = ground
        program, self._into = at(ground, data)
        self._evaluation = Evaluation(program)

    def beside(self, ground: Ground) -> Point:
        """Another statement in the same program at this point; what is decided for one is known for the other."""
        other = copy(self)
        other.ground = ground
        return other

    def assumption(self, label: str, ladder: Sequence[int] = LADDER) -> Decision:
        return self._evaluation.decide(self._into(self.ground.assume[label]), ladder)

    def claimed(self, label: str, ladder: Sequence[int] = LADDER) -> Decision:
        return self._evaluation.decide(self._into(self.ground.claim[label]), ladder)

    def decide(self, formula: Core, ladder: Sequence[int] = LADDER) -> Decision:
        """Any formula over the statement's sizes, givens and definitions."""
        return self._evaluation.decide(self._into(self.ground.formula(formula)), ladder)

    def hypotheses(self, ladder: Sequence[int] = LADDER) -> Decision:
        """All assumptions together: true, not true, or open."""
        last = Decision(True, TRUE, "there are none")
        for label in self.ground.assume:
            last = self.assumption(label, ladder)
            if last.value is not True:
                return last
        return last

    def enclosure(self, term: Core, bits: int = 64) -> Ball | None:
        """A ball around a term, None where it is undefined, infinite or not known to be defined."""
        node, conditions = self.ground.term(term)
        if any(self._evaluation.decide(self._into(c)).value is not True for c in conditions):
            return None
        return self._evaluation.enclosure(self._into(node), bits)

    def is_false_in(self, formula: Core, scope: Scope) -> bool:
        """Is a formula over a scope of the ground with more names certainly not true?"""
        return self._evaluation.decide(self._into(self.ground.formula_in(formula, scope))).value is False

    def rational_in(self, term: Core, scope: Scope) -> Fraction | None:
        """The value of a term over such a scope, where exact arithmetic sees that it is rational."""
        (exact,) = self._evaluation.values([self._into(self.ground.term_in(term, scope))], Number, _EXACT_BUDGET)
        return None if exact is None else exact.rational()

    def enclosure_in(self, term: Core, scope: Scope, bits: int) -> Ball | None:
        """A ball around a term over such a scope, whatever its domain conditions are; None where none is known."""
        return self._evaluation.enclosure(self._into(self.ground.term_in(term, scope)), bits)


def ground_at(statement: Core, data: Data) -> Ground:
    """The statement written out for the sizes, indices and maps of the data."""
    p = core.parts(statement)
    return Ground(statement, data.sizes, data.fixed(p))


_LOGIC = frozenset(("not", "and", "or", "all", "any", "def", "isdef"))


def _parts(op: Op) -> tuple[Node, ...]:
    """The formulas that a formula is made of."""
    return op[1:] if op[0] in _LOGIC else ()


def _levels(ladder: Iterable[int]) -> list[tuple[int, bool]]:
    """Coarse balls first because they are cheap, then exact arithmetic, then finer balls."""
    levels = [(bits, False) for bits in ladder]
    levels.insert(1, (0, True))
    return levels


def _settled(outcome: int) -> bool | None:
    if outcome == TRUE:
        return True
    return None if outcome & TRUE or not outcome else False


def _single(outcome: int) -> bool:
    return outcome in (TRUE, FALSE, UNDEFINED)


def _swap(outcome: int) -> int:
    return (outcome & UNDEFINED) | (FALSE if outcome & TRUE else 0) | (TRUE if outcome & FALSE else 0)


def _in_order(neutral: int, parts: Iterable[int]) -> int:
    outcome = neutral
    for part in parts:
        if not outcome & neutral:
            break
        outcome = (outcome & ~neutral) | part
    return outcome


def _together(parts: Sequence[int]) -> int:
    """Of a conjunction whose parts must all be defined."""
    outcome = UNDEFINED if any(part & UNDEFINED for part in parts) else 0
    if all(part & _EITHER for part in parts):
        outcome |= TRUE if all(part & TRUE for part in parts) else 0
        outcome |= FALSE if any(part & FALSE for part in parts) else 0
    return outcome


def _picked(keys: Sequence[Value], values: Sequence[Value]) -> Value:
    if any(key is None for key in keys):
        return None
    best, tie = 0, False
    for k in range(1, len(keys)):
        sign = (keys[k] - keys[best]).sign()
        if sign is None:
            return None
        if sign > 0:
            best, tie = k, False
        elif sign == 0:
            tie = True
    return None if tie else values[best]
