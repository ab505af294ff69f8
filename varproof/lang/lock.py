"""statements.lock: the canonical text and SHA-256 of every statement of a catalog.

``{"schema": 1, "statements": {"<id> <variant>": {"sha256": ..., "text": ...}}}``. Certificates and the
checker refer to it, so that a statement cannot change without being noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from varproof.lang.errors import StatementError

SCHEMA = 1


class Locked(NamedTuple):
    """One locked statement."""

    sha256: str
    text: str


class Lockable(Protocol):
    """What a lock records of a variant."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def hash(self) -> str: ...


class Drift(NamedTuple):
    """A difference between a lock and a catalog; ``change`` is "changed", "new" or "gone"."""

    key: str
    change: str

    def __str__(self) -> str:
        said = {
            "changed": "the statement differs from the locked one",
            "new": "the statement is not locked",
            "gone": "the lock has a statement that the catalog has not",
        }[self.change]
        return f"{self.key}: {said}; if this is meant, run varproof lock"


def key(variant: Lockable) -> str:
    """``<id> <variant>``."""
    return f"{variant.id} {variant.name}"


def entries(variants: Iterable[Lockable]) -> dict[str, Locked]:
    """What the lock of these variants is."""
    return {key(variant): Locked(variant.hash, variant.text) for variant in variants}


def render(locked: Mapping[str, Locked]) -> str:
    """The text of the lock file: sorted, ASCII, one trailing newline."""
    statements = {name: lock._asdict() for name, lock in locked.items()}
    return json.dumps({"schema": SCHEMA, "statements": statements}, indent=1, sort_keys=True) + "\n"


def read(path: Path) -> dict[str, Locked]:
    """The locked statements; StatementError when the file is missing, is no lock, or contradicts itself."""
    try:
        raw = json.loads(path.read_text("ascii"))
        if raw["schema"] != SCHEMA:
            raise StatementError(f"{path}: schema {raw['schema']} is unknown; expected {SCHEMA}")
        found = {name: Locked(item["sha256"], item["text"]) for name, item in raw["statements"].items()}
    except FileNotFoundError:
        raise StatementError(f"{path}: there is no such lock; run varproof lock") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, StatementError):
            raise
        raise StatementError(f"{path}: not a statement lock ({error}); run varproof lock") from None
    for name, item in found.items():
        if hashlib.sha256(item.text.encode()).hexdigest() != item.sha256:
            raise StatementError(f"{path}: {name}: the text does not have the recorded SHA-256; run varproof lock")
    return found


def write(path: Path, variants: Iterable[Lockable]) -> None:
    """Write the lock of the variants, in one step."""
    save(path, entries(variants))


def save(path: Path, locked: Mapping[str, Locked]) -> None:
    """Write a lock in one step: a reader sees the old file or the new one, never a part."""
    rendered = render(locked)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
            file.write(rendered)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def compare(locked: Mapping[str, Locked], variants: Iterable[Lockable]) -> list[Drift]:
    """Every difference, in the order of the keys."""
    present = entries(variants)
    drifts = []
    for name in sorted(locked.keys() | present.keys()):
        if name not in locked:
            drifts.append(Drift(name, "new"))
        elif name not in present:
            drifts.append(Drift(name, "gone"))
        elif locked[name] != present[name]:
            drifts.append(Drift(name, "changed"))
    return drifts
