"""What tests of the command line share."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from varproof.cli import main


def pytest_configure() -> None:
    """A shell starts what runs in the background with interrupts ignored, and the processes of tests inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With TEST_ORDER set to a number, another order of the files and of the tests in them for each."""
    seed = os.environ.get("TEST_ORDER")
    if seed:
        chance = random.Random(int(seed))
        place = {item.path: chance.random() for item in items}
        items.sort(key=lambda item: (place[item.path], chance.random()))


@pytest.fixture(scope="module")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A store of results for the tests of a module alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: exit code, output, errors."""

    def go(*argv: str | Path) -> tuple[int, str, str]:
        code = main([str(a) for a in argv])
        return code, *capsys.readouterr()

    return go
