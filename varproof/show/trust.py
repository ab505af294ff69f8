"""`trust`: what each verdict rests on, computed from the results and the code that is installed."""

from __future__ import annotations

import ast
import decimal
import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from varproof.decide.result import Result
from varproof.show.breaking import wrap
from varproof.show.terminal import Paint, count, table
from varproof.store.cache import version

_PACKAGE = Path(__file__).resolve().parents[1]
_PACKAGES = ["varproof.recheck", *(f"varproof.recheck.{room}" for room in ("box", "kernel", "numbers"))]
_ENTRY = {  # of the checker, for each part that a certificate can have
    "kernel": ("kernel.replay", "kernel.translate"),
    "witness": ("numbers.witness",),
    "ill-typed": ("kernel.statement",),
}


class Ground(NamedTuple):
    """What the certificate of one verdict rests on: its parts, the kernel rules of its steps, modules of the checker
    that read it, and whether these may ask libmpdec."""

    parts: tuple[str, ...]
    rules: Mapping[str, int]
    modules: tuple[str, ...]
    libmpdec: bool


class Component(NamedTuple):
    """Something that has to be right for a verdict to be right; `rests` are the kinds of verdict that need it."""

    name: str
    rests: str
    why: str


def components() -> list[Component]:
    """What is trusted, with sizes and versions."""
    return [
        Component(
            "the statements",
            "every verdict",
            "that the formal statement says what the paper says: `varproof show` prints it and its source",
        ),
        Component(
            f"SymPy {version('sympy')} and varproof.lang.lower ({_count('lang/lower.py')} lines)",
            "every verdict",
            "that the formula in a lemma file becomes the canonical text in statements.lock, which can be read instead",
        ),
        Component(
            f"varproof.recheck ({_count('recheck/**/*.py')} lines, standard library only)",
            "PROVED by kernel or box, REFUTED by witness or ill-typed",
            "its parser, its translation of the canonical text, its rules, its exact and interval arithmetic",
        ),
        Component(
            f"the kernel of Coq, in place of varproof.recheck ({_count('coq/theories/*.v')} lines, proved sound there)",
            "PROVED by kernel and coq, REFUTED by witness and coq",
            "its logic and four axioms of classical reals; that `Text.v` and `Language.v` of varproof.coq, with "
            "the sums, maxima and integrals of `Naturals.v` and `Integral.v`, read the canonical text as it is "
            "meant: the theorem in the report shows it",
        ),
        Component(
            f"libmpdec {getattr(decimal, '__libmpdec_version__', 'in Python')} (the module decimal)",
            "REFUTED by witness where exact numbers do not decide, PROVED by box",
            "sums, products, quotients, roots, exp and ln that are correctly rounded",
        ),
        Component(
            f"python-flint {version('python-flint')} and varproof.lang.ground",
            "HOLDS_ON_INSTANCES, slack, constants, needed hypotheses, refuted neighbours",
            "rigorous balls; no PROVED or REFUTED verdict needs them",
        ),
        Component(
            f"Python {platform.python_version()}",
            "every verdict",
            "integers and fractions; `varproof check` may be run with another interpreter on another machine",
        ),
    ]


def _count(name: str) -> int:
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in _PACKAGE.glob(name))


def ground(certificate: str | None) -> Ground | None:
    """From a certificate, as canonical JSON; a refutation by a consequence of a claim also holds a kernel proof."""
    if certificate is None:
        return None
    read = json.loads(certificate)
    proof = read if read["kind"] == "kernel" else read.get("consequence")
    parts = tuple(dict.fromkeys([read["kind"], *(["kernel"] if proof else [])]))
    rules = Counter(step[0] for step in proof["steps"]) if proof else Counter()
    return Ground(parts, dict(sorted(rules.items())), *_reached(parts))


@cache
def _reached(parts: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The modules of the checker that its own for these parts import, and whether one of them imports decimal."""
    found, todo, decimals = {"certificate", "reading"}, [m for part in parts for m in _ENTRY[part]], False
    while todo:
        module = todo.pop()
        found.add(module)
        for name in _imports(module):
            decimals |= name == "decimal"
            inner = name.removeprefix("varproof.recheck.")
            if inner != name and inner not in found:
                todo.append(inner)
    return tuple(sorted(found)), decimals


def _imports(module: str) -> Iterable[str]:
    """The full names of what a module of the checker imports."""
    path = _PACKAGE.joinpath("recheck", *module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module in _PACKAGES:
                yield from (f"{node.module}.{name.name}" for name in node.names)
            else:
                yield str(node.module)


def text(
    results: Sequence[Result], grounds: Sequence[Ground | None], trusted: Sequence[Component], paint: Paint, width: int
) -> str:
    """Each variant with the kernel rules of its certificate, what checks the certificates, the trusted components."""
    rows = [("id", "variant", "verdict", "rests on")]
    rows += [(r.id, r.variant, r.verdict, rests(r)) for r in results]
    head, *lines = table(rows)
    out = [paint(head, "dim")]
    total: Counter[str] = Counter()
    for line, g in zip(lines, grounds, strict=True):
        out.append(line)
        if g is not None and g.rules:
            out += [paint(part, "dim") for part in wrap(_counted(g.rules), width, "    ", "    ")]
            total.update(g.rules)
    if total:
        shown = _counted(dict(total.most_common()))
        out += ["", *wrap(f"Kernel rules in use ({len(total)}), with the number of steps: {shown}.", width)]
    kinds = {" and ".join(g.parts): g for g in grounds if g is not None}
    if kinds:
        out += ["", "What checks the certificates:"]
    for name, g in kinds.items():
        arithmetic = "exact numbers, and libmpdec where these do not decide" if g.libmpdec else "exact numbers alone"
        out += wrap(f"{paint(name, 'strong')}: {', '.join(g.modules)}; {arithmetic}.", width, "  - ", "    ")
    out += ["", "What has to be right (the kernel and all search are checked by varproof.recheck and need no trust):"]
    for c in trusted:
        out += wrap(f"{paint(c.name, 'strong')}, for {c.rests}: {c.why}.", width, "  - ", "    ")
    return "\n".join(out) + "\n"


def _counted(rules: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in rules.items())


def rests(r: Result) -> str:
    """What a verdict rests on; of a kernel proof, which way it came."""
    way = "a stored certificate, replayed" if r.replayed else "its script, run"
    also = "; a theorem of Coq" if "coq" in r.evidence else ""
    if "kernel" in r.evidence and not r.rules:
        return f"kernel: there is no condition to prove{also}"
    if "kernel" in r.evidence:
        return f"kernel: {count(sum(r.rules.values()), 'step')} by {count(len(r.rules), 'rule')} ({way}){also}"
    if "witness" in r.evidence:
        return f"witness: an exact point at which {r.fails} fails" + (f" ({way})" if r.rules else "") + also
    if "instances" in r.evidence:
        return f"instances: {r.instances} exact points"
    return ", ".join(r.evidence) or "nothing"


def data(results: Sequence[Result], grounds: Sequence[Ground | None], trusted: Sequence[Component]) -> dict[str, Any]:
    """The same as data; what stands under certificate is null for a verdict that has none."""
    return {
        "entries": [
            {
                "id": r.id,
                "variant": r.variant,
                "verdict": r.verdict,
                "evidence": list(r.evidence),
                "rules": dict(r.rules),
                "instances": r.instances,
                "replayed": r.replayed,
                "certificate": None if g is None else g._asdict(),
            }
            for r, g in zip(results, grounds, strict=True)
        ],
        "trusted": [c._asdict() for c in trusted],
    }
