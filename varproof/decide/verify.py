"""Many variants at once, each judged in a worker process of its own.

The results come in the order of the tasks and do not depend on the number of jobs. A worker that is killed, or
that spends its memory budget, gives an ERROR result for its variant. Proofs that were found before are replayed by
the independent checker instead of running their scripts (`varproof.decide.proofs`).

A result is PROVED on condition that what its proof cites is proved. So no worker waits for another: what is cited is
judged along with the rest, and what cites a statement that turns out not to be proved is judged again without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from varproof.decide import citations, processes, proofs
from varproof.decide.proofs import Place
from varproof.decide.result import Result
from varproof.store import cache, shipped
from varproof.store.sources import closure

if TYPE_CHECKING:
    from varproof.lang.statement import Entry, Variant


@dataclass(frozen=True)
class Task:
    """One variant to be judged. `load` fetches it again in a worker process and must pickle.

    `denied` says of statements by name ("id variant") why they are not proved.
    """

    variant: Variant
    sources: str  # digest of the lemma files that its proof depends on
    folder: Path  # of the catalog
    load: Callable[[], Variant]
    denied: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.variant.id} {self.variant.name}"

    @property
    def place(self) -> Place:
        v = self.variant
        return Place(self.folder, v.id.replace(":", "-"), v.id, v.name, v.hash, self.sources, cache.folder())

    @property
    def weight(self) -> float:
        """The work that it is, roughly: what each takes, and for a proof its share of what the entry ships."""
        file = shipped.path(self.folder, self.place.stem)
        alike = [v for v in self.variant.entry.variants.values() if v.expect == self.variant.expect]
        share = file.stat().st_size / len(alike) if self.variant.expect == "PROVED" and file.is_file() else 0
        return 5_000 + share

    def failed(self, reason: str) -> Result:
        """The ERROR result of a task that could not be judged."""
        v = self.variant
        return Result(
            id=v.id,
            kind=v.entry.kind,
            variant=v.name,
            verdict="ERROR",
            expected=v.expect,
            hash=v.hash,
            reason=reason,
        )


@dataclass(frozen=True)
class Judged:
    """A result, and its certificate as canonical JSON where there is one."""

    result: Result
    certificate: str | None


Judge = Callable[[Sequence[Task], Callable[[Task, Judged], None]], None]


def run(
    tasks: Sequence[Task],
    task: Callable[[Variant], Task],
    *,
    jobs: int | None = None,
    fresh: bool = False,
    watch: processes.Watch | None = None,
) -> dict[str, Judged]:
    """Judge every task, and all that they cite, by name; `fresh` ignores the proofs that are shipped or kept, and keeps
    new ones. `task` makes the task of a variant that is cited."""
    told = watch or processes.Watch()
    numbers = {t.name: k for k, t in enumerate(tasks)}

    def judge(given: Sequence[Task], done: Callable[[Task, Judged], None]) -> None:
        weights = {t.name: t.weight for t in given}
        large = sum(weights.values()) / 10  # begins first, lest it be alone at the end
        some = sorted(given, key=lambda t: -weights[t.name] if weights[t.name] > large else 0)

        def finished(k: int, answer: Judged | processes.Failure) -> None:
            if isinstance(answer, processes.Failure):
                answer = Judged(some[k].failed(answer.reason), None)
            found = item(some[k], answer) if answer.result.rules and not answer.result.replayed else None
            if found is not None and answer.result.verdict != "ERROR":
                proofs.keep(some[k].place, found)
            done(some[k], answer)

        calls = [partial(_judge, t.load, None if fresh else t.place, t.denied) for t in some]
        processes.run(calls, jobs, finished, _Numbered(told, [t.name for t in some], numbers))

    def settled(name: str, answer: Judged) -> None:
        if name in numbers:
            told.decided(numbers[name], answer)
        else:
            told.ahead(name, False)

    try:
        return _settle([*_ahead(tasks, task), *tasks], task, judge, settled)
    finally:
        told.ended()


class _Numbered(processes.Watch):
    """Tells another watch of the tasks, by their numbers there, or by name."""

    def __init__(self, told: processes.Watch, names: Sequence[str], numbers: Mapping[str, int]) -> None:
        self.told, self.names, self.numbers = told, names, numbers

    def started(self, k: int) -> None:
        name = self.names[k]
        if name in self.numbers:
            self.told.started(self.numbers[name])
        else:
            self.told.ahead(name, True)

    def tick(self) -> None:
        self.told.tick()


def here(variants: Sequence[Variant]) -> dict[str, Judged]:
    """Judge variants and all that they cite in this process, from scratch."""

    def task(variant: Variant) -> Task:
        return Task(variant, "", Path(), lambda: variant)

    def judge(some: Sequence[Task], done: Callable[[Task, Judged], None]) -> None:
        for t in some:
            done(t, _judge(t.load, None, t.denied))

    return _settle([task(v) for v in variants], task, judge, lambda name, answer: None)


def _settle(
    tasks: Sequence[Task], task: Callable[[Variant], Task], judge: Judge, settled: Callable[[str, Judged], None]
) -> dict[str, Judged]:
    """Judge all, what they cite, and again what may not cite what it does, until nothing changes; `settled` is told of
    each result as soon as it is sure."""
    known: dict[str, Task] = {}
    found: dict[str, Judged] = {}
    sure: set[str] = set()

    def done(one: Task, answer: Judged) -> None:
        found[one.name] = answer
        for name in citations.sure({n: j.result for n, j in found.items()}) - sure:
            sure.add(name)
            settled(name, found[name])

    todo = {t.name: t for t in tasks}
    while todo:
        known |= todo
        judge(list(todo.values()), done)
        cited = [(name, other) for name in todo for other, _ in found[name].result.cites]
        todo = {other: task(_cited(known[name].variant, other)) for name, other in cited if other not in known}
        if not todo:
            denied = citations.denied({name: j.result for name, j in found.items()})
            todo = {n: replace(known[n], denied=(*known[n].denied, *why.items())) for n, why in denied.items()}
    return found


def _ahead(tasks: Sequence[Task], task: Callable[[Variant], Task]) -> list[Task]:
    """The variants that the scripts are likely to cite, to be judged at the same time: those that are expected to be
    proved, of entries they name."""
    found: dict[str, Variant] = {}
    todo = [t.variant.entry for t in tasks]
    seen = {entry.id for entry in todo}
    while todo:
        entry = todo.pop()
        for other in (entry.among(id) for id in entry.cites if id not in seen):
            seen.add(other.id)
            todo.append(other)
            found |= {f"{v.id} {v.name}": v for v in other.variants.values() if v.expect == "PROVED"}
    return [task(v) for v in found.values()]


def _cited(variant: Variant, name: str) -> Variant:
    """A variant by the name under which another cites it."""
    id, _, which = name.partition(" ")
    return variant.entry.among(id).variants[which]


def _judge(load: Callable[[], Variant], place: Place | None, denied: tuple[tuple[str, str], ...]) -> Judged:
    from varproof.decide.referee import judge

    result, certificate = judge(load(), () if place is None else proofs.known(place), dict(denied))
    return Judged(result, None if certificate is None else cache.canonical(certificate))


def item(task: Task, judged: Judged) -> dict[str, Any] | None:
    """What a catalog ships of a judged task; None where there is no certificate."""
    if judged.certificate is None:
        return None
    return proofs.item(task.place, json.loads(judged.certificate), judged.result)


def sources(entry: Entry, package: str, folder: Path, beside: Sequence[Path] = ()) -> str:
    """Digest of the files of a catalog that the results of an entry depend on, and of those `beside` it."""
    assert entry.path is not None
    return cache.digest_of([*closure(entry.path, folder, package), *beside], folder)
