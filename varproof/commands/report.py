"""The command report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from varproof import recheck
from varproof.cli import BadInput
from varproof.commands.model_page import content, title
from varproof.commands.shared import Answer, chosen_catalog, judge_all, text_of, with_drift
from varproof.construct.files import load_transformer
from varproof.construct.model import Model
from varproof.decide.result import exit_code
from varproof.recheck import Report
from varproof.show.findings import by_name
from varproof.show.report import NotOurs, Site, claim, pages, write
from varproof.show.report.site import frame, page_of_model
from varproof.show.terminal import count


def report(options: Namespace) -> Answer:
    folder = Path(options.output)
    try:
        claim(folder)  # before the long judgement
    except NotOurs as error:
        raise BadInput(f"-o {error}") from None
    models = _models(options.model)
    entries = chosen_catalog(options)
    judged = judge_all(options, list(entries.variants()))
    results, _ = with_drift(entries, [j.result for j in judged])
    certificates = {(j.result.id, j.result.variant): j.certificate for j in judged if j.certificate is not None}
    said = {name: (checked.verdict, checked.message) for name, (_, checked, _) in models.items()}
    site = Site(entries.title, entries, by_name(results), certificates, said)
    files = {**pages(site), **_pages_of(site, models)}
    write(files, folder)
    text = text_of(f"{folder / 'index.html'}: {count(len(files), 'file')}, {count(len(certificates), 'certificate')}.")
    bad = any(not checked.ok for _, checked, _ in models.values())
    return max(exit_code(results), int(bad)), text, {"folder": str(folder), "files": sorted(files)}


def _models(paths: list[str]) -> dict[str, tuple[Model, Report, Path]]:
    """Built models by the names of their files, replayed by the checker."""
    found: dict[str, tuple[Model, Report, Path]] = {}
    for path in map(Path, paths):
        if path.stem in found:
            raise BadInput(f"--model {path}: there are two models of the name {path.stem}; rename one of the files")
        found[path.stem] = load_transformer(path), recheck.check_file(path), path
    return found


def _pages_of(site: Site, models: dict[str, tuple[Model, Report, Path]]) -> dict[str, bytes]:
    """A page for each model, and its file beside it."""
    found: dict[str, bytes] = {}
    for name, (model, checked, path) in models.items():
        file = f"models/{path.name}"
        page = frame(site, page_of_model(name), title(model), *content(model, checked, file))
        found |= {page_of_model(name): page.encode(), file: path.read_bytes()}
    return found
