"""`verify --mutants`: what becomes of the mutants of every proved statement."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from typing import Any

from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, chosen_variants, judge_all, task_of, text_of


def mutants(options: Namespace) -> Answer:
    """The fates as text and data; exit code 1 if one could not be found out."""
    from varproof.commands.watch import Progress
    from varproof.decide import survival
    from varproof.decide.processes import Failure
    from varproof.show.terminal import point

    entries = chosen_catalog(options)
    chosen = chosen_variants(options, entries)
    every = zip(chosen, judge_all(options, chosen), strict=True)
    pairs = [(variant, judged) for variant, judged in every if judged.result.verdict == "PROVED"]
    if not pairs:
        raise BadInput("nothing that is chosen is PROVED, and only what is proved has mutants that should be false")
    proved = [variant for variant, _ in pairs]
    found = survival.run(
        [task_of(v) for v in proved],
        [judged for _, judged in pairs],
        jobs=options.jobs,
        watch=Progress([f"{v.id} {v.name}" for v in proved]),
    )
    lines: list[str] = []
    data: list[dict[str, Any]] = []
    total, failed = Counter[str](), 0
    for variant, fates in zip(proved, found, strict=True):
        about = {"id": variant.id, "variant": variant.name}
        if isinstance(fates, Failure):
            failed += 1
            lines.append(f"{variant.id} {variant.name}: ERROR: {fates.reason}")
            data.append({**about, "error": fates.reason})
            continue
        count = Counter(fate.fate for fate in fates)
        total.update(count)
        lines.append(f"{variant.id} {variant.name}: {_counts(count)}")
        for fate in fates:
            at = f" at {point(fate.point)}" if fate.point is not None else ""
            lines.append(f"  {fate.fate:<9}  {fate.change}: {fate.why}{at}")
        data.append({**about, **_numbers(count), "mutants": [fate.row() for fate in fates]})
    lines += ["", f"{len(proved)} proved statements, {sum(total.values())} mutants: {_counts(total)}."]
    return int(failed > 0), text_of(*lines), {"entries": data, "summary": {**_numbers(total), "failed": failed}}


def _numbers(count: Counter[str]) -> dict[str, int]:
    from varproof.decide.survival import KILLED, SURVIVES, UNDECIDED

    return {fate: count[fate] for fate in (KILLED, SURVIVES, UNDECIDED)}


def _counts(count: Counter[str]) -> str:
    names = {"survives": "surviving but true"}
    return ", ".join(f"{n} {names.get(fate, fate)}" for fate, n in _numbers(count).items())
