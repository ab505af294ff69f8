"""The report: a static site with a referee's summary, a page for each statement, the graph, slack and trust.

It needs no server, no network and no scripts. `pages` gives its files; `write` puts them in place at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from varproof.show.findings import file_name
from varproof.show.report.ledger import ledger_page
from varproof.show.report.site import GENERATOR, GUIDE, Site, page_of
from varproof.show.report.statement import statement_page
from varproof.show.report.summary import findings_page, graph_page, guide_page, index_page, statements_page, trust_page

__all__ = ["NotOurs", "Site", "claim", "pages", "write"]

_STATIC = Path(__file__).parent / "static"


class NotOurs(Exception):
    """The folder that is to be replaced is not a report."""


def pages(site: Site) -> dict[str, bytes]:
    """Every file of the site by its path; the same site gives the same bytes."""
    texts = {
        "index.html": index_page(site),
        "statements.html": statements_page(site),
        "findings.html": findings_page(site),
        "graph.html": graph_page(site),
        "slack.html": ledger_page(site),
        "trust.html": trust_page(site),
        GUIDE: guide_page(site),
        **{page_of(entry.id): statement_page(site, entry) for entry in site.entries.values()},
        **{f"certificates/{file_name(*key)}": f"{text}\n" for key, text in site.certificates.items()},
    }
    static = {f"static/{path.name}": path.read_bytes() for path in sorted(_STATIC.iterdir())}
    return {**{path: text.encode() for path, text in texts.items()}, **static}


def claim(folder: Path) -> None:
    """NotOurs unless the folder is new, empty or an older report."""
    if folder.exists() and not _replaceable(folder):
        raise NotOurs(f"{folder} is there and is not a report; name a new folder or remove it")


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the site whole or not at all, in the place of an older report; NotOurs for a folder of anything else."""
    claim(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    new, old = made / "new", made / "old"
    try:
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            os.replace(folder, old)
        os.replace(new, folder)
    finally:
        shutil.rmtree(made)


def _replaceable(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    index = folder / "index.html"
    return not any(folder.iterdir()) or (
        index.is_file() and f'content="{GENERATOR}"' in index.read_text(errors="replace")
    )
