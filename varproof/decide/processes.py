"""Calls in processes of their own: no answer can depend on what was computed before it.

A process that is killed, or that spends its memory or its time, gives a `Failure` and takes nothing else along.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

MEMORY = 4 << 30  # bytes of address space for one process
SECONDS = 1800  # of processor time for one process: a net for what never ends, far above what is needed
# What almost every process needs, SymPy above all: the server of processes imports it once for all.
_LOADED = ["varproof.decide.referee", "varproof.lang.builder", "varproof.catalog", "scipy.optimize"]


@dataclass(frozen=True)
class Failure:
    """Why a call gave no answer."""

    reason: str


class Watch:
    """What is told of the work while it goes on; by itself it says nothing."""

    def started(self, k: int) -> None:
        """The task of this number is begun."""

    def decided(self, k: int, answer: Any) -> None:
        """A task is done."""

    def ahead(self, name: str, begun: bool) -> None:
        """What the tasks rest on, and nobody asked for, is begun, or done."""

    def tick(self) -> None:
        """About once a second."""

    def ended(self) -> None:
        """Nothing more comes, be it that the work is interrupted."""


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    calls: Sequence[Callable[[], Any]],
    jobs: int | None,
    finished: Callable[[int, Any], None],
    watch: Watch | None = None,
) -> None:
    """Make every call, which has to pickle, and report its number with its answer or Failure as soon as it is there."""
    if not calls:
        return
    told = watch or Watch()
    begin()
    start = context()
    waiting = list(range(len(calls)))
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < (jobs or processors()):
                k = waiting.pop(0)
                ours, theirs = start.Pipe(duplex=False)
                process = start.Process(target=_work, args=(calls[k], theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = (k, process)
                told.started(k)
            told.tick()
            for ours in wait(list(running), timeout=1):
                assert isinstance(ours, Connection)
                k, process = running[ours]
                answer = _answer(ours)
                process.join()
                del running[ours]
                finished(k, Failure(_death(process.exitcode)) if answer is None else answer[0])
    finally:
        for _, process in running.values():
            process.terminate()
            process.join()


def context() -> Any:
    """How processes are started: never by a plain fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(_LOADED)
    return found


def begin() -> None:
    """Let the server of processes load what they need while this one goes on; later they begin at once."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes are the parallelism
    if context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def _death(exitcode: int | None) -> str:
    """Why a process sent nothing."""
    if sys.platform != "win32" and exitcode == -signal.SIGXCPU:
        return f"the time budget of {SECONDS // 60} minutes is spent"
    return f"the worker process died (exit code {exitcode})"


def _answer(connection: Connection) -> tuple[Any] | None:
    try:
        answer = connection.recv()
    except EOFError:
        return None
    finally:
        connection.close()
    return (answer,)


def _work(call: Callable[[], Any], answer: Connection) -> None:
    """In a process: send the answer, or the reason why there is none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    limit_memory()
    _limit_time()
    try:
        found = call()
    except MemoryError:
        found = Failure(f"the memory budget of {MEMORY >> 30} GiB is spent")
    except Exception as error:  # whatever went wrong is for the caller to report
        found = Failure(f"{type(error).__name__}: {error}")
    with suppress(BrokenPipeError):  # after an interrupt nobody waits for it
        answer.send(found)


def limit_memory() -> None:
    """In a new process: what goes beyond the budget raises a MemoryError."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _limit_time() -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        limit = SECONDS if hard == resource.RLIM_INFINITY else min(SECONDS, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
