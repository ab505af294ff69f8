"""The command constants."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction

from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, chosen_variants, text_of


def constants(options: Namespace) -> Answer:
    from varproof.decide.constants import values
    from varproof.show import maths

    lines, data = [], []
    given = settings(options.set)
    for v in chosen_variants(options, chosen_catalog(options)):
        for c in v.constants.values():
            value = values(v, c, given)
            at = ", ".join(f"{name} = {setting}" for name, setting in given.items())
            lines.append(
                f"{v.id} {v.name}: {c.name} = {maths.line(c.sympy)} = {value.text}" + (f" at {at}" if at else "")
            )
            data.append({"id": v.id, "variant": v.name, "constant": c.name, "low": value.low, "high": value.high})
    if not data:
        raise BadInput(f"{options.id} has no constants; `varproof show {options.id}` shows what it has")
    return 0, text_of(*lines), {"set": {k: str(v) for k, v in given.items()}, "constants": data}


def settings(items: list[str]) -> dict[str, Fraction]:
    """The exact numbers of --set, by name."""
    from varproof.decide.constants import setting

    found: dict[str, Fraction] = {}
    for item in items:
        name, sign, text = item.partition("=")
        if not sign or not name.isidentifier():
            raise BadInput(f"--set {item}: write a name, =, and an exact number, such as n=3 or r=7/2")
        found[name] = setting(name, text)
    return found
