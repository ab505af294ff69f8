"""Many variants at once, each judged in a worker process of its own.

The results come in the order of the tasks and do not depend on the number of jobs. A worker that is killed, or
that spends its memory budget, gives an ERROR result for its variant. Proofs that were found before are replayed by
the independent checker instead of running their scripts (`varproof.decide.proofs`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from varproof.decide import processes, proofs
from varproof.decide.proofs import Place
from varproof.decide.result import Result
from varproof.store import cache
from varproof.store.sources import closure

if TYPE_CHECKING:
    from varproof.lang.statement import Entry, Variant


@dataclass(frozen=True)
class Task:
    """One variant to be judged. `load` fetches it again in a worker process and must pickle."""

    variant: Variant
    sources: str  # digest of the lemma files that its proof depends on
    folder: Path  # of the catalog
    load: Callable[[], Variant]

    @property
    def name(self) -> str:
        return f"{self.variant.id} {self.variant.name}"

    @property
    def place(self) -> Place:
        v = self.variant
        return Place(self.folder, v.id.replace(":", "-"), v.id, v.name, v.hash, self.sources, cache.folder())

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


def run(
    tasks: Sequence[Task], *, jobs: int | None = None, fresh: bool = False, watch: processes.Watch | None = None
) -> list[Judged]:
    """Judge every task; `fresh` ignores the proofs that are shipped or kept, and keeps new ones."""
    told = watch or processes.Watch()
    done: dict[int, Judged] = {}

    def finished(k: int, answer: Judged | processes.Failure) -> None:
        if isinstance(answer, processes.Failure):
            answer = Judged(tasks[k].failed(answer.reason), None)
        done[k] = answer
        found = item(tasks[k], answer) if answer.result.rules and not answer.result.replayed else None
        if found is not None and answer.result.verdict != "ERROR":
            proofs.keep(tasks[k].place, found)
        told.decided(k, answer)

    try:
        processes.run([partial(_judge, t.load, None if fresh else t.place) for t in tasks], jobs, finished, told)
    finally:
        told.ended()
    return [done[k] for k in range(len(tasks))]


def _judge(load: Callable[[], Variant], place: Place | None) -> Judged:
    from varproof.decide.referee import judge

    result, certificate = judge(load(), () if place is None else proofs.known(place))
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
