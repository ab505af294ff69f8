"""varproof: a machine referee for theory papers.

A paper's definitions and lemmas are written down once, as data, in a small statement language on SymPy;
varproof decides, with evidence that a stranger can re-check, which of them hold.

The names below are imported when they are first used, so that ``import varproof`` stays cheap.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from varproof.api import check, falsify, graph
    from varproof.catalog import Catalog, CatalogError, UnknownEntry, catalog
    from varproof.claims.prove import Proof, prove
    from varproof.construct.export import to_torch
    from varproof.construct.files import load_transformer
    from varproof.construct.image import construct_transformer
    from varproof.construct.pyramid import construct_flowar, construct_var
    from varproof.construct.target import image_symbols, word_symbols
    from varproof.contextual.check import is_contextual_mapping
    from varproof.contextual.construct import contextual_weights
    from varproof.decide.hypotheses import Outside
    from varproof.lang.claims import ClaimError
    from varproof.lang.errors import ShapeError, StatementError
    from varproof.lang.statement import Entry, UnknownVariant, Variant

__version__ = "0.1.0"

_HOME = {
    "Catalog": "varproof.catalog",
    "CatalogError": "varproof.catalog",
    "ClaimError": "varproof.lang.claims",
    "Outside": "varproof.decide.hypotheses",
    "Proof": "varproof.claims.prove",
    "ShapeError": "varproof.lang.errors",
    "UnknownEntry": "varproof.catalog",
    "UnknownVariant": "varproof.lang.statement",
    "check": "varproof.api",
    "falsify": "varproof.api",
    "graph": "varproof.api",
    "Entry": "varproof.lang.statement",
    "StatementError": "varproof.lang.errors",
    "Variant": "varproof.lang.statement",
    "construct_transformer": "varproof.construct.image",
    "construct_flowar": "varproof.construct.pyramid",
    "construct_var": "varproof.construct.pyramid",
    "contextual_weights": "varproof.contextual.construct",
    "image_symbols": "varproof.construct.target",
    "load_transformer": "varproof.construct.files",
    "to_torch": "varproof.construct.export",
    "word_symbols": "varproof.construct.target",
    "is_contextual_mapping": "varproof.contextual.check",
    "prove": "varproof.claims.prove",
}

__all__ = [
    "Catalog",
    "CatalogError",
    "ClaimError",
    "Entry",
    "Outside",
    "Proof",
    "ShapeError",
    "StatementError",
    "UnknownEntry",
    "UnknownVariant",
    "Variant",
    "__version__",
    "catalog",
    "check",
    "falsify",
    "graph",
    "construct_transformer",
    "construct_flowar",
    "construct_var",
    "contextual_weights",
    "image_symbols",
    "load_transformer",
    "to_torch",
    "word_symbols",
    "is_contextual_mapping",
    "prove",
]


def __getattr__(name: str) -> Any:
    if name == "catalog":
        return importlib.import_module("varproof.catalog")  # callable, see there
    if name not in _HOME:
        raise AttributeError(f"module 'varproof' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
