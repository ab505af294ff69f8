"""Tab in real shells: commands, options and ids. A shell that is not installed is skipped, and said to be."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

fcntl = pytest.importorskip("fcntl", reason="there are no terminals here to type into")
termios = pytest.importorskip("termios", reason="there are no terminals here to type into")
pty = pytest.importorskip("pty", reason="there are no terminals here to type into")
pytest.importorskip("argcomplete", reason="argcomplete is not installed")

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; unsetopt zle_bracketed_paste; unsetopt beep"),
    "fish": (["fish", "--no-config", "-i"], "function fish_prompt; echo '> '; end"),
}  # fmt: skip
WAIT = 120  # seconds at most; what comes is taken at once


class Terminal:
    """A shell in a terminal of its own."""

    def __init__(self, shell: str, home: Path) -> None:
        folder = Path(sys.executable).parent
        clean = {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(home), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        ours, theirs = pty.openpty()
        command, setup = SHELLS[shell]
        self.ours = ours
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=clean,
            start_new_session=True,
            cwd=home,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        register = "register-python-argcomplete"
        script = home / "completion"
        kind = ["--shell", "fish"] if shell == "fish" else []
        made = subprocess.run([folder / register, *kind, "varproof"], capture_output=True, text=True, check=True)
        script.write_text(made.stdout)
        self.type(f"{setup}; . {script}; echo re''ady\n")
        assert "ready" in self.until("ready"), f"{shell} does not start"

    def type(self, text: str) -> None:
        os.write(self.ours, text.encode())

    def until(self, wanted: str) -> str:
        """What the shell writes, up to what is wanted or to the end of our patience."""
        seen, end = "", time.monotonic() + WAIT
        while time.monotonic() < end and wanted not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen):
            if select.select([self.ours], [], [], 0.2)[0]:
                seen += os.read(self.ours, 4096).decode("utf-8", "replace")
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    if shutil.which(request.param) is None:  # zsh and fish are no part of every system, and pip cannot install them
        pytest.skip(f"{request.param} is not installed")
    found = Terminal(request.param, tmp_path)
    yield found
    found.close()


def test_tab_completes_commands_options_and_ids(terminal: Terminal) -> None:
    for typed, rest in [
        ("varproof find", "ings"),
        ("varproof verify --write-c", "ertificates"),
        ("varproof show lem:boltz-ra", "nge"),
        ("varproof show boltz-ra", "nge"),
        ("varproof show thy:cauchy", "-schwarz"),
        ("varproof --catalog gal", "lery"),
    ]:
        terminal.type(f"\x15{typed}\t")
        whole = typed.split()[-1] + rest
        assert whole in terminal.until(whole), typed
    terminal.type("\x15varproof show nothing-of-the-kind\t; echo do''ne\n")
    assert "nothing-of-the-kind; echo" in terminal.until("done")
