"""Which files a lemma file depends on: never fewer than those that importing it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from varproof.catalog import catalog
from varproof.store.sources import closure

FILES = {
    "__init__.py": "",
    "helper.py": "from . import deep\n",
    "deep.py": "",
    "other.py": "",
    "sub/__init__.py": "from pkg.other import *\n",
    "sub/inner.py": "",
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", {"__init__.py"}),
        ("import math\nfrom sympy import S\n", {"__init__.py"}),
        ("from pkg.helper import x\n", {"__init__.py", "helper.py", "deep.py"}),
        ("import pkg.deep as d\n", {"__init__.py", "deep.py"}),
        ("from pkg import deep\n", {"__init__.py", "deep.py"}),
        ("from .sub import inner\n", {"__init__.py", "sub/__init__.py", "sub/inner.py", "other.py"}),
        ("m = import_module('.helper', __package__)\n", {"__init__.py", "helper.py", "deep.py"}),
        ("m = importlib.import_module('pkg.deep')\n", {"__init__.py", "deep.py"}),
        ("def f():\n    import pkg.other\n", {"__init__.py", "other.py"}),
        ("m = import_module(name)\n", set(FILES)),  # what is computed is not known
        ("exec(text)\n", set(FILES)),
    ],
)
def test_what_is_imported(tmp_path: Path, text: str, wanted: set[str]) -> None:
    for name, content in {**FILES, "lem-x.py": text}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    found = {p.relative_to(tmp_path).as_posix() for p in closure(tmp_path / "lem-x.py", tmp_path, "pkg")}
    assert found == wanted | {"lem-x.py"}


def test_no_file_that_python_runs_is_left_out() -> None:
    """In a new process for each of some entries: what of the catalog is imported is in the closure."""
    code = """if True:
        import sys
        from varproof.catalog import one
        one(None, sys.argv[1])
        print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'varproof_lemmas' and m.__file__))
    """
    entries = catalog()
    for name in ("lem:attention-contextual", "lem:boltz-range", "cor:hofar-universal", "def:var-transformer"):
        path = entries[name].path
        assert path is not None
        ran = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
        known = {p.resolve() for p in closure(path, entries.folder, entries.package)}
        assert {Path(file).resolve() for file in ran.stdout.split()} <= known
        assert len(known) < len(list(entries.folder.rglob("*.py"))) / 2
