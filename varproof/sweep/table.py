"""The table of a sweep: one SQLite file that holds its question and, for each point, what is known.

Rows are written in batches, each in one transaction of a write-ahead log: a process that is killed loses at most the
batches it was working on, and a point has one row or none. A file answers one question only (statement, grid, what is
dropped, code); another is refused by name. While a sweep works on a file no other can open it.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

from varproof.arith.decimals import Bracket
from varproof.sweep.grid import Grid, Piece
from varproof.sweep.point import Row

SCHEMA = 1
FORMATS = (".csv", ".parquet")
_FETCH = 10_000  # rows of one batch of an export

_CREATE = """
CREATE TABLE IF NOT EXISTS question (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS points (
    number INTEGER PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL, slack TEXT, constants TEXT NOT NULL,
    seconds REAL NOT NULL
);
"""


class TableError(ValueError):
    """A file that cannot take these results; one line that says why and what to do."""


class Table:
    """The results of one sweep; use it in a `with` block.

    `question` says by name what the sweep asks: equal questions have equal answers, apart from the seconds.
    """

    def __init__(self, path: Path, question: Mapping[str, str], grid: Grid, constants: Sequence[str]) -> None:
        self.path, self.grid, self.constants = path, grid, tuple(constants)
        try:
            self._base = sqlite3.connect(path, timeout=1, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise TableError(f"{path}: cannot be opened: {error}") from None
        try:
            self._open({"schema": str(SCHEMA), **question})
        except sqlite3.OperationalError as error:
            self._base.close()
            if "locked" in str(error):
                raise TableError(f"{path}: another sweep is at work on this file; wait for it or stop it") from None
            raise TableError(f"{path}: {error}") from None
        except sqlite3.DatabaseError:
            self._base.close()
            raise TableError(f"{path}: not a table of a sweep; choose another file with -o") from None
        except BaseException:
            self._base.close()
            raise

    def _open(self, question: dict[str, str]) -> None:
        tables = {name for (name,) in self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and not {"question", "points"} <= tables:
            raise TableError(f"{self.path}: a database of something else; choose another file with -o")
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")  # a lost machine may lose the last batches, never the file
        self._base.execute("BEGIN EXCLUSIVE")
        for statement in _CREATE.strip().split(";\n"):
            self._base.execute(statement)
        there = dict(self._base.execute("SELECT name, value FROM question"))
        if not there:
            self._base.executemany("INSERT INTO question VALUES (?, ?)", question.items())
        self._base.execute("COMMIT")
        if there and there != question:
            other = next(name for name in (*question, *there) if question.get(name) != there.get(name))
            raise TableError(
                f"{self.path}: holds a sweep with another {other} ({_short(there.get(other))}, now "
                f"{_short(question.get(other))}); choose another file with -o, or remove this one"
            )

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def __len__(self) -> int:
        (count,) = self._base.execute("SELECT count(*) FROM points").fetchone()
        return int(count)

    def missing(self) -> Iterator[int]:
        """The numbers of the points without a row, in order; rows that are added meanwhile do not matter."""
        begin = 0
        while begin < len(self.grid):
            end = min(begin + _FETCH, len(self.grid))
            wanted = "SELECT number FROM points WHERE number >= ? AND number < ?"
            done = {number for (number,) in self._base.execute(wanted, (begin, end))}
            yield from (k for k in range(begin, end) if k not in done)
            begin = end

    def add(self, rows: Iterable[Row]) -> None:
        """Write the rows of a batch, all or none."""
        self._base.execute("BEGIN")
        try:
            self._base.executemany(
                "INSERT INTO points VALUES (?, ?, ?, ?, ?, ?)",
                [(r.number, r.verdict, r.reason, r.slack, json.dumps(r.constants), r.seconds) for r in rows],
            )
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the points."""
        found = self._base.execute("SELECT * FROM points ORDER BY number")
        for number, verdict, reason, slack, values, seconds in found:
            brackets = tuple(None if pair is None else Bracket(*pair) for pair in json.loads(values))
            yield Row(number, verdict, reason, slack, brackets, seconds)

    def counts(self) -> Counter[str]:
        """How many points have each verdict."""
        return Counter(dict(self._base.execute("SELECT verdict, count(*) FROM points GROUP BY verdict")))

    def tightest(self) -> tuple[int, str] | None:
        """A point of smallest slack, and that slack."""
        found = self._base.execute(
            "SELECT number, slack FROM points WHERE slack IS NOT NULL ORDER BY CAST(slack AS REAL), number LIMIT 1"
        ).fetchone()
        return None if found is None else (int(found[0]), str(found[1]))

    def verdicts(self) -> Iterator[tuple[int, str]]:
        """The number and the verdict of every point that has a row."""
        yield from self._base.execute("SELECT number, verdict FROM points ORDER BY number")

    def seconds(self) -> float:
        """Processor time spent on the points."""
        (total,) = self._base.execute("SELECT total(seconds) FROM points").fetchone()
        return float(total)

    # ---- export

    def header(self) -> list[str]:
        """The columns of an export: exact parameters, verdict, slack, each constant between two decimals, seconds."""
        ends = [f"{name} {side}" for name in self.constants for side in ("low", "high")]
        return [*(axis.name for axis in self.grid.axes), "verdict", "reason", "slack", *ends, "seconds"]

    def records(self) -> Iterator[list[Any]]:
        """The rows of an export."""
        for row in self.rows():
            exact = [value.text for value in self.grid.point(row.number).values()]
            ends = [end for pair in row.constants for end in (pair or (None, None))]
            yield [*exact, row.verdict, row.reason, row.slack, *ends, row.seconds]

    def export(self, path: Path) -> None:
        """Write the table to a .csv or .parquet file, whole or not at all. In Parquet, integers and seconds are
        numbers and everything else is text, as no float holds an exact value."""
        kind = path.suffix.lower()
        if kind not in FORMATS:
            raise TableError(f"{path}: a table is exported to {' or '.join(FORMATS)}")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        try:
            (self._csv if kind == ".csv" else self._parquet)(Path(name))
            Path(name).chmod(0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _csv(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.header())
            writer.writerows(self.records())

    def _parquet(self, path: Path) -> None:
        import pyarrow
        from pyarrow import parquet

        whole = {a.name for a in self.grid.axes if all(_whole(p) for p in a.pieces)}
        kinds = {**dict.fromkeys(whole, pyarrow.int64()), "seconds": pyarrow.float64()}
        schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in self.header()])
        with parquet.ParquetWriter(path, schema) as writer:
            for batch in _batches(self.records(), _FETCH):
                columns = list(zip(*batch, strict=True))
                arrays = [
                    pyarrow.array([int(x) for x in column] if field.name in whole else column, field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _whole(piece: Piece) -> bool:
    """Whether the values are integers of 64 bits."""
    base, step = piece.base, piece.step
    return (
        isinstance(base, Fraction)
        and base.denominator == step.denominator == 1
        and abs(base) + piece.length * step < 2**63
    )


def _batches(records: Iterator[list[Any]], size: int) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _short(value: str | None) -> str:
    text = " ".join((value or "none").split())
    return text if len(text) <= 40 else f"{text[:37]}..."
