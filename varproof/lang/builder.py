"""The ``with entry.variant(...) as s:`` block: s.size, s.vec, s.assume, s.claim, s.instance, s.false, ..."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, cast

import sympy
from sympy.core.relational import GreaterThan, LessThan, StrictGreaterThan, StrictLessThan

from varproof.lang import core, lower, shapes, walks
from varproof.lang.core import Core
from varproof.lang.data import Data, build
from varproof.lang.errors import ShapeError, StatementError
from varproof.lang.nodes import Array, Definition, Index, Map, Real, Size
from varproof.lang.statement import Clause, Constant, Entry, False_, Variant, View, changed, without


class Builder:
    """Collects one variant; nothing can be added after the block."""

    def __init__(
        self, entry: Entry, name: str, expect: str, evidence: tuple[str, ...], note: str, finding: str = ""
    ) -> None:
        self._entry, self._name, self._expect, self._evidence = entry, name, expect, evidence
        self._note, self._finding = note, finding
        self._where = f"{entry.id} {name}"
        self._open = False
        self._quiet = sympy.evaluate(False)
        self._sizes: list[tuple[Size, int]] = []
        self._given: list[Any] = []
        self._definitions: dict[str, Definition] = {}
        self._defines: list[Definition] = []
        self._assume: list[Clause] = []
        self._claim: list[Clause] = []
        self._constants: dict[str, tuple[Any, Any, str | None, Any]] = {}
        self._instances: dict[str, dict[str, Any]] = {}
        self._counterexamples: dict[str, dict[str, Any]] = {}
        self._families: dict[str, Callable[..., Mapping[str, Any] | None]] = {}
        self._falses: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = []
        self._consequence: Clause | None = None
        self._needed: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Builder:
        self._open = True
        self._quiet.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._quiet.__exit__(kind, error, trace)
        self._open = False
        if kind is None:
            self._entry.variants[self._name] = self._finish()
        elif kind is TypeError and "truth value of Relational" in str(error):
            raise StatementError(
                f"{self._where}: Python cannot say whether a formula is true, as in 0 <= s <= 1 or f and g;"
                " write And(0 <= s, s <= 1), Or(f, g), Not(f)"
            ) from error

    # sizes and givens

    def size(self, name: str, *, least: int = 1, needed_at: Mapping[str, Any] | None = None) -> Size:
        """The size of an index set with at least ``least`` elements; this hypothesis is ``n>=least``."""
        self._check_open()
        size = Size(name)
        self._sizes.append((size, least))
        if needed_at is not None:
            self._needed[f"{name}>={least}"] = dict(needed_at)
        return size

    def array(self, name: str, *dims: Size) -> Array:
        """A given array of reals."""
        return cast(Array, self._give(Array(name, *dims)))

    def vec(self, name: str, n: Size) -> Array:
        """A given vector."""
        return self.array(name, n)

    def mat(self, name: str, n: Size, d: Size) -> Array:
        """A given matrix, n rows and d columns."""
        return self.array(name, n, d)

    def real(self, name: str) -> Real:
        """A given real."""
        return cast(Real, self._give(Real(name)))

    def function(self, name: str, arguments: int = 1) -> Map:
        """A given real function of this many reals."""
        return self.map(name, *[()] * arguments)

    def map(self, name: str, *domain: Size | tuple[Size, ...], to: Size | tuple[Size, ...] = ()) -> Map:
        """A given map; see `varproof.lang.Map`: s.map("F", (n, d), to=(m, d)) takes matrices to matrices."""
        return cast(Map, self._give(Map(name, *domain, to=to)))

    def index(self, name: str, n: Size) -> Index:
        """A given index in [n]."""
        return cast(Index, self._give(Index(name, n)))

    def _give(self, given: Any) -> Any:
        self._check_open()
        self._given.append(given)
        return given

    # clauses

    def assume(self, label: str, formula: Any, *, needed_at: Mapping[str, Any] | None = None) -> None:
        """A hypothesis. ``needed_at``: data where all other hypotheses hold and a claim fails."""
        self._clause(self._assume, label, formula, "assumption")
        if needed_at is not None:
            self._needed[label] = dict(needed_at)

    def claim(self, label: str, formula: Any) -> None:
        """A claim."""
        self._clause(self._claim, label, formula, "claim")

    def define(self, name: str, args: Iterable[Any], indices: Iterable[Index], body: Any) -> Definition:
        """A definition with these arguments and, after them, index parameters: define("f", (z,), (i,), body)
        is called f(z)[i]. In the file of a definition its parameters become givens, and a claim is that it
        is well defined."""
        self._check_open()
        args, indices = tuple(args), tuple(indices)
        params = (*args, *indices)
        is_formula = not isinstance(body, sympy.Expr)
        lowered = self._lower(f"definition {name}", lower.clause if is_formula else lower.term, body)
        named = tuple((param.name, lower.sort(param)) for param in params)
        used = tuple(dict.fromkeys(d for d in walks.definitions(body)))
        definition = Definition(
            name, named, len(indices), lowered, is_formula, used, (args, indices, body), self._entry.id
        )
        if self._entry.is_model:
            self._given.extend(param for param in params if param not in self._given)
            self._use(body)
            self._claim.append(Clause(name, ("defined", lowered), body))
            self._defines.append(definition)
        return definition

    def constant(
        self, name: str, formula: Any, *, bounds: Any = None, side: str | None = None, case: Any = None
    ) -> None:
        """A constant: ``formula`` bounds the quantity ``bounds`` from above ("upper") or below ("lower").

        Without ``bounds`` it is the quantity that a claim puts below or above this very formula. Where none does, it
        is a constant of a claim that has no one quantity, such as one of existence: it has a value but no slack, and
        ``side`` says which way the claim weakens: as the constant grows ("upper"), as it shrinks ("lower"), or
        neither (None). A printed value is rounded to the weak side. A constant that is claimed
        in one case only says so: ``case=Eq(n, 2)``.
        """
        self._check_open()
        if side not in ("upper", "lower") and (bounds is not None or side is not None):
            raise StatementError(f"{self._where}, constant {name}: side={side!r}; expected 'upper' or 'lower'")
        self._fresh(name, self._constants, "constant")
        self._constants[name] = (formula, bounds, side, case)

    def consequence(self, label: str, formula: Any) -> None:
        """What follows from the claim and fails at the counterexample, for a claim that asserts existence."""
        self._check_open()
        self._use(formula)
        self._consequence = Clause(label, self._lower(f"consequence {label}", lower.clause, formula), formula)

    # data

    def instance(self, name: str, **values: Any) -> None:
        """Exact data that satisfies the hypotheses."""
        self._check_open()
        self._fresh(name, self._instances, "instance")
        self._instances[name] = values

    def counterexample(self, name: str, **values: Any) -> None:
        """Exact data that satisfies the hypotheses and violates a claim (or the consequence)."""
        self._check_open()
        self._fresh(name, self._counterexamples, "counterexample")
        self._counterexamples[name] = values

    def family(self, name: str, data: Callable[..., Mapping[str, Any] | None]) -> None:
        """Exact data as a function of sizes, reals or further parameters, which it names: for sweeps.

        s.family("ladder", lambda n, delta: dict(a=[-delta * i for i in range(n)])). A size comes as an int, any other
        parameter as an exact SymPy number; what a grid sets is not given again. None: there is no such data.
        """
        self._check_open()
        self._fresh(name, self._families, "family")
        self._families[name] = data

    def false(
        self,
        name: str,
        *,
        claims: Mapping[str, Any] | None = None,
        drop: Iterable[str] = (),
        assume: Mapping[str, Any] | None = None,
        at: Mapping[str, Any] | None = None,
    ) -> None:
        """A neighbour that must be refuted: other claims, hypotheses dropped (a label, or ``n>=2``) or
        replaced by label; ``at`` is a point that refutes it."""
        self._check_open()
        if claims is None and not drop and not assume:
            raise StatementError(f"{self._where}, false {name!r}: change something with claims=, drop= or assume=")
        self._fresh(name, [known for known, *_ in self._falses], "false variant")
        read = self._defined if self._entry.is_model else lower.clause
        where = f"false {name!r}"
        for formula in (*(claims or {}).values(), *(assume or {}).values()):
            self._use(formula)
        change: dict[str, Any] = {
            "claims": claims and {k: self._lower(where, read, f) for k, f in claims.items()},
            "drop": tuple(drop),
            "assume": assume and {k: self._lower(where, lower.clause, f) for k, f in assume.items()},
        }
        self._falses.append((name, change, None if at is None else dict(at)))

    # inside

    def _check_open(self) -> None:
        if not self._open:
            raise StatementError(
                f"{self._where}: the block has ended (or not begun); write with entry.variant(...) as s"
            )

    def _fresh(self, name: str, taken: Any, what: str) -> None:
        if name in taken:
            raise StatementError(f"{self._where}: {what} {name!r} is there already; give it another name")

    def _lower(self, what: str, read: Any, expr: Any) -> Core:
        known = [] if what.startswith("definition ") else [*self._given, *(size for size, _ in self._sizes)]
        try:
            _require_one_meaning(expr, known)
            return read(expr)
        except StatementError as error:
            raise StatementError(f"{self._where}, {what}: {error}") from None

    @staticmethod
    def _defined(expr: Any) -> Core:
        is_formula = not isinstance(expr, sympy.Expr)
        return ("defined", lower.clause(expr) if is_formula else lower.term(expr))

    def _use(self, expr: Any) -> None:
        for definition in walks.definitions(expr):
            known = self._definitions.setdefault(definition.name, definition)
            if known != definition:
                raise StatementError(f"{self._where}: two different definitions are called {definition.name}")

    def _clause(self, clauses: list[Clause], label: str, formula: Any, kind: str) -> None:
        self._check_open()
        if not core.LABEL.fullmatch(label):
            raise StatementError(f"{self._where}: label {label!r}; use letters, digits, hyphens and no spaces")
        self._fresh(label, [clause.label for clause in (*self._assume, *self._claim)], "label")
        lowered = self._lower(f"{kind} {label}", lower.clause, formula)
        self._use(formula)
        clauses.append(Clause(label, lowered, formula))

    def _finish(self) -> Variant:
        entry = self._entry
        if not self._claim:
            raise StatementError(f"{self._where}: no claim; add s.claim(label, formula)")
        claims = self._claim
        if entry.is_model and len(claims) == 1:
            claims = [Clause("value", claims[0].core, claims[0].sympy)]
        statement = core.Parts(
            entry.id,
            entry.kind,
            self._name,
            tuple((size.name, least) for size, least in self._sizes),
            tuple((given.name, lower.sort(given)) for given in self._given),
            tuple(definition.core for definition in self._definitions.values()),
            tuple((clause.label, clause.core) for clause in self._assume),
            tuple((clause.label, clause.core) for clause in claims),
        ).core()
        self._uses()
        ill_typed = self._ill_typed(statement)
        return Variant(
            entry=entry,
            name=self._name,
            expect=self._expect,
            evidence=self._evidence,
            core=statement,
            view=View(
                tuple(size for size, _ in self._sizes),
                tuple(self._given),
                tuple(self._definitions.values()),
                tuple(self._assume),
                tuple(claims),
                tuple(self._defines),
                self._consequence,
            ),
            constants={name: self._constant(name, *given) for name, given in self._constants.items()},
            instances=self._data(statement, "instance", self._instances),
            falses=tuple(self._false(statement, *given) for given in self._falses),
            counterexamples=self._data(statement, "counterexample", self._counterexamples),
            consequence=None if self._consequence is None else (self._consequence.label, self._consequence.core),
            needed={
                label: build(without(statement, label), f"needed_at of {label}", values)
                for label, values in self._needed.items()
            },
            families=self._families,
            ill_typed=ill_typed,
            note=self._note,
            finding=self._finding,
        )

    def _ill_typed(self, statement: Core) -> str | None:
        """The shape misfit of a variant that is expected to have one; any other misfit is raised."""
        try:
            shapes.check(statement)
        except ShapeError as error:
            if "ill-typed" not in self._evidence:
                raise
            return str(error)
        if "ill-typed" in self._evidence:
            raise StatementError(f"{self._where}: evidence says ill-typed, but every shape fits")
        return None

    def _uses(self) -> None:
        """An entry uses those whose definitions it calls."""
        homes = (definition.home for definition in self._definitions.values())
        found = (*self._entry.uses, *(home for home in homes if home != self._entry.id))
        self._entry.uses = tuple(dict.fromkeys(found))

    def _constant(self, name: str, formula: Any, bounds: Any, side: str | None, case: Any) -> Constant:
        what = f"constant {name}"
        bounds = self._bounded(formula, side) if bounds is None else bounds
        return Constant(
            name,
            self._lower(what, lower.term, formula),
            None if bounds is None else self._lower(what, lower.term, bounds),
            side,
            formula,
            bounds,
            None if case is None else self._lower(what, lower.clause, case),
            case,
        )

    def _bounded(self, formula: Any, side: str | None) -> Any:
        """The quantity t of a claim t <= formula ("upper") or t >= formula ("lower"); None where no claim reads so."""
        for clause in self._claim:
            relation = clause.sympy
            if isinstance(relation, LessThan | StrictLessThan | GreaterThan | StrictGreaterThan):
                small, large = relation.lts, relation.gts
                if side == "upper" and large == formula:
                    return small
                if side == "lower" and small == formula:
                    return large
        return None

    @staticmethod
    def _data(statement: Core, what: str, given: Mapping[str, Mapping[str, Any]]) -> dict[str, Data]:
        return {name: build(statement, f"{what} {name!r}", values) for name, values in given.items()}

    @staticmethod
    def _false(statement: Core, name: str, change: Mapping[str, Any], at: Mapping[str, Any] | None) -> False_:
        neighbour = changed(statement, name, **change)
        shapes.check(neighbour)
        return False_(name, neighbour, None if at is None else build(neighbour, f"false {name!r}", at))


def _require_one_meaning(expr: Any, known: Iterable[Any]) -> None:
    """StatementError where two different indices or arrays have one name: the core form knows them by their names."""
    seen = {(type(thing), thing.name): thing for thing in known}
    for thing in walks.variables(expr):
        other = seen.setdefault((type(thing), thing.name), thing)
        if other != thing:
            both = " and ".join(f"over ({', '.join(map(str, x.args))})" for x in (other, thing))
            raise StatementError(f"{thing.name} is two different things, {both}; rename one of them")
