"""`varproof new`: the file of an entry, or a package that is a catalog of its own, to be filled in.

Each entry comes with a small statement that is proved, to be replaced.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from varproof.lang.errors import StatementError
from varproof.lang.statement import Entry
from varproof.store.cache import write as write_file

_LEMMA = '''"""{id}. FILL IN: one line that says what holds.

    sum_i a_i >= 0   for a in R^n with a_i >= 0

FILL IN: why it holds, where equality is attained, where the statement comes from.
"""

from varproof.proof.proof import Proof
from varproof.lang import Entry, ForAll, Index, Q, Source, Sum

entry = Entry(
    "{id}",
    "FILL IN: the title",
    # FILL IN: numbers and cited work; text is "read", "reconstructed" (from a citation) or "ours"
    source=Source(text="ours"),
    uses=[],  # FILL IN: the ids of the definitions and results that are used
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.assume("nonnegative", ForAll(i, a[i] >= 0), needed_at=dict(a=[-1]))  # a point that violates the claim without it
    s.claim("sum", Sum(a[i], i) >= 0)

    s.instance("one entry", a=[0])
    s.instance("ties", a=[Q(1, 3)] * 3)

    s.false("strict", claims={{"sum": Sum(a[i], i) > 0}}, at=dict(a=[0]))  # a neighbour that must be refuted


@entry.proof("stated")
def proof(p: Proof) -> None:
    """Every term is nonnegative."""
    with p.fix("i in n") as each:
        p.have("a[i] >= 0", "nonnegative")
    p.claim("sum", p.summed(each))
'''

_DEFINITION = '''"""{id}. FILL IN: one line that says what is defined.

    mean(a) = (1/n) sum_i a_i   for a in R^n

FILL IN: why it is well defined, where the definition comes from.
"""

from varproof.proof.proof import Proof
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.lang import Entry, Index, Source, Sum

entry = Entry(
    "{id}",
    "FILL IN: the title",
    # FILL IN: numbers and cited work; text is "read", "reconstructed" (from a citation) or "ours"
    source=Source(text="ours"),
    uses=[],  # FILL IN: the ids of the definitions that are used
)

with entry.definition("stated") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    mean = s.define("mean", (a,), (), Sum(a[i], i) / n)

    s.instance("two entries", a=[0, 1])

    s.false("n - 1 for n", claims={{"value": Sum(a[i], i) / (n - 1)}}, at=dict(a=[2]))  # must be refuted


@entry.proof("stated")
def proof(p: Proof) -> None:
    """n is at least 1, so it is not 0."""
    size = card(p["n"])
    p.settle(p.not_zero(p.have(t.gt(size), p.given("n>=1")), size))
'''

_PROJECT = """[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "0.1"
dependencies = ["varproof"]

[project.entry-points."varproof.catalogs"]
{name} = "{package}"

[tool.setuptools]
packages = ["{package}"]

[tool.setuptools.package-data]
{package} = ["statements.lock"]
"""


def package(name: str, root: Path) -> list[Path]:
    """Write the folder of a package that is a catalog of this name, with one entry; StatementError as `write`."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise StatementError(f"{name}: a catalog has a name of lower-case words with hyphens, such as convexity-notes")
    module = name.replace("-", "_")
    folder = root / name
    if folder.exists():
        raise StatementError(f"{folder}: is there already; choose another name")
    if importlib.util.find_spec(module) is not None:
        raise StatementError(f"{name}: there is a module {module} already; choose another name")
    files = {
        folder / "pyproject.toml": _PROJECT.format(name=name, package=module),
        folder / module / "__init__.py": f'"""The catalog {name}: one result a file."""\n',
        folder / module / "lem-first.py": _LEMMA.format(id="lem:first"),
    }
    for path, content in files.items():
        write_file(path, content)
    return list(files)


def write(entry_id: str, root: Path, folder: str | None) -> Path:
    """Write the file of a new entry; StatementError when the id is malformed or the file is there already."""
    is_model = Entry(entry_id, "").is_model
    if folder is not None and not re.fullmatch(r"[a-z][a-z0-9_]*", folder):
        raise StatementError(f"--folder {folder}: a name of lower-case letters, digits and underscores")
    stem = entry_id.replace(":", "-")
    for there in root.rglob(f"{stem}.py"):
        raise StatementError(f"{there}: the entry is there already; choose another id")
    path = (root / folder if folder else root) / f"{stem}.py"
    write_file(path, (_DEFINITION if is_model else _LEMMA).format(id=entry_id))
    return path
