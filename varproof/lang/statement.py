"""Entries and their variants: what a lemma file builds.

An `Entry` is one result of a paper. Each of its variants (``printed``, ``corrected``, ``sharpened``;
``stated`` where nothing was printed) is a statement: sizes, givens, named assumptions and claims, with the
verdict that is expected, exact instances, false neighbours and stored witnesses. It is frozen when its
block ends.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from varproof.lang import core
from varproof.lang.core import Core, Parts
from varproof.lang.data import Data
from varproof.lang.errors import StatementError

if TYPE_CHECKING:
    from varproof.lang.builder import Builder

KINDS = {
    "def": "definition", "lem": "lemma", "thm": "theorem", "prop": "proposition", "cor": "corollary", "fact": "fact",
    "asm": "assumption", "rem": "remark", "alg": "algorithm", "c1": "step", "aux": "auxiliary", "thy": "theory",
}  # fmt: skip
VARIANTS = ("printed", "corrected", "sharpened", "stated")
EXPECTED = ("PROVED", "HOLDS_ON_INSTANCES", "REFUTED", "UNDECIDED")
EVIDENCE = ("kernel", "box", "witness", "instances", "ill-typed")
TEXTS = ("read", "reconstructed", "ours")

_ID = re.compile(r"([a-z][a-z0-9]*):[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Source:
    """Where a statement comes from: numbers in the paper's two versions, the cited work, and how its text is
    known ("read", "reconstructed" from a citation, or "ours")."""

    arxiv: str | None = None
    icml: str | None = None
    cites: str | None = None
    after: str | None = None
    text: str = "read"

    def __post_init__(self) -> None:
        if self.text not in TEXTS:
            raise StatementError(f"Source(text={self.text!r}): expected one of {', '.join(TEXTS)}")

    def __str__(self) -> str:
        numbers = (("arXiv", self.arxiv), ("ICML", self.icml))
        found = [f"{name} {number}" for name, number in numbers if number]
        found += [f"from {self.cites}"] if self.cites else []
        found += [f"after {self.after}"] if self.after else []
        return ", ".join([*found, f"text {self.text}" if self.text != "ours" else "ours"])


@dataclass(frozen=True)
class Clause:
    """A labelled formula, in core form and as the SymPy expression it was built from."""

    label: str
    core: Core
    sympy: Any


@dataclass(frozen=True)
class Constant:
    """A constant of a statement: ``formula`` bounds the quantity ``bounds`` from the given side ("upper", "lower").

    A constant of a claim of existence bounds nothing that can be evaluated: then ``bounds`` is None, and the side, if
    if any, says which way the claim weakens as the constant moves. A ``case`` is a condition without which the constant
    is not claimed.
    """

    name: str
    formula: Core
    bounds: Core | None
    side: str | None
    sympy: Any
    sympy_bounds: Any
    case: Core | None = None
    sympy_case: Any = None

    @property
    def case_text(self) -> str:
        """The case as it can be typed: n = 2; empty without one."""
        if self.case is None:
            return ""
        return str(self.sympy_case) if self.case[0] != "=" else " = ".join(map(str, self.sympy_case.args))


@dataclass(frozen=True)
class False_:
    """A neighbour of a statement that must be refuted, with the point that refutes it (or None: search)."""

    name: str
    core: Core
    at: Data | None


@dataclass(frozen=True)
class View:
    """A statement as SymPy objects, for printing; clauses keep their labels and the author's order.

    ``definitions`` are those that are called; ``defines`` are those that the variant of a definition makes.
    """

    sizes: tuple[Any, ...]
    givens: tuple[Any, ...]
    definitions: tuple[Any, ...]
    assumptions: tuple[Clause, ...]
    claims: tuple[Clause, ...]
    defines: tuple[Any, ...]
    consequence: Clause | None


@dataclass(frozen=True, eq=False)
class Variant:
    """One statement of an entry, with everything that is known beforehand about it."""

    entry: Entry
    name: str
    expect: str
    evidence: tuple[str, ...]
    core: Core
    view: View
    constants: Mapping[str, Constant]
    instances: Mapping[str, Data]
    falses: tuple[False_, ...]
    counterexamples: Mapping[str, Data]
    consequence: tuple[str, Core] | None
    needed: Mapping[str, Data]
    families: Mapping[str, Callable[..., Mapping[str, Any] | None]]
    ill_typed: str | None
    note: str
    finding: str

    @property
    def id(self) -> str:
        return self.entry.id

    @cached_property
    def text(self) -> str:
        """The canonical text."""
        return core.text(self.core)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical text."""
        return core.digest(self.core)

    @property
    def parts(self) -> Parts:
        return core.parts(self.core)

    @property
    def proof(self) -> Callable[..., Any] | None:
        """The kernel script registered with ``@entry.proof(name)``."""
        return self.entry.proofs.get(self.name)

    def without(self, label: str) -> Core:
        """The statement without one hypothesis: an assumption's label, or ``n>=2`` for a size."""
        return without(self.core, label)

    def __repr__(self) -> str:
        return f"<{self.id} {self.name}: expected {self.expect}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from varproof import api

        return api.bundle(self)


