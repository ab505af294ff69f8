"""The command `construct`: build a transformer for a target, and certify its error."""

from __future__ import annotations

import importlib.util
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from varproof.arith.decimals import decimal
from varproof.cli import BadInput
from varproof.commands.shared import Answer
from varproof.commands.watch import Steps
from varproof.construct.converse import missed
from varproof.construct.export import faithful
from varproof.construct.frontier import FORMATS, bits_needed
from varproof.construct.model import Model
from varproof.construct.task import exact


def construct(options: Namespace) -> Answer:
    """Exit code 0, or 1 when the checker does not accept what was built; text; data."""
    from varproof import recheck

    _check_outputs(options)
    if not options.scales and (options.flowar or options.picture):
        raise BadInput("--flowar and --picture are for pyramids; add --scales 1,2,4,8")
    if options.frontier is not None:
        return _frontier(options)
    with Steps() as report:
        model = _pyramid(options, report) if options.scales else _image(options, report)
        checked = recheck.check(model.certificate, progress=_replayed(report))
    if options.output is not None:
        model.save(options.output)
    if options.figure is not None:
        from varproof.construct.charts import model_chart, save

        save(model_chart(model), Path(options.figure))
    if options.report is not None:
        from varproof.commands.model_page import model_page
        from varproof.store import cache

        cache.write(Path(options.report), model_page(model, checked, options.output))
    lines = [f"{checked.verdict}: {checked.message}", *_about(model)]
    beyond = missed(model)
    if beyond:
        lines.append(f"without a positional embedding every network misses by at least {decimal(beyond, 4, up=False)}")
    if options.output is not None:
        lines.append(f"{options.output}: written; `varproof check` replays it")
    lines += [f"{path}: written" for path in (options.figure, options.report) if path is not None]
    return int(not checked.ok), "\n".join(lines) + "\n", _data(model, checked.verdict, checked.message)


def _check_outputs(options: Namespace) -> None:
    """What would make the outputs fail fails before the work begins."""
    from varproof.construct.charts import SUFFIXES

    kinds = {"output": (".json", ".npz"), "figure": SUFFIXES, "report": (".html",)}
    for name, suffixes in kinds.items():
        path = getattr(options, name)
        if path is not None and Path(path).suffix not in suffixes:
            raise BadInput(f"{path}: this is written to a file named {', '.join(suffixes)}")
        if path is not None and not Path(path).resolve().parent.is_dir():
            raise BadInput(f"{path}: there is no folder {Path(path).parent}")
    if (options.figure or options.report) and importlib.util.find_spec("matplotlib") is None:
        raise ModuleNotFoundError("matplotlib is not installed", name="matplotlib")


def _image(options: Namespace, report: Callable[[str], None]) -> Model:
    from varproof.construct.image import construct_transformer
    from varproof.construct.target import rows

    n, d = options.tokens, options.channels
    return construct_transformer(rows(options.entries, n, d), n, d, options.eps, options.alpha,
                                 lipschitz=options.lipschitz, attention=options.attention, budget=options.budget,
                                 progress=report)  # fmt: skip


def _pyramid(options: Namespace, report: Callable[[str], None]) -> Model:
    from varproof.construct import pictures
    from varproof.construct.pyramid import construct_var
    from varproof.construct.target import rows

    try:
        scales = tuple(int(h) for h in options.scales.split(","))
    except ValueError:
        raise BadInput(f"--scales {options.scales}: whole numbers such as 1,2,4,8") from None
    d = options.channels
    if options.picture is not None:
        if options.entries:
            raise BadInput("construct: name a picture or give formulas, not both")
        f = pictures.picture(options.picture, scales[-1])
        if d not in (1, f.shape[1]):
            raise BadInput(f"--channels {d}: the picture {options.picture} has {f.shape[1]}")
        d = f.shape[1]
    else:
        f = rows(options.entries, scales[-1] ** 2, d)
    return construct_var(f, scales, options.eps, options.alpha, d=d, lipschitz=options.lipschitz, budget=options.budget,
                         progress=report, up="repeat" if options.flowar else "keys")  # fmt: skip


