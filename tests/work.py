"""Work as a number that does not depend on the machine: how many functions a call runs, of Python's and of C's."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def calls(run: Callable[[], Any]) -> tuple[int, Any]:
    """The number of functions called by run(), and what it returns."""
    count, before = 0, sys.getprofile()

    def seen(frame: Any, event: str, what: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        found = run()
    finally:
        sys.setprofile(before)
    return count, found
