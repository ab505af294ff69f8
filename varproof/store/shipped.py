"""The certificates that a catalog ships: one packed file an entry, beside its lemma files.

`certificates/lem-boltz-range.json.gz` holds, for each variant that has a certificate, the certificate itself, the
text of the proof, and a digest of the files that the proof was made from. What is shipped is never trusted: a verdict
is given only when the independent checker accepts the certificate for the statement as it stands now. What is missing
or made from other files counts as absent.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from varproof.store import cache

FOLDER = "certificates"
SCHEMA = 1


def path(catalog: Path, stem: str) -> Path:
    """The file of the entry whose lemma file has this stem."""
    return catalog / FOLDER / f"{stem}.json.gz"


def read(catalog: Path, stem: str) -> dict[str, Any]:
    """What is shipped of an entry, by variant: `certificate`, `proof`, `sources`; empty where nothing can be read."""
    try:
        found = json.loads(gzip.decompress(path(catalog, stem).read_bytes()))
        return dict(found["variants"]) if found["schema"] == SCHEMA else {}
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return {}


def write(catalog: Path, stem: str, variants: Mapping[str, Any]) -> Path | None:
    """Write, whole, what is to be shipped of an entry; nothing to ship removes the file. The path if one was written.

    A file that holds the same already is left alone.
    """
    file = path(catalog, stem)
    if not variants:
        file.unlink(missing_ok=True)
        return None
    if read(catalog, stem) == variants:
        return None
    content = cache.canonical({"schema": SCHEMA, "variants": variants}).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(gzip.compress(content, 9, mtime=0))
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    return file
