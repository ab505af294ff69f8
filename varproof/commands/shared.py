"""What the commands share: the catalog, the entries and variants that are meant, their judgement, the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from varproof.cli import BadInput

if TYPE_CHECKING:
    from varproof.catalog import Catalog
    from varproof.decide.result import Result
    from varproof.decide.verify import Judged, Task
    from varproof.lang.statement import Entry, Variant
    from varproof.show.terminal import Paint

Answer = tuple[int, str, dict[str, Any]]


def load_variant(source: str | None, entry_id: str, name: str) -> Variant:
    """A variant, found again in another process."""
    from varproof.catalog import one

    return one(source, entry_id).variants[name]


def chosen_catalog(options: Namespace) -> Catalog:
    from varproof.catalog import catalog

    return catalog(options.catalog)


def theory() -> Catalog:
    from varproof.catalog import THEORY, catalog

    return catalog(THEORY)


def find_entry(entries: Catalog, wanted: str) -> Entry:
    """The entry of this id, in the catalog or in the theory."""
    if wanted in entries:
        return entries[wanted]
    if wanted.startswith("thy:"):
        entries = theory()
        if wanted in entries:
            return entries[wanted]
    import difflib

    near = difflib.get_close_matches(wanted, list(entries), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`varproof list` shows what there is"
    raise BadInput(f"no entry {wanted!r} in the catalog {entries.name}; {hint}")


def chosen_variants(options: Namespace, entries: Catalog) -> list[Variant]:
    """The variants that the ids and --variant select, in catalog order."""
    ids = getattr(options, "ids", None) or ([options.id] if hasattr(options, "id") else [])
    wanted = {find_entry(entries, name).id for name in ids} or set(entries)
    every = [*entries.variants(), *(theory().variants() if wanted - set(entries) else ())]
    chosen = [v for v in every if v.id in wanted]
    found = [v for v in chosen if options.variant in (None, v.name)]
    if not found:
        there = ", ".join(sorted({v.name for v in chosen}))
        raise BadInput(f"no variant {options.variant!r} among the chosen entries; there are {there}")
    return found


def judge_all(
    options: Namespace, variants: list[Variant], row: Callable[[int, Judged], None] | None = None
) -> list[Judged]:
    """What the referee says about the variants, from the cache where it has them; `row` is told each in order."""
    found = judge_closure(options, variants, row)
    return [found[f"{v.id} {v.name}"] for v in variants]


def judge_closure(
    options: Namespace, variants: list[Variant], row: Callable[[int, Judged], None] | None = None
) -> dict[str, Judged]:
    """The same by name, and with it about all that their proofs cite."""
    from varproof import doctor
    from varproof.commands.watch import Progress
    from varproof.decide import verify

    doctor.require()
    todo = [task_of(v) for v in variants]

    fresh = getattr(options, "fresh", False)
    stored = (lambda one: one) if fresh else with_theorems
    shown = None if row is None else lambda k, one: row(k, stored(one))
    found = verify.run(
        todo,
        task_of,
        jobs=getattr(options, "jobs", None),
        fresh=fresh,
        watch=Progress([task.name for task in todo], [task.weight for task in todo], shown),
    )
    return {name: stored(one) for name, one in found.items()}


def with_theorems(one: Judged) -> Judged:
    """The same, with the tier `coq` where Coq has accepted the certificate before, by what is stored."""
    from dataclasses import replace

    from varproof.coq import build

    if one.certificate is None or one.result.evidence not in (("kernel",), ("witness",)):
        return one
    return replace(one, result=one.result.with_theorems(build.theorems(one.certificate)))


def task_of(variant: Variant) -> Task:
    """A variant as a task for another process."""
    from varproof.catalog import located
    from varproof.decide import verify

    source = variant.entry.catalog
    package, folder = located(source)
    load = partial(load_variant, source, variant.id, variant.name)
    return verify.Task(variant, verify.sources(variant.entry, package, folder), folder, load)


def with_drift(entries: Catalog, results: list[Result]) -> tuple[list[Result], list[str]]:
    """The results, with a problem where a statement differs from the lock; and what is gone from the catalog."""
    from varproof.catalog import DEFAULT, THEORY
    from varproof.lang import lock

    if not entries.lock.exists():
        command = "varproof lock" if entries.name == DEFAULT else f"varproof --catalog {entries.name} lock"
        sentence = f"there is no lock {entries.lock}; `{command}` writes it"
        return [r.with_problem("drift", sentence) for r in results], []
    drifts = {d.key: d for d in lock.compare(lock.read(entries.lock), entries.variants())}
    theirs = theory() if any(r.id.startswith("thy:") for r in results) and entries.name != THEORY else None
    if theirs is not None:
        also = {d.key: d for d in lock.compare(lock.read(theirs.lock), theirs.variants())}
    found = []
    for r in results:
        drift = (drifts if theirs is None or r.id in entries else also).get(f"{r.id} {r.variant}")
        found.append(r if drift is None else r.with_problem("drift", str(drift)))
    broken = {b.id for b in entries.broken}
    return found, [str(d) for d in drifts.values() if d.change == "gone" and d.key.split()[0] not in broken]


def terminal_painter() -> Paint:
    from varproof.show.terminal import painter

    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return painter(sys.stdout.isatty() and not plain)


def width() -> int:
    """Columns of the terminal, as far as lines of prose are to be; what is not a terminal has 100."""
    return max(40, min(110, shutil.get_terminal_size((100, 24)).columns))


def table_width() -> int | None:
    """The same for tables; None, for lines as long as they are, where a program reads them."""
    return width() if sys.stdout.isatty() else None


def folded(text: str) -> str:
    """The text in lines of the terminal's width, where it is one; a test to be pasted stays as it is."""
    from varproof.show.breaking import wrap

    room = table_width()
    if room is None:
        return text
    prose, begins, code = text.partition("\ndef ")
    out: list[str] = []
    for line in prose.split("\n"):
        blanks = line[: len(line) - len(line.lstrip(" "))]
        out += [line] if len(line) <= room else wrap(line, room, blanks, blanks + "    ")
    return "\n".join(out) + begins + code


def text_of(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def catalog_module(options: Namespace, module: str, what: str) -> Any:
    """A module of the chosen catalog by its name in the package; BadInput where it has none."""
    import importlib

    from varproof.catalog import DEFAULT, available

    name = options.catalog or DEFAULT
    package = available().get(name, name)
    try:
        return importlib.import_module(f"{package}.{module}")
    except ModuleNotFoundError as error:
        if error.name is None or not f"{package}.{module}".startswith(error.name):
            raise
        raise BadInput(f"{name}: this catalog has no module {module} with {what}") from None
