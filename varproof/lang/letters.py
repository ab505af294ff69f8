"""The letters of names: Greek ones as Python and as mathematics write them, and any letter in ASCII."""

from __future__ import annotations

import re
import unicodedata

from varproof.lang.errors import StatementError

GREEK = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", eps="ε", epsilon="ε", zeta="ζ", eta="η", theta="θ", kappa="κ", lam="λ",
    mu="μ", nu="ν", xi="ξ", pi="π", rho="ρ", sigma="σ", tau="τ", phi="φ", chi="χ", psi="ψ", omega="ω",
    Gamma="Γ", Delta="Δ", Theta="Θ", Lambda="Λ", Sigma="Σ", Phi="Φ", Psi="Ψ", Omega="Ω",
)  # fmt: skip
_BELOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx")
_CALLED = {"lamda": "lambda", "final sigma": "sigma"}


def ascii_name(word: str, what: str) -> str:
    """The name in ASCII of a name of any letters: λ is lambda, x₁ x_1, é e_acute; StatementError."""
    head = re.split(r"[₀-ₜᵢᵣᵤᵥⱼₓ_]", word, maxsplit=1)[0]
    tail = word[len(head) :].lstrip("_").translate(_BELOW)
    whole = "".join(_letters(c) for c in head) + (f"_{''.join(_letters(c) for c in tail)}" if tail else "")
    if not re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", whole, re.ASCII):
        raise StatementError(f"{what}: {word[:20]!r} is no name; a name is made of letters, digits and _, such as x_1")
    return whole


def _letters(sign: str) -> str:
    if sign.isascii() or not sign.isalnum():  # what is no letter is refused as it stands
        return sign
    name = unicodedata.name(sign, "")
    greek = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z ]+)", name)
    if greek is not None:
        said = greek[2].lower()
        said = _CALLED.get(said, said.split()[0])
        return said if greek[1] == "SMALL" else said.capitalize()
    latin = re.fullmatch(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z])(?: WITH (.+))?", name)
    if latin is not None:
        letter = latin[2] if latin[1] == "CAPITAL" else latin[2].lower()
        return letter + (f"_{latin[3].lower().replace(' ', '_')}" if latin[3] else "")
    return re.sub(r"[^a-z0-9]+", "_", name.lower())


def spelled(name: str) -> str:
    """The name with the letters that `ascii_name` has spelled out, as far as they are there: é of e_acute."""
    accent = re.fullmatch(r"([A-Za-z])_([a-z][a-z_]*?)(_\w+)?", name, re.ASCII)
    if accent is not None:
        case = "SMALL" if accent[1].islower() else "CAPITAL"
        found = _letter(f"LATIN {case} LETTER {accent[1]} WITH {accent[2]}")
        return name if found is None else found + (accent[3] or "")
    if "letter_" not in name and "ideograph_" not in name:
        return name
    out, start = "", 0
    while start < len(name):
        parts = (name[start:end] for end in range(len(name), start, -1))
        part = next((p for p in parts if ("letter_" in p or "ideograph_" in p) and _letter(p)), name[start])
        out += _letter(part) or part
        start += len(part)
    return out


def _letter(called: str) -> str | None:
    for name in (called.replace("_", " "), "-".join(called.replace("_", " ").rsplit(" ", 1))):
        try:
            return unicodedata.lookup(name.upper())
        except KeyError:
            continue
    return None
