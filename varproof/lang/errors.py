"""The errors of the statement language. Each message is one line: where, what, how to mend it."""

from __future__ import annotations


class StatementError(ValueError):
    """A statement, or data for one, that cannot be accepted."""


class ShapeError(StatementError):
    """A statement that does not type-check: it names the shapes that do not fit."""
