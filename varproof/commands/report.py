"""The command report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from varproof.cli import BadInput
from varproof.commands.shared import Answer, chosen_catalog, judge_all, text_of, with_drift


def report(options: Namespace) -> Answer:
    from varproof.decide.result import exit_code
    from varproof.show.findings import by_name
    from varproof.show.report import NotOurs, Site, claim, pages, write
    from varproof.show.terminal import count

    folder = Path(options.output)
    try:
        claim(folder)  # before the long judgement
    except NotOurs as error:
        raise BadInput(f"-o {error}") from None
    entries = chosen_catalog(options)
    judged = judge_all(options, list(entries.variants()))
    results, _ = with_drift(entries, [j.result for j in judged])
    certificates = {(j.result.id, j.result.variant): j.certificate for j in judged if j.certificate is not None}
    site = Site(entries.title, entries, by_name(results), certificates)
    files = pages(site)
    write(files, folder)
    text = text_of(f"{folder / 'index.html'}: {count(len(files), 'file')}, {count(len(certificates), 'certificate')}.")
    return exit_code(results), text, {"folder": str(folder), "files": sorted(files)}
