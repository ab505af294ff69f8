"""Catalogs: packages or folders of lemma files, one result per file.

A file ``lem-boltz-range.py`` holds ``entry = Entry("lem:boltz-range", ...)``; other modules beside it are
helpers. Catalogs announce themselves in the entry-point group ``varproof.catalogs``; which there are is read
from metadata, and only the one that is asked for is imported.

The theory, proved facts that any paper needs, is a catalog inside the package: its ids begin with thy:, and the proofs
of every catalog may cite them; those of other catalogs may also cite the paper's and the gallery's.

A file uses the definition of another as ``mean = import_module(".def-mean", __package__).mean``, which works for
packages and for folders alike, as file names have hyphens.
"""

from __future__ import annotations

import ast
import difflib
import functools
import hashlib
import importlib
import importlib.util
import re
import sys
import tomllib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from varproof import lang
from varproof.lang.cites import cited
from varproof.lang.errors import StatementError
from varproof.lang.statement import KINDS, Entry, Variant

GROUP = "varproof.catalogs"
DEFAULT = "varproof"
THEORY = "varproof.proof.theory"
OPEN = (DEFAULT, "varproof.gallery")  # what every other catalog may cite, besides the theory
LOCK = "statements.lock"

_FILE = re.compile(rf"({'|'.join(KINDS)})-[a-z0-9-]+")


class CatalogError(StatementError):
    """A catalog that cannot be loaded: one line, with the file and the line where there is one."""


class UnknownEntry(CatalogError, KeyError):
    """An id that a catalog does not have; one line, with those that are near."""

    def __str__(self) -> str:
        return str(self.args[0])


class Broken(NamedTuple):
    """A file that defines no entry, by the id in its name; or an entry that uses such a one."""

    id: str
    error: CatalogError

    @property
    def kind(self) -> str:
        return KINDS[self.id.partition(":")[0]]


