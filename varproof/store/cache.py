"""A store of finished results, so that an unchanged catalog answers at once.

A result is found again by the statement's hash, the code of varproof, the versions of what computes, and the
source files that the result depends on. Files are written whole or not at all; unreadable ones count as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

_COMPUTES = ("sympy", "mpmath", "python-flint", "numpy", "scipy")
_DISPLAY = ("show", "commands", "cli.py", "doctor.py", "template.py", "pytest_plugin.py")


def folder() -> Path:
    """The user's cache folder for varproof: $XDG_CACHE_HOME, else the platform's place."""
    base = os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "varproof"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "varproof" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "varproof"
    return Path.home() / ".cache" / "varproof"


def version(distribution: str) -> str | None:
    """The installed version of a distribution, None when it is absent."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def digest_of(files: Iterable[Path], root: Path) -> str:
    """SHA-256 over the names (below `root`) and contents of the files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(set(files)):
        content = path.read_bytes()
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 of varproof's own code and of the versions of Python and of the libraries that compute.

    What only displays results is left out: no layer that judges may import it.
    """
    package = Path(__file__).resolve().parents[1]
    files = [path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in _DISPLAY]
    versions = [platform.python_version(), *(f"{name} {version(name)}" for name in _COMPUTES)]
    parts = [digest_of(files, package), *versions]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def key(identity: str, statement_hash: str, sources: str) -> str:
    """The name of a stored result; `identity` is the id and variant, `sources` a digest of source files."""
    return hashlib.sha256("\n".join([identity, statement_hash, sources, code_digest()]).encode()).hexdigest()


def proof_key(identity: str, statement_hash: str, sources: str) -> str:
    """The name of a stored proof, which may be of another version of varproof: it is replayed before it counts."""
    return hashlib.sha256("\n".join(["proof", identity, statement_hash, sources]).encode()).hexdigest()


def write(path: Path, content: str) -> None:
    """Write a text file whole or not at all."""
    write_bytes(path, content.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def canonical(data: Any) -> str:
    """Canonical JSON: sorted keys, no blanks, ASCII."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def load(name: str, where: Path | None = None) -> Any:
    """A stored result, or None; from another folder than the user's where this is said."""
    try:
        return json.loads(_path(name, where).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def store(name: str, data: Any) -> bool:
    """Store a result, its entries in their order.

    False when the folder cannot be written; the result is then computed again next time.
    """
    try:
        write(_path(name), json.dumps(data, separators=(",", ":")))
    except OSError:
        return False
    return True


def forget(name: str) -> None:
    """Drop a stored result, if there is one."""
    _path(name).unlink(missing_ok=True)


def _path(name: str, where: Path | None = None) -> Path:
    return (where or folder()) / name[:2] / f"{name}.json"
