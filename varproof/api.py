"""What Python and notebooks ask: verify, constants, falsify, check, graph. Answers show as text and as HTML."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any, NoReturn

from varproof import recheck
from varproof.catalog import UnknownEntry, catalog, locks
from varproof.decide import constants, counterexamples, sides
from varproof.decide.result import Result
from varproof.decide.settings import read
from varproof.decide.sides import Sides
from varproof.decide.verify import Judged, here
from varproof.lang.data import Value
from varproof.lang.errors import StatementError
from varproof.lang.statement import Entry, Variant
from varproof.show import graph as uses
from varproof.show import notebook, page, terminal
from varproof.show.constants import line
from varproof.show.findings import Standing, by_name, own
from varproof.show.latex.display import display
from varproof.store import cache


class Certificate(dict[str, Any]):
    """A certificate, as it is written to a file; a notebook shows what it says of itself."""

    def facts(self) -> dict[str, str]:
        """The claim, the kind of evidence, the SHA-256 of the statement, and how much there is to replay."""
        size = len(cache.canonical(self))
        steps = {"steps": str(len(self["steps"]))} if "steps" in self else {}
        about = {
            "claim": f"{self['id']} {self['variant']}",
            "evidence": str(self["kind"]),
            "statement": str(self["hash"]),
        }
        return {**about, **steps, "size": f"{size} bytes"}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        facts = self.facts()
        lines = [f"{name}: {said}" for name, said in facts.items()]
        return {"text/plain": "\n".join(lines), "text/html": notebook.certificate(facts)}


class Point(dict[str, Any]):
    """Exact data by name: sizes are ints, numbers Fractions, arrays lists of them; printed as it is written down."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__({name: _number(value) for name, value in values.items()})
        self._values = dict(values)

    def __repr__(self) -> str:
        return terminal.point(self._values)


def _number(value: Any) -> Any:
    """The exact number that JSON writes as 3, "1/3" or in hexadecimal; what is no number stays as it is."""
    if isinstance(value, list | tuple):
        return [_number(v) for v in value]
    if not isinstance(value, str):
        return value
    over, _, under = value.partition("/")
    try:
        q = Fraction(int(over, 0), int(under or "1", 0))
    except ValueError:
        return value
    return q


class Answer:
    """Text, and what a notebook shows instead."""

    def text(self) -> str:
        """The answer as it is printed on a terminal."""
        raise NotImplementedError

    def html(self) -> str:
        """The answer as HTML."""
        return f"<pre>{escape(self.text())}</pre>"

    def __repr__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.html()}

    def __bool__(self) -> NoReturn:
        raise TypeError("an answer is not a truth value; compare what it holds")


