"""Finding and loading catalogs, and one line with file and line for whatever is wrong in one."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import varproof
from varproof.catalog import Catalog, CatalogError, available, catalog, imported, partial

ROOT = Path(__file__).parents[2]

GOOD = """
from varproof.lang import Entry
entry = Entry("lem:{0}", "Test", uses={1!r})
with entry.variant("stated", expect="PROVED") as s:
    s.claim("c", s.real("x") ** 2 >= 0)
"""


def write(folder, **files):
    for stem, text in files.items():
        (folder / f"{stem.replace('_', '-')}.py").write_text(text)
    return folder


def test_the_papers_catalog():
    found = varproof.catalog()
    assert isinstance(found, Catalog)
    assert found["lem:boltz-range"].path.name == "lem-boltz-range.py"
    order = list(found)
    for name, entry in found.items():
        assert all(order.index(used) < order.index(name) for used in entry.uses if not used.startswith("thy:"))
    assert found.lock.name == "statements.lock"
    with pytest.raises(KeyError, match="no such entry"):
        found["lem:nothing"]
    assert catalog("varproof_lemmas").keys() == found.keys()


def test_catalogs_are_found_by_metadata_without_importing_them():
    code = (
        "import sys; from varproof.catalog import available\n"
        "assert available()['varproof'] == 'varproof_lemmas'; assert 'varproof_lemmas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert "varproof" in available()


def test_catalog_is_a_module_and_a_function():
    code = "import varproof; from varproof.catalog import Catalog; assert isinstance(varproof.catalog(), Catalog)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_loading_is_light():
    """Some ten thousand calls of functions for an entry, and neither searches nor pictures are imported."""
    code = (
        "import sympy, sys; sys.path.insert(0, sys.argv[1]); from tests.work import calls; import varproof\n"
        "count, n = calls(lambda: len(varproof.catalog())); print(count // n)\n"
        "print([name for name in ('scipy', 'matplotlib') if name in sys.modules])"
    )
    root = str(Path(__file__).resolve().parents[2])
    run = subprocess.run([sys.executable, "-c", code, root], check=True, capture_output=True, text=True)
    count, modules = run.stdout.splitlines()
    assert int(count) < 60_000 and modules == "[]"


def test_a_folder_can_be_a_catalog(tmp_path):
    write(tmp_path, lem_b=GOOD.format("b", ["lem:a"]), lem_a=GOOD.format("a", ["lem:boltz-range"]), helper="x = 1")
    assert list(catalog(tmp_path)) == ["lem:a", "lem:b"]


BAD = {
    "syntax": (dict(lem_a="x = 1\ny = (\n"), r"lem-a\.py:2: "),
    "name": (dict(lem_a="x = 1\n\nfoo\n"), r"lem-a\.py:3: NameError: name 'foo' is not defined"),
    "a name of the language": (
        dict(lem_a=GOOD.format("a", []).replace(">= 0", ">= mean(1)")),
        r"lem-a\.py:5: NameError: name 'mean' is not defined; add `from varproof.lang import mean`",
    ),
    "a chain": (
        dict(lem_a=GOOD.format("a", []).replace('"c", ', '"c", 0 <= ')),
        r"lem-a\.py:5: lem:a stated: Python cannot say whether a formula is true",
    ),
    "import": (dict(lem_a="import no_such_module_here\n"), r"lem-a\.py:1: ModuleNotFoundError"),
    "statement": (
        dict(lem_a=GOOD.format("a", []).replace("x", "x").replace(">= 0", ">= 0.5")),
        r"lem-a\.py:5: lem:a stated, claim c: the float 0\.5 is not exact; write Q\(1, 2\)",
    ),
    "no entry": (dict(lem_a="x = 1"), r"lem-a\.py: the file defines no entry"),
    "other id": (dict(lem_a=GOOD.format("b", [])), r"lem-a\.py: defines lem:b; name the file lem-b\.py"),
    "no variant": (dict(lem_a=GOOD.format("a", []).split("with")[0]), r"lem:a has no variant"),
    "unknown use": (dict(lem_a=GOOD.format("a", ["lem:zzz"])), "lem:a uses lem:zzz, which no file"),
    "circle": (
        dict(lem_a=GOOD.format("a", ["lem:b"]), lem_b=GOOD.format("b", ["lem:a"])),
        "circle: lem:a -> lem:b -> lem:a",
    ),
    "empty": (dict(helper="x = 1"), "no lemma files"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_one_line(tmp_path, name):
    files, expected = BAD[name]
    with pytest.raises(CatalogError, match=expected) as caught:
        catalog(write(tmp_path, **files))
    assert "\n" not in str(caught.value)


def test_one_that_is_broken_leaves_the_others(tmp_path):
    """What uses something broken, something that is not there, or itself in a circle; the rest is a catalog."""
    uses = dict(a=[], b=["lem:zzz"], c=["lem:b"], d=["lem:e"], e=["lem:d"], f=["lem:a"], g=["lem:e"])
    found = partial(write(tmp_path, **{f"lem_{name}": GOOD.format(name, used) for name, used in uses.items()}))
    assert list(found) == ["lem:a", "lem:f"]
    assert {b.id: str(b.error).split(": ", 1)[1] for b in found.broken} == {
        "lem:b": "lem:b uses lem:zzz, which no file of the catalog defines",
        "lem:c": f"lem:c uses lem:b, which cannot be loaded: {tmp_path / 'lem-b.py'}: lem:b uses lem:zzz, which no file"
        " of the catalog defines",
        "lem:d": "uses go in a circle: lem:d -> lem:e -> lem:d",
        "lem:e": "uses go in a circle: lem:d -> lem:e -> lem:d",
        "lem:g": f"lem:g uses lem:e, which cannot be loaded: {tmp_path / 'lem-e.py'}: uses go in a circle:"
        " lem:d -> lem:e -> lem:d",
    }


def test_a_duplicate_is_an_error(tmp_path):
    for part in ("one", "two"):
        (tmp_path / part).mkdir()
        write(tmp_path / part, lem_a=GOOD.format("a", []))
    with pytest.raises(CatalogError, match="lem:a is defined already, in "):
        catalog(tmp_path)


@pytest.mark.parametrize("source", ["no_such_catalog", "no/such/folder", "json.decoder"])
def test_an_unknown_catalog_is_an_error(source):
    with pytest.raises(CatalogError):
        catalog(source)


def test_every_package_folder_is_listed_in_pyproject():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    present = set()
    for folder, name in (("varproof", "varproof"), ("lemmas", "varproof_lemmas")):
        for init in (ROOT / folder).rglob("__init__.py"):
            present.add(".".join((name, *init.parent.relative_to(ROOT / folder).parts)))
    present = {"varproof_gallery" if name == "varproof.gallery" else name for name in present}  # a catalog
    assert listed == present


@pytest.mark.parametrize("name", ["nothing", "_nothing"])
def test_unknown_names_of_the_package(name):
    with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
        getattr(varproof, name)


def test_files_of_other_catalogs_in_use_are_known(tmp_path: Path) -> None:
    """So that a result about a foreign catalog is not kept when the paper's helpers change."""
    ours = catalog().folder
    assert not [file for file in imported(ours) if file.is_relative_to(ours)]
    assert ours / "model" / "__init__.py" in imported(tmp_path)
