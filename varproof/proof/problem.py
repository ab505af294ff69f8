"""A statement as a problem for the kernel: its hypotheses, and the goals that make it PROVED.

The goals are the claims and every domain condition of the hypotheses and claims, each to be proved from the hypotheses
that stand before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from varproof.lang.core import parts
from varproof.lang.data import Data, Value
from varproof.proof.environment import Array, Conditions, Core, Environment
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.formulas import function_sort
from varproof.proof.kernel.terms import Node
from varproof.proof.maps import declared, kinds, well_defined
from varproof.proof.translate import formula, is_formula, map_of, term


@dataclass(frozen=True)
class Goal:
    """A formula to be proved from the statement's hypotheses that stand before it, in their order."""

    label: str
    formula: Node
    allowed: tuple[Node, ...]


@dataclass(frozen=True)
class Problem:
    """A statement for the kernel: hypotheses by label, goals in the order of the certificate, and its variables, sizes
    before givens, with their sorts in the kernel."""

    hypotheses: dict[str, Node]
    goals: list[Goal]
    environment: Environment
    variables: dict[str, str]

    def closed(self, goal: Goal) -> Node:
        """For all sizes and givens: the hypotheses imply the goal."""
        f = goal.formula
        for h in reversed(goal.allowed):
            f = t.imp(h, f)
        for name, sort in reversed(self.variables.items()):
            f = t.all_body(sort, t.close(f, sort, name))
        return f


def problem(core: Core) -> Problem:
    """The hypotheses and goals of a statement. Raises TranslationError."""
    _, _, _, _, sizes, given, define, assume, claim = core
    environment = Environment(
        {n: t.setvar(n) for n, _ in sizes[1:]},
        {},
        {},
        {name: (params, body) for name, params, body in define[1:]},
    )
    hypotheses: dict[str, Node] = {}
    for n, least in sizes[1:]:
        hypotheses[f"{n}>={least}"] = t.ge(t.sum_body(t.setvar(n), t.ONE) - int(least))
    for name, sort in given[1:]:
        environment = _declare(environment, name, sort)
        if sort[0] == "index":
            hypotheses[f"{name} in [{sort[1]}]"] = t.member(t.var(name), environment.sizes[sort[1]])
    for name, sort in given[1:]:
        fact = well_defined(name, sort, environment) if sort[0] == "map" else None
        if fact is not None:
            hypotheses[f"{name} is a map"] = fact
    goals: list[Goal] = []

    def require(label: str, conditions: Conditions) -> None:
        goals.extend(Goal(f"{label} is defined", c, tuple(hypotheses.values())) for c in conditions.found)

    for label, f in assume[1:]:
        conditions = Conditions()
        translated = formula(f, environment, conditions)
        require(label, conditions)
        hypotheses[label] = translated
    for label, f in claim[1:]:
        conditions = Conditions()
        if f[0] == "defined":
            (formula if is_formula(f[1], environment) else term)(f[1], environment, conditions)
            require(label, conditions)
            continue
        translated = formula(f, environment, conditions)
        require(label, conditions)
        goals.append(Goal(label, translated, tuple(hypotheses.values())))
    variables = {n: "set" for n, _ in sizes[1:]}
    variables |= {name: _sort(sort) for name, sort in given[1:]}
    return Problem(hypotheses, goals, environment, variables)


def consequence(core: Core, claim: str, formula_: Core) -> Problem:
    """The one goal that a claim of the statement implies a formula, under all hypotheses."""
    whole = problem(core)
    claimed = dict(core[8][1:])[claim]
    both = [formula(f, whole.environment, Conditions()) for f in (claimed, formula_)]
    goal = Goal("consequence", t.imp(both[0], both[1]), tuple(whole.hypotheses.values()))
    return Problem(whole.hypotheses, [goal], whole.environment, whole.variables)


def at_data(core: Core, data: Data, labels: Sequence[str]) -> Problem:
    """The goals that these hypotheses hold at data, from the others, which do.

    Maps, reals and arrays of one value everywhere are put in; of other arrays and the sets of indices nothing is known
    but the number of elements, so what is proved holds for more than the data.
    """
    whole = problem(core)
    p = parts(core)
    environment, hypotheses = whole.environment, dict[str, Node]()
    for n, least in p.sizes:
        hypotheses[f"{n}>={least}"] = whole.hypotheses[f"{n}>={least}"]
        hypotheses[f"{n}={data.sizes[n]}"] = t.eq(t.sum_body(t.setvar(n), t.ONE), data.sizes[n])
    for name, sort in p.given:
        if sort[0] == "index":
            hypotheses[f"{name} in [{sort[1]}]"] = whole.hypotheses[f"{name} in [{sort[1]}]"]
        elif sort[0] == "map":
            environment = environment.bind(name, map_of(data.values[name], environment))
        else:
            same = _constant(data.values[name])
            if same is not None:
                environment = environment.bind(name, _everywhere(t.lift(same), sort, environment))
    hypotheses |= {label: formula(f, environment, Conditions()) for label, f in p.assume if label not in labels}
    goals: list[Goal] = []
    for label, f in p.assume:
        if label in labels:
            conditions = Conditions()
            translated = formula(f, environment, conditions)
            allowed = tuple(hypotheses.values())
            goals += [Goal(f"{label} is defined", c, allowed) for c in conditions.found]
            goals.append(Goal(label, translated, allowed))
    return Problem(hypotheses, goals, environment, whole.variables)


def _constant(value: Value) -> Fraction | None:
    """The one number of which a value consists."""
    if not isinstance(value, tuple):
        return Fraction(value)
    found = {_constant(item) for item in value}
    return found.pop() if len(found) == 1 else None


def _everywhere(value: Node, sort: Core, environment: Environment) -> Node | Array:
    if sort[0] == "real":
        return value
    return Array(lambda _scope, _conditions, *e: value, tuple(environment.sizes[n] for n in sort[1:]))


def _sort(sort: Core) -> str:
    """The kernel's sort for a given."""
    if sort[0] in ("array", "map"):
        return function_sort(kinds(sort) if sort[0] == "map" else (0,) * len(sort[1:]))
    return "real"


def _declare(environment: Environment, name: str, sort: Core) -> Environment:
    if sort[0] == "array":
        sizes = tuple(environment.sizes[n] for n in sort[1:])
        return environment.bind(name, Array(lambda _scope, _conditions, *e: t.app(name, e), sizes))
    if sort[0] == "map":
        return environment.bind(name, declared(name, sort, environment))
    if sort[0] == "index":
        return environment.bind(name, t.var(name), environment.sizes[sort[1]])
    return environment.bind(name, t.var(name))
