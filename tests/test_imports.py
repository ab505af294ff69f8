"""The direction of imports: each layer may import only those below it, and inside a layer there is no circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "varproof"

# What each layer may import of varproof; "top" is what stands directly in varproof/ (catalog, cli, commands, ...).
MAY_IMPORT = {
    "recheck": set(),
    "arith": set(),
    "store": set(),
    "lang": {"arith"},
    # recheck is a leaf: who gives a verdict asks it for the last word
    "proof": {"arith", "lang", "store", "recheck"},
    "claims": {"arith", "lang", "store", "recheck"},
    "decide": {"arith", "lang", "store", "proof", "claims", "recheck"},
    # models for targets: numbers and layers; statements only where their bounds are measured
    "construct": {"arith", "lang", "store", "claims", "recheck"},
    "coq": {"store", "decide", "recheck"},  # certificates for Coq, and the program that checks them
    "contextual": {"arith", "lang", "decide"},  # attention on given data: numbers and verdicts, no statements
    "show": {"arith", "lang", "store", "proof", "decide"},
    "sweep": {"arith", "lang", "store", "claims", "decide"},
    "top": {
        "arith",
        "lang",
        "store",
        "proof",
        "claims",
        "decide",
        "construct",
        "contextual",
        "coq",
        "show",
        "sweep",
        "recheck",
    },
}
# Where a library may be imported at all.
ONLY_IN = {
    "flint": {"arith/balls.py", "arith/polynomials.py", "selftest.py"},
    "sympy": {
        *("lang/leaves.py", "lang/formulas.py", "lang/definitions.py", "lang/nodes.py", "lang/lower.py"),
        *("lang/builder.py", "lang/maps.py", "lang/raised.py", "lang/objects.py", "lang/__init__.py"),
        *("show/maths.py", "show/products.py", "show/mathml.py", "selftest.py"),
        *("show/latex/formulas.py", "construct/target.py", "construct/pictures.py"),
    },
    "mpmath": {"selftest.py"},
}  # fmt: skip

# Imported inside the one function that needs it: a front door and what is built on it, a term that prints itself.
ON_DEMAND = [
    ("cli.py", "commands/__init__.py"),
    ("lang/statement.py", "lang/builder.py"),
    ("lang/statement.py", "api.py"),
    ("proof/kernel/nodes.py", "proof/kernel/text.py"),
    ("construct/model.py", "construct/files.py"),
]


def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def layer(name: str) -> str:
    """The layer of a file, or of a dotted module name below varproof."""
    parts = name.removesuffix(".py").replace("/", ".").split(".")
    if parts[0] == "recheck":
        return "recheck"
    return parts[0] if parts[0] in MAY_IMPORT else "top"


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every dotted name that is imported, wherever in the file, with its line; `from a import b` gives a.b."""
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def inner_imports(tree: ast.Module, files: set[str]) -> Iterator[tuple[str, int]]:
    """The files of varproof that a module imports."""
    for name, line in imported(tree):
        parts = name.split(".")
        if parts[0] != "varproof" or len(parts) < 2:
            continue
        for stem in ("/".join(parts[1:]), "/".join(parts[1:-1])):
            target = next((f for f in (f"{stem}.py", f"{stem}/__init__.py") if f in files), None)
            if target is not None:
                yield target, line
                break


def test_layers() -> None:
    trees = modules()
    wrong = [
        f"{name}:{line} imports {target}"
        for name, tree in trees.items()
        for target, line in inner_imports(tree, set(trees))
        if layer(target) != layer(name) and layer(target) not in MAY_IMPORT[layer(name)]
        if (name, target) not in ON_DEMAND
    ]
    assert not wrong
    assert len(trees) > 20


def test_no_circles() -> None:
    trees = modules()
    edges = {name: {t for t, _ in inner_imports(tree, set(trees)) if t != name} for name, tree in trees.items()}
    for name, target in ON_DEMAND:
        edges[name].discard(target)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join([*path, name])
        if name not in done:
            for target in sorted(edges[name]):
                visit(target, (*path, name))
            done.add(name)

    for name in edges:
        visit(name, ())


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_libraries_are_confined(library: str) -> None:
    found = {name for name, tree in modules().items() for n, _ in imported(tree) if n.split(".")[0] == library}
    assert found <= ONLY_IN[library]


def test_the_checker_is_alone() -> None:
    import sys

    trees = {name: tree for name, tree in modules().items() if layer(name) == "recheck"}
    names = {name for tree in trees.values() for name, _ in imported(tree) if not name.startswith("varproof.recheck.")}
    assert len(trees) > 5 and {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_varproof_knows_no_paper() -> None:
    for name, tree in modules().items():
        assert not any(n.split(".")[0] == "varproof_lemmas" for n, _ in imported(tree)), name
