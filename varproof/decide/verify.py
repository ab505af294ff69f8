"""Many variants at once, judged in worker processes, with the proofs that are kept of them where nothing changed.

The results come in the order of the tasks and do not depend on the number of jobs. A variant without a kept proof has a
worker of its own; one that is killed, or that spends its memory budget, gives an ERROR result. The others, for which
the checker has only to replay what is kept, share workers, as each of these loads the catalog.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from varproof.decide import processes, proofs
from varproof.decide.result import Result
from varproof.store import cache

if TYPE_CHECKING:
    from varproof.lang.statement import Entry, Variant
    from varproof.proof.proof import Record

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Task:
    """One variant to be judged. `load` fetches it again in a worker process and must pickle."""

    variant: Variant
    sources: str  # digest of the source files that the result depends on
    load: Callable[[], Variant]

    @property
    def name(self) -> str:
        return f"{self.variant.id} {self.variant.name}"

    @property
    def key(self) -> str:
        return cache.key(self.name, self.variant.hash, self.sources)

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
    tasks: Sequence[Task], *, jobs: int | None = None, fresh: bool = False, progress: Progress | None = None
) -> list[Judged]:
    """Judge every task; `fresh` ignores the proofs that are kept (and keeps new ones)."""
    done: dict[int, Judged] = {}
    kept = {} if fresh else {k: known for k, task in enumerate(tasks) if (known := proofs.kept(task.key)) is not None}

    def finished(k: int, judged: Judged, record: Record | None) -> None:
        done[k] = judged
        if judged.result.verdict != "ERROR" and (k not in kept or kept[k].record != record):
            proofs.keep(tasks[k].key, record)
        if progress is not None:
            progress(len(done), len(tasks), tasks[k].name)

    if tasks and progress is not None:
        progress(0, len(tasks), tasks[0].name)
    _replay(tasks, kept, jobs, finished)
    _judge_alone(tasks, [k for k in range(len(tasks)) if k not in done], jobs, finished)
    return [done[k] for k in range(len(tasks))]


Finished = Callable[[int, Judged, "Record | None"], None]
_SHARES = 3  # of the tasks with kept proofs for each worker in turn: enough to report progress


def _replay(tasks: Sequence[Task], kept: Mapping[int, proofs.Kept], jobs: int | None, finished: Finished) -> None:
    """Judge the tasks whose proofs are kept, in shares; a share that fails is left for `_judge_alone`."""
    count = min(len(kept), _SHARES * (jobs or processes.processors()))
    shares = [list(kept)[k::count] for k in range(count)]

    def answered(number: int, answer: list[tuple[Judged, Record | None]] | processes.Failure) -> None:
        if not isinstance(answer, processes.Failure):
            for k, (judged, record) in zip(shares[number], answer, strict=True):
                finished(k, judged, record)

    calls = [partial(_judge_share, [(tasks[k].load, kept[k].record) for k in share]) for share in shares]
    processes.run(calls, jobs, answered)


def _judge_alone(tasks: Sequence[Task], todo: Sequence[int], jobs: int | None, finished: Finished) -> None:
    """Judge the tasks numbered `todo`, each in a process of its own."""

    def answered(number: int, answer: tuple[Judged, Record | None] | processes.Failure) -> None:
        k = todo[number]
        if isinstance(answer, processes.Failure):
            answer = Judged(tasks[k].failed(answer.reason), None), None
        finished(k, *answer)

    processes.run([partial(_judge, tasks[k].load) for k in todo], jobs, answered)


def _judge_share(share: Sequence[tuple[Callable[[], Variant], Record | None]]) -> list[tuple[Judged, Record | None]]:
    return [_judge(load, known) for load, known in share]


def _judge(load: Callable[[], Variant], known: Record | None = None) -> tuple[Judged, Record | None]:
    from varproof.decide.referee import judged

    result, certificate, record = judged(load(), known)
    return Judged(result, None if certificate is None else cache.canonical(certificate)), record


def sources(entry: Entry, entries: Mapping[str, Entry], folder: Path, beside: Sequence[Path] = ()) -> str:
    """Digest of the files of a catalog that the results of an entry may depend on, and of those `beside` it.

    These are its own file, those of what it uses (and so on), of every definition, and every helper module;
    the other entries' files are left out.
    """
    needed, todo = {entry.id}, [entry.id]
    while todo:
        for other in entries[todo.pop()].uses:
            if other in entries and other not in needed:
                needed.add(other)
                todo.append(other)
    apart = {e.path for e in entries.values() if e.id not in needed and not e.is_model}
    return cache.digest_of([*(path for path in folder.rglob("*.py") if path not in apart), *beside], folder)
