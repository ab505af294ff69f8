"""What a long command tells while it works: what is running and for how long, how much is left; rows in their order.

On a terminal this is one line that is rewritten each second; elsewhere a line every ten seconds. Both go to standard
error. Rows go to standard output as soon as all before them are there.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from varproof.decide.processes import Watch

EVERY = 10.0  # seconds between lines that are not rewritten


class Line:
    """One line on standard error: rewritten on a terminal, elsewhere a new one when the last is ten seconds old."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.live = sys.stderr.isatty()
        self.clock, self.said = clock, clock()

    def say(self, text: str) -> None:
        """Write it; nothing leaves the line empty for what comes next."""
        if self.live:
            sys.stderr.write("\r\x1b[2K" + text[: shutil.get_terminal_size().columns - 1])
            sys.stderr.flush()
        elif text and self.clock() - self.said >= EVERY:
            self.said = self.clock()
            print(text, file=sys.stderr, flush=True)


class Steps:
    """The steps of one long piece of work, each told when it is begun and while it goes on, as long as the block does.

    ``with Steps() as begin: begin("identifiers")``
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.line, self.clock, self.begun = Line(clock), clock, clock()
        self.step, self.over, self.writing = "", threading.Event(), threading.Lock()
        self.teller = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> Steps:
        self.teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.teller.join()
        self.line.say("")

    def __call__(self, step: str) -> None:
        self.step = step
        self.tick()

    def tick(self) -> None:
        with self.writing:
            self.line.say(f"{self.step} ({duration(self.clock() - self.begun)})" if self.step else "")

    def _tell(self) -> None:
        while not self.over.wait(1):
            self.tick()


class Progress(Watch):
    """Progress of tasks with these names; `weights` say how much work each is, roughly.

    `row` prints a decided task; it is called in the order of the tasks.
    """

    def __init__(
        self,
        names: Sequence[str],
        weights: Sequence[float] | None = None,
        row: Callable[[int, Any], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.names, self.row, self.clock = names, row, clock
        self.weights = list(weights) if weights is not None else [1.0] * len(names)
        self.place, self.begun = Line(clock), clock()
        self.done: dict[int, Any] = {}
        self.running: dict[int, float] = {}
        self.first: dict[str, float] = {}  # what these rest on
        self.shown = 0  # rows

    def started(self, k: int) -> None:
        self.running[k] = self.clock()

    def ahead(self, name: str, begun: bool) -> None:
        if begun:
            self.first[name] = self.clock()
        else:
            self.first.pop(name, None)

    def decided(self, k: int, answer: Any) -> None:
        self.running.pop(k, None)
        self.done[k] = answer
        while self.shown in self.done:
            if self.row is not None:
                self.place.say("")
                self.row(self.shown, self.done[self.shown])
            self.shown += 1

    def tick(self) -> None:
        self.place.say(self.line(self.clock()))

    def ended(self) -> None:
        self.place.say("")

    def line(self, now: float) -> str:
        """How far it is, what is running and for how long, and how much is left."""
        parts = [f"{len(self.done)}/{len(self.names)}"]
        left = self.left(now)
        parts += [f"about {duration(left)} left"] if left is not None else []
        oldest = sorted(self.running.items(), key=lambda item: item[1])
        parts += [f"first {name} ({duration(now - since)})" for name, since in self.first.items()]
        parts += [f"{self.names[k]} ({duration(now - since)})" for k, since in oldest]
        return ", ".join(parts)

    def left(self, now: float) -> float | None:
        """Seconds to come, by the rate so far; None before anything is known of it."""
        finished = sum(self.weights[k] for k in self.done)
        to_come = sum(self.weights) - finished
        if finished <= 0 or now - self.begun < 2:
            return None
        return (now - self.begun) * to_come / finished


def duration(seconds: float) -> str:
    """Whole seconds, minutes and hours: 1 h 3 min, 2 min 5 s, 4 s."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"
