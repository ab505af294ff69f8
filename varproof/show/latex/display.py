"""A statement as one displayed formula, as notebooks show it: an `aligned` block with a row for each clause."""

from __future__ import annotations

import re
from typing import Any

from varproof.lang.statement import Variant
from varproof.show.latex import formulas
from varproof.show.latex.names import escaped, name


def display(variant: Variant) -> str:
    """Let ..., suppose ..., then ...: a line for each clause."""
    view, least = variant.view, dict(variant.parts.sizes)
    givens = [rf"{name(size.name)} \ge {least[size.name]}" for size in view.sizes]
    givens += [] if variant.entry.is_model else formulas.scopes(view.givens)
    rows = [_words("Let ") + r",\ ".join(givens)] if givens else []
    if view.assumptions:
        rows += [_words("Suppose"), *(_clause(c.label, c.sympy) for c in view.assumptions)]
    if variant.entry.is_model:
        rows += [formulas.definition(made) for made in view.defines]
    else:
        rows += [_words("Then"), *(_clause(c.label, c.sympy) for c in view.claims)]
    rows += [_words("where ") + formulas.definition(made) for made in view.definitions]
    body = " \\\\\n".join(f"& {row}" for row in rows)
    return re.sub(r"\\penalty300 |\\allowbreak ?", "", f"$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$")


def _words(text: str) -> str:
    return rf"\text{{{text}}}"


def _clause(label: str, formula: Any) -> str:
    return rf"\quad \text{{({escaped(label)})}} \quad {formulas.formula(formula)}"
