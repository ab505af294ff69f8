"""The command docs: the documentation as an offline site, made by Sphinx from the pages beside the package."""

from __future__ import annotations

import io
import pydoc
import shutil
import sys
import tempfile
import webbrowser
from argparse import Namespace
from pathlib import Path

from varproof.cli import COMMANDS, BadInput
from varproof.commands.shared import Answer, text_of

SOURCES = Path(__file__).resolve().parents[1] / "docs"
GUIDE = Path(__file__).resolve().parents[1] / "proof" / "writing-proofs.md"
_THEME = {"description": "A machine referee for theory papers", "fixed_sidebar": True}
_THEME |= {"page_width": "72em", "body_max_width": "none"}
# Nothing is cut off: long lines go on below, and wide tables scroll.
_STYLE = """
div.highlight pre { white-space: pre-wrap; overflow-wrap: anywhere; }
div.body table.docutils { display: block; overflow-x: auto; border: 0; }
div.body table.docutils span.pre { white-space: normal; overflow-wrap: anywhere; }
"""


def docs(options: Namespace) -> Answer:
    from varproof import __version__
    from varproof.store import cache

    folder = Path(options.output) if options.output else cache.folder() / f"docs-{__version__}-{_digest()}"
    index = folder / "index.html"
    warnings = ""
    if options.output or not index.is_file():
        warnings = build(folder)
    if not options.output and not options.json:
        webbrowser.open(index.resolve().as_uri())
    return 0, text_of(*warnings.splitlines(), str(index)), {"index": str(index), "warnings": warnings.splitlines()}


def guide(options: Namespace) -> Answer:
    """The guide to proofs, page by page on a terminal."""
    said = GUIDE.read_text(encoding="utf-8")
    data = {"file": str(GUIDE), "text": said}
    if options.json or not sys.stdout.isatty():
        return 0, said, data
    pydoc.pager(said)
    return 0, "", data


def _digest() -> str:
    from varproof.store import cache

    root = SOURCES.parent
    return cache.digest_of([*SOURCES.glob("*.md"), GUIDE, root / "cli.py", root / "api.py"], root)[:12]


def build(folder: Path) -> str:
    """Write the site into a folder, whole or not at all; what Sphinx warns of."""
    from sphinx.application import Sphinx  # first, so that what is missing is named

    from varproof import __version__

    if folder.exists() and not (folder / "objects.inv").is_file() and any(folder.iterdir()):
        raise BadInput(f"-o {folder}: the folder holds something else; name an empty or a new one")
    warnings = io.StringIO()
    with tempfile.TemporaryDirectory() as name:
        sources, made = Path(name) / "sources", Path(name) / "made"
        shutil.copytree(SOURCES, sources)
        shutil.copy(GUIDE, sources / GUIDE.name)
        (sources / "_static").mkdir()
        (sources / "_static" / "custom.css").write_text(_STYLE)  # which the theme reads
        (sources / "commands.md").write_text(commands(), encoding="utf-8")
        settings = {
            "project": "varproof",
            "version": __version__,
            "release": __version__,
            "extensions": ["myst_parser", "sphinx.ext.autodoc"],
            "myst_enable_extensions": ["deflist", "dollarmath"],
            "exclude_patterns": [GUIDE.name],
            "html_theme": "alabaster",
            "html_theme_options": _THEME,
            "html_static_path": [str(sources / "_static")],
            "html_show_copyright": False,
            "html_show_sourcelink": False,
            "html_copy_source": False,
            "autodoc_member_order": "bysource",
            "suppress_warnings": ["myst.header", "myst.xref_missing", "docutils", "ref.python"],
        }
        Sphinx(
            srcdir=sources, confdir=None, outdir=made, doctreedir=Path(name) / "trees", buildername="html",
            confoverrides=settings, status=None, warning=warnings,
        ).build()  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, folder)
    return warnings.getvalue().strip()


def commands() -> str:
    """The page of all commands with their options."""
    out = ["# Commands", "", "Every command has `--help`, `--json` (data with a `schema` number) and `--catalog`.", ""]
    for name, (about, arguments) in COMMANDS.items():
        out += [f"## {name}", "", f"{about[0].upper()}{about[1:]}.", ""]
        for flags, settings in arguments:
            value = settings.get("metavar", "")
            shown = ", ".join(f"`{f'{flag} {value}'.strip() if flag[0] == '-' else value}`" for flag in flags)
            out += [shown, f": {settings.get('help', '')}.".replace("..", "."), ""]
    return "\n".join(out)