@dataclass(frozen=True, repr=False)
class Judgement(Answer):
    """What the referee says about one variant; `certificate` can be written to a file and checked anywhere."""

    result: Result
    certificate: Certificate | None
    variant: Variant

    @property
    def verdict(self) -> str:
        return self.result.verdict

    @property
    def evidence(self) -> tuple[str, ...]:
        return self.result.evidence

    @property
    def ok(self) -> bool:
        """As pinned in the catalog, and every check of the checkers passed."""
        return self.result.ok

    @property
    def counterexample(self) -> Point | None:
        """The exact point that refutes the variant."""
        return None if self.result.counterexample is None else Point(self.result.counterexample)

    @property
    def sides(self) -> Sides | None:
        """The values of both sides of what is false at the counterexample."""
        return self.result.sides

    def text(self) -> str:
        return page.section(self.variant, self.result, terminal.painter(False), 100)

    def html(self) -> str:
        return notebook.judgement(self.variant, self.result)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        says = page.meaning(self.variant, self.result).capitalize()
        return {**super()._repr_mimebundle_(include, exclude), "text/latex": f"{display(self.variant)}\n\n{says}."}

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the certificate; ValueError when the verdict has none."""
        if self.certificate is None:
            raise ValueError(f"{self.result.id} {self.result.variant}: {self.verdict} has no certificate")
        cache.write(Path(path), cache.canonical(self.certificate) + "\n")


class Table(Answer, Mapping[Any, Any]):
    """Answers by name, in order."""

    def __init__(self, items: Mapping[Any, Any], printed: str, shown: str | None = None) -> None:
        self._items, self._printed, self._shown = dict(items), printed, shown

    def text(self) -> str:
        return self._printed

    def html(self) -> str:
        return self._shown if self._shown is not None else super().html()

    def __getitem__(self, key: Any) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def bundle(variant: Variant) -> dict[str, str]:
    """A statement as a notebook shows it."""
    return {"text/plain": repr(variant), "text/latex": display(variant)}


def verify(entry: Entry, variant: str | None = None) -> Judgement | Table:
    """The judgement of a variant, or of all by name; in this process, from scratch."""
    chosen = _variants(entry, variant)
    judged = here(chosen)
    found = {v.name: _judgement(v, judged[f"{v.id} {v.name}"]) for v in chosen}
    if variant is not None:
        return found[variant]
    results = [j.result for j in found.values()]
    printed = terminal.verify(results, list(entry.variants.values()), terminal.painter(False))
    return Table(found, printed, notebook.verdicts(results))


def _judgement(variant: Variant, judged: Judged) -> Judgement:
    certificate = judged.certificate
    return Judgement(judged.result, None if certificate is None else Certificate(json.loads(certificate)), variant)


def shown(entry: Entry) -> dict[str, str]:
    """An entry as a notebook shows it: its statements, without verdicts."""
    lines = [f"{entry.kind.capitalize()} {entry.id}. {entry.title}."]
    for variant in entry.variants.values():
        lines += [f"({variant.name})", *page.statement(variant, {}, 100)]
    latex = "\n\n".join(f"({variant.name})\n\n{display(variant)}" for variant in entry.variants.values())
    return {"text/plain": "\n".join(lines), "text/html": notebook.entry(entry), "text/latex": latex}


@dataclass(frozen=True, repr=False)
class Graph(Answer):
    """What rests on what among these entries; those without a standing have not been judged."""

    entries: Mapping[str, Entry]
    standing: Mapping[str, Standing]
    focus: str | None

    def text(self) -> str:
        return uses.tree(list(self.entries.values()), self.focus).rstrip("\n")

    def html(self) -> str:
        return notebook.graph(self.entries, self.standing, self.focus)


def graph(
    focus: str | Entry | None = None, judged: Iterable[Judgement | Table] = (), source: str | None = None
) -> Graph:
    """The graph of `uses`, or what an entry rests on and what rests on it; `judged` are answers of `verify`.

    An entry is coloured by its own verdicts when all of its variants are among the judged.
    """
    entries = catalog(source)
    name = focus.id if isinstance(focus, Entry) else focus
    if name is not None and name not in entries:
        raise UnknownEntry(f"no entry {name!r} in the catalog {entries.name}")
    results = by_name(
        [j.result for answer in judged for j in (answer.values() if isinstance(answer, Table) else [answer])]
    )
    whole = {i: own(of) for i, of in results.items() if i in entries and set(of) == set(entries[i].variants)}
    kept = {e.id: entries[e.id] for e in uses.select(entries, name)}
    return Graph(kept, {i: Standing(s, s, ()) for i, s in whole.items() if i in kept}, name)


def values(entry: Entry, variant: str | None, settings: Mapping[str, Any]) -> Table:
    """Certified values of the constants by (variant, name), at exact settings; without settings the formulas alone.

    What has no value there (a hypothesis or a case that the settings violate, something that is not set) is left out
    of the table and printed with its reason; StatementError when nothing has a value.
    """
    found = constants.rows(_variants(entry, variant), {name: _exact(name, value) for name, value in settings.items()})
    values = {(r.variant.name, r.constant.name): r.value for r in found if r.value is not None}
    return Table(values, "\n".join(map(line, found)) or f"{entry.id} has no constants")


def _exact(name: str, value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        raise StatementError(f"{name}={value!r}: write an int, a Fraction, or a string such as '7/2' or 'log(4)'")
    return read(name, value) if isinstance(value, str) else Fraction(value)


def _variants(entry: Entry, name: str | None) -> list[Variant]:
    if name is not None and name not in entry.variants:
        raise StatementError(f"{entry.id} has no variant {name!r}; there are {', '.join(entry.variants)}")
    return [v for v in entry.variants.values() if name in (None, v.name)]


@dataclass(frozen=True, repr=False)
class Search(Answer):
    """How a search ended: `counterexample` is exact data by name, or None."""

    variant: Variant
    budget: int
    counterexample: Point | None
    fails: str
    certificate: dict[str, Any] | None
    sides: Sides | None

    def text(self) -> str:
        name = f"{self.variant.id} {self.variant.name}"
        if self.counterexample is None:
            return f"{name}: no counterexample in {self.budget} evaluations"
        return f"{name}: {self.fails} fails at {terminal.point(self.counterexample._values, self.sides)}"


def falsify(what: str | Entry | Variant, variant: str | None = None, budget: int = counterexamples.SEARCH) -> Search:
    """Search for a counterexample from scratch; an entry with several variants needs the name of one."""
    if isinstance(what, str) and re.search("[<>=≤≥≠]", what):
        raise StatementError(f"{what} is a claim and no entry; vp.prove(claim, {{'x': (0, 1)}}) proves or refutes it")
    if not isinstance(what, Variant):
        entry = catalog()[what] if isinstance(what, str) else what
        chosen = _variants(entry, variant)
        if len(chosen) > 1:
            raise StatementError(f"{entry.id}: say which variant: {', '.join(entry.variants)}")
        what = chosen[0]
    if what.ill_typed is not None:
        return Search(what, budget, None, f"does not type-check: {what.ill_typed}", None, None)
    hit = counterexamples.attack(what, budget, scratch=True)
    if hit is None:
        return Search(what, budget, None, "", None, None)
    seen = sides.at(what, hit.data, hit.fails)
    return Search(what, budget, Point(hit.values()), hit.fails, hit.certificate, seen)


class Reports(Answer, Sequence[recheck.Report]):
    """What the independent checker says about certificates, in order."""

    def __init__(self, reports: Sequence[recheck.Report], paths: Sequence[Path]) -> None:
        self._reports, self._paths = tuple(reports), tuple(paths)

    @property
    def ok(self) -> bool:
        """Whether there are any, and all are accepted."""
        return len(self._reports) > 0 and all(r.ok for r in self._reports)

    def text(self) -> str:
        pairs = zip(self._paths, self._reports, strict=True)
        return "\n".join(recheck.told(path, report) for path, report in pairs)

    def html(self) -> str:
        return notebook.reports([(f"{r.id} {r.variant}", r.verdict, r.message) for r in self._reports])

    def __getitem__(self, key: Any) -> Any:
        return self._reports[key]

    def __len__(self) -> int:
        return len(self._reports)


def check(path: str | os.PathLike[str], lock: str | os.PathLike[str] | None = None) -> Reports:
    """Replay a certificate, or all of a folder, against a lock (by default the paper's) and those of what is cited."""
    try:
        locked = recheck.locks(locks(None if lock is None else Path(lock)))
    except recheck.BadInput as error:
        raise StatementError(f"{lock}: {error}") from None
    where = Path(path)
    paths = sorted(where.rglob("*.json")) if where.is_dir() else [where]
    return Reports(recheck.check_files(paths, locked), paths)
