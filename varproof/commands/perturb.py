"""The command `perturb`: perturbation bounds of a catalog on built, moved and trained networks."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from varproof.arith.decimals import decimal
from varproof.commands.shared import Answer, catalog_module, chosen_catalog, table_width
from varproof.construct import perturb as measure

CASES = "universality.perturbed"  # the module of a catalog that names CASES and networks


def perturb(options: Namespace) -> Answer:
    """Exit code 0, or 1 where a hypothesis or a claim is not true at the data; the table; its data."""
    from varproof.show.terminal import count, table

    there = catalog_module(options, CASES, "cases")
    found = list(measure.rows(chosen_catalog(options), there.CASES, there.networks(), options.tries))
    lines: list[tuple[str, ...]] = [("id", "claim", "network", "measured", "bound", "slack", "")]
    lines += [_line(r) for r in found]
    failed = sum(not r.holds for r in found)
    if options.figure is not None:
        from varproof.construct.charts import save, slack_chart

        save(slack_chart(found), Path(options.figure))
    says = "all hold" if not failed else f"{failed} not shown"
    shown = table(lines, right=range(3, 6), width=table_width())
    text = "\n".join([*shown, "", f"{count(len(found), 'measurement')}, {says}."]) + "\n"
    return int(failed > 0), text, {"rows": [_data(r) for r in found], "failed": failed}


def _line(r: measure.Row) -> tuple[str, ...]:
    slack = "–" if r.slack is None else decimal(r.slack, 4, up=False)
    sides = (decimal(side, 6, up=True) for side in (r.measured[1], r.bound[0]))  # both up, which keeps their order
    return r.id, r.claim, r.network, *sides, slack, "holds" if r.holds else "NOT SHOWN"


def _data(r: measure.Row) -> dict[str, Any]:
    return {
        "id": r.id, "variant": r.variant, "claim": r.claim, "network": r.network, "holds": r.holds,
        "measured": [str(x) for x in r.measured], "bound": [str(x) for x in r.bound],
        "slack": None if r.slack is None else float(r.slack), "at": {name: _written(x) for name, x in r.data.items()},
    }  # fmt: skip


def _written(value: Any) -> Any:
    """Exact numbers as text, in lists as they are."""
    return [_written(x) for x in value] if isinstance(value, list) else str(value)
