"""`coq`: certificates as theorems of Coq, written as a project and checked there."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from varproof.cli import BadInput, NotInstalled
from varproof.commands.shared import (
    Answer,
    chosen_catalog,
    chosen_variants,
    judge_closure,
    terminal_painter,
    text_of,
)

if TYPE_CHECKING:
    from varproof.coq.build import Outcome
    from varproof.coq.project import File
    from varproof.decide.verify import Judged


def coq(options: Namespace) -> Answer:
    from varproof.show.terminal import table

    entries = chosen_catalog(options)
    closure = judge_closure(options, chosen_variants(options, entries))
    files, without = theorem_files(closure.values())
    folder = Path(options.output) if options.output else default_folder()
    outcomes = check(files, folder, options.jobs or 2, options.fresh)
    paint = terminal_painter()
    rows = [("variant", "Coq", "")]
    rows += [(name, *told(outcomes[name], files[name])) for name in outcomes]
    rows += [(name, "no theorem", why) for name, why in without.items()]
    head, *lines = table(rows)
    good = [o for o in outcomes.values() if o.ok]
    said = sum(len(files[name].theorems) for name, o in outcomes.items() if o.ok)
    axioms = sorted({a for o in good for a in o.axioms})
    last = [
        f"{summary(files, outcomes, without)} {said} claims read as they are written.",
        f"Axioms: {', '.join(axioms) or 'none'}.",
        f"The project is in {folder}; `make` there builds it.",
    ]
    data = {
        "folder": str(folder),
        "theorems": [
            {"name": name, **o._asdict(), "says": [said for _, said in files[name].theorems]}
            for name, o in outcomes.items()
        ],
        "without": without,
        "axioms": axioms,
    }
    return (
        int(any(refused(o, files[name]) for name, o in outcomes.items())),
        text_of(paint(head, "dim"), *lines, "", *last),
        data,
    )


def summary(files: Mapping[str, File], outcomes: Mapping[str, Outcome], without: Mapping[str, str]) -> str:
    """How many are theorems."""
    from varproof.show.terminal import count

    good = [name for name, outcome in outcomes.items() if outcome.ok]
    refuted = sum(files[name].refutes for name in good)
    return (
        f"{len(good)} of {len(outcomes) + len(without)} certificates by kernel or witness, with what they cite, are "
        f"theorems of Coq: {count(len(good) - refuted, 'proof')}, {count(refuted, 'refutation')}."
    )


def theorem_files(judged: Iterable[Judged]) -> tuple[dict[str, File], dict[str, str]]:
    """A file for each proof by the kernel, those that are cited first, and for each exact point that refutes; and why
    others have none."""
    from varproof.coq.certificate import Untranslated
    from varproof.coq.project import refutation_file, theorem_file

    made: dict[str, File] = {}
    without: dict[str, str] = {}
    for j in judged:
        kind = None if j.certificate is None else {"PROVED": "kernel", "REFUTED": "witness"}.get(j.result.verdict)
        if j.certificate is None or kind not in j.result.evidence:
            continue
        name = f"{j.result.id} {j.result.variant}"
        try:
            made[name] = (theorem_file if kind == "kernel" else refutation_file)(json.loads(j.certificate))
        except Untranslated as error:
            without[name] = f"not in the Coq library yet: {error}"
    return in_order(made, without), without


def in_order(made: Mapping[str, File], without: dict[str, str]) -> dict[str, File]:
    """Each after those that it cites; `without` is told of what cites a file that is not there."""
    done: dict[str, File] = {}
    left = dict(made)
    while left:
        ready = [name for name, file in left.items() if all(other in done for other in file.cites)]
        for name in ready:
            done[name] = left.pop(name)
        if not ready:
            for name, file in left.items():
                missing = next(other for other in file.cites if other not in done)
                without[name] = f"it cites {missing}, of which there is no theorem"
            break
    return done


def default_folder() -> Path:
    from varproof.store import cache

    return cache.folder() / "coq"


def check(files: Mapping[str, File], folder: Path, jobs: int, fresh: bool) -> dict[str, Outcome]:
    """Have Coq check the files, with progress."""
    from varproof.commands.watch import Progress
    from varproof.coq import build

    watch = Progress(list(files), [float(5_000 + len(file.text)) for file in files.values()])
    try:
        return build.run(folder, files, jobs, watch, fresh)
    except build.Missing as error:
        raise NotInstalled(f"{error}; the project is written into {folder}, but not checked") from None
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written: {error.strerror}") from None


def tier(closure: Mapping[str, Judged], options: Namespace) -> tuple[dict[str, Judged], list[str]]:
    """What was judged, with evidence of Coq or with what Coq has against it; and in a line how many are theorems.

    Coq's word is taken from its answer, or from what is stored of the same files; with --fresh Coq is asked again.
    """
    from dataclasses import replace

    files, without = theorem_files(closure.values())
    outcomes = check(files, default_folder(), 2, options.fresh)
    found = dict(closure)
    for name, outcome in outcomes.items():
        said = tuple(said for _, said in files[name].theorems) if outcome.ok else None
        result = found[name].result.with_theorems(said)
        if refused(outcome, files[name]):
            result = result.with_problem("coq", f"Coq refuses the certificate: {outcome.message}")
        found[name] = replace(found[name], result=result)
    return found, [summary(files, outcomes, without), *[f"{name}: {why}" for name, why in without.items()]]


def refused(outcome: Outcome, file: File) -> bool:
    """Whether Coq does not accept a file, and not for the one reason that is no fault: that it does not compute what is
    at a point."""
    from varproof.coq.project import UNDECIDED

    return not outcome.ok and not (file.refutes and UNDECIDED in outcome.message)


def told(outcome: Outcome, file: File) -> tuple[str, str]:
    """A row of the table."""
    if not outcome.ok:
        return "REJECTED" if refused(outcome, file) else "no theorem", outcome.message
    when = f"{outcome.seconds:.0f} s" if outcome.seconds else "as it was before"
    bare = f"nothing but that {'the locked text is false' if file.refutes else 'it is defined'}"
    return "theorem", f"{', '.join(name for name, _ in file.theorems) or bare} ({when})"
