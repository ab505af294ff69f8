"""Names of a statement as mathematics writes them: Greek letters, indices below the line."""

from __future__ import annotations

from varproof.lang.letters import GREEK

BELOW = dict(zip("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
ABOVE = dict(zip("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻", strict=True))


def name(text: str) -> str:
    """A name with Greek letters, and what follows the first underscore or digit below: gamma_min, x1.

    A longer word is not lowered letter by letter: f_phi is f_φ, g_true stays as it is.
    """
    head, tail = parts(text)
    head = GREEK.get(head, head)
    if not tail:
        return head
    lowered = below(tail) if len(tail) == 1 or tail.isdigit() or tail in ("min", "max") else None
    return head + (lowered if lowered is not None else f"_{GREEK.get(tail, tail)}")


def parts(text: str) -> tuple[str, str]:
    """What stands on the line and what below it; a word such as attention_skip is not taken apart."""
    head, _, tail = text.partition("_")
    if not tail:
        stem = head.rstrip("0123456789")
        head, tail = (stem, head[len(stem) :]) if stem else (head, "")
    if tail and len(head) > 1 and head not in GREEK:
        return text, ""
    return head, tail


def below(text: str) -> str | None:
    """The text as subscript letters, None where Unicode lacks one."""
    return "".join(BELOW[c] for c in text) if text and all(c in BELOW for c in text) else None


def above(text: str) -> str:
    """Digits as superscripts."""
    return "".join(ABOVE[c] for c in text)
