"""Many variants at once: from the cache where nothing changed, else judged in worker processes.

The results come in the order of the tasks and do not depend on the number of jobs. A worker that is killed or runs
out of its memory budget gives an ERROR result for the variant it was judging.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from varproof.decide import cache
from varproof.decide.result import Result

if TYPE_CHECKING:
    from varproof.lang.statement import Variant

MEMORY = 4 << 30  # bytes of address space for one worker

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
        lost = _parallel(tasks, todo, min(jobs or processors(), len(todo)), finished)
        for k in lost:  # one process each, so that it is known which of them cannot be judged
            if _parallel(tasks, [k], 1, finished):
                reason = f"the worker process was killed; each has a memory budget of {MEMORY >> 30} GiB"
                finished(k, Judged(tasks[k].failed(reason), None))
    return [done[k] for k in range(len(tasks))]


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def against_lock(
    results: Sequence[Result], lock: Mapping[str, Mapping[str, str]] | None, path: str
) -> list[Result]:
    """The results, with a problem added where a statement differs from the locked one."""
    out = []
    for r in results:
        name = f"{r.id} {r.variant}"
        drift = None
        if lock is None:
            drift = f"there is no lock at {path}: `varproof lock` writes it"
        elif name not in lock:
            drift = "the statement is not in the lock: `varproof lock` adds it"
        elif lock[name]["sha256"] != r.hash:
            drift = "the statement differs from the locked one: `varproof lock` if that is intended"
        out.append(r if drift is None else r.with_problem("drift", drift))
    return out


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


# ---- processes


def _parallel(
    tasks: Sequence[Task], todo: Sequence[int], jobs: int, finished: Callable[[int, Judged], None]
) -> list[int]:
    """Judge the tasks numbered `todo`; the numbers of those lost with a killed worker are returned."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _prepare, (list(sys.path),))
    lost: list[int] = []
    try:
        running: dict[Future[Judged | str], int] = {pool.submit(_work, tasks[k].load): k for k in todo}
        while running:
            ready, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in sorted(ready, key=running.__getitem__):
                k = running.pop(future)
                try:
                    judged = future.result()
                except BrokenProcessPool:
                    lost.append(k)
                    continue
                finished(k, Judged(tasks[k].failed(judged), None) if isinstance(judged, str) else judged)
    except KeyboardInterrupt:
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return sorted(lost)


def _prepare(path: list[str]) -> None:
    """In each worker: one thread, a memory budget, and interrupts left to the parent."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    sys.path[:] = path
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _work(load: Callable[[], Variant]) -> Judged | str:
    """What the referee says, or the reason why it could say nothing."""
    from varproof.decide.referee import judge

    try:
        result, certificate = judge(load())
    except MemoryError:
        return f"the memory budget of {MEMORY >> 30} GiB is spent"
    except Exception as error:  # whatever went wrong is an ERROR result, never silence
        return f"{type(error).__name__}: {error}"
    return Judged(result, None if certificate is None else cache.canonical(certificate))
