"""Progress, with a clock of its own."""

from __future__ import annotations

import pytest

from varproof.commands.shared import folded
from varproof.commands.watch import Line, Progress, Steps, duration


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_rows_come_in_order_and_as_soon_as_they_can() -> None:
    rows: list[tuple[int, str]] = []
    progress = Progress(["a", "b", "c"], row=lambda k, answer: rows.append((k, answer)))
    progress.decided(2, "C")
    assert rows == []
    progress.started(0)
    progress.decided(0, "A")
    assert rows == [(0, "A")]
    progress.decided(1, "B")
    assert rows == [(0, "A"), (1, "B"), (2, "C")]


def test_what_is_running_how_long_and_how_much_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    progress = Progress(["small", "large", "last"], [10, 30, 20], clock=clock)
    progress.started(0)
    clock.now = 5.0
    progress.tick()
    assert capsys.readouterr().err == ""  # every ten seconds, where it is no terminal
    progress.started(1)
    clock.now = 10.0
    progress.decided(0, None)
    progress.tick()
    assert capsys.readouterr().err == "1/3, about 50 s left, large (5 s)\n"
    clock.now = 19.0
    progress.tick()
    assert capsys.readouterr().err == ""


def test_what_the_tasks_rest_on_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    progress = Progress(["asked for"], clock=clock)
    progress.ahead("cited", True)
    clock.now = 10.0
    progress.tick()
    progress.ahead("cited", False)
    clock.now = 20.0
    progress.tick()
    assert capsys.readouterr().err == "0/1, first cited (10 s)\n0/1\n"


def test_on_a_terminal_one_line_is_written_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "20")
    progress = Progress(["a long name of a lemma"], clock=Clock())
    progress.started(0)
    progress.tick()
    progress.ended()
    assert capsys.readouterr().err.split("\r\x1b[2K") == ["", "0/1, a long name of", ""]


def test_durations() -> None:
    assert [duration(s) for s in (0.4, 61, 3661)] == ["0 s", "1 min 1 s", "1 h 1 min"]


def test_a_terminal_gets_lines_of_its_width_and_a_program_whole_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = "  " + "word " * 20 + "\n\ndef test_claim() -> None:\n" + "    x = 1" * 20 + "\n"
    assert folded(text) == text
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    prose, _, code = folded(text).partition("\n\n")
    assert len(prose.split("\n")) > 2 and max(map(len, prose.split("\n"))) <= 40
    assert prose.split() == ["word"] * 20 and code == text.partition("\n\n")[2]


def test_steps_are_told_while_they_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    begin = Steps(clock)
    begin("identifiers")
    assert capsys.readouterr().err == ""  # every ten seconds, where it is no terminal
    clock.now = 11.0
    begin.tick()
    clock.now = 15.0
    begin("values")
    clock.now = 22.0
    begin.tick()
    assert capsys.readouterr().err == "identifiers (11 s)\nvalues (22 s)\n"


def test_on_a_terminal_steps_stand_on_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Steps(Clock()) as begin:
        begin("identifiers")
    assert begin.over.is_set() and not begin.teller.is_alive()
    written = capsys.readouterr().err
    assert "\r\x1b[2Kidentifiers (0 s)" in written and written.endswith("\r\x1b[2K")
    Line().say("")
    assert capsys.readouterr().err == "\r\x1b[2K"