class UnknownVariant(StatementError, KeyError):
    """A variant that an entry does not have; one line, with those that it has."""

    def __str__(self) -> str:
        return str(self.args[0])


class Variants(dict[str, Variant]):
    """The variants of an entry by name; another name is an error that says which there are."""

    def __init__(self, id: str) -> None:
        super().__init__()
        self.id = id

    def __missing__(self, name: str) -> Variant:
        near = difflib.get_close_matches(str(name), self, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(self)}" if self else ""
        raise UnknownVariant(f"{self.id}: no variant {name!r}{hint}")


def _alone(id: str) -> Entry:
    raise StatementError(f"no entry {id}: the file that cites it is in no catalog")


@dataclass(eq=False)
class Entry:
    """One result: an id (``lem:boltz-range``), a title, its source, the entries it uses, and its variants.

    `uses` gets what the statements call and the proofs cite by itself; it is written only for what a printed argument
    uses besides. An id that begins with aux: is of a lemma that no paper prints, for the proofs of others to cite.
    """

    id: str
    title: str
    source: Source = field(default_factory=Source)
    uses: Iterable[str] = ()
    note: str = ""
    path: Path | None = None
    catalog: str | None = field(default=None, init=False)  # the one that it was loaded from, which fills in these
    cites: tuple[str, ...] = field(default=(), init=False)  # the ids that its proofs cite
    among: Callable[[str], Entry] = field(default=_alone, init=False)  # what its proofs may cite, by id
    variants: dict[str, Variant] = field(init=False)
    proofs: dict[str, Callable[..., Any]] = field(default_factory=dict, init=False)
    shown: dict[tuple[str, str], Callable[..., Any]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        match = _ID.fullmatch(self.id)
        if not match or match[1] not in KINDS:
            raise StatementError(
                f"id {self.id!r}: expected prefix:words-with-hyphens with a prefix from {', '.join(KINDS)}"
            )
        if isinstance(self.uses, str):
            raise StatementError(f"{self.id}: uses={self.uses!r} is a string; write uses=[{self.uses!r}]")
        self.uses = tuple(self.uses)
        self.variants = Variants(self.id)

    @property
    def kind(self) -> str:
        """definition, lemma, theorem, ...: from the id's prefix."""
        return KINDS[self.id.split(":")[0]]

    @property
    def is_model(self) -> bool:
        """Whether its variants define something that can be run."""
        return self.kind in ("definition", "algorithm")

    def variant(
        self, name: str, *, expect: str, evidence: Iterable[str] = (), note: str = "", finding: str = ""
    ) -> Builder:
        """A ``with`` block that builds a variant under ``sympy.evaluate(False)``.

        ``finding`` says in one sentence what is wrong with a variant that is not expected to be proved.
        """
        from varproof.lang.builder import Builder

        where = f"{self.id} {name}"
        if name not in VARIANTS:
            raise StatementError(f"{where}: a variant is one of {', '.join(VARIANTS)}")
        if name in self.variants:
            raise StatementError(f"{where}: there is already a variant of this name")
        if expect not in EXPECTED:
            raise StatementError(f"{where}: expect={expect!r} is not one of {', '.join(EXPECTED)}")
        if finding and expect == "PROVED":
            raise StatementError(f"{where}: finding= says what is wrong, but PROVED is expected; use note=")
        grades = (evidence,) if isinstance(evidence, str) else tuple(evidence)
        for grade in grades:
            if grade not in EVIDENCE:
                raise StatementError(f"{where}: evidence {grade!r} is not one of {', '.join(EVIDENCE)}")
        return Builder(self, name, expect, grades, note, finding)

    def definition(
        self,
        name: str,
        *,
        expect: str = "PROVED",
        evidence: Iterable[str] = ("kernel",),
        note: str = "",
        finding: str = "",
    ) -> Builder:
        """A ``with`` block for a variant of a definition, or of the steps of an algorithm; it claims that what it
        defines is well defined."""
        if not self.is_model:
            raise StatementError(f"{self.id}: definition(...) is for ids that begin with def: or alg:")
        return self.variant(name, expect=expect, evidence=evidence, note=note, finding=finding)

    def verify(self, variant: str | None = None) -> Any:
        """What the referee says about a variant, or about all by name (see `varproof.api`)."""
        from varproof import api

        return api.verify(self, variant)

    def constants(self, variant: str | None = None, **settings: Any) -> Any:
        """Certified values of the constants at exact settings, such as n=3 (see `varproof.api`)."""
        from varproof import api

        return api.values(self, variant, settings)

    def run(self, name: str | None = None, *, arithmetic: str = "exact", bits: int = 64, **data: Any) -> Any:
        """The values of a definition at data, as a nested list over its index parameters.

        ``entry.run(X=[[1, 2]], W_Q=..., arithmetic="balls")``. `name` is that of the definition; without it, the
        first that is well defined. Arithmetics: ``exact`` (rationals; else a `Number`), ``balls`` (with this many
        bits), ``floats`` (a NumPy array). A size is a keyword too; it may be left out where the shape of an array
        determines it. StatementError in one line: data of another shape, a hypothesis that fails, no value.
        """
        from varproof.lang import run

        return run.run(self, name, arithmetic, bits, data)

    def proof(self, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a kernel script for a variant."""
        if name not in self.variants:
            raise StatementError(f"{self.id}: a proof for {name!r}, but the variants are {', '.join(self.variants)}")
        if name in self.proofs:
            raise StatementError(f"{self.id} {name}: there is already a proof")

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            self.proofs[name] = function
            return function

        return register

    def shows(self, name: str, data: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a script that proves, at data, the hypotheses of a variant that cannot be evaluated (those for all
        reals, arrays or maps): an instance, a counterexample, a false neighbour, or a label of `needed_at`."""
        variant = self.variants.get(name)
        if variant is None:
            raise StatementError(f"{self.id}: a script for {name!r}, but the variants are {', '.join(self.variants)}")
        points = [*variant.instances, *variant.counterexamples, *variant.needed, *(f.name for f in variant.falses)]
        if data not in points:
            raise StatementError(f"{self.id} {name}: no data {data!r}; there are {', '.join(points) or 'none'}")
        if (name, data) in self.shown:
            raise StatementError(f"{self.id} {name}: there is already a script for {data!r}")

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            self.shown[name, data] = function
            return function

        return register

    def __repr__(self) -> str:
        return f"<{self.id}: {self.title}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from varproof import api

        return api.shown(self)


def without(statement: Core, label: str) -> Core:
    """A statement without the assumption of this label, or (``n>=2``) with the least value of n set to 1."""
    p = core.parts(statement)
    assume = tuple(clause for clause in p.assume if clause[0] != label)
    sizes = tuple((n, 1 if label == f"{n}>={least}" else least) for n, least in p.sizes)
    if assume == p.assume and sizes == p.sizes:
        labels = [clause[0] for clause in p.assume] + [f"{n}>={least}" for n, least in p.sizes if least > 1]
        raise StatementError(f"{p.id} {p.variant}: no hypothesis {label!r}; there are {', '.join(labels) or 'none'}")
    return p._replace(assume=assume, sizes=sizes).core()


def changed(
    statement: Core,
    name: str,
    claims: Mapping[str, Core] | None = None,
    drop: Iterable[str] = (),
    assume: Mapping[str, Core] | None = None,
) -> Core:
    """A neighbour of a statement: hypotheses dropped or replaced by label; claims given replace them all."""
    for label in drop:
        statement = without(statement, label)
    p = core.parts(statement)
    known = {label for label, _ in p.assume}
    for label in assume or ():
        if label not in known:
            raise StatementError(f"{p.id} {p.variant}, false {name!r}: no assumption {label!r} to replace")
    assumed = tuple((label, (assume or {}).get(label, formula)) for label, formula in p.assume)
    claimed = p.claim if claims is None else tuple(claims.items())
    tag = f"{p.variant}~{re.sub(r'[^A-Za-z0-9_.+-]+', '-', name).strip('-')}"
    return p._replace(variant=tag, assume=assumed, claim=claimed).core()
