"""What is wrong with an input."""

from __future__ import annotations

from varproof.lang.errors import StatementError


class InputError(StatementError):
    """Data or weights that cannot be used; one line: where, what, how to mend it."""


class TooCoarse(ArithmeticError):
    """The precision does not tell; a higher one may."""
