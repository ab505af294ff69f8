"""The statement language: one statement as data, read by everything else.

Lemma files import from here. Names are imported when they are first used, so that the modules that read only
the core form do without SymPy.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from varproof.lang.nodes import (
        Abs,
        And,
        Array,
        D,
        Eq,
        Exists,
        First,
        ForAll,
        Implies,
        Index,
        Integral,
        Lam,
        LambertW,
        Last,
        Map,
        Max,
        MaxOver,
        Min,
        MinOver,
        Ne,
        Not,
        Or,
        Pos,
        Prod,
        Q,
        Real,
        Size,
        Sum,
        exp,
        log,
        mean,
        norm,
        pi,
        sqrt,
    )
    from varproof.lang.statement import Entry, Source

_NODES = (
    "Abs And Array D Eq Exists First ForAll Implies Index Integral Lam LambertW Last Map Max MaxOver Min MinOver "
    "Ne Not Or Pos Prod Q Real Size Sum exp log mean norm pi sqrt"
).split()
_HOME = {
    **dict.fromkeys(_NODES, "varproof.lang.nodes"),
    **dict.fromkeys(("Entry", "Source"), "varproof.lang.statement"),
}

__all__ = [
    "Abs", "And", "Array", "D", "Entry", "Eq", "Exists", "First", "ForAll", "Implies", "Index", "Integral", "Lam",
    "LambertW", "Last", "Map", "Max", "MaxOver", "Min", "MinOver", "Ne", "Not", "Or", "Pos", "Prod", "Q", "Real",
    "Size", "Source", "Sum", "exp", "log", "mean", "norm", "pi", "sqrt",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'varproof.lang' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value
