"""Which entry a user means: an id, what it begins with, its name alone, or a number of the paper.

Ids are read off the names of the catalog's files, so that a mistyped one is answered before anything is loaded.
"""

from __future__ import annotations

import difflib
import re
from argparse import Namespace
from collections.abc import Sequence

from varproof.cli import BadInput

_NUMBER = re.compile(r"(?:[A-Za-z]+ )?([A-Z]?[0-9]*(?:\.[0-9]+)+)", re.ASCII)
_IDS = ("show", "verify", "constants", "latex", "sweep", "trust", "graph", "falsify")
CONSTRUCT = "construct"  # of a sweep: models, and no entry


def settle(options: Namespace) -> None:
    """Put full ids in place of what is written for --focus, ID and IDs; BadInput for what is none."""
    if options.command not in _IDS or _is_claim(options):
        return
    if options.command == "sweep" and options.id == CONSTRUCT:
        return
    from varproof.catalog import THEORY, names

    written = [name for name in (getattr(options, "id", None), getattr(options, "focus", None)) if name]
    if not written and not getattr(options, "ids", None):
        return
    known = names(options.catalog)
    if options.command in ("show", "verify", "trust", "latex") and options.catalog != THEORY:
        known += names(THEORY)  # what proofs cite
    for field in ("id", "focus"):
        if getattr(options, field, None):
            setattr(options, field, find(getattr(options, field), known, options.catalog))
    if getattr(options, "ids", None):
        options.ids = [find(name, known, options.catalog) for name in options.ids]


def _is_claim(options: Namespace) -> bool:
    from varproof.lang.typed import looks_like_claim

    return options.command == "falsify" and (bool(options.box) or any(looks_like_claim(w) for w in options.ids))


def find(wanted: str, known: Sequence[str], source: str | None) -> str:
    """The id that is meant; BadInput with what is near when there is none, or with all when there are several."""
    if wanted in known:
        return wanted
    number = _NUMBER.fullmatch(wanted)
    if number is not None:
        return _numbered(number[1], source)
    name = wanted.lower()
    stems = {i: i.partition(":")[2] for i in known}
    for match in (
        [i for i in known if name in (stems[i], i)],
        [i for i in known if name and (i.startswith(name) or stems[i].startswith(name))],
    ):
        if len(match) == 1:
            return match[0]
        if match:
            raise BadInput(f"{wanted}: may be {_listed(match)}; write more of the id")
    near = difflib.get_close_matches(name, [*known, *stems.values()], n=3, cutoff=0.5)
    meant = list(dict.fromkeys(n if n in stems else next(i for i in known if stems[i] == n) for n in near))
    hint = f"did you mean {' or '.join(meant)}?" if meant else "`varproof list` shows what there is"
    raise BadInput(f"no entry {wanted!r} in the catalog {source or 'varproof'}; {hint}")


def _numbered(number: str, source: str | None) -> str:
    """The entry with a number of the paper, in its arXiv version before that of ICML."""
    from varproof.catalog import catalog

    entries = catalog(source).values()
    for numbers in ([(e.id, e.source.arxiv) for e in entries], [(e.id, e.source.icml) for e in entries]):
        match = [i for i, text in numbers if text and re.search(rf"(?<![\w.]){re.escape(number)}(?![\w.])", text)]
        if len(match) == 1:
            return match[0]
        if match:
            raise BadInput(f"{number}: may be {_listed(match)}; write the id")
    raise BadInput(f"no entry has the number {number}; `varproof list` shows what there is")


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
    return ", ".join(ids[:8]) + more