class Catalog(Mapping[str, Entry]):
    """The entries of a catalog by id, each after everything it uses; `broken` are the others, see `partial`."""

    def __init__(
        self, name: str, folder: Path, entries: Mapping[str, Entry], package: str, broken: Sequence[Broken] = ()
    ) -> None:
        self.name = name
        self.package = package
        self.folder = folder
        self.broken = tuple(broken)
        self._entries = dict(entries)

    @property
    def title(self) -> str:
        """What the docstring of the catalog's package begins with, up to a colon or full stop; else its name."""
        package = self.folder / "__init__.py"
        text = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) if package.is_file() else None
        return re.split(r"[:.]?\n|[:.]$|: ", text or self.name)[0]

    @property
    def lock(self) -> Path:
        """Where the catalog's statements.lock is (or is to be written)."""
        return self.folder / LOCK

    def variants(self) -> Iterator[Variant]:
        """Every variant, in the order of the entries."""
        for entry in self.values():
            yield from entry.variants.values()

    def __getitem__(self, key: str) -> Entry:
        if key not in self._entries:
            near = difflib.get_close_matches(str(key), self._entries, n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise UnknownEntry(f"{key}: no such entry in {self.name}{hint}")
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<catalog {self.name}: {len(self)} entries>"


def available() -> dict[str, str]:
    """The catalogs that are installed: name to package, from metadata; nothing is imported."""
    return {point.name: point.value for point in metadata.entry_points(group=GROUP)}


def catalog(source: str | Path | None = None) -> Catalog:
    """Load a catalog: the paper's own, or one named by its entry point, its package or its folder.

    CatalogError where one of its files defines no entry.
    """
    found = partial(source)
    if found.broken:
        _load.cache_clear()  # the file may be mended
        raise found.broken[0].error
    return found


def partial(source: str | Path | None = None) -> Catalog:
    """The same without its broken entries: these are listed in it, and the others can be judged."""
    return _load(DEFAULT if source is None else str(source))


@functools.cache
def _load(source: str) -> Catalog:
    package, folder = located(source)
    found: dict[str, Entry] = {}
    broken: dict[str, Broken] = {}
    for path in sorted(folder.rglob("*.py")):
        if _FILE.fullmatch(path.stem):
            try:
                entry = _entry(package, folder, path, source)
            except CatalogError as error:
                id = path.stem.replace("-", ":", 1)
                broken[id] = Broken(id, error)
                continue
            if entry.id in found:
                raise CatalogError(f"{path}: {entry.id} is defined already, in {found[entry.id].path}")
            found[entry.id] = entry
    if not found and not broken:
        raise CatalogError(f"{folder}: no lemma files; they are named like lem-boltz-range.py")
    while faults := _unfit(found, broken, source):
        for id, sentence in faults.items():
            broken[id] = Broken(id, CatalogError(f"{found.pop(id).path}: {sentence}"))
    return Catalog(source, folder, _ordered(found), package, list(broken.values()))


def _unfit(found: Mapping[str, Entry], broken: Mapping[str, Broken], source: str) -> dict[str, str]:
    """What is wrong with the entries that use what is broken or not there, else with those that use one another."""
    faults: dict[str, str] = {}
    for name, entry in found.items():
        for used in sorted(set(entry.uses) - set(found)):
            if used in broken:
                faults.setdefault(name, f"{name} uses {used}, which cannot be loaded: {broken[used].error}")
            elif not _elsewhere(used, source):
                faults.setdefault(name, f"{name} uses {used}, which no file of the catalog defines")
    if not faults and (circle := _circle(found)):
        return {name: f"uses go in a circle: {' -> '.join(circle)}" for name in circle}
    return faults


def _circle(found: Mapping[str, Entry]) -> list[str]:
    """The ids on a way from an entry back to it, the first one again at the end; nothing where there is none."""
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        path.append(name)
        for used in sorted(set(found[name].uses) & set(found) - done):
            if circle := visit(used):
                return circle
        done.add(path.pop())
        return []

    return next((circle for name in sorted(found) if name not in done and (circle := visit(name))), [])


def located(source: str | None) -> tuple[str, Path]:
    """The package of a catalog and its folder."""
    source = DEFAULT if source is None else source
    if source not in available() and ("/" in source or "\\" in source or Path(source).is_dir()):
        return _as_package(packaged(Path(source)) or Path(source))
    package = available().get(source, source)
    return package, _folder(package, source)


def one(source: str | Path | None, entry_id: str) -> Entry:
    """One entry; only its file and what that imports are loaded."""
    package, folder = located(None if source is None else str(source))
    for path in sorted(folder.rglob(f"{entry_id.replace(':', '-')}.py")):
        return _entry(package, folder, path, DEFAULT if source is None else str(source))
    raise CatalogError(f"{folder}: no file of {entry_id}")


def names(source: str | Path | None = None) -> list[str]:
    """The ids of a catalog, read off the names of its files; nothing is imported."""
    _, folder = located(None if source is None else str(source))
    return sorted(path.stem.replace("-", ":", 1) for path in folder.rglob("*.py") if _FILE.fullmatch(path.stem))


def folder_of(name: str) -> Path:
    """Where an installed catalog, or a package, is; CatalogError."""
    return _folder(available().get(name, name), name)


def packaged(folder: Path) -> Path | None:
    """The catalog's folder in the folder of a project whose pyproject.toml announces one that is not installed."""
    project = folder / "pyproject.toml"
    if not project.is_file():
        return None
    try:
        points = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["entry-points"][GROUP]
        found = [folder.joinpath(*str(module).split(".")) for module in points.values()]
    except (KeyError, AttributeError, ValueError):
        return None
    return found[0] if len(found) == 1 and found[0].is_dir() else None


def find(source: str, id: str) -> Entry:
    """The entry that a file of the catalog `source` means by an id: of the theory, its own, or one that is open."""
    for where in (THEORY,) if id.startswith("thy:") else (source, *OPEN):
        if id in names(where):
            return one(where, id)
    raise CatalogError(f"{id}: no such entry")


def imported(apart: Path) -> list[Path]:
    """The files of installed catalogs that are in use now, other than those below the folder `apart`."""
    packages = set(available().values())
    files = [
        getattr(module, "__file__", None) for name, module in [*sys.modules.items()] if name.split(".")[0] in packages
    ]
    return sorted({Path(file) for file in files if file is not None and not Path(file).is_relative_to(apart)})


def _folder(package: str, source: str) -> Path:
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        names = ", ".join(sorted(available())) or "none; is varproof installed?"
        raise CatalogError(f"{source}: no such catalog, package or folder; installed catalogs: {names}")
    return Path(next(iter(spec.submodule_search_locations)))


def _as_package(folder: Path) -> tuple[str, Path]:
    """A folder that is not installed, as a package of a name of its own."""
    folder = folder.resolve()
    if not folder.is_dir():
        raise CatalogError(f"{folder}: there is no such folder")
    name = "varproof_catalog_" + hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if name not in sys.modules:
        module = ModuleType(name, f"The catalog in {folder}")
        module.__path__ = [str(folder)]
        sys.modules[name] = module
    return name, folder


def _entry(package: str, folder: Path, path: Path, source: str) -> Entry:
    name = ".".join((package, *path.relative_to(folder).with_suffix("").parts))
    try:
        module = importlib.import_module(name)
    except SyntaxError as error:
        raise CatalogError(f"{error.filename}:{error.lineno}: {error.msg}") from None
    except Exception as error:
        raise CatalogError(f"{_place(error.__cause__ or error, folder, path)}: {_said(error)}") from error
    entry = getattr(module, "entry", None)
    if not isinstance(entry, Entry):
        raise CatalogError(f"{path}: the file defines no entry = Entry(...)")
    if entry.id.replace(":", "-") != path.stem:
        raise CatalogError(f"{path}: defines {entry.id}; name the file {entry.id.replace(':', '-')}.py")
    if not entry.variants:
        raise CatalogError(f"{path}: {entry.id} has no variant; add with entry.variant(...)")
    if entry.id.startswith("thy:") != (package == THEORY):
        raise CatalogError(f"{path}: ids that begin with thy: are those of {THEORY}, and no others")
    if entry.path is None:
        entry.path, entry.catalog, entry.among = path, source, functools.partial(find, source)
        entry.cites = tuple(i for i in cited(entry.proofs.values(), package) if i != entry.id)
        entry.uses = tuple(dict.fromkeys((*entry.uses, *entry.cites)))
    return entry


def _said(error: Exception) -> str:
    if isinstance(error, StatementError):
        return str(error)
    name = error.name if isinstance(error, NameError) else None
    hint = f"; add `from varproof.lang import {name}`" if name in lang.__all__ else ""
    return f"{type(error).__name__}: {error}{hint}"


def _place(error: BaseException, folder: Path, path: Path) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _inside(frame.filename, folder)]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else str(path)


