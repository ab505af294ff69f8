"""Many variants at once: from the cache where nothing changed, else judged in worker processes.

The results come in the order of the tasks and do not depend on the number of jobs. A worker that is killed, or
that spends its memory budget, gives an ERROR result for its variant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from varproof.decide import processes
from varproof.decide.result import Result
from varproof.store import cache

if TYPE_CHECKING:
    from varproof.lang.statement import Entry, Variant

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
    """Judge every task; `fresh` ignores what is stored (and stores anew)."""
    done: dict[int, Judged] = {}
    if not fresh:
        for k, task in enumerate(tasks):
            stored = _stored(task.key)
            if stored is not None:
                done[k] = stored
    todo = [k for k in range(len(tasks)) if k not in done]

    def finished(k: int, judged: Judged) -> None:
        done[k] = judged
        if judged.result.verdict != "ERROR":
            _store(tasks[k].key, judged)
        if progress is not None:
            progress(len(done), len(tasks), tasks[k].name)

    if todo:
        if progress is not None:
            progress(len(done), len(tasks), tasks[todo[0]].name)
        _judge_all(tasks, todo, jobs, finished)
    return [done[k] for k in range(len(tasks))]


def _judge_all(
    tasks: Sequence[Task], todo: Sequence[int], jobs: int | None, finished: Callable[[int, Judged], None]
) -> None:
    """Judge the tasks numbered `todo`, each in a process of its own."""

    def answered(number: int, answer: Judged | processes.Failure) -> None:
        k = todo[number]
        if isinstance(answer, processes.Failure):
            answer = Judged(tasks[k].failed(answer.reason), None)
        finished(k, answer)

    processes.run([partial(_judge, tasks[k].load) for k in todo], jobs, answered)


def _judge(load: Callable[[], Variant]) -> Judged:
    from varproof.decide.referee import judge

    result, certificate = judge(load())
    return Judged(result, None if certificate is None else cache.canonical(certificate))


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


# ---- the store


def _stored(key: str) -> Judged | None:
    data = cache.load(key)
    if not isinstance(data, dict):
        return None
    certificate = data.pop("certificate", None)
    try:
        return Judged(Result.from_data(data), certificate)
    except (TypeError, ValueError):
        return None


def _store(key: str, judged: Judged) -> None:
    cache.store(key, {**judged.result.data(), "certificate": judged.certificate})
