"""Many variants at once: from the cache where nothing changed, else judged in worker processes.

The results come in the order of the tasks and do not depend on the number of jobs. A worker that is killed, or
that spends its memory budget, gives an ERROR result for its variant.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from varproof.decide import cache
from varproof.decide.result import Result

if TYPE_CHECKING:
    from varproof.lang.statement import Entry, Variant

MEMORY = 4 << 30  # bytes of address space for one worker
SECONDS = 1800  # of processor time for one worker: a net for what never ends, far above what is needed

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
        _judge_all(tasks, todo, min(jobs or processors(), len(todo)), finished)
    return [done[k] for k in range(len(tasks))]


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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
    apart = {e.path for e in entries.values() if e.id not in needed and e.kind != "definition"}
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


# ---- processes


def _judge_all(tasks: Sequence[Task], todo: Sequence[int], jobs: int, finished: Callable[[int, Judged], None]) -> None:
    """Judge the tasks numbered `todo`, each in a process of its own.

    So no result can depend on what was judged before it, and a killed process takes nothing else along.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes are the parallelism
    context = _context()
    waiting = list(todo)
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                k = waiting.pop(0)
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(tasks[k].load, theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = (k, process)
            for ours in wait(list(running)):
                assert isinstance(ours, Connection)
                k, process = running[ours]
                answer = _answer(ours)
                process.join()
                del running[ours]
                if answer is None:
                    answer = _death(process.exitcode)
                finished(k, Judged(tasks[k].failed(answer), None) if isinstance(answer, str) else answer)
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["varproof.decide.referee", "scipy.optimize"])
    return context


def _death(exitcode: int | None) -> str:
    """Why a worker sent nothing."""
    if sys.platform != "win32" and exitcode == -signal.SIGXCPU:
        return f"the time budget of {SECONDS // 60} minutes is spent"
    return f"the worker process died (exit code {exitcode})"


def _answer(connection: Connection) -> Judged | str | None:
    try:
        answer: Judged | str = connection.recv()
    except EOFError:
        return None
    finally:
        connection.close()
    return answer


def _work(load: Callable[[], Variant], answer: Connection) -> None:
    """In a worker: send what the referee says, or the reason why it could say nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    _limit()
    from varproof.decide.referee import judge

    try:
        result, certificate = judge(load())
        text = None if certificate is None else cache.canonical(certificate)
    except MemoryError:
        answer.send(f"the memory budget of {MEMORY >> 30} GiB is spent")
    except Exception as error:  # whatever went wrong becomes an ERROR result
        answer.send(f"{type(error).__name__}: {error}")
    else:
        answer.send(Judged(result, text))


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = SECONDS if hard == resource.RLIM_INFINITY else min(SECONDS, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
