"""`trust`: what each verdict rests on, computed from the results and the code that is installed."""

from __future__ import annotations

import decimal
import platform
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from varproof.decide.cache import version
from varproof.decide.result import Result
from varproof.show.maths import wrap
from varproof.show.terminal import Paint, table

_PACKAGE = Path(__file__).resolve().parents[1]


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
            f"varproof.recheck ({_count('recheck/*.py')} lines, standard library only)",
            "PROVED by kernel or box, REFUTED by witness or ill-typed",
            "its parser, its translation of the canonical text, its rules, its exact and interval arithmetic: "
            + ", ".join(sorted(path.stem for path in (_PACKAGE / "recheck").glob("[a-z]*.py"))),
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


def text(results: Sequence[Result], trusted: Sequence[Component], paint: Paint, width: int) -> str:
    """One row for each variant, the kernel rules that are used at all, and the trusted components."""
    rows = [("id", "variant", "verdict", "rests on")]
    rows += [(r.id, r.variant, r.verdict, rests(r)) for r in results]
    head, *lines = table(rows)
    out = [paint(head, "dim"), *lines]
    rules: Counter[str] = Counter()
    for r in results:
        rules.update(r.rules)
    if rules:
        shown = ", ".join(f"{name} {n}" for name, n in rules.most_common())
        out += ["", *wrap(f"Kernel rules in use ({len(rules)}), with the number of steps: {shown}.", width)]
    out += ["", "What has to be right (the kernel and all search are checked by varproof.recheck and need no trust):"]
    for c in trusted:
        out += wrap(f"{paint(c.name, 'strong')}, for {c.rests}: {c.why}.", width, "  - ", "    ")
    return "\n".join(out) + "\n"


def rests(r: Result) -> str:
    if "kernel" in r.evidence and not r.rules:
        return "kernel: there is no condition to prove"
    if "kernel" in r.evidence:
        rules = ", ".join(f"{name} {n}" for name, n in r.rules.items())
        return f"kernel: {sum(r.rules.values())} steps by {len(r.rules)} rules: {rules}"
    if "witness" in r.evidence:
        return f"witness: an exact point at which {r.fails} fails"
    if "instances" in r.evidence:
        return f"instances: {r.instances} exact points"
    return ", ".join(r.evidence) or "nothing"


def data(results: Sequence[Result], trusted: Sequence[Component]) -> dict[str, Any]:
    """The same as data."""
    return {
        "entries": [
            {
                "id": r.id,
                "variant": r.variant,
                "verdict": r.verdict,
                "evidence": list(r.evidence),
                "rules": dict(r.rules),
                "instances": r.instances,
            }
            for r in results
        ],
        "trusted": [c._asdict() for c in trusted],
    }
