"""Headless Chromium, spoken to over a pipe in its own protocol; the standard library is enough."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

SECONDS = 30  # for one answer


def program() -> str | None:
    """The browser that is installed, None without one."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


class Browser:
    """One tab. `events` are the notices since the last page was opened."""

    def __init__(self, path: str, profile: Path) -> None:
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()

        def pipes() -> None:  # the protocol is spoken on the descriptors 3 and 4
            os.dup2(to_read, 30)
            os.dup2(to_write, 31)
            os.dup2(30, 3)
            os.dup2(31, 4)

        quiet = ("no-first-run", "disable-background-networking", "disable-component-update", "disable-sync")
        flags = ["headless=new", "disable-gpu", "disable-quic", *quiet, "remote-debugging-pipe"]
        if os.geteuid() == 0:
            flags.append("no-sandbox")  # Chromium's own flag, without which it does not start as root
        options = [*(f"--{flag}" for flag in flags), f"--user-data-dir={profile}", "about:blank"]
        self._process = subprocess.Popen(
            [path, *options], preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_read)
        os.close(to_write)
        self._buffer = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.tell(f"{domain}.enable")

    def ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)

    def tell(self, method: str, **params: Any) -> dict[str, Any]:
        """The same, to the tab."""
        return self.ask(method, self._session, **params)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + SECONDS
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"the browser did not answer within {SECONDS} s"
            read = os.read(self._in, 1 << 16)
            assert read, "the browser is gone"
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))

    def open(self, url: str) -> None:
        """Load a page and wait until it is there, with its fonts."""
        self.events.clear()
        self.tell("Page.navigate", url=url)
        end = time.monotonic() + SECONDS
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            assert time.monotonic() < end, f"{url} did not load"
            self.events.append(self._next())
        self.run("document.fonts.ready.then(() => true)")

    def run(self, script: str) -> Any:
        """The value of an expression on the page."""
        found = self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def complaints(self) -> list[str]:
        """Console errors and warnings, exceptions and requests that failed, since the page was opened."""
        found = []
        for event in self.events:
            params = event.get("params", {})
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(f"exception: {params['exceptionDetails']['text']}")
            elif event.get("method") == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                found.append(f"{params['entry']['level']}: {params['entry']['text']}")
            elif event.get("method") == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
                found.append(f"console: {params['args']}")
            elif event.get("method") == "Network.loadingFailed":
                found.append(f"not loaded: {params['errorText']}")
        return found

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
        os.close(self._in)
        os.close(self._out)
