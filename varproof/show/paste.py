"""A counterexample to be pasted: the line of a lemma file, and a pytest case that fails as long as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_CASE = '''def test_{name}() -> None:
    """{fails} fails at this point, as long as the statement is not mended."""
    from varproof.catalog import catalog
    from varproof.decide.counterexamples import refutes
    from varproof.lang import Q  # noqa: F401

    variant = catalog({source!r})["{id}"].variants["{variant}"]
    assert refutes(variant, dict({data})) is None
'''


def line(data: Mapping[str, Any]) -> str:
    """What keeps the point in the lemma file."""
    return f's.counterexample("found", {_keywords(data)})'


def case(source: str, entry_id: str, variant: str, fails: str, data: Mapping[str, Any]) -> str:
    """A pytest case; `source` is the catalog's name or folder, `data` are exact values as JSON has them."""
    name = re.sub(r"[^a-z0-9]+", "_", f"{entry_id} {variant} {fails}".lower()).strip("_")
    return _CASE.format(name=name, fails=fails, source=source, id=entry_id, variant=variant, data=_keywords(data))


def _keywords(data: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={_value(value)}" for name, value in data.items())


def _value(value: Any) -> str:
    """Python for an exact value: an int, p/q as Q(p, q), or the text of a map."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str) and value.startswith("("):
        return repr(value)
    over, _, under = str(value).partition("/")
    p, q = int(over, 0), int(under or "1", 0)
    number = hex if max(abs(p), q) >= 10**4000 else str  # Python reads no longer decimals
    return number(p) if q == 1 else f"Q({number(p)}, {number(q)})"


def claim_case(claim: str, box: Mapping[str, Any], assume: Sequence[str]) -> str:
    """A pytest case that fails as long as a claim over a box has a counterexample."""
    lines = [
        "def test_claim() -> None:",
        "    import varproof as vp",
        "",
        f"    found = vp.prove({claim!r}, {dict(box)!r}, assume={list(assume)!r})",
        "    assert found.counterexample is None, found.text()",
    ]
    return "\n".join(lines) + "\n"
