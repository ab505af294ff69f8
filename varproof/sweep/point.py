"""What is known of a statement at one point of a grid.

The point sets sizes and reals of the statement (and parameters of its families of data) to exact values; the other
givens stay free. Data at the point are what the families construct there, and the stored instances and
counterexamples that agree with it. Then, with hypotheses and claims decided by exact arithmetic or balls:

=============  =======================================================================================================
``proved``     the kernel has proved the statement for all values, and no hypothesis on the parameters alone fails here
               (others may be out of reach here); or the point leaves no given free, the hypotheses hold and every
               claim is true
``holds``      data of this point satisfy the hypotheses, and every claim is true there; other data may differ
``refuted``    data of this point satisfy the hypotheses, and a claim is false or undefined there
``outside``    a hypothesis on the parameters is not true here, or no data of this point satisfy the hypotheses
``undecided``  the reason says what is missing or open
``error``      something went wrong, or a proof and a point contradict each other; the reason says what
=============  =======================================================================================================

What is said of data rests on this evaluation alone; a refuted point with rational data can be certified by storing it
in the lemma file with s.counterexample(...). The slack is the smallest certified ratio of a constant to what it bounds,
over the data that satisfy the hypotheses.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from varproof.arith.decimals import Bracket
from varproof.decide import constants, hypotheses
from varproof.decide.settings import has_value
from varproof.lang import core
from varproof.lang.core import Core, Parts
from varproof.lang.data import Data, Value, build, exact
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point
from varproof.lang.ground import Ground
from varproof.lang.program import ProgramError
from varproof.lang.statement import without
from varproof.sweep.grid import Grid

if TYPE_CHECKING:
    from varproof.lang.statement import Variant

VERDICTS = ("proved", "holds", "refuted", "outside", "undecided", "error")
KEPT = 16  # statements that are kept written out


class Row(NamedTuple):
    """One point: its number, what is known, and (apart from the seconds) nothing that varies from run to run."""

    number: int
    verdict: str
    reason: str
    slack: str | None
    constants: tuple[Bracket | None, ...]  # in the order of `Judge.constants`
    seconds: float  # of processor time


class Judge:
    """A statement on a grid. `drop` names hypotheses that are left out; `proved`: the kernel has proved the whole."""

    def __init__(self, variant: Variant, grid: Grid, drop: tuple[str, ...] = (), proved: bool = False) -> None:
        self.variant, self.grid, self.drop = variant, grid, drop
        self.proved = proved and not drop
        self.statement: Core = variant.core
        for label in drop:
            self.statement = without(self.statement, label)
        self._parts: Parts = core.parts(self.statement)
        self._sizes = {n: least for n, least in self._parts.sizes}
        names = {axis.name for axis in grid.axes}
        self._set = names & ({*self._sizes} | {x for x, sort in self._parts.given if sort[0] == "real"})
        self._free = ({*self._sizes} | {x for x, _ in self._parts.given}) - self._set
        self._families = {name: _parameters(f) for name, f in variant.families.items()}
        for name in sorted(names - self._set):
            if not any(name in parameters for parameters in self._families.values()):
                known = {*self._sizes} | {x for x, sort in self._parts.given if sort[0] == "real"}
                known = known.union(*self._families.values())
                there = ", ".join(sorted(known)) or "none"
                raise StatementError(
                    f"{variant.id} {variant.name}: {name} is no size, real or parameter of a family; there are {there}"
                )
        for family, parameters in self._families.items():
            if not parameters <= names:
                missing = ", ".join(sorted(parameters - names))
                raise StatementError(
                    f"{variant.id} {variant.name}: the family {family} needs {missing}; add --grid {missing}=..."
                )
        self._grounds: dict[tuple[Any, ...], Ground] = {}
        self._alone = hypotheses.alone(self.statement, self._set)
        self.constants = [name for name, c in variant.constants.items() if self._computable(c.formula)]

    def row(self, number: int) -> Row:
        """Judge one point."""
        begun = time.process_time()
        try:
            verdict, reason, slack, values = self._judge(number)
        except (StatementError, ProgramError) as error:
            verdict, reason, slack, values = "error", str(error), None, self._nothing()
        except Exception as error:  # whatever goes wrong at a point, in a family above all, becomes its row
            verdict, reason, slack, values = "error", f"{type(error).__name__}: {error}", None, self._nothing()
        return Row(number, verdict, " ".join(reason.split()), slack, values, round(time.process_time() - begun, 6))

    def _nothing(self) -> tuple[Bracket | None, ...]:
        return (None,) * len(self.constants)

    def _judge(self, number: int) -> tuple[str, str, str | None, tuple[Bracket | None, ...]]:
        point = self.grid.point(number)
        given = {name: value.sympy() for name, value in point.items()}
        for name in self._set & set(self._sizes):
            given[name] = _size(point[name].number, name)
            if given[name] < self._sizes[name]:
                return "outside", f"{name}>={self._sizes[name]} is false", None, self._nothing()
        settings = {name: closed(given[name], name) for name in sorted(self._set)}
        verdict, reason = self._by_parameters(settings)
        if verdict:
            return verdict, reason, None, self._nothing()
        values = tuple(self._value(name, settings) for name in self.constants)
        found = [self._at(name, data) for name, data in self._data(given, settings)]
        inside = [at for at in found if at.inside]
        slacks = [s for at in inside for s in at.slacks]
        slack = min(slacks, key=float, default=None)
        refuting = [at for at in inside if at.verdict == "refuted"]
        if refuting:
            what = refuting[0].reason
            if self.proved:
                return "error", f"proved, and yet {what}", slack, values
            return "refuted", what, slack, values
        if self.proved:
            return "proved", "", slack, values
        return (*self._together(found), slack, values)

    def _together(self, found: list[At]) -> tuple[str, str]:
        """The verdict over data none of which refutes."""
        if not found:
            return "undecided", "no data at this point; a lemma file gives them with s.family(...)"
        open_ = [at.reason for at in found if at.verdict == "undecided"]
        if open_:
            return "undecided", open_[0]
        if all(at.verdict == "outside" for at in found):
            return "outside", found[0].reason
        return ("holds" if self._free else "proved"), ""

    # ---- the parameters alone

    def _by_parameters(self, settings: Mapping[str, Value]) -> tuple[str, str]:
        p = core.parts(self._alone)
        sizes = {n: int(settings[n]) for n, _ in p.sizes}
        point = Point(self._alone, Data(sizes, {x: settings[x] for x, _ in p.given}), self._ground(self._alone, sizes))
        for label in point.ground.assume:
            decision = point.assumption(label)
            if decision.value is False:
                return "outside", f"{label} is {decision.reason}"
            if decision.value is None:
                return "undecided", f"{label} is {decision.reason}"
        return "", ""

    def _computable(self, formula: Core) -> bool:
        try:
            sizes, reals = constants.occurring(formula, self.variant.core)
        except StatementError:  # it depends on an array
            return False
        return {*sizes, *reals} <= self._set

    def _value(self, name: str, settings: Mapping[str, Value]) -> Bracket | None:
        constant = self.variant.constants[name]
        sizes, reals = constants.occurring(constant.formula, self.variant.core)
        wanted = {x: q for x, q in settings.items() if x in (*sizes, *reals) or constant.case is not None}
        try:
            return constants.values(self.variant, constant, wanted, self.drop)
        except StatementError:  # it has no value here
            return None

    # ---- data

    def _data(self, given: Mapping[str, Any], settings: Mapping[str, Value]) -> Iterator[tuple[str, Data]]:
        """Everything that is at this point: what the families construct, and what is stored."""
        fixed = {name: given[name] for name in self._set}
        where = f"{self.variant.id} {self.variant.name}"
        for name, parameters in self._families.items():
            made = self.variant.families[name](**{x: given[x] for x in sorted(parameters)})
            if made is None:
                continue
            both = sorted(set(made) & self._set)
            if both:
                raise StatementError(f"{where}, family {name}: gives {both[0]}, which the grid sets already")
            yield f"family {name}", build(self.statement, f"family {name}", {**fixed, **made}, closed)
        if not self._free:
            yield "the point", build(self.statement, "point", fixed, closed)
        elif set(given) == self._set:
            v = self.variant
            needed = {f"needed_at {label}": v.needed[label] for label in self.drop if label in v.needed}
            for kind, stored in (("instance ", v.instances), ("counterexample ", v.counterexamples), ("", needed)):
                for name, data in stored.items():
                    known = {**data.sizes, **data.values}
                    if all(known[x] == value for x, value in settings.items()):
                        yield kind + name, data

    def _at(self, name: str, data: Data) -> At:
        try:
            fixed = data.fixed(self._parts)
            point = Point(self.statement, data, self._ground(self.statement, data.sizes, fixed))
        except ProgramError as error:
            return At("undecided", f"{name}: {error}", False, [])
        hypotheses = [(label, point.assumption(label)) for label in point.ground.assume]
        for label, decision in hypotheses:
            if decision.value is False:
                return At("outside", f"{name}: {label} is {decision.reason}", False, [])
        for label, decision in hypotheses:
            if decision.value is None:
                return At("undecided", f"{name}: {label} is {decision.reason}", False, [])
        bounds = [constants.slack(c, [point]) for c in self.variant.constants.values()]
        slacks = [s for s in bounds if s is not None]
        claims = [(label, point.claimed(label)) for label in point.ground.claim]
        for value, verdict in ((False, "refuted"), (None, "undecided")):
            for label, decision in claims:
                if decision.value is value:
                    return At(verdict, f"{name}: {label} is {decision.reason}", True, slacks)
        return At("holds", "", True, slacks)

    def _ground(self, statement: Core, sizes: Mapping[str, int], fixed: Mapping[str, Any] | None = None) -> Ground:
        """The statement written out; kept for the next points, which mostly have the same sizes."""
        key = (id(statement), *sizes.items(), *(fixed or {}).items())
        if key not in self._grounds:
            if len(self._grounds) >= KEPT:
                self._grounds.pop(next(iter(self._grounds)))
            self._grounds[key] = Ground(statement, sizes, fixed or {})
        return self._grounds[key]


class At(NamedTuple):
    """What is known at data of a point; `inside`: all hypotheses are true there."""

    verdict: str
    reason: str
    inside: bool
    slacks: list[str]


def _parameters(family: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(family).parameters)


def _size(number: Any, name: str) -> int:
    value = exact(number, name) if not isinstance(number, tuple) else None
    if value is None or value.denominator != 1:
        raise StatementError(f"{name}: a size is a whole number")
    return int(value)


def closed(value: Any, where: str) -> Value:
    """A number of `Data` from an int, a Fraction or a SymPy expression without names; StatementError."""
    from varproof.lang import lower
    from varproof.lang.leaves import as_term

    expr = as_term(value)
    if expr.is_Rational:
        return exact(expr, where)
    try:
        term = lower.term(expr)
    except StatementError as error:
        raise StatementError(f"{where}: {error}") from None
    if not has_value(term):
        raise StatementError(f"{where}: {str(expr)[:60]} has no value, or is not known to have one")
    return term
