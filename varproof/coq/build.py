"""Running Coq over a project: the library, then each file of theorems after those that it cites.

What Coq accepted is stored under a digest of all that it read, so that it is not asked again; what it rests on is read
from `Print Assumptions`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache as once
from pathlib import Path
from typing import NamedTuple

from varproof.coq import project
from varproof.coq.project import AXIOMS, CORE, MORE, THEORIES, File
from varproof.decide.processes import Watch
from varproof.store import cache

INSTALL = (
    "Coq with Coquelicot is not installed: `sudo apt install coq libcoq-coquelicot` (Debian, Ubuntu; about 1 GB), or "
    "`opam install coq-coquelicot`"
)


class Missing(Exception):
    """Coq or Coquelicot is not there."""


class Outcome(NamedTuple):
    """What Coq said of a file: accepted with these axioms, or why not. `seconds` are 0 where it was said before."""

    ok: bool
    axioms: tuple[str, ...]
    message: str
    seconds: float
    coq: str  # its version


@once
def library_digest(*more: str) -> str:
    """Of what all files of theorems need, and of these files of the library."""
    return cache.digest_of([THEORIES / f"{name}.v" for name in (*CORE, *more)], THEORIES)


@once
def writer_digest() -> str:
    """Of what writes the files of theorems, and reads what Coq says of them."""
    folder = Path(__file__).parent
    return cache.digest_of(folder.glob("*.py"), folder)


def key(name: str, files: Mapping[str, File]) -> str:
    """The name of the stored outcome of a file: of this package, what the file says, and what it cites."""
    file = files[name]
    more = [name for name in MORE if f"Require Import {name}." in file.text]
    parts = ["coq", writer_digest(), library_digest(*more), file.text, *[key(other, files) for other in file.cites]]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def theorems(certificate: str) -> tuple[str, ...] | None:
    """What Coq accepted of a certificate in canonical JSON with this package as it is: how its claims read there."""
    found = cache.load(_of_certificate(certificate))
    return tuple(map(str, found["theorems"])) if isinstance(found, dict) and "theorems" in found else None


def _of_certificate(certificate: str) -> str:
    parts = ["theorems", writer_digest(), library_digest(*MORE), certificate]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def forget(name: str, files: Mapping[str, File]) -> None:
    """What Coq refuses was not accepted before, whatever is stored."""
    cache.forget(key(name, files))
    cache.forget(_of_certificate(files[name].certificate))


def known(name: str, files: Mapping[str, File]) -> Outcome | None:
    """What Coq accepted of this file before."""
    found = cache.load(key(name, files))
    if not isinstance(found, dict) or found.get("axioms") is None:
        return None
    return Outcome(True, tuple(found["axioms"]), "", 0.0, str(found["coq"]))


def keep(file: File) -> None:
    """Remember that Coq accepted the certificate of a file."""
    cache.store(_of_certificate(file.certificate), {"theorems": [said for _, said in file.theorems]})


@once
def version() -> str:
    """The version of Coq. Raises Missing where Coq or Coquelicot is not there.

    Coq is asked for Coquelicot by itself, so that no fault of a file of the library is taken for its absence.
    """
    program = shutil.which("coqc")
    if program is None:
        raise Missing(INSTALL)
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "Asked.v").write_text("From Coquelicot Require Coquelicot.\n", encoding="utf-8")
        asked = subprocess.run(
            [program, "-q", "-noglob", "Asked.v"], cwd=scratch, capture_output=True, text=True, check=False
        )
    if "Cannot find a physical path" in asked.stderr:
        raise Missing(INSTALL)
    if asked.returncode:
        raise RuntimeError(f"Coq does not load Coquelicot: {complaint(asked.stderr)}")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"version (\S+)", said)
    return found[1] if found else "unknown"


def run(folder: Path, files: Mapping[str, File], jobs: int, watch: Watch, fresh: bool = False) -> dict[str, Outcome]:
    """Write the project into a folder and have Coq check all files, as far as this was not done before.

    A file of which the compiled form is missing is compiled again when another one needs it.
    """
    project.write(folder, files)
    coq = version()
    numbers = {name: k for k, name in enumerate(files)}
    outcomes: dict[str, Outcome] = {}
    for name in files:
        found = None if fresh else known(name, files)
        if found is not None:
            keep(files[name])
            outcomes[name] = found
            watch.decided(numbers[name], found)
    needed = {name for name in files if name not in outcomes}
    todo = set(needed)
    while todo:  # what is cited must be there compiled
        todo = {c for name in todo for c in files[name].cites if not _compiled(folder, c, files)} - needed
        needed |= todo
    if needed:
        library(folder, fresh)
    _schedule(folder, files, needed, jobs, watch, numbers, outcomes, coq)
    watch.ended()
    return {name: outcomes[name] for name in files}


def _schedule(
    folder: Path,
    files: Mapping[str, File],
    needed: set[str],
    jobs: int,
    watch: Watch,
    numbers: Mapping[str, int],
    outcomes: dict[str, Outcome],
    coq: str,
) -> None:
    """Compile what is needed, each file after those that it cites."""
    left = [name for name in files if name in needed]
    ready = {name for name in files if name not in needed}
    with ThreadPoolExecutor(jobs) as pool:
        running: dict[Future[Outcome], str] = {}
        while left or running:
            for name in [n for n in left if ready.issuperset(files[n].cites)]:
                if len(running) < jobs:
                    left.remove(name)
                    running[pool.submit(_compile, folder, name, files, coq)] = name
                    watch.started(numbers[name])
            done, _ = wait(running, timeout=1, return_when=FIRST_COMPLETED)
            for future in done:
                name = running.pop(future)
                outcomes[name] = future.result()
                if outcomes[name].ok:
                    ready.add(name)
                else:
                    forget(name, files)
                watch.decided(numbers[name], outcomes[name])
            watch.tick()
            if not running and left and not any(ready.issuperset(files[n].cites) for n in left):
                for name in left:
                    outcomes[name] = Outcome(False, (), "it cites what Coq does not accept", 0.0, coq)
                    forget(name, files)
                return


def library(folder: Path, fresh: bool = False) -> None:
    """Compile the library where it is not compiled; `fresh`, also where it is."""
    for names in (CORE, *[[name] for name in MORE]):
        stamp = folder / "theories" / f"{names[-1]}.key"
        digest = f"{library_digest(*names)} {version()}\n"
        if not fresh and stamp.is_file() and stamp.read_text() == digest:
            continue
        for name in names:
            done = coqc(folder, f"theories/{name}.v")
            if done.returncode:
                raise RuntimeError(f"theories/{name}.v is not accepted by Coq:\n{complaint(done.stderr)}")
        cache.write(stamp, digest)


def coqc(folder: Path, file: str, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """Compile one file of a project; TimeoutExpired when it is not done in so many seconds."""
    where = [part for room in ("theories", "statements") for part in ("-R", room, "Varproof")]
    command = ["coqc", "-q", "-w", "none", "-noglob", *where, file]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds)


def complaint(said: str) -> str:
    """What Coq has against a file, on one line."""
    return " ".join(said.partition("Error:")[2].split())[:300] or " ".join(said.split())[-300:]


def axioms_in(said: str) -> tuple[str, ...]:
    """What `Print Assumptions` lists, by the first word of each entry; other lines of an entry are indented.

    An entry is an axiom, or says of a name what Coq was told not to check: "loop is assumed to be guarded".
    """
    listed = said.partition("Axioms:\n")[2]
    return tuple(sorted({line.split()[0] for line in listed.splitlines() if line[:1].strip()}))


def _compiled(folder: Path, name: str, files: Mapping[str, File]) -> bool:
    file = folder / "statements" / project.module(name)
    stamp = file.with_suffix(".key")
    there = file.with_suffix(".vo").is_file() and stamp.is_file()
    return there and stamp.read_text() == f"{key(name, files)} {version()}\n"


def _compile(folder: Path, name: str, files: Mapping[str, File], coq: str) -> Outcome:
    begun = time.monotonic()
    path = f"statements/{project.module(name)}.v"
    done = coqc(folder, path)
    seconds = time.monotonic() - begun
    if (folder / path).read_bytes() != files[name].text.encode():
        return Outcome(False, (), f"{folder / path} was changed while Coq read it", seconds, coq)
    if done.returncode:
        return Outcome(False, (), f"Coq does not accept it: {complaint(done.stderr)}", seconds, coq)
    axioms = axioms_in(done.stdout)
    if not done.stdout.startswith(("Axioms:\n", "Closed under the global context\n")):
        return Outcome(False, (), "Coq does not say what it rests on", seconds, coq)
    others = [axiom for axiom in axioms if axiom not in AXIOMS]
    if others:
        return Outcome(False, axioms, f"it rests on other axioms: {', '.join(others)}", seconds, coq)
    cache.write(folder / f"statements/{project.module(name)}.key", f"{key(name, files)} {coq}\n")
    cache.store(key(name, files), {"axioms": list(axioms), "coq": coq})
    keep(files[name])
    return Outcome(True, axioms, "", seconds, coq)
