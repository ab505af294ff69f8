"""What goes wrong with a construction."""

from __future__ import annotations

from varproof.lang.errors import StatementError


class InputError(StatementError):
    """Input that cannot be used; the message says what, where and how to mend it."""


class TooLarge(StatementError):
    """A construction beyond its budget; the message says which grid, how many neurons and bits it would need."""