def _inside(filename: str, folder: Path) -> bool:
    return Path(filename).is_relative_to(folder)


def _ordered(found: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries, each after what it uses."""
    done: dict[str, Entry] = {}

    def visit(name: str) -> None:
        if name in found and name not in done:
            for used in sorted(found[name].uses):
                visit(used)
            done[name] = found[name]

    for name in sorted(found):
        visit(name)
    return done


def _elsewhere(id: str, source: str) -> bool:
    """Whether another catalog has the entry: the theory, or, for one that is not the paper's, one that is open."""
    if id.startswith("thy:"):
        return id in names(THEORY)
    return source not in (DEFAULT, THEORY) and any(id in names(other) for other in OPEN)


def locks(own: Path | None = None) -> list[Path]:
    """The lock of a catalog (by default the paper's), before those of all that its proofs may cite."""
    others = [folder_of(name) / LOCK for name in (*OPEN, THEORY)]
    return list(dict.fromkeys([*([] if own is None else [own]), *others]))


class _Callable(ModuleType):
    """``varproof.catalog`` is this module and, called, the function: ``varproof.catalog()["lem:boltz-range"]``."""

    def __call__(self, source: str | Path | None = None) -> Catalog:
        return catalog(source)


sys.modules[__name__].__class__ = _Callable