def _frontier(options: Namespace) -> Answer:
    """Size and precision of both constructions at several accuracies."""
    from varproof.construct.frontier import frontier
    from varproof.construct.target import rows
    from varproof.show.terminal import table

    for name in ("scales", "output", "report"):
        if getattr(options, name) is not None:
            raise BadInput(f"--frontier compares sizes of image-to-image models; leave --{name} out")
    n, d = options.tokens, options.channels
    wanted = [exact(e, "--frontier") for e in options.frontier.split(",")]
    found = list(frontier(rows(options.entries, n, d), n, d, wanted, alpha=options.alpha, budget=options.budget))
    if options.figure is not None:
        from varproof.construct.charts import frontier_chart, save

        save(frontier_chart(found), Path(options.figure))
    lines = [("construction", "eps", "levels", "neurons", "parameters", "bits", "fits")]
    for r in found:
        fits = [name for name, bits in FORMATS.items() if bits >= r.bits]
        lines.append((r.construction, str(r.eps), str(r.levels), str(r.neurons), str(r.parameters), str(r.bits),
                      fits[0] if fits else "none"))  # fmt: skip
    data = [{**vars(r), "eps": str(r.eps), "bound": str(r.bound)} for r in found]
    return 0, "\n".join(table(lines, right=range(1, 6))) + "\n", {"rows": data, "formats": FORMATS}


def _replayed(say: Callable[[str], None]) -> Callable[[int, int], None]:
    """Cells that are replayed, and how long the rest will take at the speed so far; once a second."""
    start = told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if done == 0:
            say("replay by the checker")
        elif now - told > 1:
            told = now
            say(f"replay by the checker: {done}/{total} cells, {(now - start) / done * (total - done):.0f} s left")

    return tell


def _about(model: Model) -> list[str]:
    g, counts, facts = model.grid, model.counts, model.facts
    lines = [f"grid: {g.levels} levels a coordinate, {g.cells} cells; the target is {model.lipschitz}-Lipschitz"]
    if facts is not None:
        lines += [f"step {k}: {text}" for k, text in enumerate(facts.steps, 1)]
        if model.theta:
            lines.append(f"error of an entry: at most {decimal(facts.sup_bound, 4, up=True)} off the ramps, "
                         f"{decimal(facts.sup_everywhere, 4, up=True)} everywhere")  # fmt: skip
    lines.append(f"neurons: {counts.first} + {counts.second}; the theorem's count {counts.theorem}, "
                 f"the paper's {counts.paper}; {model.parameters} parameters")  # fmt: skip
    if facts is not None:
        short = ", so that outputs in float64 may be those of other cells" if faithful(model) else ""
        lines.append(f"precision: {bits_needed(model)} bits keep tokens apart; float64 has {FORMATS['float64']}{short}")
    return lines + [f"assumed: {text}" for text in model.assumed]


def _data(model: Model, verdict: str, message: str) -> dict[str, object]:
    g, counts, facts = model.grid, model.counts, model.facts
    found: dict[str, object] = {} if facts is None else {
        "sup_bound": str(facts.sup_bound), "sup_everywhere": str(facts.sup_everywhere),
        "separation": str(facts.separation), "beta": str(facts.beta), "steps": list(facts.steps),
    }  # fmt: skip
    return {
        "verdict": verdict, "message": message, "error_bound": str(model.error_bound), "alpha": str(model.alpha),
        "n": g.n, "d": g.d, "levels": g.levels, "cells": g.cells, "theta": str(model.theta), "bits": model.bits,
        "lipschitz": str(model.lipschitz), "parameters": model.parameters, "scales": list(model.scales), "up": model.up,
        "neurons": {"first": counts.first, "second": counts.second, "theorem": counts.theorem, "paper": counts.paper},
        "assumed": list(model.assumed), **found,
    }  # fmt: skip
