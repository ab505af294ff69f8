"""The command sweep."""

from __future__ import annotations

import importlib.util
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, chosen_variants, judge_all, text_of
from varproof.commands.watch import Line, duration

if TYPE_CHECKING:
    from varproof.sweep.grid import Grid
    from varproof.sweep.run import Points
    from varproof.sweep.table import Table

    Load = Callable[[], tuple[Callable[[Grid], Points], str]]
    Draw = Callable[[Table, str, Path], None]


def load(source: str | None, entry_id: str, name: str, beside: tuple[Path, ...], drop: tuple[str, ...],
         proved: bool) -> tuple[Callable[[Grid], Points], str]:  # fmt: skip
    """What judges a variant on a grid, and the key of all that its results depend on; found again in every worker.

    `beside` are the files of other catalogs that this one imports.
    """
    from varproof.catalog import catalog
    from varproof.decide import verify
    from varproof.store import cache
    from varproof.sweep.point import Judge

    entries = catalog(source)
    variant = entries[entry_id].variants[name]
    sources = verify.sources(variant.entry, entries.package, entries.folder, beside)
    key = cache.key(f"{entry_id} {name}", variant.hash, sources)
    return partial(Judge, variant, drop=drop, proved=proved), key


def sweep(options: Namespace) -> Answer:
    from varproof.commands.ids import CONSTRUCT
    from varproof.commands.swept_models import draw, judges
    from varproof.lang.claims import ClaimError
    from varproof.sweep import grid, table

    try:
        if options.id == CONSTRUCT:
            _no_statement(options)
            targets = tuple(options.target)
            axes = grid.read([*options.grid, f"target=1:{len(targets)}"] if len(targets) > 1 else options.grid)
            _check_outputs(options)
            question = {"statement": "constructions", "list of targets": " ".join(map(repr, targets))}
            return _run(options, question, axes, partial(judges, targets), draw)
        if options.target:
            raise BadInput(f"--target is for constructions: varproof sweep {CONSTRUCT} --target FORMULA --grid eps=...")
        return _statement(options)
    except (ClaimError, table.TableError) as error:
        raise BadInput(str(error)) from None


def _no_statement(options: Namespace) -> None:
    """Refuse what belongs to statements."""
    for name in ("variant", "drop"):
        if getattr(options, name):
            raise BadInput(f"--{name} is for statements, not for constructions")
    if not options.target:
        raise BadInput("a sweep of constructions needs a target, such as --target 'x_k_j*x_1_j'")


def _statement(options: Namespace) -> Answer:
    from varproof.catalog import imported
    from varproof.sweep import figure, grid

    entries = chosen_catalog(options)
    variants = chosen_variants(options, entries)
    if len(variants) > 1:
        names = ", ".join(v.name for v in variants)
        raise BadInput(f"{options.id} has the variants {names}; choose one with --variant")
    variant = variants[0]
    if variant.ill_typed is not None:
        raise BadInput(f"{variant.id} {variant.name} does not type-check and has no points: {variant.ill_typed}")
    axes = grid.read(options.grid)
    if options.figure is not None:
        figure.axes(axes, Path(options.figure))
    _check_outputs(options)
    (judged,) = judge_all(options, [variant])
    beside, drop = tuple(imported(entries.folder)), tuple(options.drop)
    found = partial(load, options.catalog, variant.id, variant.name, beside, drop, judged.result.verdict == "PROVED")
    question = {
        "statement": f"{variant.id} {variant.name}",
        "text of the statement": variant.hash,
        "list of dropped hypotheses": " ".join(drop),
    }
    return _run(options, question, axes, found, figure.draw)


def _check_outputs(options: Namespace) -> None:
    """What would make the outputs fail fails before the work begins."""
    from varproof.sweep import figure, table

    if options.scheduler is not None and options.executor != "dask":
        raise BadInput("--scheduler is for --executor dask")
    if options.export is not None and Path(options.export).suffix.lower() not in table.FORMATS:
        raise BadInput(f"{options.export}: a table is exported to {' or '.join(table.FORMATS)}")
    if options.figure is not None and Path(options.figure).suffix not in figure.FORMATS:
        raise BadInput(f"{options.figure}: a figure is drawn to {', '.join(figure.FORMATS)}")
    for path in (options.output, options.export, options.figure):
        if path is not None and not Path(path).resolve().parent.is_dir():
            raise BadInput(f"{path}: there is no folder {Path(path).parent}")
    needed = {
        "matplotlib": options.figure is not None,
        "pyarrow": options.export is not None and options.export.lower().endswith(".parquet"),
        "distributed": options.executor == "dask",
    }
    for module, wanted in needed.items():
        if wanted and importlib.util.find_spec(module) is None:
            raise ModuleNotFoundError(f"{module} is not installed", name=module)


def _run(options: Namespace, question: dict[str, str], axes: Grid, found: Load, draw: Draw) -> Answer:
    from varproof.decide.processes import processors
    from varproof.sweep.run import Dask, Processes, Task, run
    from varproof.sweep.table import Table

    judges, key = found()
    judge = judges(axes)  # so that a grid that does not fit is found here
    task = Task(found, key, axes)
    title = question["statement"] + "".join(f", without {label}" for label in options.drop)
    question = {**question, "grid": axes.text, "version of the code": key}
    with Table(Path(options.output), question, axes, judge.constants) as table:
        before = len(table)
        if before < len(axes):
            jobs = options.jobs or processors()
            with Dask(options.scheduler, jobs) if options.executor == "dask" else Processes(jobs) as place:
                run(table, task, place, _progress(Line()))
        if options.export is not None:
            table.export(Path(options.export))
        if options.figure is not None:
            draw(table, title, Path(options.figure))
        return _answer(options, table, title, before)


def _answer(options: Namespace, table: Table, title: str, before: int) -> Answer:
    from varproof.show.terminal import count
    from varproof.sweep.point import VERDICTS

    counts = table.counts()
    lengths = " × ".join(f"{len(axis)} {axis.name}" for axis in table.grid.axes)
    lines = [
        f"{title}: {count(len(table), 'point')} ({lengths})",
        ", ".join(f"{counts[v]} {v}" for v in VERDICTS if counts[v]),
    ]
    tightest = table.tightest()
    at = None if tightest is None else {name: v.text for name, v in table.grid.point(tightest[0]).items()}
    if tightest is not None and at is not None:
        lines.append(f"smallest slack {tightest[1]} at " + ", ".join(f"{name} = {x}" for name, x in at.items()))
    lines += [f"{path}: written" for path in (options.output, options.export, options.figure) if path is not None]
    if before:
        lines.append(f"{count(before, 'point was', 'points were')} there already")
    data = {
        "statement": title, "grid": table.grid.text.split("\n"), "points": len(table), "before": before,
        "verdicts": {v: counts[v] for v in VERDICTS}, "slack": None if tightest is None else tightest[1], "at": at,
        "output": options.output, "seconds": round(table.seconds(), 3),
    }  # fmt: skip
    return int(counts["error"] > 0), text_of(*lines), data


def _progress(line: Line) -> Callable[[int, int, float], None]:
    """How many points are done, and the time that the others will take."""

    def tell(done: int, total: int, left: float) -> None:
        line.say(f"{done}/{total} points, {duration(left)} left" if done < total else "")

    return tell
