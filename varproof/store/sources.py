"""Which files of a catalog a lemma file depends on: those that it imports, and those that these import.

This is read off the files and conservative: where what is imported is not written out, all files of the folder count.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def closure(path: Path, folder: Path, package: str) -> list[Path]:
    """The files below `folder`, which is the package of this name, that importing the file at `path` may run."""
    found: set[Path] = set()
    todo = [path]
    while todo:
        file = todo.pop()
        if file in found:
            continue
        found.add(file)
        names = _imports(file, _module(file, folder, package))
        if names is None:
            return sorted(folder.rglob("*.py"))
        todo += [target for name in names for target in _files(name, folder, package)]
        todo += [p / "__init__.py" for p in file.parents if p.is_relative_to(folder) and (p / "__init__.py").is_file()]
    return sorted(found)


def _module(file: Path, folder: Path, package: str) -> str:
    """The package in which a file stands."""
    return ".".join((package, *file.parent.relative_to(folder).parts))


def _files(name: str, folder: Path, package: str) -> Iterator[Path]:
    """The file of a module of the catalog, and those of the packages around it."""
    parts = name.split(".")
    if ".".join(parts[: package.count(".") + 1]) != package:
        return
    inner = parts[package.count(".") + 1 :]
    for k in range(len(inner) + 1):
        place = folder.joinpath(*inner[:k])
        for file in (place / "__init__.py", place.with_name(f"{place.name}.py")):
            if file.is_file() and file.is_relative_to(folder):
                yield file


@cache
def _imports(file: Path, package: str) -> tuple[str, ...] | None:
    """Full names of modules, or of what may be one, that a file of a package imports; None where one is computed."""
    found: list[str] = []
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute("." * node.level + (node.module or ""), package)
            found += [f"{base}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in ("import_module", "__import__", "exec", "eval", "run_path", "run_module"):
                continue
            first = node.args[0] if node.args else None
            if called != "import_module" or not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                return None
            found.append(_absolute(first.value, package))
    return tuple(found)


def _absolute(name: str, package: str) -> str:
    """The full name of a module that a file of the package calls by this name, perhaps relative."""
    stem = name.lstrip(".")
    up = len(name) - len(stem)
    if not up:
        return name
    base = package.rsplit(".", up - 1)[0] if up > 1 else package
    return f"{base}.{stem}" if stem else base
