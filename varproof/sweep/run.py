"""The work of a sweep: batches of points go to worker processes, or to Dask, and their rows into the table.

Only this process writes to the table, one transaction a batch. A batch whose worker dies is tried again, alone and in
halves; a point whose worker dies three times on it alone gets an ``error`` row. Rows do not depend on how the points
were batched, on which worker judged them, or on how often a worker died.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from types import TracebackType
from typing import Protocol

from varproof.decide import processes
from varproof.sweep.grid import Grid
from varproof.sweep.point import Row
from varproof.sweep.table import Table, TableError

SECONDS = 0.5  # that a batch is meant to take: what a kill may lose, and what a transaction is spread over
BATCH = 1000  # points of a batch at most
ATTEMPTS = 3  # of a point alone, before its worker's death is its row

Progress = Callable[[int, int, float], None]  # points done, points in all, seconds left


class Points(Protocol):
    """What is known at the points of a grid."""

    @property
    def constants(self) -> Sequence[str]:
        """The names of the numbers in every row."""

    def row(self, number: int) -> Row:
        """The row of one point, whatever goes wrong there."""


@dataclass(frozen=True)
class Task:
    """What a worker needs. `load` says what judges a grid, and gives the key of everything its results depend on."""

    load: Callable[[], tuple[Callable[[Grid], Points], str]]
    key: str
    grid: Grid


# ---- in a worker

_ONE_AT_A_TIME = threading.Lock()  # the precision of balls is global in a process, and Dask's workers have threads


def work(task: Task, numbers: tuple[int, ...]) -> list[Row]:
    """The rows of some points."""
    with _ONE_AT_A_TIME:
        judge = _judge(task)
        return [judge.row(k) for k in numbers]


@lru_cache(maxsize=2)
def _judge(task: Task) -> Points:
    judges, key = task.load()
    if key != task.key:
        raise TableError("a worker has other versions of the statement, of varproof or of what it computes with")
    return judges(task.grid)


def _begin() -> None:
    """In a new worker process: interrupts are the parent's to handle, and nobody outlives the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    processes.limit_memory()
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


# ---- where the work is done


class Processes(AbstractContextManager["Processes"]):
    """Worker processes of this machine."""

    died: type[Exception] = BrokenProcessPool

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: Executor | None = None

    def workers(self) -> int:
        return self.jobs

    def submit(self, task: Task, numbers: tuple[int, ...]) -> Future[list[Row]]:
        if self._pool is None:
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes are the parallelism
            self._pool = ProcessPoolExecutor(self.jobs, processes.context(), _begin)
        try:
            return self._pool.submit(work, task, numbers)
        except BrokenProcessPool as error:  # a worker died while nothing was asked of it
            dead: Future[list[Row]] = Future()
            dead.set_exception(error)
            return dead

    def renew(self) -> None:
        """After a death, which breaks the pool."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.renew()


class Dask(AbstractContextManager["Dask"]):
    """Workers of a Dask scheduler at an address, or of a cluster of so many processes that is started here.

    Each needs the same varproof and the same catalog; one that has others is found out before it judges a point.
    """

    died: type[Exception]

    def __init__(self, scheduler: str | None, jobs: int) -> None:
        import distributed

        self.died = distributed.KilledWorker
        self._cluster = None
        if scheduler is None:
            self._cluster = distributed.LocalCluster(
                n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=50
            )
        try:
            self.client = distributed.Client(self._cluster if scheduler is None else scheduler, timeout=10)
            self.client.wait_for_workers(1, timeout=60)
        except (OSError, TimeoutError) as error:
            raise TableError(
                f"--scheduler {scheduler}: no Dask scheduler with workers answers there: {error}"
            ) from None
        except ValueError as error:
            raise TableError(f"--scheduler {scheduler}: {error}") from None
        self._executor: Executor = self.client.get_executor(pure=False)

    def workers(self) -> int:
        return max(1, len(self.client.nthreads()))

    def submit(self, task: Task, numbers: tuple[int, ...]) -> Future[list[Row]]:
        return self._executor.submit(work, task, numbers)

    def renew(self) -> None:
        """Nothing: the scheduler replaces its workers."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=False)
        self.client.close()
        if self._cluster is not None:
            self._cluster.close()


# ---- the loop


def run(table: Table, task: Task, place: Processes | Dask, progress: Progress | None = None) -> None:
    """Judge every point that has no row yet."""
    numbers = table.missing()
    clock = _Clock(len(table), len(task.grid), progress)
    running: dict[Future[list[Row]], tuple[int, ...]] = {}
    size = 1
    while True:
        wanted = 2 * place.workers()
        while len(running) < wanted:
            batch = tuple(islice(numbers, size))
            if not batch:
                break
            running[place.submit(task, batch)] = batch
        if not running:
            return
        dead: list[tuple[int, ...]] = []
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            rows = _rows(future, place)
            batch = running.pop(future)
            if rows is None:
                dead.append(batch)
            else:
                table.add(rows)
                clock.done(len(rows))
                size = max(1, min(BATCH, int(SECONDS * len(rows) / max(sum(r.seconds for r in rows), 1e-9))))
        if dead and isinstance(place, Processes):  # a death breaks the whole pool
            for future, batch in running.items():
                rows = _rows(future, place)
                if rows is None:
                    dead.append(batch)
                else:
                    table.add(rows)
                    clock.done(len(rows))
            running.clear()
        if dead:
            place.renew()
        for batch in sorted(dead):
            for rows in _again(task, place, batch):
                table.add(rows)
                clock.done(len(rows))


def _rows(future: Future[list[Row]], place: Processes | Dask) -> list[Row] | None:
    """The rows of a batch; None when its worker died."""
    try:
        return future.result()
    except place.died:
        return None
    except CancelledError:
        raise TableError(
            "the connection to the workers is lost; the same command goes on where this one stopped"
        ) from None


def _again(task: Task, place: Processes | Dask, batch: tuple[int, ...]) -> Iterator[list[Row]]:
    """The rows of a batch whose worker died, tried with nothing else at work."""
    attempts = ATTEMPTS if len(batch) == 1 else 1
    for _ in range(attempts):
        rows = _rows(place.submit(task, batch), place)
        if rows is not None:
            yield rows
            return
        place.renew()
    if len(batch) == 1:
        nothing = (None,) * len(_judge(task).constants)
        yield [Row(batch[0], "error", f"its worker process died {attempts} times", None, nothing, 0.0)]
        return
    middle = len(batch) // 2
    yield from _again(task, place, batch[:middle])
    yield from _again(task, place, batch[middle:])


class _Clock:
    """Tells how far the work is, and how long the rest will take at the speed so far."""

    def __init__(self, before: int, total: int, progress: Progress | None) -> None:
        self.count, self.before, self.total, self.progress = before, before, total, progress
        self.begun = time.monotonic()

    def done(self, count: int) -> None:
        self.count += count
        if self.progress is not None:
            each = (time.monotonic() - self.begun) / (self.count - self.before)
            self.progress(self.count, self.total, each * (self.total - self.count))
