"""`varproof doctor`: what is installed, what is missing and how to get it, where things are."""

from __future__ import annotations

import importlib.util
import platform
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

from varproof.store import cache


class Part(NamedTuple):
    """Something that varproof uses; `found` is a version or a path, None when it is absent."""

    name: str
    needed: bool
    found: str | None
    purpose: str
    install: str


# (distribution, module, purpose)
_LIBRARIES = (
    ("sympy", "sympy", "statements are written in it"),
    ("numpy", "numpy", "search (never evidence)"),
    ("scipy", "scipy", "search for multipliers (never evidence)"),
    ("mpmath", "mpmath", "second opinion in tests (never evidence)"),
    ("python-flint", "flint", "balls: instances, slack, constants, counterexamples"),
)
_EXTRAS = (
    ("pytest", "pytest", "the tests"),
    ("hypothesis", "hypothesis", "the tests"),
    ("ruff", "ruff", "lint"),
    ("mypy", "mypy", "types"),
    ("matplotlib", "matplotlib", "figures in notebooks, maps of sweeps"),
    ("jupyterlab", "jupyterlab", "notebooks"),
    ("torch", "torch", "built models as PyTorch modules"),
    ("distributed", "distributed", "sweeps over many machines"),
    ("pyarrow", "pyarrow", "tables of sweeps as Parquet"),
    ("sphinx", "sphinx", "the documentation"),
    ("myst-parser", "myst_parser", "the documentation"),
    ("argcomplete", "argcomplete", "completion in shells"),
)
_EXTRA_OF = {
    "pytest": "test", "hypothesis": "test", "ruff": "test", "mypy": "test", "matplotlib": "notebook",
    "jupyterlab": "notebook", "torch": "torch", "distributed": "dask", "pyarrow": "parquet", "sphinx": "docs",
    "myst-parser": "docs", "argcomplete": "completion",
}  # fmt: skip
_PROGRAMS = (
    ("tectonic", "typeset LaTeX output"),
    ("pdflatex", "typeset LaTeX output"),
    ("dot", "draw graphs"),
    ("coqc", "theorems of Coq: varproof coq, verify --coq"),
    ("sollya", "second opinion in one variable"),
)


def parts() -> list[Part]:
    """Everything that varproof needs or can use."""
    found = [
        Part(name, True, _library(name, module), purpose, f"pip install {name}") for name, module, purpose in _LIBRARIES
    ]
    found += [
        Part(name, False, _library(name, module), purpose, f"pip install {_this(_EXTRA_OF[name])}")
        for name, module, purpose in _EXTRAS
    ]
    found += [
        Part(name, False, shutil.which(name), purpose, f"the system package that has {name}")
        for name, purpose in _PROGRAMS
    ]
    return found


def _this(extra: str) -> str:
    """What pip is to install for an extra: this checkout where varproof runs from one, else the distribution."""
    root = Path(__file__).resolve().parents[1]
    if (root / "pyproject.toml").is_file():
        return f"-e {shlex.quote(f'{root}[{extra}]')}"
    return f"'varproof[{extra}]'"


def require() -> None:
    """Raise ModuleNotFoundError for the first library that is needed and missing."""
    for name, module, _ in _LIBRARIES:
        if importlib.util.find_spec(module) is None:
            raise ModuleNotFoundError(f"{name} is not installed", name=module)


def _library(distribution: str, module: str) -> str | None:
    if importlib.util.find_spec(module) is None:
        return None
    return cache.version(distribution) or "present"


def report(width: int | None) -> tuple[int, str, dict[str, Any]]:
    """The exit code (3 when something needed is missing), the text and the data."""
    from varproof.catalog import available
    from varproof.show.terminal import table

    found = parts()
    missing = [p for p in found if p.needed and p.found is None]
    places = {
        "python": f"{platform.python_version()} ({sys.executable})",
        "system": platform.platform(),
        "varproof": str(Path(__file__).resolve().parent),
        "cache": str(cache.folder()),
        "catalogs": ", ".join(sorted(available())) or "none installed",
    }
    rows = [
        ("ok" if p.found else "MISSING" if p.needed else "-", p.name, p.found or p.install, p.purpose) for p in found
    ]
    if missing:
        last = f"Needed and missing: {', '.join(p.name for p in missing)}; {missing[0].install}"
    else:
        last = "Everything needed is here."
    lines = [*table(list(places.items()), width=width), "", *table(rows, width=width), "", last]
    data = {**places, "parts": [p._asdict() for p in found], "missing": [p.name for p in missing]}
    return (3 if missing else 0), "\n".join(lines) + "\n", data
